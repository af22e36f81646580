"""Manchester with as many actions as asked for. Made in bulk: a bench times pages, not seeding."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import Authority
from cooperative.enums import MeetingStatus
from cooperative.models import AgendaItem, Attendance, Escalation, Meeting
from impact.enums import ScrutinyKind
from impact.models import ScrutinyComment
from outcomes.enums import NEVER_AGREED, ActionStatus, Feels
from outcomes.models import (
    Action,
    Outcome,
    OutcomeSet,
    Period,
    Priority,
    ProgressUpdate,
    Verdict,
    Workplan,
)
from tests.support.cast import Cast

STATUSES = [one for one in ActionStatus.values if one not in NEVER_AGREED]
# What one year's plan of one outcome holds; more actions are more outcomes, then more years.
A_PLAN, OUTCOMES = 50, 8
# How many entries the page of one thing shows.
ENTRIES = 20
# What each of the other authorities has, where there are any.
OF_OTHERS = 60


@dataclass
class World:
    """What the pages are asked for."""

    cast: Cast
    action: Action
    workplan: Workplan
    meeting: Meeting
    escalation: Escalation
    comment: ScrutinyComment


def fill(cast: Cast, actions: int, authorities: int = 1) -> World:
    """Put about `actions` actions into Manchester, in plans of up to 50, five to a priority, each
    with two updates and a verdict, the first with twenty; a page of meetings that have been held,
    of escalations and of scrutiny comments; and so many authorities beside it that there are
    `authorities`, with 60 actions each."""
    # As many outcomes are planned however few actions, or pages that name them would seem to grow.
    first, *rest = _plans(cast, max(OUTCOMES, -(-actions // A_PLAN)))
    made = _plan(cast, first, A_PLAN)
    others = [
        one for plan in rest for one in _plan(cast, plan, -(-(actions - A_PLAN) // len(rest)))
    ]
    for number in range(authorities - 2):  # Manchester and Bury are there
        _other(cast, number)
    # Its page is measured beside one with as many entries.
    cast.expectations[0].actions.set(made[:ENTRIES])
    ProgressUpdate.objects.bulk_create(
        _update(cast, made[0], turn) for turn in range(21, 21 + ENTRIES - 2)
    )
    meeting = _meetings(cast)
    # Of other plans than the one whose page is measured: no plan has fifty obstacles.
    escalation, comment = _looked_at_by_others(cast, others[:A_PLAN])
    return World(cast, made[0], first, meeting, escalation, comment)


def _plans(cast: Cast, number: int) -> list[Workplan]:
    """So many plans: of all outcomes for this year, then for the years before."""
    outcomes = [cast.happy, cast.healthy] + [
        Outcome.objects.create(
            authority=cast.manchester,
            outcome_set=cast.happy.outcome_set,
            slug=f"outcome-{position}",
            name=f"Outcome {position}",
            short_name=f"Outcome {position}",
            position=position,
        )
        for position in range(2, OUTCOMES)
    ]
    plans = [cast.workplan, cast.healthy_workplan]
    years = [cast.year]
    while len(plans) < number:
        outcome = outcomes[len(plans) % OUTCOMES]
        if outcome is cast.happy:
            years.append(_year_before(years[-1]))
        status = "shared" if years[-1] is cast.year else "closed"
        plans.append(
            Workplan.objects.create(
                authority=cast.manchester, outcome=outcome, period=years[-1], status=status
            )
        )
    return plans


def _year_before(year: Period) -> Period:
    start = year.starts_on.replace(year=year.starts_on.year - 1)
    return Period.objects.create(
        authority=year.authority,
        name=f"{start.year} to {start.year + 1}",
        slug=f"{start.year}-{start.year + 1}",
        starts_on=start,
        ends_on=year.starts_on - datetime.timedelta(days=1),
    )


def _other(cast: Cast, number: int) -> None:
    """Another authority, whose rows lie in the same tables and on no page of Manchester's."""
    authority = Authority.objects.create(
        slug=f"other-{number}", name=f"Other {number}", short_name=f"Other {number}"
    )
    outcome_set = OutcomeSet.objects.create(authority=authority, slug="main", name="Outcomes")
    outcome = Outcome.objects.create(
        authority=authority, outcome_set=outcome_set, slug="home", name="Home", short_name="Home"
    )
    year = Period.objects.create(
        authority=authority,
        name=cast.year.name,
        slug=cast.year.slug,
        starts_on=cast.year.starts_on,
        ends_on=cast.year.ends_on,
    )
    plan = Workplan.objects.create(authority=authority, outcome=outcome, period=year)
    _plan(cast, plan, OF_OTHERS)


