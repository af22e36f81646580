"""Manchester with as many actions as asked for. Made in bulk: a bench times pages, not seeding."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from cooperative.enums import MeetingStatus
from cooperative.models import AgendaItem, Attendance, Meeting
from outcomes.enums import NEVER_AGREED, ActionStatus, Feels
from outcomes.models import Action, Period, Priority, ProgressUpdate, Verdict, Workplan
from tests.support.cast import Cast

STATUSES = [one for one in ActionStatus.values if one not in NEVER_AGREED]
# What one year's plan holds; more actions are more years and outcomes, as in life.
A_PLAN = 50


@dataclass
class World:
    """What the pages are asked for."""

    cast: Cast
    action: Action
    workplan: Workplan
    meeting: Meeting


def fill(cast: Cast, actions: int) -> World:
    """Put `actions` actions into Manchester, in plans of 50, five to a priority, each with two
    updates and a verdict; and a meeting that has been held."""
    plans = [cast.workplan]
    for number in range(1, -(-actions // A_PLAN)):
        start = datetime.date(2025 - number, 4, 1)
        period = Period.objects.create(
            authority=cast.manchester,
            name=f"Year {number}",
            slug=f"year-{number}",
            starts_on=start,
            ends_on=start + datetime.timedelta(days=364),
        )
        plans.append(
            Workplan.objects.create(
                authority=cast.manchester, outcome=cast.happy, period=period, status="closed"
            )
        )
    made = [one for plan in plans for one in _plan(cast, plan, min(A_PLAN, actions))]
    return World(cast, made[0], plans[0], _meeting(cast))


def _plan(cast: Cast, plan: Workplan, number: int) -> list[Action]:
    today = timezone.localdate()
    priorities = Priority.objects.bulk_create(
        Priority(
            authority=cast.manchester,
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
            authority=cast.manchester,
            workplan=plan,
            priority=priorities[index // 5 % len(priorities)],
            number=index + 1,
            title=f"Do the thing that was asked for, number {index + 1}",
            owner=cast.officer if index % 3 else cast.partner,
            due_on=today + datetime.timedelta(days=index * 7 % 200 - 60),
            first_due_on=today,
            success_measure="Young people say that it changed something.",
            status=STATUSES[index % len(STATUSES)],
            created_by=cast.lead,
        )
        for index in range(number)
    )
    ProgressUpdate.objects.bulk_create(
        ProgressUpdate(
            action=action,
            by=cast.officer,
            status=action.status,
            done=f"Update {turn} of what was done.",
            at=timezone.now() - datetime.timedelta(days=turn),
        )
        for action in actions
        for turn in (1, 20)
    )
    Verdict.objects.bulk_create(
        Verdict(action=action, by=cast.consultant, feels=Feels.A_BIT, words="A bit.")
        for action in actions
    )
    return actions


def _meeting(cast: Cast) -> Meeting:
    meeting = Meeting.objects.create(
        authority=cast.manchester,
        body=cast.cooperative,
        period=cast.year,
        number=1,
        theme=cast.happy,
        title="Happy meeting",
        starts_at=timezone.now() - datetime.timedelta(days=1),
        status=MeetingStatus.HELD,
        held_at=timezone.now(),
    )
    AgendaItem.objects.create(
        meeting=meeting, position=1, title="Welcome", added_by=cast.consultant
    )
    for who in cast.people.values():
        Attendance.objects.create(meeting=meeting, membership=who, presence="present")
    return meeting
