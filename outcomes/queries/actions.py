"""What the pages read of actions: rows of values, in a constant number of statements."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from core.dates import days_late
from core.suppression import Count
from core.templatetags.words import Days
from outcomes.enums import OPEN_STATUSES, ActionStatus, Feels, WorkplanStatus
from outcomes.models import Action, DateMove, ProgressUpdate, Verdict
from outcomes.models.action import ActionQuerySet, late_from, moved_words
from outcomes.queries.update_queue import RESTS, SOON, STALE

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
    owner_ends_on: datetime.date | None
    organisation: str
    target: int | None
    reached: int | None
    unit: str
    counts_people: bool
    last_shown: int | None
    priority_id: int
    priority: str
    outcome: str
    outcome_slug: str
    outcome_tone: str
    outcome_icon: str
    period_slug: str
    officer_words: str
    officer_at: datetime.datetime | None
    # Who wrote the last update.
    officer_by: str
    feels: str
    feels_words: str
    feels_at: datetime.datetime | None
    # The group that a problem which blocks it waits with, and since when; "" and None for none.
    blocked_with: str
    blocked_since: datetime.datetime | None
    days_late: int

    @property
    def standing(self) -> str:
        """Its status, or "late"."""
        return "late" if self.days_late else self.status

    @property
    def count(self) -> Count:
        """How far it has come, for `core.suppression.show_count`."""
        return Count(self.reached or 0, self.target, self.last_shown, of_people=self.counts_people)

    @property
    def late_from(self) -> datetime.date:
        """The day from which its lateness counts."""
        return late_from(self.due_on, self.first_due_on)

    @property
    def owner_has_left(self) -> bool:
        """Whether its owner is no longer here, so that nobody looks after what is still owed."""
        owed = self.status in (*OPEN_STATUSES, ActionStatus.PROPOSED)
        gone = self.owner_ends_on is not None and self.owner_ends_on <= timezone.localdate()
        return owed and gone

    @property
    def officer_who(self) -> str:
        """Whose words stand on the officer's side; its owner's place while nobody has said any."""
        return self.officer_by or self.owner

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
    "owner_ends_on": "owner__ends_on",
    "organisation": "owner__organisation__name",
    "target": "target",
    "reached": "reached",
    "unit": "unit",
    "counts_people": "counts_people",
    "last_shown": "last_shown",
    "priority_id": "priority_id",
    "priority": "priority__title",
    "outcome": "workplan__outcome__short_name",
    "outcome_slug": "workplan__outcome__slug",
    "outcome_tone": "workplan__outcome__tone",
    "outcome_icon": "workplan__outcome__icon",
    "period_slug": "workplan__period__slug",
    "officer_words": "row_done",
    "officer_at": "row_done_at",
    "officer_by": "row_done_by",
    "feels": "row_feels",
    "feels_words": "row_feels_words",
    "feels_at": "row_feels_at",
    "blocked_with": "row_blocked_with",
    "blocked_since": "row_blocked_since",
}


# What a row may have none of.
_WORDS = "organisation officer_words officer_by feels feels_words blocked_with".split()


def blocked(field: str) -> Subquery:
    """Of the problem that has blocked an action longest, this field; NULL while none does.
    Escalations are of an app above this one, which an action knows by their name. Whoever sees the
    action sees that it is blocked, with whom and since when; the words of the problem are for those
    who may see the problem (`Escalation.objects.visible_to`)."""
    path = "escalations__"
    stuck = Action.objects.filter(pk=OuterRef("pk"), escalations__status="open")
    return Subquery(stuck.order_by(f"{path}with_since", f"{path}pk").values(path + field)[:1])


def blocked_words(body: str, since: datetime.datetime | datetime.date, days: Days) -> str:
    """ "With Strategic Partnership since 20 November 2026": which group a problem waits with."""
    day = days.of(since) if isinstance(since, datetime.datetime) else since
    if day == days.today:
        return _("With %(body)s since today") % {"body": body}
    return _("With %(body)s since %(day)s") % {"body": body, "day": days.full(day)}


def people_of(action: Action) -> tuple[Membership, list[Membership]]:
    """Who owns an action, and who helps with it, by name. One statement."""
    helping = Action.collaborators.through.objects.filter(action=action, membership=OuterRef("pk"))
    people = list(
        # Of one authority, so that not everybody's rows are looked at.
        Membership.objects.filter(authority_id=action.authority_id)
        .annotate(helps=Exists(helping))
        .filter(Q(pk=action.owner_id) | Q(helps=True))
        .with_names()
    )
    owner = next(one for one in people if one.pk == action.owner_id)
    return owner, [one for one in people if one.__dict__["helps"]]


def action_rows(actions: QuerySet[Action]) -> list[ActionRow]:
    """The rows of a queryset of actions, in its order. One statement, values and no instances."""
    latest = ProgressUpdate.objects.filter(action=OuterRef("pk")).order_by("-at", "-pk")
    verdict = Verdict.objects.filter(action=OuterRef("pk")).order_by("-at", "-pk")
    rows = actions.annotate(
        row_owner=Coalesce(NullIf("owner__listed_as", Value("")), "owner__person__name"),
        row_done=Subquery(latest.values("done")[:1]),
        row_done_at=Subquery(latest.values("at")[:1]),
        row_done_by=Subquery(
            latest.values(who=Coalesce(NullIf("by__listed_as", Value("")), "by__person__name"))[:1]
        ),
        row_feels=Subquery(verdict.values("feels")[:1]),
        row_feels_words=Subquery(verdict.values("words")[:1]),
        row_feels_at=Subquery(verdict.values("at")[:1]),
        row_blocked_with=blocked("body__name"),
        row_blocked_since=blocked("with_since"),
    ).values_list(*_FIELDS.values())
    today = timezone.localdate()
    return [_row(dict(zip(_FIELDS, values, strict=True)), today) for values in rows]


def _row(values: dict[str, Any], today: datetime.date) -> ActionRow:
    owed = values["status"] in OPEN_STATUSES
    since = late_from(values["due_on"], values["first_due_on"])
    late = days_late(since, today) if owed else 0
    for name in (
        "organisation",
        "officer_words",
        "officer_by",
        "feels",
        "feels_words",
        "blocked_with",
    ):
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
    officer_by: str = ""
    feels: str = ""
    words: str = ""
    said_at: datetime.datetime | None = None


def voices_of(updates: Sequence[ProgressUpdate], verdicts: Sequence[Verdict]) -> Voices:
    """The newest of each, from lists that are newest first."""
    voices = Voices()
    if updates:
        last_one = updates[0]
        voices = replace(
            voices,
            officer_words=last_one.done,
            officer_at=last_one.at,
            officer_by=last_one.by.label,
        )
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


NEEDS_UPDATE = "needs-update"
# Whose actions a list can be narrowed to.
MINE, HELPING, ORGANISATION = "mine", "helping", "organisation"


def _whose(actor: Membership, whose: str) -> Q:
    """The condition of being the actor's own, one they help with, or their organisation's."""
    if whose == HELPING:
        helped = Action.collaborators.through.objects.filter(membership=actor)
        return Q(pk__in=helped.values("action_id"))
    if whose == ORGANISATION and actor.organisation_id:
        return Q(owner__organisation_id=actor.organisation_id)
    return Q(owner=actor)


def needing_update(actions: ActionQuerySet) -> ActionQuerySet:
    """Those whose owner a home and a two-minute update ask for an update, of workplans that are not
    closed: owed and near their date, past it or silent for long; not in the week after one."""
    today = timezone.localdate()
    updates = ProgressUpdate.objects.filter(action=OuterRef("pk"))
    lately = updates.filter(at__date__gt=today - RESTS)
    heard = updates.filter(at__date__gte=today - STALE)
    silent = ~Exists(heard) & (Exists(updates) | Q(created_at__date__lt=today - STALE))
    return (
        actions.open()
        .exclude(workplan__status=WorkplanStatus.CLOSED)
        .filter(~Exists(lately))
        .filter(Q(due_on__lte=today + SOON) | silent)
    )


@dataclass(frozen=True)
class ActionFilters:
    """What the list of actions is narrowed to; lives in the URL."""

    outcome: str = ""
    status: str = ""
    whose: str = ""
    text: str = ""


def filtered_actions(actor: Membership, filters: ActionFilters) -> ActionQuerySet:
    """The actions the actor may see and asked for, soonest due first."""
    actions = Action.objects.visible_to(actor)
    if filters.outcome:
        actions = actions.filter(workplan__outcome__slug=filters.outcome)
    if filters.status == "late":
        actions = actions.late()
    elif filters.status == "open":
        actions = actions.open()
    elif filters.status == NEEDS_UPDATE:
        actions = needing_update(actions)
    elif filters.status in STATUS_WORDS:
        actions = actions.filter(status=filters.status)
    if filters.whose:
        actions = actions.filter(_whose(actor, filters.whose))
    if filters.text:
        actions = actions.filter(
            Q(title__has_text=filters.text) | Q(description__has_text=filters.text)
        )
    return actions.order_by("due_on", "pk")
