"""What everyone may read: published reports, points with consent, and where promises stand.

Three rules hold on every public page. Words of young people appear only with consent (SG-110).
Small counts are hidden (SG-090). And free words of officers reach the public only through a report
that care consultants have signed: what an action's page says between reports stays inside.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from accounts.models import Authority
from cooperative.enums import BodyKind
from cooperative.models import Meeting
from cooperative.models.meeting import MeetingQuerySet
from core import suppression
from expectations.models import Expectation, ExpectationVerdict
from expectations.queries import latest_verdicts
from impact.enums import Part, ReportStatus
from impact.models import AnnualReport, ImpactReport, ReportLine
from impact.queries.facts import read_facts
from impact.queries.sentences import post, whole
from impact.queries.small_numbers import told_to_all
from outcomes.enums import NEVER_AGREED, ActionStatus, PriorityStatus, WorkplanStatus
from outcomes.models import Action, Outcome, Priority, Verdict, Workplan
from outcomes.queries.status_counts import Tally, status_counts_by_workplan
from voice.models import Ask

# A workplan that has been shared with members and partners is open to everyone.
OPEN_PLANS = (WorkplanStatus.SHARED, WorkplanStatus.CLOSED)


@dataclass(frozen=True)
class SaidAction:
    """An action as the public sees it. `words` are those of the last signed report, or none."""

    title: str
    status: str
    days_late: int
    owner: str
    feels: str
    words: str
    not_done: bool
    report_url: str


@dataclass
class SaidPriority:
    pk: int
    rank: int
    title: str
    status: str
    status_label: str
    closing_words: str
    outcome: Outcome
    feels: str
    actions: list[SaidAction] = field(default_factory=list)

    @property
    def best(self) -> SaidAction | None:
        """The action that tells most: done first, then what a signed report speaks of."""
        order = sorted(self.actions, key=lambda a: (a.status != ActionStatus.DONE, not a.words))
        return order[0] if order else None

    @property
    def could_not(self) -> bool:
        """Closed without being met."""
        return self.status == PriorityStatus.CLOSED


def highlights(rows: list["YouSaid"], number: int) -> list["YouSaid"]:
    """Those that show best how the loop closes: something done, or told in a signed report."""

    def told(row: YouSaid) -> tuple[bool, bool]:
        best = [item.best for item in row.priorities if item.best]
        return (
            not any(action.words for action in best),
            not any(action.status == ActionStatus.DONE for action in best),
        )

    return sorted(rows, key=told)[:number]


@dataclass(frozen=True)
class YouSaid:
    """One point, and what became of it."""

    ask: Ask
    said_by: str
    priorities: list[SaidPriority]


def public_asks(authority: Authority) -> QuerySet[Ask]:
    """Points that may be shown, newest first."""
    return Ask.objects.public().filter(authority=authority).order_by("-said_on", "-pk")


def asks_acted_on(authority: Authority) -> QuerySet[Ask]:
    """Of these, the ones that became a priority of an open workplan."""
    found = Priority.objects.filter(authority=authority, workplan__status__in=OPEN_PLANS)
    return public_asks(authority).filter(priorities__in=found).distinct()


def what_became_of(authority: Authority, asks: Iterable[Ask]) -> list[YouSaid]:
    """The points with their priorities, actions and verdicts. Three statements, however many."""
    asks = list(asks)
    priorities, of_ask = _priorities(authority, [ask.pk for ask in asks])
    for action, said in _actions(authority, priorities):
        priorities[action.priority_id].actions.append(said)
    rule = authority.small_numbers
    return [
        YouSaid(
            ask=ask,
            said_by=suppression.in_words(ask.said_by, rule),
            priorities=sorted(of_ask[ask.pk], key=lambda item: (item.rank, item.pk)),
        )
        for ask in asks
    ]


def _priorities(
    authority: Authority, asks: list[int]
) -> tuple[dict[int, SaidPriority], dict[int, list[SaidPriority]]]:
    """The priorities of open workplans that these points led to, by id and by point."""
    latest = Verdict.objects.filter(priority=OuterRef("priority")).order_by("-at", "-pk")
    links: Any = (
        Priority.asks.through.objects.filter(
            ask__in=asks, priority__workplan__status__in=OPEN_PLANS
        )
        .select_related("priority__workplan__outcome")
        .annotate(feels=Subquery(latest.values("feels")[:1]))
    )
    found: dict[int, SaidPriority] = {}
    of_ask: dict[int, list[SaidPriority]] = defaultdict(list)
    for link in links:
        row = link.priority
        said = found.setdefault(
            row.pk,
            SaidPriority(
                pk=row.pk,
                rank=row.rank,
                title=row.title,
                status=row.status,
                status_label=str(PriorityStatus(row.status).label),
                closing_words=told_to_all(row.public_closing_words, authority.small_numbers),
                outcome=row.workplan.outcome,
                feels=link.feels or "",
            ),
        )
        of_ask[link.ask_id].append(said)
    return found, of_ask


def _actions(
    authority: Authority, priorities: dict[int, SaidPriority]
) -> list[tuple[Action, SaidAction]]:
    latest = Verdict.objects.filter(action=OuterRef("pk")).order_by("-at", "-pk")
    rows = list(
        Action.objects.agreed()
        .filter(priority__in=priorities)
        .select_related("owner__organisation")
        .annotate(feels=Subquery(latest.values("feels")[:1]))
        .order_by("number")
    )
    published = published_lines(row.pk for row in rows)
    return [(row, _said_action(row, published.get(row.pk), authority)) for row in rows]


def _said_action(action: Any, line: ReportLine | None, authority: Authority) -> SaidAction:
    facts = read_facts(line.facts) if line else None
    url = ""
    if line:
        url = reverse("impact:public-report", args=[authority.slug, line.report.slug])
    return SaidAction(
        title=action.title,
        status=action.status,
        days_late=action.days_late,
        owner=post(action.owner),
        feels=action.feels or "",
        words=line.text.removeprefix(whole(action.title)).strip() if line else "",
        not_done=bool(facts and facts.not_done),
        report_url=f"{url}#line-{line.pk}" if line else "",
    )


def published_lines(actions: Iterable[int]) -> dict[int, ReportLine]:
    """For each action, what the latest published report says of it. One statement."""
    lines = (
        ReportLine.objects.filter(
            action__in=list(actions),
            part=Part.ACHIEVED,
            removed_at__isnull=True,
            report__status=ReportStatus.PUBLISHED,
        )
        .select_related("report")
        .order_by("report__published_at", "pk")
    )
    return {line.action_id: line for line in lines if line.action_id}


def public_reports(authority: Authority) -> QuerySet[ImpactReport]:
    """Published reports, the latest meeting first."""
    return (
        ImpactReport.objects.published()
        .filter(authority=authority)
        .select_related("authority", "meeting__theme", "meeting__body", "meeting__period")
    )


def public_annuals(authority: Authority) -> QuerySet[AnnualReport]:
    """Annual reports that everyone may read, the latest year first."""
    return (
        AnnualReport.objects.published()
        .filter(authority=authority)
        .select_related("authority", "period", "foreword_by__person")
    )


def public_meetings(authority: Authority) -> MeetingQuerySet:
    """Meetings with a theme, and those of the lead body and of groups that meet in public. Where
    young people meet is not said: only a body that meets in public says its place."""
    open_to_all = (
        Q(theme__isnull=False) | Q(body__meets_in_public=True) | Q(body__kind=BodyKind.LEAD)
    )
    return (
        Meeting.objects.filter(open_to_all, authority=authority)
        .select_related("theme", "body", "period", "impact_report")
        .order_by("-starts_at", "-pk")
    )


def outcomes_in_order(authority: Authority) -> QuerySet[Outcome]:
    """The outcomes planned under."""
    return (
        Outcome.objects.filter(authority=authority)
        .planned()
        .with_chair()
        .select_related("lead__organisation")
        .order_by("position", "name")
    )


def expectations_in_order(authority: Authority) -> QuerySet[Expectation]:
    """The main set."""
    return (
        Expectation.objects.in_main_set()
        .filter(expectation_set__authority=authority)
        .select_related("expectation_set")
        .order_by("number")
    )


@dataclass(frozen=True)
class OutcomeRow:
    """An outcome with the year's priorities and where its actions stand."""

    outcome: Outcome
    lead: str
    title: str
    priorities: list[Priority]
    counts: Tally


