"""May this person look after people here, now?"""

from accounts.access import role_refusal
from accounts.models import Invitation, Membership
from core.decisions import YES, Decision, no

ELSEWHERE = no("That belongs to another authority.")


def holds(actor: Membership, codename: str) -> Decision:
    """Yes when the actor's role has the right; otherwise who has it."""
    return YES if actor.holds(codename) else role_refusal(codename)


def can_invite(actor: Membership) -> Decision:
    """Only the coordinator brings people in (`product.md`: people, bodies, framework, words)."""
    return holds(actor, "manage_people")


def can_settle_invitation(actor: Membership, invitation: Invitation) -> Decision:
    """Withdraw one, or send it anew. Not once it has been accepted."""
    if invitation.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("manage_people"):
        return holds(actor, "manage_people")
    if invitation.accepted_at:
        return no(f"{invitation.name} has accepted this invitation already.")
    return YES


def can_end_membership(actor: Membership, membership: Membership) -> Decision:
    """The coordinator ends a membership; nobody ends their own, so that a coordinator is left."""
    if membership.authority_id != actor.authority_id:
        return ELSEWHERE
    if membership.pk == actor.pk:
        return no("You cannot end your own membership. Ask another coordinator.")
    return holds(actor, "manage_people")