def _plan(cast: Cast, plan: Workplan, number: int) -> list[Action]:
    today = timezone.localdate()
    priorities = Priority.objects.bulk_create(
        Priority(
            authority=plan.authority,
            workplan=plan,
            rank=rank,
            title=f"What we want changed, number {rank}",
            why="Because it matters to us.",
            set_by=cast.consultant,
            set_on=today,
        )
        for rank in range(1, number // 5 + 1)
    )
    actions = Action.objects.bulk_create(
        Action(
            authority=plan.authority,
            workplan=plan,
            priority=priorities[index // 5 % len(priorities)],
            number=index + 1,
            title=f"Do the thing that was asked for, number {index + 1}",
            owner=cast.officer if index % 3 else cast.partner,
            # Half of all are late, so that a page of late ones is full.
            due_on=today + datetime.timedelta(days=index * 7 % 200 - 160),
            first_due_on=today,
            success_measure="Young people say that it changed something.",
            status=STATUSES[index % len(STATUSES)],
            created_by=cast.lead,
        )
        for index in range(number)
    )
    ProgressUpdate.objects.bulk_create(
        _update(cast, action, turn) for action in actions for turn in (1, 20)
    )
    Verdict.objects.bulk_create(
        Verdict(action=action, by=cast.consultant, feels=Feels.A_BIT, words="A bit.")
        for action in actions
    )
    return actions


def _update(cast: Cast, action: Action, days_ago: int) -> ProgressUpdate:
    return ProgressUpdate(
        action=action,
        by=cast.officer,
        status=action.status,
        done=f"What was done {days_ago} days ago.",
        at=timezone.now() - datetime.timedelta(days=days_ago),
    )


def _meetings(cast: Cast) -> Meeting:
    """A page of meetings that were held; the last has everybody on its list."""
    now = timezone.now()
    made = Meeting.objects.bulk_create(
        Meeting(
            authority=cast.manchester,
            body=cast.cooperative,
            period=cast.year,
            number=number,
            theme=cast.happy,
            title=f"Happy meeting {number}",
            starts_at=now - datetime.timedelta(days=1 + A_PLAN - number),
            status=MeetingStatus.HELD,
            held_at=now,
        )
        for number in range(1, A_PLAN + 1)
    )
    meeting = made[-1]
    AgendaItem.objects.create(
        meeting=meeting, position=1, title="Welcome", added_by=cast.consultant
    )
    for who in cast.people.values():
        Attendance.objects.create(meeting=meeting, membership=who, presence="present")
    return meeting


def _looked_at_by_others(cast: Cast, actions: list[Action]) -> tuple[Escalation, ScrutinyComment]:
    """A page of escalations, one of each action, and a page of what scrutiny said; gives the first
    of each."""
    today = timezone.localdate()
    escalations = Escalation.objects.bulk_create(
        Escalation(
            authority=cast.manchester,
            action=action,
            obstacle="Nobody says who pays for it.",
            needed="Somebody who says it.",
            needed_by=today + datetime.timedelta(days=14),
            body=cast.cooperative,
            owner=cast.officer,
        )
        for action in actions
    )
    comments = ScrutinyComment.objects.bulk_create(
        ScrutinyComment(
            authority=cast.manchester,
            year=today.year,
            number=number,
            kind=ScrutinyKind.RECOMMENDATION,
            text=f"Do this better, number {number}.",
            body=cast.cooperative,
            workplan=actions[0].workplan,
            made_by=cast.member,
            answer_by=today + datetime.timedelta(days=56),
        )
        for number in range(1, A_PLAN + 1)
    )
    return escalations[0], comments[0]
