"""What a group decides on an obstacle: its chair at once, one member when another confirms, or a
recorded meeting; and taking it back for ten minutes. Each is a step that is kept."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import Membership
from accounts.operations.notices import Somebody, settle_notices
from cooperative.enums import EscalationDeed, EscalationStatus
from cooperative.models import Escalation, EscalationStep, MeetingDecision
from cooperative.operations.escalations import ARRIVALS, close, keep_step
from cooperative.operations.telling import tell_of_escalation, tell_whose_it_is
from cooperative.policies import (
    can_confirm_decision,
    can_propose_decision,
    can_record_group_decision,
    can_resolve_escalation,
    can_undo_escalation,
)
from cooperative.queries.escalations import newest_step, proposal_of, who_resolves, who_sits
from cooperative.validators import check_whole
from core.concurrency import check_version
from core.decisions import require

# Kept as the words of an undoing; read in the language of the page.
TAKEN_BACK = gettext_noop("Undone within 10 minutes.")


@transaction.atomic
def resolve_escalation(
    *, actor: Membership, escalation: Escalation, words: str, version: int | None = None
) -> Escalation:
    """Say, as the chair, what was decided, which closes it, and tell whoever it is for. Records
    `cooperative.escalation.resolved`. Refuses no words."""
    escalation = check_version(escalation, version)
    require(can_resolve_escalation(actor, escalation))
    step = close(actor, escalation, EscalationDeed.RESOLVED, words)
    tell_whose_it_is("escalation-resolved", actor, escalation, step)
    return escalation


@transaction.atomic
def send_back_escalation(
    *, actor: Membership, escalation: Escalation, words: str, version: int | None = None
) -> Escalation:
    """Say, as the chair, why it is no obstacle, or how it is overcome without the body; that closes
    it, and whoever it is for is told. Records `cooperative.escalation.sent_back`. Refuses no
    reason."""
    escalation = check_version(escalation, version)
    require(can_resolve_escalation(actor, escalation))
    step = close(actor, escalation, EscalationDeed.SENT_BACK, words)
    tell_whose_it_is("escalation-sent-back", actor, escalation, step)
    return escalation


@transaction.atomic
def propose_decision(
    *, actor: Membership, escalation: Escalation, words: str, version: int | None = None
) -> Escalation:
    """Say what the body should decide; somebody else with a seat there confirms it, and is told.
    Takes the place of an earlier proposal. Records `cooperative.escalation.proposed`. Refuses no
    words."""
    return _propose(actor, escalation, EscalationDeed.PROPOSED, words, version)


@transaction.atomic
def propose_sending_back(
    *, actor: Membership, escalation: Escalation, words: str, version: int | None = None
) -> Escalation:
    """Say why it should be sent back; as `propose_decision`. Records
    `cooperative.escalation.proposed_back`. Refuses no reason."""
    return _propose(actor, escalation, EscalationDeed.PROPOSED_BACK, words, version)


def _propose(
    actor: Membership, escalation: Escalation, deed: EscalationDeed, words: str, version: int | None
) -> Escalation:
    escalation = check_version(escalation, version)
    require(can_propose_decision(actor, escalation))
    escalation.save()
    step = keep_step(actor, escalation, deed, words)
    others: list[Somebody] = [*who_resolves(escalation.body_id)]
    settle_notices("escalation-proposed", escalation)
    tell_of_escalation("escalation-proposed", actor, escalation, others, mark=step.pk)
    return escalation


@transaction.atomic
def confirm_decision(
    *, actor: Membership, escalation: Escalation, version: int | None = None
) -> Escalation:
    """Confirm what another member proposed: it closes, with the proposal's words, and whoever it is
    for and whoever proposed it are told. Records `cooperative.escalation.resolved`, or `sent_back`.
    """
    escalation = check_version(escalation, version)
    require(can_confirm_decision(actor, escalation))
    proposal = proposal_of(escalation)
    assert proposal is not None  # the policy asked
    back = proposal.deed == EscalationDeed.PROPOSED_BACK
    deed = EscalationDeed.SENT_BACK if back else EscalationDeed.RESOLVED
    step = close(actor, escalation, deed, proposal.words)
    told = tell_whose_it_is(f"escalation-{deed.value}", actor, escalation, step)
    if proposal.by_id not in told:
        to: list[Somebody] = [proposal.by_id]
        tell_of_escalation("escalation-confirmed", actor, escalation, to, mark=step.pk)
    return escalation


@transaction.atomic
def record_group_decision(
    *,
    actor: Membership,
    escalation: Escalation,
    decision: MeetingDecision,
    version: int | None = None,
) -> Escalation:
    """Record that a meeting of its body decided it: `decision` is one of that meeting's. It closes
    with the decision's words; whoever it is for and those with a seat there are told. Records
    `cooperative.escalation.resolved`. Refuses, beside its field, a decision of another group or
    from before the body had it."""
    escalation = check_version(escalation, version)
    require(can_record_group_decision(actor, escalation))
    if not (fits := can_record_group_decision(actor, escalation, decision)):
        raise ValidationError({"decision": fits.reason})
    step = close(actor, escalation, EscalationDeed.RESOLVED, decision.text, decision)
    told = tell_whose_it_is("escalation-resolved", actor, escalation, step)
    there: list[Somebody] = [one for one in who_sits(escalation.body_id) if one not in told]
    tell_of_escalation("escalation-confirmed", actor, escalation, there, mark=step.pk)
    return escalation


@transaction.atomic
def undo_escalation(
    *, actor: Membership, escalation: Escalation, version: int | None = None
) -> Escalation:
    """Take back one's own newest step within ten minutes: it waits again, with the body that had
    it. Tells whoever was told of the step. Records `cooperative.escalation.undone`. Refuses one
    whose obstacle has been reported again meanwhile."""
    escalation = check_version(escalation, version)
    require(can_undo_escalation(actor, escalation))
    step = newest_step(escalation)
    assert step is not None  # the policy asked
    same = Escalation.objects.open().filter(
        action=escalation.action_id, obstacle__same_text=escalation.obstacle
    )
    if same.exclude(pk=escalation.pk).exists():
        raise ValidationError(_("The same problem has been reported again, so decide on that one."))
    left = escalation.body_id
    _reopen(escalation, step)
    undone = keep_step(actor, escalation, EscalationDeed.UNDONE, TAKEN_BACK)
    proposed = step.deed in {EscalationDeed.PROPOSED, EscalationDeed.PROPOSED_BACK}
    known: list[Somebody] = []
    if proposed:
        settle_notices("escalation-proposed", escalation)
    else:
        known = tell_whose_it_is("escalation-undone", actor, escalation, undone)
    there = {*who_sits(left), *who_sits(escalation.body_id)}
    tell_of_escalation(
        "escalation-undone", actor, escalation, [*there.difference(known)], mark=undone.pk
    )
    return escalation


def _reopen(escalation: Escalation, step: EscalationStep) -> None:
    """As it was before a step: open, with the body that had it, since it came there."""
    escalation.status, escalation.closed_at = EscalationStatus.OPEN, None
    if step.deed == EscalationDeed.PASSED_UP:
        earlier = escalation.steps.exclude(pk=step.pk).select_related("body")
        before = earlier.latest("at", "pk")
        came = earlier.filter(deed__in=ARRIVALS, body=before.body_id).latest("at", "pk")
        escalation.body, escalation.with_since = before.body, came.at
    check_whole(escalation)
    escalation.save()
