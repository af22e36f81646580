"""Who passes an obstacle up, and who may decide on one (product.md, "Roles")."""

from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.policies import role_refusal
from cooperative.models import Escalation
from cooperative.policies.common import holds, same_authority
from cooperative.queries.escalations import has_seat, rungs_above, who_resolves
from core.decisions import YES, Decision, first_refusal, no
from outcomes.enums import WorkplanStatus
from outcomes.models import Action
from outcomes.personal import leads, owns


def can_escalate_obstacle(actor: Membership, action: Action) -> Decision:
    """Say what stands in the way of an action: officers and partners of one they answer for, and
    whoever leads its outcome. While the work is owed."""
    if not (own := same_authority(actor, action.authority_id)):
        return own
    answers = actor.holds("escalate_obstacles") and owns(actor, action)
    if not (answers or leads(actor, action.workplan.outcome_id)):
        return no(
            _("Only the owner of this action or the outcome lead can report a problem with it.")
        )  # fmt: skip
    if action.workplan.status == WorkplanStatus.CLOSED:
        return no(_("This workplan is closed because its year has ended."))
    if not action.is_open:
        return no(_("This action isn’t open, so you can’t report a problem with it."))
    return YES


def _still_open(escalation: Escalation) -> Decision:
    if escalation.is_open:
        return YES
    return no(_("This is closed. If the action is blocked again, report a new problem."))


def can_resolve_escalation(actor: Membership, escalation: Escalation) -> Decision:
    """Say what was decided, or send it back: whoever has a seat, today, on the body it is with, and
    a role that decides. A seat or a body that has ended gives no right."""
    decision = first_refusal(
        same_authority(actor, escalation.authority_id), holds(actor, "resolve_escalations")
    )
    if not decision:
        return decision
    if not has_seat(actor, escalation.body_id):
        where = {"body": escalation.body}
        return no(
            _("%(body)s is dealing with this. Only people with a seat there can decide on it.")
            % where
        )
    return _still_open(escalation)


def can_pass_up_escalation(actor: Membership, escalation: Escalation) -> Decision:
    """Pass it on to what the body passes obstacles up to: whoever may decide on it, while there is
    somewhere up to go."""
    decision = can_resolve_escalation(actor, escalation)
    if decision and not rungs_above(escalation.body):
        return no(top_of_the_ladder(escalation))
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
        return no(_("%(person)s reported this. Only they can withdraw it.") % who)
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
        return no(_("People with a seat on %(body)s can decide on this or escalate it.") % where)
    return _still_open(escalation)
