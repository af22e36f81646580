from impact.models.document import MAX_ATTEMPTS, Document
from impact.models.report import AnnualReport, ImpactReport, ReportLine, SignOff
from impact.models.scrutiny import ScrutinyAnswer, ScrutinyComment

__all__ = [
    "MAX_ATTEMPTS",
    "AnnualReport",
    "Document",
    "ImpactReport",
    "ReportLine",
    "ScrutinyAnswer",
    "ScrutinyComment",
    "SignOff",
]
