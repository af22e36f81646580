"""The only writers of actions. An owner's right on their action moves with the ownership."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.operations.notices import untell_all
from accounts.roles import OWNING_ROLES
from core import audit, permissions
from core.concurrency import check_version
from core.decisions import require
from expectations.models import Expectation
from outcomes.counting import counts_people as count_people
from outcomes.enums import NEVER_AGREED, ActionStatus
from outcomes.models import Action, DateMove, Priority, ProgressUpdate, Workplan
from outcomes.operations.telling import (
    tell_of_changed_action,
    tell_of_moved_date,
    tell_of_new_action,
    tell_of_settled_proposal,
)
from outcomes.personal import forget_personal_rights
from outcomes.policies import (
    can_change_action,
    can_plan_action,
    can_propose_action,
    can_remove_action,
    can_settle_proposal,
)


@transaction.atomic
def plan_action(*, actor: Membership, priority: Priority, **fields: Any) -> Action:
    """Turn a priority into a piece of work. Takes title, owner, due_on, success_measure and,
    optionally, description, collaborators, expectations, target, unit, counts_people. Records
    `outcomes.action.planned`. Raises ValidationError for a past date, a title that stands under the
    priority already, or anybody of another authority."""
    require(can_plan_action(actor, priority))
    return make_action(actor=actor, priority=priority, code="planned", **fields)


@transaction.atomic
def propose_action(*, actor: Membership, priority: Priority, **fields: Any) -> Action:
    """Suggest a piece of work; the outcome's lead takes it up or says why not. Takes what
    `plan_action` takes. Records `outcomes.action.proposed`."""
    require(can_propose_action(actor, priority))
    return make_action(
        actor=actor, priority=priority, code="proposed", status=ActionStatus.PROPOSED, **fields
    )


@transaction.atomic
def make_action(
    *,
    actor: Membership,
    priority: Priority,
    code: str,
    title: str,
    owner: Membership,
    due_on: datetime.date,
    success_measure: str,
    description: str = "",
    collaborators: Iterable[Membership] = (),
    expectations: Iterable[Expectation] = (),
    target: int | None = None,
    unit: str = "",
    counts_people: bool | None = None,
    status: str = ActionStatus.NOT_STARTED,
) -> Action:
    """Write an action that somebody else's policy has allowed: a plan, a proposal, or a meeting's
    agreement. Whether its unit counts people is read from the unit unless told. Records
    `outcomes.action.<code>`. Tells its owner and helpers; of a proposal, the
    outcome's lead."""
    collaborators, expectations = list(collaborators), list(expectations)
    _check_people(priority.authority_id, owner, collaborators)
    _check_expectations(priority.authority_id, expectations)
    if due_on < timezone.localdate():
        raise ValidationError(
            {"due_on": _("That date has passed. Enter today’s date or a later one.")}
        )
    _check_title(priority, title, None)
    workplan = Workplan.objects.select_for_update().get(pk=priority.workplan_id)
    workplan.last_number += 1
    workplan.save(update_fields=["last_number"])
    action = Action(
        authority_id=priority.authority_id,
        workplan=workplan,
        priority=priority,
        number=workplan.last_number,
        title=title,
        description=description,
        owner=owner,
        due_on=due_on,
        first_due_on=due_on,
        success_measure=success_measure,
        target=target,
        unit=unit,
        counts_people=count_people(unit) if counts_people is None else counts_people,
        status=status,
        created_by=actor,
    )
    action.full_clean()
    action.save()
    action.collaborators.set(collaborators)
    action.expectations.set(expectations)
    permissions.set_person_rights(owner.person, action, ["own_action"])
    forget_personal_rights(actor)
    forget_personal_rights(owner)
    audit.record(f"outcomes.action.{code}", actor=actor, about=action, summary=title)
    tell_of_new_action(actor, action)
    return action


@transaction.atomic
def change_action(
    *,
    actor: Membership,
    action: Action,
    version: int | None,
    collaborators: Iterable[Membership] | None = None,
    expectations: Iterable[Expectation] | None = None,
    because: str = "",
    **fields: Any,
) -> Action:
    """Change an action's title, description, owner, due_on, success_measure, target, unit, or
    whether that counts people. A due date that moves needs a reason (`because`): the move is kept
    as a `DateMove`, lateness goes on counting from the date first promised, and whoever judged or
    follows the action is told. What is only a proposal promised nothing yet. Records
    `outcomes.action.changed` with each value before and after, and tells its owner and helpers.
    Raises Conflict when somebody else changed it meanwhile, ValidationError for a move without a
    reason."""
    require(can_change_action(actor, action))
    owner = fields.get("owner", action.owner)
    _check_people(action.authority_id, owner, list(collaborators or []))
    _check_expectations(action.authority_id, list(expectations or []))
    due_on = fields.get("due_on", action.due_on)
    if due_on != action.due_on and due_on < timezone.localdate():
        raise ValidationError(
            {"due_on": _("That date has passed. Enter today’s date or a later one.")}
        )
    _check_title(action.priority, fields.get("title", action.title), action.pk)
    current = check_version(action, version)
    move = _move(actor, current, due_on, because)
    changes = {}
    for name, value in fields.items():
        before = getattr(current, name)
        if before != value:
            changes[name] = [str(before), str(value)]
            setattr(current, name, value)
    if "counts_people" in changes:
        # What was shown of a count of things was shown exactly.
        current.last_shown = current.reached
    current.full_clean()
    current.save()
    if move:
        move.full_clean()
        move.save()
    if collaborators is not None:
        current.collaborators.set(collaborators)
    if expectations is not None:
        current.expectations.set(expectations)
    if "owner" in changes:
        permissions.clear_rights(current, "own_action")
        permissions.set_person_rights(owner.person, current, ["own_action"])
        forget_personal_rights(actor)
    audit.record(
        "outcomes.action.changed",
        actor=actor,
        about=current,
        summary=current.title,
        changes=changes,
    )
    tell_of_changed_action(actor, current, changes)
    if move:
        tell_of_moved_date(actor, current, move.pk)
    return current


