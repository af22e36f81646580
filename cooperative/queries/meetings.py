"""Meetings as lists, and one meeting whole."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, DateTimeField, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Membership, name_fields
from cooperative.enums import ItemStatus, MeetingDeed, MeetingStatus, Presence
from cooperative.models import (
    AgendaItem,
    AgreedAction,
    Attendance,
    Challenge,
    Meeting,
    MeetingChange,
    MeetingDecision,
    MemberQuestion,
)
from cooperative.models.meeting import OVER, MeetingQuerySet, in_minutes
from cooperative.queries.challenges import overdue_for
from cooperative.queries.people import is_invited
from core.folding import Folded
from core.models import NumberOf
from outcomes.models import Workplan

FILTERS = {
    "ahead": _("Upcoming"),
    "unrecorded": _("Not written up yet"),
    "held": _("Held"),
    "cancelled": _("Cancelled"),
}
# So long a cancellation can be undone without a word of why.
UNDO_FOR = datetime.timedelta(minutes=10)


def with_readiness(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """With how many of today's elected members who are invited have read the workplan, and how many
    of them there are."""
    members = Membership.objects.current().filter(
        is_invited(OuterRef(OuterRef("body"))),
        role=Role.ELECTED_MEMBER,
        authority_id=OuterRef("authority_id"),
    )
    return meetings.annotate(
        members=NumberOf(members),
        members_read=NumberOf(members.filter(readings__meeting=OuterRef("pk"))),
    )


def meeting_list(actor: Membership, which: str = "", year: str = "") -> MeetingQuerySet:
    """The meetings an actor may see: those whose day is over and of which nobody has said whether
    they were held, then those to come, soonest first; then those held and those cancelled, newest
    first."""
    found = Meeting.objects.visible_to(actor)
    if which == "ahead":
        found = found.ahead()
    elif which == "unrecorded":
        found = found.to_write_up()
    elif which:
        found = found.filter(status=which)
    if year:
        found = found.filter(period__slug=year)
    to_come = Case(When(~Q(status__in=OVER), then=F("starts_at")), output_field=DateTimeField())
    cancelled = Case(When(status=MeetingStatus.CANCELLED, then=Value(1)), default=Value(0))
    return (
        with_readiness(found)
        .select_related("body", "theme", "period")
        .prefetch_related(Prefetch("led_by", queryset=Membership.objects.with_names()))
        .order_by(to_come.asc(nulls_last=True), cancelled, "-starts_at", "pk")
    )


def marked_at(meeting: Meeting) -> dict[int, str]:
    """How everyone is marked whose attendance is recorded, by membership."""
    rows = Attendance.objects.filter(meeting=meeting).order_by("membership_id")
    return dict(rows.values_list("membership_id", "presence"))


def next_number(meetings: MeetingQuerySet, body_id: int, period_id: int) -> int:
    """The first number a body has not used in a year."""
    counted = meetings.exclude(status=MeetingStatus.CANCELLED)
    used = set(
        counted.filter(body_id=body_id, period_id=period_id).values_list("number", flat=True)
    )
    return next(number for number in range(1, len(used) + 2) if number not in used)


def whole_meetings(actor: Membership) -> MeetingQuerySet:
    """Meetings with what their pages show of all of them, and the policies ask, already read; and
    the day each was moved from last."""
    moves = MeetingChange.objects.filter(meeting=OuterRef("pk"), deed=MeetingDeed.MOVED)
    return (
        with_readiness(Meeting.objects.visible_to(actor))
        .annotate(moved_from=Subquery(moves.order_by("-at", "-pk").values("was")[:1]))
        .select_related("body", "theme", "period")
        .prefetch_related(
            Prefetch("led_by", queryset=_leaders()),
            Prefetch("items", queryset=_items()),
            Prefetch("attendance", queryset=_attendance()),
        )
    )


# Each asks for no more columns than are shown: half the time of such a page goes into writing its
# statements.


def _leaders() -> Any:
    return Membership.objects.select_related("person").only(*name_fields())


def _items() -> Any:
    return (
        AgendaItem.objects.select_related("added_by__person")
        .only(*_ITEM, *name_fields("added_by"))
        .order_by("position", "pk")
    )


_ITEM = (
    "meeting", "position", "title", "kind", "status", "minutes", "led_by", "purpose", "notes",
    "notes_changed_at", "declined_because", "challenge", "version",
    "concern_raised", "notes_removed_on",
)  # fmt: skip


def _attendance() -> Any:
    return (
        Attendance.objects.select_related("membership__person", "membership__organisation")
        .only("meeting", "presence", *name_fields("membership", post=True))
        .order_by(Folded("membership__person__name"), "pk")
    )


def changes_of(meeting: Meeting) -> list[MeetingChange]:
    """When it was moved, cancelled or reinstated, by whom and why, the latest first. One
    statement."""
    found = MeetingChange.objects.filter(meeting=meeting).select_related("by__person")
    return list(found.order_by("-at", "-pk"))


def last_change(meeting: Meeting) -> MeetingChange | None:
    """What happened to it last. One statement."""
    return meeting.changes.order_by("-at", "-pk").first()


def can_undo(change: MeetingChange | None) -> bool:
    """Whether this was a cancellation of the last ten minutes."""
    if change is None or change.deed != MeetingDeed.CANCELLED:
        return False
    return timezone.now() - change.at < UNDO_FOR


def decisions_of(meeting: Meeting) -> list[MeetingDecision]:
    """What a meeting decided, with the item it belongs to. One statement."""
    found = MeetingDecision.objects.filter(meeting=meeting).select_related("item")
    return list(
        found.only("text", "reason", "alternatives", "if_not_decided", "item__title").order_by(
            "decided_at", "pk"
        )
    )


def agreed_at(meeting: Meeting) -> list[AgreedAction]:
    """What a meeting agreed to do, with who answers for it and what it is for. One statement."""
    return list(
        AgreedAction.objects.filter(meeting=meeting)
        .select_related("action__owner__person", "action__owner__organisation", "action__priority")
        .only(
            *("action__title", "action__status", "action__due_on", "action__priority__title"),
            "action__first_due_on",
            *name_fields("action__owner", post=True),
        )
        .order_by("pk")
    )


QUESTION = (
    *("meeting", "text", "asked_at", "answer", "answered_at"),
    *("action__title", "action__owner", "workplan__outcome__lead"),
    *name_fields("asked_by"),
    *name_fields("answered_by", post=True),
)


def questions() -> Any:
    """Members' questions with whoever asked and answered, and what the policy asks about."""
    return (
        MemberQuestion.objects.select_related(
            "asked_by__person",
            "answered_by__person",
            "answered_by__organisation",
            "action",
            "workplan__outcome",
        )
        .only(*QUESTION)
        .order_by("asked_at", "pk")
    )


