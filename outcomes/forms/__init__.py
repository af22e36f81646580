"""Forms of priorities, actions, progress and verdicts. They clean; operations check and save."""

from outcomes.forms.actions import ActionEditForm, ActionForm, DeclineForm
from outcomes.forms.priorities import (
    LeadForm,
    PriorityCloseForm,
    PriorityEditForm,
    PriorityForm,
    WorkplanForm,
)
from outcomes.forms.progress import ProgressForm, VerdictForm

__all__ = [
    "ActionEditForm",
    "ActionForm",
    "DeclineForm",
    "LeadForm",
    "PriorityCloseForm",
    "PriorityEditForm",
    "PriorityForm",
    "ProgressForm",
    "VerdictForm",
    "WorkplanForm",
]
