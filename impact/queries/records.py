"""What a meeting's report is composed from: the workplans it dealt with, their priorities, their
promises with the update and the verdict that stand now, and the questions still open."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypedDict, cast

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Authority
from cooperative.enums import BodyKind, ItemKind, ItemStatus
from cooperative.models import Challenge, Meeting
from impact.queries import sentences
from impact.queries.facts import Facts
from impact.queries.highlights import UNDONE
from outcomes.enums import ActionStatus, PriorityStatus, WorkplanStatus
from outcomes.models import Action, Priority, ProgressUpdate, Verdict, Workplan
from outcomes.queries.actions import blocked

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Latest(TypedDict):
    latest_verdict: int | None


JudgedPriority: TypeAlias = "WithAnnotations[Priority, _Latest]"


@dataclass(frozen=True)
class Told:
    """An action with its latest progress and verdict."""

    action: Action
    update: ProgressUpdate | None
    verdict: Verdict | None
    facts: Facts


def workplans_of(meeting: Meeting) -> list[Workplan]:
    """The workplans that a meeting dealt with: its theme's; without a theme that of the outcome its
    group works on; all of the year's where the lead body met about everything. One statement."""
    found = Workplan.objects.filter(
        authority_id=meeting.authority_id, period_id=meeting.period_id
    ).exclude(status=WorkplanStatus.DRAFT)
    outcome = meeting.theme_id or meeting.body.outcome_id
    if outcome:
        found = found.filter(outcome_id=outcome)
    elif meeting.body.kind != BodyKind.LEAD:
        return []
    return list(found.select_related("outcome").order_by("outcome__position", "outcome__name"))


def agenda_of(meeting: Meeting) -> list[str]:
    """What was on the agenda of a meeting, in order, without the welcome; questions stand in the
    report themselves, and where harm was spoken of nothing is said. One statement."""
    items = meeting.items.filter(status=ItemStatus.ON_AGENDA, concern_raised=False)
    items = items.exclude(kind__in=(ItemKind.WELCOME, ItemKind.CHALLENGE))
    return list(items.order_by("position", "pk").values_list("title", flat=True))


def priorities_of(workplans: Sequence[Workplan]) -> "list[JudgedPriority]":
    """Their priorities, plan by plan in care consultants' own order, with the latest verdict."""
    latest = Verdict.objects.filter(priority=OuterRef("pk")).order_by("-at", "-pk")
    rows = (
        Priority.objects.filter(workplan__in=workplans)
        .select_related("workplan__outcome")
        .order_by(*_PLAN_ORDER, "rank", "pk")
    )
    found = list(rows.annotate(latest_verdict=Subquery(latest.values("pk")[:1])))
    return cast("list[JudgedPriority]", found)


_PLAN_ORDER = ("workplan__outcome__position", "workplan__outcome__name")


def promised(meeting: Meeting, workplans: Sequence[Workplan]) -> QuerySet[Action]:
    """The agreed actions of the workplans, without those that this meeting or a later one has
    added."""
    added = Q(agreed_at__meeting__starts_at__gte=meeting.starts_at)
    later = Action.objects.filter(added, workplan__in=workplans).values("pk")
    return (
        Action.objects.filter(workplan__in=workplans)
        .agreed()
        .exclude(pk__in=later)
        .select_related("owner__organisation", "priority", "workplan__outcome")
        .order_by(*_PLAN_ORDER, "priority__rank", "priority_id", "number")
    )


def told_of(actions: QuerySet[Action], authority: Authority, *, several: bool) -> list[Told]:
    """The actions with the update and the verdict that stand now; `several` says that they are of
    more than one workplan. Three statements."""
    updates = ProgressUpdate.objects.filter(action=OuterRef("pk")).order_by("-at", "-pk")
    verdicts = Verdict.objects.filter(action=OuterRef("pk")).order_by("-at", "-pk")
    rows = list(
        actions.annotate(
            latest_update=Subquery(updates.values("pk")[:1]),
            latest_verdict=Subquery(verdicts.values("pk")[:1]),
            blocked_with=blocked("body__name"),
            blocked_since=blocked("with_since"),
        )
    )
    update_of = ProgressUpdate.objects.in_bulk([r.latest_update for r in rows if r.latest_update])
    verdict_of = Verdict.objects.in_bulk([r.latest_verdict for r in rows if r.latest_verdict])
    told = []
    for row in rows:
        update, verdict = update_of.get(row.latest_update), verdict_of.get(row.latest_verdict)
        area = row.workplan.outcome.short_name if several else ""
        facts = action_facts(row, update, verdict, authority, area=area)
        told.append(Told(row, update, verdict, facts))
    return told


