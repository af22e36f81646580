"""May this person look after people here, now?"""

from accounts.enums import Role
from accounts.models import Authority, Invitation, Membership
from accounts.roles import RIGHTS, ROLE_RIGHTS
from core.decisions import YES, Decision, no

ELSEWHERE = no("That belongs to another authority.")


def role_refusal(codename: str) -> Decision:
    """Why a role may not: who may instead, in plain words."""
    may = [
        Role(role).label.lower() + "s" for role, rights in ROLE_RIGHTS.items() if codename in rights
    ]
    who = " and ".join([", ".join(may[:-1]), may[-1]] if len(may) > 1 else may)
    what = RIGHTS[codename][0].lower() + RIGHTS[codename][1:]
    return Decision(False, f"Only {who} may {what}.")


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


def can_set_up(actor: Membership | None, authority: Authority | None) -> Decision:
    """The program itself sets up any authority (a framework file); a coordinator their own, once
    there is one: people, bodies, framework, words (`product.md`)."""
    if actor is None:
        return YES
    if authority is None:
        return no("Only whoever runs Golden Thread can add an authority.")
    if authority.pk != actor.authority_id:
        return ELSEWHERE
    return holds(actor, "manage_people")