def outcome_rows(authority: Authority) -> list[OutcomeRow]:
    """The outcomes planned under, with the latest open workplan of each. Four statements."""
    outcomes = list(outcomes_in_order(authority))
    plans = _latest_plans(authority)
    priorities = defaultdict(list)
    for priority in Priority.objects.filter(workplan__in=plans.values()).ranked():
        priorities[priority.workplan_id].append(priority)
    counts = status_counts_by_workplan(Action.objects.agreed().filter(workplan__in=plans.values()))
    rows = []
    for outcome in outcomes:
        plan = plans.get(outcome.pk)
        rows.append(
            OutcomeRow(
                outcome=outcome,
                lead=post(outcome.lead) if outcome.lead else "",
                title=plan.title if plan else "",
                priorities=priorities[plan.pk] if plan else [],
                counts=counts.get(plan.pk, []) if plan else [],
            )
        )
    return rows


def _latest_plans(authority: Authority) -> dict[int, Workplan]:
    today = timezone.localdate()
    plans = (
        Workplan.objects.filter(
            authority=authority, status__in=OPEN_PLANS, period__starts_on__lte=today
        )
        .select_related("period")
        .order_by("period__starts_on", "pk")
    )
    return {plan.outcome_id: plan for plan in plans}


@dataclass(frozen=True)
class ExpectationRow:
    """One expectation as the public sees it. Of the verdict that stands: which answer, on what day,
    and who gave it if they chose a name to be listed by; never their words."""

    expectation: Expectation
    n_actions: int
    n_done: int
    evidence: list[str]
    feels: str
    judged_on: datetime.date | None
    judged_by: str


def expectation_rows(authority: Authority) -> list[ExpectationRow]:
    """The main set, each with what serves it, what has been achieved, and the verdict that stands.
    Three statements."""
    served = Q(actions__workplan__status__in=OPEN_PLANS) & ~Q(actions__status__in=NEVER_AGREED)
    rows: Any = (
        expectations_in_order(authority)
        .prefetch_related("evidence")
        .annotate(
            n_actions=Count("actions", filter=served, distinct=True),
            n_done=Count(
                "actions", filter=served & Q(actions__status=ActionStatus.DONE), distinct=True
            ),
        )
        .order_by("number")
    )
    rows = list(rows)
    verdicts = latest_verdicts(row.pk for row in rows)
    return [_expectation_row(row, verdicts.get(row.pk)) for row in rows]


def _expectation_row(row: Any, verdict: ExpectationVerdict | None) -> ExpectationRow:
    return ExpectationRow(
        expectation=row,
        n_actions=row.n_actions,
        n_done=row.n_done,
        evidence=[item.text for item in row.evidence.all()],
        feels=verdict.feels if verdict else "",
        judged_on=timezone.localdate(verdict.at) if verdict else None,
        judged_by=verdict.by.public_name if verdict else "",
    )
