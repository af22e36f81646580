"""The home of whoever does the work: an officer, a partner, an outcome's lead."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Membership
from core.templatetags.words import ago
from outcomes.enums import OPEN_STATUSES, ActionStatus, WorkplanStatus
from outcomes.models import Action, Outcome
from portal.queries.homes.cards import Board, Card, Home, cards_of, count, joined, link
from portal.queries.homes.shared import (
    challenges_to_answer,
    meeting_news,
    next_meeting,
    questions_to_answer,
    report_news,
)

SOON = datetime.timedelta(days=30)
STALE = datetime.timedelta(days=60)
_ORDER = {
    "done": "Done",
    "on-track": "On track",
    "not-started": "Not started",
    "at-risk": "At risk",
    "off-track": "Off track",
    "late": "Late",
}


@dataclass(frozen=True)
class Owed:
    """One action, as little as a home needs of it."""

    id: int
    title: str
    status: str
    due_on: datetime.date
    outcome_id: int
    owner: str
    moved_on: datetime.date

    @property
    def is_owed(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def days_late(self) -> int:
        return max(0, (timezone.localdate() - self.due_on).days) if self.is_owed else 0

    @property
    def is_stale(self) -> bool:
        """Still owed, and nobody has said a word for 60 days."""
        return self.is_owed and timezone.localdate() - self.moved_on > STALE


def worker_home(actor: Membership) -> Home:
    """Seven statements: outcomes led, their actions, own actions, challenges, questions, the next
    meeting, the last report."""
    outcomes = {one.pk: one for one in Outcome.objects.visible_to(actor).filter(lead=actor)}
    led = _actions(Q(workplan__outcome__in=list(outcomes)), actor)
    return Home(
        waiting=joined(
            challenges_to_answer(actor),
            _own(actor),
            questions_to_answer(actor),
            _proposals(actor, outcomes, led),
        ),
        news=joined(meeting_news(actor, next_meeting(actor)), report_news(actor)),
        boards=_boards(actor, outcomes, led),
        quiet="Nothing of yours is due in the next 30 days.",
    )


def _actions(mine: Q, actor: Membership) -> list[Owed]:
    """Actions of workplans that are not closed, with the day of the last word on each."""
    rows = (
        Action.objects.visible_to(actor)
        .filter(mine)
        .exclude(workplan__status=WorkplanStatus.CLOSED)
        .annotate(moved_at=Max("updates__at"))
        .order_by("due_on", "pk")
        .values_list(
            "pk", "title", "status", "due_on", "workplan__outcome_id",
            "owner__person__name", "moved_at", "created_at",
        )
    )  # fmt: skip
    return [Owed(*row[:6], moved_on=timezone.localdate(row[6] or row[7])) for row in rows]


def _own(actor: Membership) -> list[Card]:
    """What the actor, or a partner's organisation, owes: late, due soon, or without a word."""
    mine = Q(owner=actor)
    if actor.holds("update_organisation_actions") and actor.organisation_id:
        mine |= Q(owner__organisation_id=actor.organisation_id)
    soon = timezone.localdate() + SOON
    found = [
        one for one in _actions(mine, actor) if one.is_owed and (one.due_on <= soon or one.is_stale)
    ]

    def card(one: Owed) -> Card:
        return Card(
            one.title,
            url=link(actor, "outcomes:action-progress", one.id),
            label="Say how it is going",
            lines=(_why(one),),
            note=f"Last word {ago(one.moved_on)}.",
            status=one.status,
            days_late=one.days_late,
        )

    return cards_of(
        found,
        card,
        more=lambda rest: f"And {rest} more of your actions",
        url=link(actor, "outcomes:action-list", query="mine=1&status=open"),
        label="See them all",
    )


def _why(one: Owed) -> str:
    """Why it is on the home page."""
    day = date_format(one.due_on, "j F")
    if one.days_late:
        return f"It was due by {day}. Say why it is late, or that it is done."
    if one.due_on <= timezone.localdate() + SOON:
        return f"It is due by {day}, {ago(one.due_on)}."
    return "Nobody has said a word about it for 60 days."


def _proposals(actor: Membership, outcomes: dict[int, Outcome], led: list[Owed]) -> list[Card]:
    """Proposals in the outcomes the actor leads."""
    found = [one for one in led if one.status == ActionStatus.PROPOSED]

    def card(one: Owed) -> Card:
        return Card(
            "Somebody proposes an action",
            url=link(actor, "outcomes:action-detail", one.id),
            label="Say yes or no",
            quote=one.title,
            outcome=outcomes[one.outcome_id],
        )

    return cards_of(
        found,
        card,
        more=lambda rest: f"And {rest} more proposals",
        url=link(actor, "outcomes:action-list", query="status=proposed"),
        label="See them all",
    )


def _boards(actor: Membership, outcomes: dict[int, Outcome], led: list[Owed]) -> list[Board]:
    """Each outcome the actor leads, at a glance."""
    by_outcome: dict[int, list[Owed]] = defaultdict(list)
    for one in led:
        by_outcome[one.outcome_id].append(one)
    return [
        Board(
            outcome,
            url=link(actor, "outcomes:action-list", query=f"outcome={outcome.slug}"),
            counts=counts_of(by_outcome[outcome.pk]),
            lines=_look_at(by_outcome[outcome.pk]),
        )
        for outcome in outcomes.values()
    ]


def counts_of(actions: list[Owed]) -> list[tuple[str, str, int]]:
    """How many stand where; a late one counts as late."""
    numbers: dict[str, int] = defaultdict(int)
    for one in actions:
        numbers["late" if one.days_late else one.status] += 1
    return [(key, words, numbers[key]) for key, words in _ORDER.items() if numbers[key]]


def _look_at(actions: list[Owed]) -> tuple[str, ...]:
    """What a lead should look at, as sentences."""
    late = [one for one in actions if one.days_late]
    stale = [one for one in actions if one.is_stale]
    proposed = [one for one in actions if one.status == ActionStatus.PROPOSED]
    lines = []
    if late:
        worst = max(late, key=lambda one: one.days_late)
        lines.append(
            f"{count(len(late), 'action')} late. “{worst.title}” the longest: "
            f"{count(worst.days_late, 'day')}, {worst.owner}."
        )
    if stale:
        who = sorted({one.owner for one in stale})
        lines.append(
            f"{count(len(stale), 'action')} without a word for 60 days. Ask {who[0]}"
            + (f" and {count(len(who) - 1, 'other')}." if len(who) > 1 else ".")
        )
    if proposed:
        lines.append(f"{count(len(proposed), 'proposal')} for you to decide.")
    if not lines and actions:
        lines.append("Nothing is late, and everything has been spoken of lately.")
    return tuple(lines)
