"""Things for tests to act on, made through the same operations as the program's own."""

import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Membership
from outcomes.models import Action, Priority, Workplan
from outcomes.operations.actions import plan_action
from outcomes.operations.priorities import set_priority
from tests.support.cast import Cast


def in_days(days: int) -> datetime.date:
    """The day so many days from today."""
    return timezone.localdate() + datetime.timedelta(days=days)


def days_from_now(days: int) -> datetime.datetime:
    """The same time of the local clock so many days from today. `timezone.now()` and a timedelta
    falls on another local day, late at night, when the clocks change in between."""
    return (timezone.localtime() + datetime.timedelta(days=days)).astimezone(datetime.UTC)


def make_priority(
    cast: Cast, *, workplan: Workplan | None = None, actor: Membership | None = None, **fields: Any
) -> Priority:
    """A priority in Manchester's Happy workplan unless told."""
    number = Priority.objects.count() + 1
    values = {"title": f"Priority {number}", "why": "It matters to us.", "asks": []} | fields
    return set_priority(
        actor=actor or cast.consultant, workplan=workplan or cast.workplan, **values
    )


def make_action(
    cast: Cast,
    *,
    priority: Priority | None = None,
    actor: Membership | None = None,
    owner: Membership | None = None,
    **fields: Any,
) -> Action:
    """An action under a Happy priority, owned by the officer and due in 30 days unless told."""
    number = Action.objects.count() + 1
    values = {
        "title": f"Action {number}",
        "due_on": in_days(30),
        "success_measure": "Young people say so.",
        "expectations": [],
        "collaborators": [],
    } | fields
    return plan_action(
        actor=actor or cast.lead,
        priority=priority or make_priority(cast),
        owner=owner or cast.officer,
        **values,
    )


def make_bury_action(cast: Cast) -> Action:
    """An action of the other authority, owned by its officer."""
    people = cast.bury_people
    priority = make_priority(cast, workplan=cast.bury_workplan, actor=people["care-consultant"])
    return make_action(cast, priority=priority, actor=people["officer"], owner=people["officer"])
