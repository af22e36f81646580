"""Who passes an obstacle up, and who may decide on one (product.md, "Roles").

No ordinary member decides alone for their group: its chair does, or one member proposes and another
confirms, or a recorded meeting decides.
"""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Membership
from accounts.policies import role_refusal
from cooperative.enums import EscalationDeed, SeatKind, SeatStatus
from cooperative.models import Escalation, EscalationStep, MeetingDecision, Seat
from cooperative.policies.common import holds, same_authority
from cooperative.queries.escalations import (
    decisions_for,
    newest_step,
    proposal_of,
    reviews,
    rungs_above,
    seat_kinds,
    who_resolves,
)
from core.decisions import ALLOW, Decision, deny, first_refusal
from outcomes.enums import WorkplanStatus
from outcomes.models import Action
from outcomes.personal import leads, owns

# How long whoever decided may take it back.
TO_UNDO = datetime.timedelta(minutes=10)
UNDOABLE = frozenset(
    {
        EscalationDeed.RESOLVED,
        EscalationDeed.SENT_BACK,
        EscalationDeed.PASSED_UP,
        EscalationDeed.PROPOSED,
        EscalationDeed.PROPOSED_BACK,
    }
)


def can_escalate_obstacle(actor: Membership, action: Action) -> Decision:
    """Say what stands in the way of an action: officers and partners of one they answer for,
    whoever leads its outcome, officers who review from outside (they sit on a group with its own
    way up), and the safeguarding lead. While the work is owed."""
    if not (own := same_authority(actor, action.authority_id)):
        return own
    if not (_answers(actor, action) or leads(actor, action.workplan.outcome_id)):
        return deny(
            _("Only the owner of this action or the outcome lead can report a problem with it.")
        )  # fmt: skip
    if action.workplan.status == WorkplanStatus.CLOSED:
        return deny(_("This workplan is closed because its year has ended."))
    if not action.is_open:
        return deny(_("This action isn’t open, so you can’t report a problem with it."))
    return ALLOW


def _answers(actor: Membership, action: Action) -> bool:
    if not actor.holds("escalate_obstacles"):
        return False
    if actor.role == Role.SAFEGUARDING_LEAD or owns(actor, action):
        return True
    return actor.role == Role.OFFICER and reviews(actor)


def _still_open(escalation: Escalation) -> Decision:
    if escalation.is_open:
        return ALLOW
    return deny(_("This is closed. If the action is blocked again, report a new problem."))


def _sits(actor: Membership, escalation: Escalation, seats: frozenset[str]) -> Decision:
    decision = first_refusal(
        same_authority(actor, escalation.authority_id), holds(actor, "resolve_escalations")
    )
    if decision and not seats:
        where = {"body": escalation.body}
        proposed = Seat.objects.filter(
            body=escalation.body_id, membership=actor, status=SeatStatus.PROPOSED
        )
        if proposed.exists():
            return deny(
                _(
                    "Your seat on %(body)s is only proposed so far. You can decide here once the "
                    "seat has been agreed."
                )
                % where
            )
        return deny(
            _("%(body)s is dealing with this. Only people with a seat there can decide on it.")
            % where
        )
    return decision and _still_open(escalation)


def can_propose_decision(
    actor: Membership, escalation: Escalation, seats: frozenset[str] | None = None
) -> Decision:
    """Say what the body should decide, or that it should be sent back, for somebody else there to
    confirm: whoever has a seat, today, on the body it is with, and a role that decides. A seat or a
    body that has ended gives no right. `seats` are the kinds of theirs there, where a page has
    read them, as for the two below."""
    if seats is None:
        seats = seat_kinds(actor, escalation.body_id)
    return _sits(actor, escalation, seats)


