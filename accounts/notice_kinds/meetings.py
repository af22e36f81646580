"""What people are told of meetings and their papers."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.enums import Topic
from accounts.notice_kinds.kind import MEETING, Kind

# A meeting that is still to come on that day.
_ON_THAT_DAY = {"status__in": ["planned", "papers-out"], "starts_at__date": F("day")}

MEETINGS: dict[str, Kind] = {
    "meeting-to-lead": Kind(
        Topic.MEETINGS,
        MEETING,
        _("You lead this %(meeting)s."),
        holds={"status__in": ["planned", "papers-out"], "led_by": F("membership")},
    ),
    "meeting-moved": Kind(
        Topic.MEETINGS,
        MEETING,
        _("This %(meeting)s has been moved. It’s now on %(day)s."),
        holds=_ON_THAT_DAY,
    ),
    "meeting-place": Kind(
        Topic.MEETINGS, MEETING, _("This %(meeting)s is now in a different place.")
    ),
    "meeting-cancelled": Kind(
        Topic.MEETINGS,
        MEETING,
        _("This %(meeting)s on %(day)s has been cancelled."),
        holds={"status": "cancelled"},
    ),
    "meeting-reinstated": Kind(
        Topic.MEETINGS,
        MEETING,
        _("This %(meeting)s is going ahead after all, on %(day)s."),
        holds=_ON_THAT_DAY,
    ),
    "papers-out": Kind(
        Topic.MEETINGS,
        MEETING,
        _("The papers for this %(meeting)s have been published."),
        holds={"status": "papers-out"},
    ),
    "workplan-to-read": Kind(
        Topic.MEETINGS,
        MEETING,
        _("Please read the workplan before this %(meeting)s on %(day)s."),
        asks=True,
        holds={"status": "papers-out", "starts_at__date": F("day")},
        until={"readings__member": F("membership")},
    ),
    "workplan-unread": Kind(
        Topic.MEETINGS,
        MEETING,
        _("Some members haven’t read the workplan for this %(meeting)s on %(day)s."),
        holds={"status": "papers-out", "starts_at__date": F("day")},
    ),
    "item-proposed": Kind(
        Topic.MEETINGS,
        MEETING,
        _("Someone has suggested an item for this agenda. Please say yes or no."),
        asks=True,
        holds={"status__in": ["planned", "papers-out"], "items__status": "proposed"},
    ),
    "item-accepted": Kind(Topic.MEETINGS, MEETING, _("Your suggestion is on this agenda.")),
    "item-declined": Kind(
        Topic.MEETINGS, MEETING, _("Your suggestion isn’t on this agenda. Read why.")
    ),
    "question-asked": Kind(
        Topic.MEETINGS,
        MEETING,
        _("A member asked a question about the workplan."),
        asks=True,
        holds=(
            {"questions__answer": "", "questions__workplan__outcome__lead": F("membership")},
            {"questions__answer": "", "questions__action__owner": F("membership")},
        ),
    ),
    "question-unanswered": Kind(
        Topic.MEETINGS,
        MEETING,
        _("A member’s question before this %(meeting)s still has no answer. Please answer it."),
        asks=True,
        holds={"questions__answer": ""},
    ),
    "question-answered": Kind(
        Topic.MEETINGS, MEETING, _("Your question about the workplan has been answered.")
    ),
}
