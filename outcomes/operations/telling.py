"""Who is told of what happens to workplans, priorities and actions.

Whoever raised something is told when it moves: who suggested an action, who set the priority, who
wrote down what young people said. Whoever has to act is told that they have to.
"""

import datetime
from collections.abc import Mapping, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from accounts.operations.notices import Somebody, notify, settle_notices
from outcomes.enums import ActionStatus
from outcomes.models import Action, Outcome, Priority, Verdict
from voice.models import Ask


def _slug(actor: Membership | None, about: Action | Priority | Outcome) -> str:
    """The authority's place in addresses; whoever acts knows it already."""
    return actor.authority.slug if actor else about.authority.slug


def tell_of_action(
    what: str,
    actor: Membership | None,
    action: Action,
    to: Sequence[Somebody],
    *,
    mark: object,
    day: datetime.date | None = None,
    detail: str = "",
    to_holders_of: str = "",
) -> int:
    """These people, of something about an action. Answers how many."""
    return notify(
        what,
        about=action,
        page=reverse("outcomes:action-detail", args=[_slug(actor, action), action.pk]),
        actor=actor,
        to=to,
        to_holders_of=to_holders_of,
        name=action.title,
        day=day,
        detail=detail,
        mark=mark,
    )


def lead_of(action: Action) -> tuple[list[Somebody], str]:
    """Who decides on an action's outcome: its lead or, while that is vacant, whoever plans for all.
    As `tell` takes them: people, and a right."""
    lead = action.workplan.outcome.lead_id
    return ([lead], "") if lead else ([], "plan_actions")


def tell_of_new_action(actor: Membership, action: Action) -> None:
    """Its owner and helpers; of a suggestion, whoever decides on it."""
    if action.status == ActionStatus.PROPOSED:
        people, right = lead_of(action)
        tell_of_action("action-proposed", actor, action, people, mark="", to_holders_of=right)
        return
    tell_of_action("action-given", actor, action, [action.owner_id], mark=action.owner_id)
    helpers: list[Somebody] = list(action.collaborators.values_list("pk", flat=True))
    tell_of_action("action-shared", actor, action, helpers, mark="")


def tell_of_changed_action(
    actor: Membership, action: Action, changes: Mapping[str, object]
) -> None:
    """A new owner that it is theirs; who owned it or helps with it, that the plan changed."""
    helpers: list[Somebody] = list(action.collaborators.values_list("pk", flat=True))
    if "owner" in changes:
        mark = f"{action.owner_id}:{action.version}"
        tell_of_action("action-given", actor, action, [action.owner_id], mark=mark)
    else:
        helpers.append(action.owner_id)
    # Of a date alone they are told as such (`tell_of_moved_date`).
    if set(changes) - {"due_on"} or (changes and action.status == ActionStatus.PROPOSED):
        parts = ",".join(changes)
        tell_of_action("action-changed", actor, action, helpers, mark=action.version, detail=parts)


def tell_of_moved_date(actor: Membership, action: Action, move: int) -> None:
    """Whoever works on an action whose date has moved, and whoever judged or follows it: who gave a
    verdict on it or its priority, who set the priority, who challenged either."""
    about = Q(action=action) | Q(priority=action.priority_id)
    judges = Verdict.objects.filter(about).order_by().values_list("by_id", flat=True).distinct()
    # Challenges are of an app above this one; the priority and the action know them by name.
    asked = Action.objects.filter(pk=action.pk).values_list(
        "challenges__raised_by_id", "priority__challenges__raised_by_id"
    )
    people: list[Somebody] = [
        action.owner_id,
        action.workplan.outcome.lead_id,
        action.priority.set_by_id,
        *action.collaborators.values_list("pk", flat=True),
        *judges,
        *(one for row in asked.order_by().distinct() for one in row),
    ]
    tell_of_action("action-moved", actor, action, people, mark=move, day=action.due_on)


