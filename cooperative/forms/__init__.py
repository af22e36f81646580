"""What people fill in around meetings and challenges. A form cleans; operations decide and save."""

from cooperative.forms.agenda import (
    AgendaItemForm,
    ChangeItemForm,
    MinutesForm,
    MoveItemForm,
    RemoveNotesForm,
    SettleItemForm,
)
from cooperative.forms.challenges import AnswerForm, ChallengeForm, DecideForm
from cooperative.forms.common import ConfirmVersionForm
from cooperative.forms.decisions import AgreedActionForm, DecisionForm
from cooperative.forms.meetings import (
    AttendanceForm,
    CancelMeetingForm,
    ChangeMeetingForm,
    MeetingForm,
    ReinstateMeetingForm,
)
from cooperative.forms.reading import MemberAnswerForm, MemberQuestionForm
from cooperative.forms.seats import ChangeSeatForm, SeatForm

__all__ = [
    "AgendaItemForm",
    "AgreedActionForm",
    "AnswerForm",
    "AttendanceForm",
    "CancelMeetingForm",
    "ChallengeForm",
    "ChangeItemForm",
    "ChangeMeetingForm",
    "ChangeSeatForm",
    "ConfirmVersionForm",
    "DecideForm",
    "DecisionForm",
    "MeetingForm",
    "MemberAnswerForm",
    "MemberQuestionForm",
    "MinutesForm",
    "RemoveNotesForm",
    "MoveItemForm",
    "ReinstateMeetingForm",
    "SeatForm",
    "SettleItemForm",
]
