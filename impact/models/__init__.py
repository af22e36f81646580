from impact.models.document import MAX_ATTEMPTS, Document
from impact.models.report import AnnualReport, ImpactReport, ReportLine, SignOff

__all__ = [
    "MAX_ATTEMPTS",
    "AnnualReport",
    "Document",
    "ImpactReport",
    "ReportLine",
    "SignOff",
]
