"""What is known of one priority, read in seven statements whatever there is to tell."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership, name_fields
from cooperative.enums import ChallengeStatus
from cooperative.models import Challenge, Meeting
from core.suppression import Rule
from impact.models import ImpactReport, ReportLine
from outcomes.enums import NEVER_AGREED, OPEN_STATUSES
from outcomes.models import Action, DateMove, Priority, ProgressUpdate, Verdict
from outcomes.queries.actions import blocked
from portal.queries.homes.cards import consultants
from voice.models import Ask


@dataclass(frozen=True)
class Asked:
    """A challenge with one of its answers, or none yet: a row of the two joined."""

    id: int
    question: str
    raised_at: datetime.datetime
    reply_by: datetime.date
    status: str
    asked_by: str
    asked_of: str
    answer: str
    answered_at: datetime.datetime | None
    accepted: bool | None
    refused_because: str


@dataclass(frozen=True)
class Told:
    """All that is known of one priority."""

    slug: str
    # Which counts of people are hidden from the reader.
    rule: Rule
    # What its authority calls care consultants: one, several, and several at the head of a line.
    consultant: str
    consultants: str
    consultants_first: str
    priority: Priority
    asks: list[Ask]
    actions: list[Action]
    updates: list[ProgressUpdate]
    moves: list[DateMove]
    verdicts: list[Verdict]
    challenges: list[Asked]
    meetings: list[Meeting]
    lines: list[ReportLine]

    @property
    def agreed(self) -> list[Action]:
        """Its actions but the proposals."""
        return [one for one in self.actions if one.status not in NEVER_AGREED]

    @property
    def owed(self) -> list[Action]:
        return [one for one in self.actions if one.status in OPEN_STATUSES]

    @property
    def unanswered(self) -> list[Asked]:
        return [one for one in self.challenges if one.status == ChallengeStatus.OPEN]

    def link(self, name: str, *args: Any) -> str:
        """The address of a page of this authority."""
        return reverse(name, args=[self.slug, *args])

    def action_link(self, action: int) -> str:
        """The address of one of its actions, which its steps lead to again and again."""
        return f"{self._actions_at}{action}/"

    @cached_property
    def _actions_at(self) -> str:
        return self.link("outcomes:action-list")


@dataclass(frozen=True)
class Standing:
    """Where it stands, since when, and what comes next."""

    words: str
    since: datetime.date
    next_words: str

    @property
    def days(self) -> int:
        return max(0, (timezone.localdate() - self.since).days)

    @property
    def stood(self) -> str:
        """ "It has stood here for 120 days."."""
        if not self.days:
            return _("It reached this stage today.")
        return ngettext(
            "It has been at this stage for %(number)s day.",
            "It has been at this stage for %(number)s days.",
            self.days,
        ) % {"number": f"{self.days:,}"}


def told_of(actor: Membership, priority: Priority) -> Told:
    """All of it that the actor may see. Seven statements."""
    workplan = priority.workplan
    actions = list(
        Action.objects.visible_to(actor)
        .filter(priority=priority)
        .select_related(
            "owner__person",
            "owner__organisation",
            "agreed_at__meeting",
            "agreed_at__decision",
        )
        .only(*_ACTION, *name_fields("owner", post=True), "owner__ends_on")
        .annotate(blocked_with=blocked("body__name"), blocked_since=blocked("with_since"))
        .order_by("number")
    )
    ids = [one.pk for one in actions]
    return Told(
        slug=actor.authority.slug,
        rule=actor.small_numbers,
        consultant=actor.authority.word("care consultant"),
        consultants=consultants(actor),
        consultants_first=consultants(actor, capital=True),
        priority=priority,
        asks=list(priority.asks.order_by("said_on", "pk")),
        actions=actions,
        updates=list(
            ProgressUpdate.objects.filter(action__in=ids)
            .select_related("by__person")
            .only("action", "at", "status", "done", "difference", *name_fields("by"))
            .order_by("at", "pk")
        ),
        moves=_moves(actions),
        verdicts=list(
            Verdict.objects.filter(Q(priority=priority) | Q(action__in=ids))
            .select_related("by__person")
            .only("action", "at", "feels", "words", *name_fields("by"))
            .order_by("at", "pk")
        ),
        challenges=_challenges(actor, priority),
        meetings=list(
            Meeting.objects.visible_to(actor)
            .filter(
                Q(theme=workplan.outcome_id, period=workplan.period_id)
                | Q(challenges__priority=priority)
                | Q(challenges__action__priority=priority)
                | Q(agreed_actions__action__priority=priority)
            )
            .select_related("body")
            .only("title", "status", "starts_at", "body__decides")
            .distinct()
            .order_by("starts_at", "pk")
        ),
        lines=_lines(actor, priority),
    )


# What is told of each; the columns that are not told would double the time it takes to ask.
_ACTION = (
    "title", "status", "status_changed_at", "due_on", "first_due_on", "times_moved", "created_at",
    "agreed_at__meeting__title", "agreed_at__decision__text",
)  # fmt: skip
_REPORT = (
    "report__title", "report__slug", "report__status", "report__composed_at",
    "report__published_at",
)  # fmt: skip
_ASKED = (
    "pk", "question", "raised_at", "reply_by", "status",
    "raised_by__listed_as", "raised_by__person__name",
    "asked_of__listed_as", "asked_of__person__name",
    "answers__text", "answers__at", "answers__accepted", "answers__refused_because",
)  # fmt: skip


def _moves(actions: list[Action]) -> list[DateMove]:
    """When and why the dates of these actions moved. No statement while none has."""
    ids = [one.pk for one in actions if one.times_moved]
    if not ids:
        return []
    found = DateMove.objects.filter(action__in=ids).select_related("by__person")
    return list(found.order_by("at", "pk"))


def _challenges(actor: Membership, priority: Priority) -> list[Asked]:
    rows = (
        Challenge.objects.visible_to(actor)
        .filter(Q(priority=priority) | Q(action__priority=priority))
        .order_by("raised_at", "pk", "answers__at", "answers__pk")
        .values_list(*_ASKED)
    )
    return [
        Asked(
            id=row[0],
            question=row[1],
            raised_at=row[2],
            reply_by=row[3],
            status=row[4],
            asked_by=row[5] or row[6],
            asked_of=row[7] or row[8],
            answer=row[9] or "",
            answered_at=row[10],
            accepted=row[11],
            refused_because=row[12] or "",
        )
        for row in rows
    ]


def _lines(actor: Membership, priority: Priority) -> list[ReportLine]:
    """The lines of reports the actor may see that speak of it, as they read now."""
    about = (
        Q(priority=priority)
        | Q(action__priority=priority)
        | Q(challenge__priority=priority)
        | Q(challenge__action__priority=priority)
    )
    return list(
        ReportLine.objects.filter(
            about,
            removed_at__isnull=True,
            report__in=ImpactReport.objects.visible_to(actor).values("pk"),
        )
        .select_related("report")
        .only("part", "text", *_REPORT)
        .order_by("report__composed_at", "report", "part", "position", "pk")
    )
