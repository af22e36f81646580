"""What the pages read of actions: rows of values, in a constant number of statements."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from core.dates import days_late
from core.templatetags.words import Days
from outcomes.enums import OPEN_STATUSES, ActionStatus, Feels
from outcomes.models import Action, DateMove, ProgressUpdate, Verdict
from outcomes.models.action import late_from, moved_words

STATUS_WORDS = dict(ActionStatus.choices)
FEELS_WORDS = dict(Feels.choices)


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action as a list, a workplan or a brief shows it, with both voices."""

    id: int
    number: int
    title: str
    status: str
    due_on: datetime.date
    first_due_on: datetime.date
    times_moved: int
    owner: str
    owner_title: str
    organisation: str
    target: int | None
    reached: int | None
    unit: str
    priority_id: int
    priority: str
    outcome: str
    outcome_slug: str
    outcome_tone: str
    outcome_icon: str
    period_slug: str
    officer_words: str
    officer_at: datetime.datetime | None
    feels: str
    feels_words: str
    feels_at: datetime.datetime | None
    days_late: int

    @property
    def standing(self) -> str:
        """Its status, or "late"."""
        return "late" if self.days_late else self.status

    @property
    def late_from(self) -> datetime.date:
        """The day from which its lateness counts."""
        return late_from(self.due_on, self.first_due_on)

    @property
    def status_label(self) -> str:
        return str(STATUS_WORDS[self.status])

    @property
    def feels_label(self) -> str:
        return str(FEELS_WORDS[self.feels]) if self.feels else ""

    @property
    def voices_differ(self) -> bool:
        """The officer says it goes well and care consultants feel nothing: a signal of its own."""
        good = self.status in (ActionStatus.ON_TRACK, ActionStatus.DONE)
        return good and self.feels == Feels.NOT_YET


def due_words(row: ActionRow, days: Days) -> str:
    """ "was due 9 November, moved twice, first due 1 May": until when, and what was promised first
    where that has changed. Whoever draws many rows passes the one `Days`."""
    passed = bool(row.days_late) and row.due_on < days.today
    moved = row.times_moved or row.first_due_on != row.due_on
    first = days.short(row.first_due_on) if moved else ""
    return _due_words(days.short(row.due_on), passed, first, row.times_moved, days.language)


@lru_cache(maxsize=4096)
def _due_words(due: str, passed: bool, first: str, times: int, language: str | None) -> str:
    """`language`, which is on, tells what is remembered apart."""
    words = (_("was due %(day)s") if passed else _("due %(day)s")) % {"day": due}
    return f"{words}, {moved_words(first, times)}" if first else words


_FIELDS = {
    "id": "id",
    "number": "number",
    "title": "title",
    "status": "status",
    "due_on": "due_on",
    "first_due_on": "first_due_on",
    "times_moved": "times_moved",
    "owner": "row_owner",
    "owner_title": "owner__title",
    "organisation": "owner__organisation__name",
    "target": "target",
    "reached": "reached",
    "unit": "unit",
    "priority_id": "priority_id",
    "priority": "priority__title",
    "outcome": "workplan__outcome__short_name",
    "outcome_slug": "workplan__outcome__slug",
    "outcome_tone": "workplan__outcome__tone",
    "outcome_icon": "workplan__outcome__icon",
    "period_slug": "workplan__period__slug",
    "officer_words": "row_done",
    "officer_at": "row_done_at",
    "feels": "row_feels",
    "feels_words": "row_feels_words",
    "feels_at": "row_feels_at",
}


def action_rows(actions: QuerySet[Action]) -> list[ActionRow]:
    """The rows of a queryset of actions, in its order. One statement, values and no instances."""
    latest = ProgressUpdate.objects.filter(action=OuterRef("pk")).order_by("-at", "-pk")
    verdict = Verdict.objects.filter(action=OuterRef("pk")).order_by("-at", "-pk")
    rows = actions.annotate(
        row_owner=Coalesce(NullIf("owner__listed_as", Value("")), "owner__person__name"),
        row_done=Subquery(latest.values("done")[:1]),
        row_done_at=Subquery(latest.values("at")[:1]),
        row_feels=Subquery(verdict.values("feels")[:1]),
        row_feels_words=Subquery(verdict.values("words")[:1]),
        row_feels_at=Subquery(verdict.values("at")[:1]),
    ).values_list(*_FIELDS.values())
    today = timezone.localdate()
    return [_row(dict(zip(_FIELDS, values, strict=True)), today) for values in rows]


def _row(values: dict[str, Any], today: datetime.date) -> ActionRow:
    owed = values["status"] in OPEN_STATUSES
    since = late_from(values["due_on"], values["first_due_on"])
    late = days_late(since, today) if owed else 0
    for name in ("organisation", "officer_words", "feels", "feels_words"):
        values[name] = values[name] or ""
    return ActionRow(days_late=late, **values)


def rows_by_id(ids: Iterable[int]) -> list[ActionRow]:
    """The rows of these actions, in the order of the ids."""
    wanted = list(ids)
    found = {row.id: row for row in action_rows(Action.objects.filter(pk__in=wanted).order_by())}
    return [found[one] for one in wanted]


@dataclass(frozen=True)
class Voices:
    """What was said last on each side of an action."""

    officer_words: str = ""
    officer_at: datetime.datetime | None = None
    feels: str = ""
    words: str = ""
    said_at: datetime.datetime | None = None


def voices_of(updates: Sequence[ProgressUpdate], verdicts: Sequence[Verdict]) -> Voices:
    """The newest of each, from lists that are newest first."""
    voices = Voices()
    if updates:
        voices = replace(voices, officer_words=updates[0].done, officer_at=updates[0].at)
    if verdicts:
        last = verdicts[0]
        voices = replace(voices, feels=last.feels, words=last.words, said_at=last.at)
    return voices


def timeline_of(
    action: Action, updates: Sequence[ProgressUpdate]
) -> list[ProgressUpdate | DateMove]:
    """What happened on an action, newest first: its updates, and each move of its date. One
    statement; none while no date has moved."""
    moves: list[DateMove] = []
    if action.times_moved:
        moves = list(action.moves.select_related("by__person", "by__organisation"))
    return sorted([*updates, *moves], key=lambda one: one.at, reverse=True)


@dataclass(frozen=True)
class ActionFilters:
    """What the list of actions is narrowed to; lives in the URL."""

    outcome: str = ""
    status: str = ""
    mine: bool = False
    text: str = ""


def filtered_actions(actor: Membership, filters: ActionFilters) -> QuerySet[Action]:
    """The actions the actor may see and asked for, soonest due first."""
    actions = Action.objects.visible_to(actor)
    if filters.outcome:
        actions = actions.filter(workplan__outcome__slug=filters.outcome)
    if filters.status == "late":
        actions = actions.late()
    elif filters.status == "open":
        actions = actions.open()
    elif filters.status in STATUS_WORDS:
        actions = actions.filter(status=filters.status)
    if filters.mine:
        actions = actions.filter(pk__in=Action.objects.involving(actor).values("pk"))
    if filters.text:
        actions = actions.filter(
            Q(title__has_text=filters.text) | Q(description__has_text=filters.text)
        )
    return actions.order_by("due_on", "pk")
