from outcomes.models.action import Action, DateMove, EvidenceFile, ProgressUpdate
from outcomes.models.grants import (
    ActionGroupGrant,
    ActionPersonGrant,
    OutcomeGroupGrant,
    OutcomePersonGrant,
)
from outcomes.models.outcome import Outcome, OutcomeSet, Period, Workplan
from outcomes.models.priority import Priority
from outcomes.models.verdict import Verdict

__all__ = [
    "Action",
    "ActionGroupGrant",
    "ActionPersonGrant",
    "DateMove",
    "EvidenceFile",
    "Outcome",
    "OutcomeGroupGrant",
    "OutcomePersonGrant",
    "OutcomeSet",
    "Period",
    "Priority",
    "ProgressUpdate",
    "Verdict",
    "Workplan",
]