def tell_of_settled_proposal(actor: Membership, action: Action) -> None:
    """Who suggested it, what became of it; its owner, that it is theirs now."""
    taken_up = action.status != ActionStatus.DECLINED
    what = "proposal-taken-up" if taken_up else "proposal-declined"
    tell_of_action(what, actor, action, [action.created_by_id], mark=action.version)
    if taken_up:
        others: list[Somebody] = [one for one in [action.owner_id] if one != action.created_by_id]
        tell_of_action("action-given", actor, action, others, mark=action.owner_id)


def tell_of_progress(actor: Membership, action: Action, *, is_done: bool) -> None:
    """Once a day for each status: its lead, owner and helpers, who suggested it, and who set the
    priority it is for. When it is done, also those who recorded what young people said."""
    tied = Action.objects.filter(pk=action.pk).values_list(
        "workplan__outcome__lead_id", "priority__set_by_id"
    )
    people: list[Somebody] = [
        *tied.get(),
        action.owner_id,
        action.created_by_id,
        *action.collaborators.values_list("pk", flat=True),
    ]
    mark, status = f"{timezone.localdate()}:{action.status}", action.status
    tell_of_action("progress-recorded", actor, action, people, mark=mark, detail=status)
    if is_done:
        tell_of_priority("ask-done", actor, action.priority, _raisers(action.priority), action.pk)


def tell_of_verdict(actor: Membership, about: Action | Priority, verdict: Verdict) -> None:
    """Who answers for what was judged: an action's owner and lead, a priority's lead. News of an
    earlier verdict counts as read: the later one stands."""
    mark, feels = verdict.pk, verdict.feels
    if isinstance(about, Action):
        settle_notices("verdict-given", about)
        people: list[Somebody] = [about.owner_id, about.workplan.outcome.lead_id]
        tell_of_action("verdict-given", actor, about, people, mark=mark, detail=feels)
    else:
        settle_notices("priority-judged", about)
        lead = about.workplan.outcome.lead_id
        tell_of_priority("priority-judged", actor, about, [lead], mark, detail=feels)


def tell_of_priority(
    what: str,
    actor: Membership,
    priority: Priority,
    people: Sequence[Somebody],
    mark: object = "",
    detail: str = "",
) -> None:
    """These people, of something about a priority; its page is its journey."""
    notify(
        what,
        about=priority,
        page=reverse("portal:journey", args=[_slug(actor, priority), priority.pk]),
        actor=actor,
        to=people,
        name=priority.title,
        detail=detail,
        mark=mark,
    )


def tell_of_new_priority(actor: Membership, priority: Priority, asks: list[Ask]) -> None:
    """The lead, and whoever wrote down what it came from."""
    lead = priority.workplan.outcome.lead_id
    tell_of_priority("priority-set", actor, priority, [lead])
    tell_of_priority("ask-taken-up", actor, priority, [one.recorded_by_id for one in asks])


def tell_of_closed_priority(actor: Membership, priority: Priority) -> None:
    """The lead, whoever set it, the owners of its actions, whoever wrote down what it came from."""
    people: list[Somebody] = [
        priority.workplan.outcome.lead_id,
        priority.set_by_id,
        *priority.actions.open().values_list("owner_id", flat=True),
        *_raisers(priority),
    ]
    tell_of_priority("priority-closed", actor, priority, people, priority.version)


def tell_of_reopened_priority(actor: Membership, priority: Priority) -> None:
    """The lead, and whoever set it."""
    people: list[Somebody] = [priority.workplan.outcome.lead_id, priority.set_by_id]
    tell_of_priority("priority-reopened", actor, priority, people, priority.version)


def _raisers(priority: Priority) -> list[Somebody]:
    return list(priority.asks.values_list("recorded_by_id", flat=True))


def tell_of_lead(actor: Membership | None, outcome: Outcome) -> None:
    """The new lead."""
    notify(
        "lead-appointed",
        about=outcome,
        page=reverse("outcomes:outcome-list", args=[_slug(actor, outcome)]),
        actor=actor,
        to=[outcome.lead_id],
        name=outcome.name,
        mark=f"{outcome.lead_id}:{timezone.localdate()}",
    )