def questions_before(
    meeting: Meeting, workplan: Workplan
) -> tuple[list[MemberQuestion], list[MemberQuestion]]:
    """Questions for one meeting, and unanswered ones on its workplan from earlier meetings, each
    with its meeting loaded. One statement."""
    left = Q(workplan=workplan, answer="", meeting__starts_at__lt=meeting.starts_at)
    fields = [f"meeting__{name}" for name in ("authority", "title", "starts_at")]
    found = questions().filter(Q(meeting=meeting) | left).select_related("meeting")
    mine: list[MemberQuestion] = []
    earlier: list[MemberQuestion] = []
    for question in found.only(*QUESTION, *fields):
        (mine if question.meeting_id == meeting.pk else earlier).append(question)
    return mine, earlier


def questions_at(meeting: Meeting) -> list[MemberQuestion]:
    """Those left for one meeting, each knowing it. One statement."""
    found = list(questions().filter(meeting=meeting))
    for question in found:
        question.meeting = meeting
    return found


@dataclass(frozen=True)
class Agenda:
    """A meeting's items by where they stand."""

    items: list[AgendaItem]
    proposed: list[AgendaItem]
    declined: list[AgendaItem]

    @property
    def length(self) -> str:
        """How long all of it takes."""
        return in_minutes(sum(item.minutes for item in self.items))


def agenda_of(meeting: Meeting) -> Agenda:
    """The agenda of a meeting read by `whole_meetings`. No statement of its own."""
    by_status: dict[str, list[AgendaItem]] = {status: [] for status in ItemStatus.values}
    for item in meeting.items.all():
        item.meeting = meeting
        by_status[item.status].append(item)
    return Agenda(
        by_status[ItemStatus.ON_AGENDA],
        by_status[ItemStatus.PROPOSED],
        by_status[ItemStatus.DECLINED],
    )


def challenges_at(actor: Membership, meeting: Meeting) -> list[Challenge]:
    """The challenges of a meeting that the actor may see: until it is held, with every overdue one
    that must head its agenda, first. One statement."""
    wanted = Q(meeting=meeting)
    if meeting.is_ahead:
        wanted |= Q(pk__in=overdue_for(meeting).order_by().values("pk"))
    else:
        heading = AgendaItem.objects.filter(meeting=meeting, challenge__isnull=False)
        wanted |= Q(pk__in=heading.values("challenge_id"))
    found = (
        Challenge.objects.visible_to(actor)
        .filter(wanted)
        .select_related("raised_by__person", "asked_of__person")
        .only("question", "status", "reply_by", *name_fields("raised_by"), *name_fields("asked_of"))
        .order_by()
    )
    return sorted(found, key=lambda one: (-one.days_overdue, one.reply_by, one.pk))


@dataclass(frozen=True)
class Turnout:
    """Who was there, in numbers and names."""

    here: list[Attendance]
    apologies: list[Attendance]
    absent: list[Attendance]

    @property
    def recorded(self) -> bool:
        return bool(self.here or self.apologies or self.absent)


def turnout_of(meeting: Meeting) -> Turnout:
    """The attendance of a meeting read by `whole_meetings`. No statement of its own."""
    rows = list(meeting.attendance.all())
    by = {word: [row for row in rows if row.presence == word] for word in Presence.values}
    return Turnout(by[Presence.PRESENT], by[Presence.APOLOGIES], by[Presence.ABSENT])


def days_until(meeting: Meeting) -> int:
    """Whole days from today to a meeting; negative once it is past."""
    return (timezone.localdate(meeting.starts_at) - timezone.localdate()).days
