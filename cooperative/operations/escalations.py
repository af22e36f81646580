"""Escalations: an obstacle is raised, decided, passed up, sent back, withdrawn or moved. Each is a
step that is kept; none is ever changed."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from cooperative.enums import EscalationDeed, EscalationStatus
from cooperative.models import Body, Escalation, EscalationStep
from cooperative.operations.telling import tell_of_escalation, tell_where_it_is, tell_whose_it_is
from cooperative.policies import (
    can_escalate_obstacle,
    can_move_escalation,
    can_pass_up_escalation,
    can_resolve_escalation,
    can_withdraw_escalation,
)
from cooperative.queries.escalations import bodies_for, rungs_above, who_sits
from cooperative.validators import check_whole, day_problem
from core import audit
from core.concurrency import check_version
from core.decisions import require
from outcomes.models import Action


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
    _check(escalation)
    escalation.save()
    step = _keep(actor, escalation, EscalationDeed.RAISED, obstacle)
    told = tell_where_it_is(actor, escalation, step)
    tell_whose_it_is("escalation-of-yours", actor, escalation, step, told)
    return escalation


@transaction.atomic
def resolve_escalation(
    *, actor: Membership, escalation: Escalation, words: str, version: int | None = None
) -> Escalation:
    """Say what was decided, which closes it, and tell whoever it is for. Records
    `cooperative.escalation.resolved`. Refuses no words."""
    escalation = check_version(escalation, version)
    require(can_resolve_escalation(actor, escalation))
    step = _close(actor, escalation, EscalationDeed.RESOLVED, words)
    tell_whose_it_is("escalation-resolved", actor, escalation, step)
    return escalation


@transaction.atomic
def send_back_escalation(
    *, actor: Membership, escalation: Escalation, words: str, version: int | None = None
) -> Escalation:
    """Say why it is no obstacle, or how it is overcome without the body; that closes it, and
    whoever it is for is told. Records `cooperative.escalation.sent_back`. Refuses no reason."""
    escalation = check_version(escalation, version)
    require(can_resolve_escalation(actor, escalation))
    step = _close(actor, escalation, EscalationDeed.SENT_BACK, words)
    tell_whose_it_is("escalation-sent-back", actor, escalation, step)
    return escalation


@transaction.atomic
def withdraw_escalation(
    *, actor: Membership, escalation: Escalation, words: str, version: int | None = None
) -> Escalation:
    """Take it back, with a reason, and tell those who were to decide. Only its owner. Records
    `cooperative.escalation.withdrawn`. Refuses no reason."""
    escalation = check_version(escalation, version)
    require(can_withdraw_escalation(actor, escalation))
    _close(actor, escalation, EscalationDeed.WITHDRAWN, words)
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
    step = _go_to(actor, escalation, EscalationDeed.PASSED_UP, body, words)
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
    if body.pk == escalation.body_id or not _takes_up(escalation, body):
        raise ValidationError(
            {"body": _("Choose another group that deals with escalated problems.")}
        )
    step = _go_to(actor, escalation, EscalationDeed.MOVED, body, words)
    told = tell_where_it_is(actor, escalation, step)
    tell_whose_it_is("escalation-passed-up", actor, escalation, step, told)
    return escalation


def _takes_up(escalation: Escalation, body: Body) -> bool:
    return bodies_for(escalation.action).filter(pk=body.pk).exists()


def _go_to(
    actor: Membership, escalation: Escalation, deed: EscalationDeed, body: Body, words: str
) -> EscalationStep:
    before = str(escalation.body)
    escalation.body, escalation.with_since = body, timezone.now()
    check_whole(escalation)
    escalation.save()
    changes = {"body": [before, str(body)]}
    return _keep(actor, escalation, deed, words, changes)


def _close(
    actor: Membership, escalation: Escalation, deed: EscalationDeed, words: str
) -> EscalationStep:
    escalation.status, escalation.closed_at = EscalationStatus(deed.value), timezone.now()
    check_whole(escalation)
    escalation.save()
    return _keep(actor, escalation, deed, words)


def _keep(
    actor: Membership,
    escalation: Escalation,
    deed: EscalationDeed,
    words: str,
    changes: dict[str, Any] | None = None,
) -> EscalationStep:
    """Keep a step, and record it in the trail. Raises ValidationError for no words."""
    if not words.strip():
        raise ValidationError({"words": _("Say what was decided, or give your reason.")})
    step = EscalationStep(
        escalation=escalation,
        deed=deed,
        body=escalation.body,
        by=actor,
        at=timezone.now(),
        words=words,
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


def _check(escalation: Escalation) -> None:
    """Raise ValidationError, beside the fields, for whatever does not fit."""
    problems: dict[str, str] = {}
    if not _takes_up(escalation, escalation.body):
        problems["body"] = _("Choose a group that deals with escalated problems.")
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
