"""Reminders of actions: before their day, after it, and to somebody else when nobody reacts.

Run every hour by the worker. Whom it told of which day is in the notices, so it may be run twice,
in two processes or after a kill: nobody is told twice. A new day promised is a new thing to tell.
"""

import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.operations.notices import Somebody, already_told
from outcomes.enums import WorkplanStatus
from outcomes.models import Action, ProgressUpdate
from outcomes.models.action import ActionQuerySet
from outcomes.operations.telling import lead_of, tell_of_action

# A week is time enough to do something about it. Three days after, an owner who has said nothing is
# asked. A week later still it is no longer only theirs: whoever leads the work is told. The design
# for a quarter's rhythm: all three fall between two meetings.
SOON, LATE, STUCK = (datetime.timedelta(days=days) for days in (7, 3, 10))


def remind_of_actions(now: datetime.datetime | None = None) -> int:
    """Remind the owners of open actions that are due within a week, or were due three days ago with
    no word since; ten days after, tell the outcome's lead (the coordinator, where there is none or
    it is the owner). Records nothing in the trail. Answers how many actions it told of."""
    today = timezone.localdate(now)
    open_ones = (
        Action.objects.open()
        .exclude(workplan__status=WorkplanStatus.CLOSED)
        .select_related("authority", "workplan__outcome")
        .order_by("due_on", "pk")
    )
    soon = open_ones.filter(due_on__gte=today, due_on__lte=today + SOON)
    silent = _without_word_since(open_ones)
    told = 0
    for what, actions in (
        ("action-due-soon", soon),
        ("action-late", silent.filter(due_on__lte=today - LATE)),
    ):
        known = already_told(what, day=OuterRef("due_on"), membership=OuterRef("owner"))
        for action in actions.exclude(known):
            told += _tell(what, action, [action.owner_id])
    stuck = silent.filter(due_on__lte=today - STUCK)
    for action in stuck.exclude(already_told("action-stuck", day=OuterRef("due_on"))):
        people, right = lead_of(action)
        if action.owner_id in people:
            people, right = [], "plan_actions"
        told += _tell("action-stuck", action, people, right)
    return told


def _without_word_since(actions: ActionQuerySet) -> ActionQuerySet:
    """Those nobody has updated after the day they were due."""
    since = ProgressUpdate.objects.filter(action=OuterRef("pk"), at__date__gt=OuterRef("due_on"))
    return actions.exclude(Exists(since))


def _tell(what: str, action: Action, people: list[Somebody], right: str = "") -> bool:
    told = tell_of_action(
        what, None, action, people, mark=action.due_on, day=action.due_on, to_holders_of=right
    )
    return told > 0