def action_facts(
    action: Action,
    update: ProgressUpdate | None,
    verdict: Verdict | None,
    authority: Authority,
    *,
    area: str = "",
) -> Facts:
    """What stands beside a line about an action. `area` is the outcome it is of, where the report
    is about more than one."""
    stuck = getattr(action, "blocked_since", None) if action.is_open else None
    name = f"{sentences.first_up(authority.word('action'))} {action.number}"
    return Facts(
        source="action",
        label=f"{name}, {area}" if area else name,
        title=action.title,
        status=action.status,
        status_label=str(ActionStatus(action.status).label),
        days_late=action.days_late,
        owner=sentences.post(action.owner),
        due_on=action.due_on.isoformat(),
        blocked_with=getattr(action, "blocked_with", "") if stuck else "",
        blocked_since=timezone.localdate(stuck).isoformat() if stuck else "",
        officer_says=sentences.whole(update.done) if update else "",
        officer_on=timezone.localdate(update.at).isoformat() if update else "",
        feels=verdict.feels if verdict else "",
        consultants_say=sentences.whole(verdict.public_words) if verdict else "",
        consultants_on=timezone.localdate(verdict.at).isoformat() if verdict else "",
        reached=action.reached,
        target=action.target,
        unit=action.unit,
        counts_people=action.counts_people,
        last_shown=action.last_shown,
        not_done=_is_not_done(action) or bool(stuck),
    )


def _is_not_done(action: Action) -> bool:
    """Whether an honest report must say that it was not done, may not be, or has not begun."""
    return action.days_late > 0 or action.status in UNDONE


def priority_facts(
    priority: Priority, verdict: Verdict | None, authority: Authority, *, area: str = ""
) -> Facts:
    """What stands beside a line about a priority."""
    name = f"{sentences.first_up(authority.word('priority'))} {priority.rank}"
    return Facts(
        source="priority",
        label=f"{name}, {area}" if area else name,
        status=priority.status,
        status_label=str(PriorityStatus(priority.status).label),
        feels=verdict.feels if verdict else "",
        consultants_say=sentences.whole(verdict.public_words) if verdict else "",
        consultants_on=timezone.localdate(verdict.at).isoformat() if verdict else "",
        not_done=priority.status == PriorityStatus.CLOSED,
    )


def challenge_facts(challenge: Challenge, authority: Authority) -> Facts:
    """What stands beside a line about a question that is still open."""
    return Facts(
        source="challenge",
        label=sentences.first_up(authority.word("challenge")),
        status=challenge.status,
        status_label=challenge.stands,
        days_late=challenge.days_overdue,
        owner=sentences.post(challenge.asked_of),
        due_on=challenge.reply_by.isoformat(),
    )


def blocked_in_words(facts: Facts) -> str:
    """That it is blocked, with whom and since when; "" for what is not."""
    if not facts.blocked_since:
        return ""
    since = datetime.date.fromisoformat(facts.blocked_since)
    return sentences.blocked(facts.blocked_with, since)


def open_challenges(meeting: Meeting, workplans: Sequence[Workplan]) -> Iterable[Challenge]:
    """Put at this meeting, or about these workplans, and not settled."""
    about = Q(meeting=meeting)
    if workplans:
        about |= Q(priority__workplan__in=workplans) | Q(action__workplan__in=workplans)
    return (
        Challenge.objects.filter(about, authority_id=meeting.authority_id)
        .unsettled()
        .select_related("asked_of__organisation")
        .order_by("reply_by", "pk")
        .distinct()
    )