def can_resolve_escalation(
    actor: Membership, escalation: Escalation, seats: frozenset[str] | None = None
) -> Decision:
    """Decide it, or send it back, with nobody else: only the chair of the body it is with."""
    if seats is None:
        seats = seat_kinds(actor, escalation.body_id)
    decision = _sits(actor, escalation, seats)
    if decision and SeatKind.CHAIR not in seats:
        where = {"body": escalation.body}
        return deny(
            _(
                "Only the chair of %(body)s can decide on their own. Propose a decision, and "
                "someone else with a seat there can confirm it."
            )
            % where
        )
    return decision


def can_confirm_decision(
    actor: Membership, escalation: Escalation, seats: frozenset[str] | None = None
) -> Decision:
    """Confirm what somebody else of the body proposed, which makes it the body's decision."""
    decision = can_propose_decision(actor, escalation, seats)
    if not decision:
        return decision
    proposal = proposal_of(escalation)
    if proposal is None:
        return deny(_("Nobody has proposed a decision that’s waiting to be confirmed."))
    if proposal.by_id == actor.pk:
        where = {"body": escalation.body}
        return deny(
            _("You proposed this decision. Someone else with a seat on %(body)s has to confirm it.")
            % where
        )
    return ALLOW


def can_record_group_decision(
    actor: Membership, escalation: Escalation, decision: MeetingDecision | None = None
) -> Decision:
    """Record that a meeting of the body it is with decided it: the coordinator, who decides
    nothing themselves. `decision` is what that meeting is recorded to have decided."""
    if not (own := same_authority(actor, escalation.authority_id)):
        return own
    if not actor.holds("manage_people"):
        return role_refusal("manage_people")
    if not (still := _still_open(escalation)):
        return still
    if decision is not None and not decisions_for(escalation).filter(pk=decision.pk).exists():
        return deny(_("Choose a decision that a meeting of this group made after it was reported."))
    return ALLOW


def can_undo_escalation(actor: Membership, escalation: Escalation) -> Decision:
    """Take back the newest step, for ten minutes: whoever took it."""
    if not (own := same_authority(actor, escalation.authority_id)):
        return own
    step = newest_step(escalation)
    if step is None or step.deed not in UNDOABLE:
        return deny(_("There’s nothing here to undo."))
    if step.by_id != actor.pk:
        return deny(_("Only %(person)s can undo this.") % {"person": step.by.label})
    if timezone.now() > undo_until(step):
        return deny(_("It’s too late to undo this. You had 10 minutes."))
    return ALLOW


def undo_until(step: EscalationStep) -> datetime.datetime:
    """Until when whoever took a step may take it back."""
    return step.at + TO_UNDO


def can_pass_up_escalation(actor: Membership, escalation: Escalation) -> Decision:
    """Pass it on to what the body passes obstacles up to: whoever has a say in it there, while
    there is somewhere up to go. Nothing is decided by it."""
    decision = can_propose_decision(actor, escalation)
    if decision and not rungs_above(escalation.body):
        return deny(top_of_the_ladder(escalation))
    return decision


def top_of_the_ladder(escalation: Escalation) -> str:
    """Why something cannot be passed up any further."""
    words = _("No group is above %(body)s, so this has to be decided here.")
    return words % {"body": escalation.body}


def can_withdraw_escalation(actor: Membership, escalation: Escalation) -> Decision:
    """Take it back: only whoever raised it, or whom it was handed over to."""
    if not (own := same_authority(actor, escalation.authority_id)):
        return own
    if escalation.owner_id != actor.pk:
        who = {"person": escalation.owner.label}
        return deny(_("%(person)s reported this. Only they can withdraw it.") % who)
    return _still_open(escalation)


def can_move_escalation(actor: Membership, escalation: Escalation) -> Decision:
    """Move what is with a body where nobody can decide any more, because it no longer meets or
    nobody who may has a seat: the coordinator, who looks after bodies. It decides nothing."""
    if not (own := same_authority(actor, escalation.authority_id)):
        return own
    if not actor.holds("manage_people"):
        return role_refusal("manage_people")
    if escalation.is_open and who_resolves(escalation.body_id):
        where = {"body": escalation.body}
        return deny(_("People with a seat on %(body)s can decide on this or escalate it.") % where)
    return _still_open(escalation)
