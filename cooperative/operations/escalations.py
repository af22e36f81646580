"""Escalations: an obstacle is raised, passed up, moved or withdrawn. Each is a step that is kept;
none is ever changed. What a group decides is in `cooperative.operations.deciding`."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from cooperative.enums import EscalationDeed, EscalationStatus
from cooperative.models import Body, Escalation, EscalationStep, MeetingDecision
from cooperative.operations.telling import tell_of_escalation, tell_where_it_is, tell_whose_it_is
from cooperative.policies import (
    can_escalate_obstacle,
    can_move_escalation,
    can_pass_up_escalation,
    can_withdraw_escalation,
)
from cooperative.queries.escalations import bodies_for, bodies_offered, rungs_above, who_sits
from cooperative.validators import check_whole, day_problem
from core import audit
from core.concurrency import check_version
from core.decisions import require
from outcomes.models import Action

# The steps that put it with a body.
ARRIVALS = (EscalationDeed.RAISED, EscalationDeed.PASSED_UP, EscalationDeed.MOVED)


@transaction.atomic
def escalate_obstacle(
    *,
    actor: Membership,
    action: Action,
    obstacle: str,
    needed: str,
    needed_by: datetime.date,
    body: Body,
) -> Escalation:
    """Put what stands in the way of an action to a body, with what is needed and by when; tell
    those with a seat there, and the outcome's lead (MAN-013). Records
    `cooperative.escalation.raised`. Raises ValidationError, by field, for a body that takes up no
    obstacles here, a day that is not to come, and the same open obstacle to the same action."""
    # Two people at once: the second waits here, and is told that it is open.
    action = Action.objects.select_for_update(of=("self",)).select_related(
        "workplan__outcome"
    ).get(pk=action.pk)  # fmt: skip
    require(can_escalate_obstacle(actor, action))
    escalation = Escalation(
        authority_id=actor.authority_id,
        action=action,
        obstacle=obstacle,
        needed=needed,
        needed_by=needed_by,
        body=body,
        owner=actor,
        with_since=timezone.now(),
        raised_at=timezone.now(),
    )
    _check(actor, escalation)
    escalation.save()
    step = keep_step(actor, escalation, EscalationDeed.RAISED, obstacle)
    told = tell_where_it_is(actor, escalation, step)
    tell_whose_it_is("escalation-of-yours", actor, escalation, step, told)
    return escalation


@transaction.atomic
def withdraw_escalation(
    *, actor: Membership, escalation: Escalation, words: str, version: int | None = None
) -> Escalation:
    """Take it back, with a reason, and tell those who were to decide. Only its owner. Records
    `cooperative.escalation.withdrawn`. Refuses no reason."""
    escalation = check_version(escalation, version)
    require(can_withdraw_escalation(actor, escalation))
    close(actor, escalation, EscalationDeed.WITHDRAWN, words)
    tell_of_escalation("escalation-withdrawn", actor, escalation, who_sits(escalation.body_id))
    return escalation


@transaction.atomic
def pass_up_escalation(
    *,
    actor: Membership,
    escalation: Escalation,
    words: str,
    body: Body | None = None,
    version: int | None = None,
) -> Escalation:
    """Pass it up, with a reason, to what its body passes obstacles up to: `body` where that is more
    than one. Tells those with a seat there, and whoever it is for. Records
    `cooperative.escalation.passed_up`. Refuses no reason, and a body that is no rung above."""
    escalation = check_version(escalation, version)
    require(can_pass_up_escalation(actor, escalation))
    rungs = rungs_above(escalation.body)
    if body is None and len(rungs) == 1:
        body = rungs[0]
    if body not in rungs:
        raise ValidationError({"body": _("Choose a group above this one.")})
    step = go_to(actor, escalation, EscalationDeed.PASSED_UP, body, words)
    told = tell_where_it_is(actor, escalation, step)
    tell_whose_it_is("escalation-passed-up", actor, escalation, step, told)
    return escalation


@transaction.atomic
def move_escalation(
    *,
    actor: Membership,
    escalation: Escalation,
    words: str,
    body: Body,
    version: int | None = None,
) -> Escalation:
    """Move it from a body where nobody can decide to another, with a reason. Tells those with a
    seat there, and whoever it is for. Records `cooperative.escalation.moved`. Refuses no reason,
    the body it is with, and one that takes up no obstacles here."""
    escalation = check_version(escalation, version)
    require(can_move_escalation(actor, escalation))
    if body.pk == escalation.body_id or body not in bodies_for(escalation.action):
        raise ValidationError(
            {"body": _("Choose another group that deals with escalated problems.")}
        )
    step = go_to(actor, escalation, EscalationDeed.MOVED, body, words)
    told = tell_where_it_is(actor, escalation, step)
    tell_whose_it_is("escalation-passed-up", actor, escalation, step, told)
    return escalation


def go_to(
    actor: Membership, escalation: Escalation, deed: EscalationDeed, body: Body, words: str
) -> EscalationStep:
    """Put it with another body from now on, and keep that step."""
    before = str(escalation.body)
    escalation.body, escalation.with_since = body, timezone.now()
    check_whole(escalation)
    escalation.save()
    changes = {"body": [before, str(body)]}
    return keep_step(actor, escalation, deed, words, changes)


def close(
    actor: Membership,
    escalation: Escalation,
    deed: EscalationDeed,
    words: str,
    decision: MeetingDecision | None = None,
) -> EscalationStep:
    """Close it, and keep how; `decision` is the meeting's that decided it."""
    escalation.status, escalation.closed_at = EscalationStatus(deed.value), timezone.now()
    check_whole(escalation)
    escalation.save()
    return keep_step(actor, escalation, deed, words, decision=decision)


def keep_step(
    actor: Membership,
    escalation: Escalation,
    deed: EscalationDeed,
    words: str,
    changes: dict[str, Any] | None = None,
    decision: MeetingDecision | None = None,
) -> EscalationStep:
    """Keep a step, and record it in the trail. Raises ValidationError for no words."""
    if not words.strip():
        raise ValidationError({"words": _("Say what was decided, or give your reason.")})
    step = EscalationStep(
        escalation=escalation,
        deed=deed,
        body=escalation.body,
        by=actor,
        at=escalation.with_since if deed in ARRIVALS else timezone.now(),
        words=words,
        decision=decision,
    )
    check_whole(step)
    step.save()
    audit.record(
        f"cooperative.escalation.{deed.value.replace('-', '_')}",
        actor=actor,
        about=escalation,
        summary=f"{escalation.body}: {escalation.obstacle}",
        changes=changes or {},
    )
    return step


def _check(actor: Membership, escalation: Escalation) -> None:
    """Raise ValidationError, beside the fields, for whatever does not fit."""
    problems: dict[str, str] = {}
    if not bodies_offered(actor, escalation.action).filter(pk=escalation.body_id).exists():
        problems["body"] = _("Choose a group that can decide on this.")
    if problem := day_problem(escalation.needed_by):
        problems["needed_by"] = problem
    same = Escalation.objects.open().filter(
        action=escalation.action, obstacle__same_text=escalation.obstacle
    )
    if same.exists():
        problems["obstacle"] = _("This has already been reported and is waiting for a decision.")
    if problems:
        raise ValidationError(problems)
    check_whole(escalation)
