from impact.models.report import AnnualReport, ImpactReport, ReportLine, SignOff
from impact.models.scrutiny import ScrutinyAnswer, ScrutinyComment

__all__ = [
    "AnnualReport",
    "ImpactReport",
    "ReportLine",
    "ScrutinyAnswer",
    "ScrutinyComment",
    "SignOff",
]