def _move(
    actor: Membership, action: Action, due_on: datetime.date, because: str
) -> DateMove | None:
    """The move of an action to another due date, not yet saved, counted on the action; None where
    the date stays. A proposal's first date is the one it has when it is agreed."""
    if due_on == action.due_on:
        return None
    if action.status in NEVER_AGREED:
        action.first_due_on = due_on
        return None
    if not because.strip():
        raise ValidationError(
            {"because": _("Say why the date is changing. Everyone can read it in the timeline.")}
        )
    action.times_moved += 1
    return DateMove(
        action=action, by=actor, from_on=action.due_on, to_on=due_on, because=because.strip()
    )


@transaction.atomic
def take_up_proposal(*, actor: Membership, action: Action) -> Action:
    """Agree to a proposal: it becomes work that is owed. Records `outcomes.action.taken_up`, and
    tells whoever suggested it and its owner."""
    current = check_version(action, None)
    require(can_settle_proposal(actor, current))
    current.status = ActionStatus.NOT_STARTED
    current.status_changed_at = timezone.now()
    current.save()
    audit.record("outcomes.action.taken_up", actor=actor, about=current, summary=current.title)
    tell_of_settled_proposal(actor, current)
    return current


@transaction.atomic
def decline_proposal(*, actor: Membership, action: Action, because: str) -> Action:
    """Say no to a proposal, and why; both are kept. Records `outcomes.action.declined`, and tells
    whoever suggested it."""
    current = check_version(action, None)
    require(can_settle_proposal(actor, current))
    if not because.strip():
        raise ValidationError({"because": _("Say why, so the person who proposed it understands.")})
    current.status = ActionStatus.DECLINED
    current.status_changed_at = timezone.now()
    current.save()
    update = ProgressUpdate(action=current, by=actor, status=ActionStatus.DECLINED, done=because)
    update.full_clean()
    update.save()
    audit.record("outcomes.action.declined", actor=actor, about=current, summary=because)
    tell_of_settled_proposal(actor, current)
    return current


@transaction.atomic
def remove_action(*, actor: Membership, action: Action) -> Priority:
    """Take back an action or a proposal that was added by mistake, within the hour. It leaves the
    workplan and everybody's news; its number is not given again. Records `outcomes.action.removed`
    with its name. Answers the priority it was for. Refused once anything else rests on it."""
    current = check_version(action, None)
    require(can_remove_action(actor, current))
    priority, title = current.priority, current.title
    audit.record("outcomes.action.removed", actor=actor, about=current, summary=title)
    untell_all(current)
    permissions.clear_rights(current, "own_action")
    try:
        with transaction.atomic():
            current.moves.all().delete()
            current.delete()
    except ProtectedError:
        raise ValidationError(
            _("Something else refers to this action, for example a meeting, so it stays.")
        ) from None
    for one in (actor, action.owner):
        forget_personal_rights(one)
    return priority


def _check_people(
    authority_id: int, owner: Membership, collaborators: Iterable[Membership]
) -> None:
    if owner.authority_id != authority_id:
        raise ValidationError({"owner": _("That person belongs to another authority.")})
    if owner.ends_on and owner.ends_on <= timezone.localdate():
        raise ValidationError(
            {"owner": _("That person has left. Choose someone who’s still here.")}
        )
    if owner.role not in OWNING_ROLES:
        raise ValidationError(
            {"owner": _("Choose an officer or a partner as the owner. Other people can help.")}
        )
    if any(one.authority_id != authority_id for one in collaborators):
        raise ValidationError(
            {"collaborators": _("One of your choices belongs to another authority. Remove it.")}
        )


def _check_expectations(authority_id: int, expectations: Iterable[Expectation]) -> None:
    if any(one.expectation_set.authority_id != authority_id for one in expectations):
        raise ValidationError(
            {"expectations": _("One of your choices belongs to another authority. Remove it.")}
        )


def _check_title(priority: Priority, title: str, keep: int | None) -> None:
    same = Action.objects.filter(priority=priority, title__same_text=title).exclude(pk=keep or 0)
    if same.exists():
        raise ValidationError(
            {
                "title": _(
                    "This priority already has an action with this name. Use a different name."
                )
            }
        )
