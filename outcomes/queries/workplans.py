"""The workplan as people read it: young people's words, the priority, its actions, both voices."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from accounts.models import Membership, name_fields
from core import suppression
from expectations.models import Expectation
from outcomes.enums import Feels
from outcomes.models import Action, Outcome, Period, Priority, Verdict, Workplan
from outcomes.queries.actions import ActionRow, action_rows
from outcomes.queries.status_counts import Tally, status_counts, status_counts_by_workplan
from voice.models import Ask

# What the page shows of a priority.
_PRIORITY = (
    "workplan", "rank", "title", "why", "status", "on_their_behalf", "set_on", "closed_on",
    "closing_words",
)  # fmt: skip


@dataclass(frozen=True)
class PriorityBlock:
    """One priority of a workplan with what follows from it."""

    priority: Priority
    asks: list[Ask]
    actions: list[ActionRow]
    expectations: list[int]
    verdict: Verdict | None
    rule: suppression.Rule

    @property
    def said_by(self) -> str:
        """How many young people raised it, as the reader may see it."""
        return suppression.young_people_together((ask.said_by for ask in self.asks), self.rule)


@dataclass(frozen=True)
class WorkplanPage:
    """All that the page of a workplan shows."""

    workplan: Workplan
    blocks: list[PriorityBlock]
    counts: Tally
    feels: list[tuple[str, str, int]]

    @property
    def rows(self) -> list[ActionRow]:
        return [row for block in self.blocks for row in block.actions]


def workplan_page(actor: Membership, workplan: Workplan) -> WorkplanPage:
    """A workplan with its priorities in care consultants' order, and the actions under each that
    the actor may see. Five statements whatever the size."""
    priorities = list(
        Priority.objects.filter(workplan=workplan)
        .select_related("set_by__person")
        .only(*_PRIORITY, *name_fields("set_by"))
        .prefetch_related(
            Prefetch("asks", Ask.objects.only("text", "source_name", "said_by")),
            Prefetch("verdicts", Verdict.objects.only("priority", "feels", "words")),
        )
        .ranked()
    )
    rows = action_rows(
        Action.objects.visible_to(actor).filter(workplan=workplan).order_by("number")
    )
    served: dict[int, set[int]] = defaultdict(set)
    for priority_id, number in (
        Expectation.objects.filter(actions__workplan=workplan)
        .values_list("actions__priority", "number")
        .distinct()
        .order_by("number")
    ):
        served[priority_id].add(number)
    under: dict[int, list[ActionRow]] = defaultdict(list)
    for row in rows:
        under[row.priority_id].append(row)
    blocks = [
        PriorityBlock(
            priority=priority,
            asks=list(priority.asks.all()),
            actions=under[priority.pk],
            expectations=sorted(served[priority.pk]),
            verdict=next(iter(priority.verdicts.all()), None),
            rule=actor.small_numbers,
        )
        for priority in priorities
    ]
    return WorkplanPage(
        workplan, blocks, status_counts((row.status, row.days_late) for row in rows), feels_of(rows)
    )


def feels_of(rows: list[ActionRow]) -> list[tuple[str, str, int]]:
    """How many of these rows feel how to care consultants, as (feels, words, number)."""
    return [
        (value, str(label), number)
        for value, label in Feels.choices
        if (number := sum(1 for row in rows if row.feels == value))
    ]


def outcomes_with_plans(actor: Membership) -> QuerySet[Outcome]:
    """The outcomes planned under, each with its lead, its newest visible workplan's year and its
    numbers of open priorities and actions. One statement."""
    plans = Workplan.objects.visible_to(actor).filter(outcome=OuterRef("pk"))
    newest = plans.order_by("-period__starts_on")
    return (
        Outcome.objects.visible_to(actor)
        .planned()
        .with_chair()
        .select_related("lead__person", "lead__organisation")
        .annotate(
            plan_id=Subquery(newest.values("pk")[:1]),
            plan_period=Subquery(newest.values("period__slug")[:1]),
            plan_title=Subquery(newest.values("title")[:1]),
            plan_year=Subquery(newest.values("period__name")[:1]),
        )
        .order_by("position", "name")
    )


def plan_counts(actor: Membership, workplans: Iterable[int]) -> dict[int, Tally]:
    """For each of these workplans, how many of its visible, agreed actions stand where. One
    statement."""
    return status_counts_by_workplan(
        Action.objects.visible_to(actor).filter(workplan__in=list(workplans))
    )


def periods_without_plan(outcome: Outcome) -> QuerySet[Period]:
    """The years of the outcome's authority that have no workplan for it yet."""
    return Period.objects.filter(authority_id=outcome.authority_id).exclude(
        workplans__outcome=outcome
    )
