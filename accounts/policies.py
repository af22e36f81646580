"""May this person look after people here, now?"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import ErasureStatus, Role
from accounts.models import (
    Authority,
    ErasureRequest,
    Invitation,
    Logo,
    Membership,
    Organisation,
)
from accounts.roles import RIGHTS, ROLE_RIGHTS
from core.decisions import ALLOW, Decision, deny
from core.text import and_list

ELSEWHERE = deny(gettext_lazy("That belongs to another authority."))


def role_refusal(codename: str) -> Decision:
    """Why a role may not: who may instead, in plain words."""
    may = [Role(role).many for role, rights in ROLE_RIGHTS.items() if codename in rights]
    who = and_list(may)
    words = str(RIGHTS[codename])
    what = words[0].lower() + words[1:]
    return deny(_("Only %(who)s can %(what)s.") % {"who": who, "what": what})


def holds(actor: Membership, codename: str) -> Decision:
    """Yes when the actor's role has the right; otherwise who has it."""
    return ALLOW if actor.holds(codename) else role_refusal(codename)


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
        return deny(_("%(name)s has already accepted this invitation.") % {"name": invitation.name})
    return ALLOW


def can_end_membership(actor: Membership, membership: Membership) -> Decision:
    """The coordinator ends a membership, now or on a day ahead; nobody ends their own, so that a
    coordinator is left."""
    if membership.authority_id != actor.authority_id:
        return ELSEWHERE
    if membership.pk == actor.pk:
        return deny(_("You cannot end your own membership. Ask another coordinator."))
    if not (allowed := holds(actor, "manage_people")):
        return allowed
    return deny(_("They’ve already left.")) if membership.has_ended else ALLOW


def can_keep_membership(actor: Membership, membership: Membership) -> Decision:
    """Take back an end that lies ahead, by whoever may end one. That of a partner's agreement is
    not taken back but renewed."""
    if not (allowed := can_end_membership(actor, membership)):
        return allowed
    if membership.ends_on is None or membership.ends_on == membership.agreement_ends_on:
        return deny(_("They don’t have a leaving date."))
    return ALLOW


def can_change_membership(actor: Membership, membership: Membership) -> Decision:
    """The coordinator says what somebody is here; nobody gives themselves another role."""
    if membership.authority_id != actor.authority_id:
        return ELSEWHERE
    if membership.pk == actor.pk:
        return deny(_("You cannot change your own membership. Ask another coordinator."))
    if not (allowed := holds(actor, "manage_people")):
        return allowed
    return deny(_("They’ve left.")) if membership.has_ended else ALLOW


def can_renew_agreement(actor: Membership, membership: Membership) -> Decision:
    """The coordinator renews a partner's agreement, also of one whose access ended with it and who
    has not come back in another way (SG-079)."""
    if membership.authority_id != actor.authority_id:
        return ELSEWHERE
    if not (allowed := holds(actor, "manage_people")):
        return allowed
    if membership.role != Role.PARTNER:
        return deny(_("Only partners have an agreement."))
    if not membership.has_ended:
        return ALLOW
    if membership.ends_on != membership.agreement_ends_on:
        return deny(_("They’ve left. Invite them again."))
    running = Membership.objects.running().filter(
        authority=membership.authority_id, person=membership.person_id
    )
    return deny(_("They’re already a member here again.")) if running.exists() else ALLOW


def can_hand_over(actor: Membership, authority_id: int) -> Decision:
    """The coordinator hands what one person answers for to another, also of somebody who has gone,
    and hands it back."""
    if actor.authority_id != authority_id:
        return ELSEWHERE
    return holds(actor, "manage_people")


def can_forget_second_step(actor: Membership, membership: Membership) -> Decision:
    """The coordinator, for somebody who lost their app, keys and codes. Not for themselves, and not
    for somebody whose pages elsewhere it would open, too: that is for whoever runs the program. The
    reason does not say that there is an elsewhere."""
    if membership.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("manage_people"):
        return holds(actor, "manage_people")
    if membership.pk == actor.pk:
        return deny(_("Change your own under “Sign-in and security”."))
    theirs = Membership.objects.current().filter(person=membership.person_id)
    if theirs.exclude(authority=actor.authority_id).exists():
        return deny(_("Ask the people who run Golden Thread to do this for this person."))
    return ALLOW


def can_set_up(actor: Membership | None, authority: Authority | None) -> Decision:
    """The program itself sets up any authority (a framework file); a coordinator their own, once
    there is one: people, bodies, framework, words (`product.md`)."""
    if actor is None:
        return ALLOW
    if authority is None:
        return deny(_("Only the people who run Golden Thread can add an authority."))
    if authority.pk != actor.authority_id:
        return ELSEWHERE
    return holds(actor, "manage_people")


def can_remove_organisation(actor: Membership, organisation: Organisation) -> Decision:
    """Only one that nobody acts for, ever did, or is invited to. Two queries."""
    allowed = can_set_up(actor, organisation.authority)
    if not allowed:
        return allowed
    known = (
        Membership.objects.filter(organisation=organisation).exists()
        or Invitation.objects.filter(organisation=organisation).exists()
    )
    if known:
        return deny(
            _(
                "People belong to this organisation, or used to. You can’t delete it, because "
                "its name is part of their record."
            )
        )
    return ALLOW


def can_change_look(actor: Membership) -> Decision:
    """Only the coordinator changes how the authority's pages look."""
    return holds(actor, "manage_people")


def can_use_logo(actor: Membership, logo: Logo) -> Decision:
    """Show a logo of one's own authority."""
    if logo.authority_id != actor.authority_id:
        return ELSEWHERE
    return can_change_look(actor)


def can_throw_logo_away(actor: Membership, logo: Logo) -> Decision:
    """Not the one that is shown: first another is, or none."""
    allowed = can_use_logo(actor, logo)
    if not allowed:
        return allowed
    if actor.authority.logo_id == logo.pk:
        return deny(_("This logo is in use. Remove it from your pages first."))
    return ALLOW


def can_ask_for_erasure(actor: Membership) -> Decision:
    """Anybody may ask, whatever they are or were here: one at a time, and not after it was done."""
    asked = ErasureRequest.objects.filter(
        membership__person=actor.person_id, membership__authority=actor.authority_id
    )
    standing = set(asked.values_list("status", flat=True))
    if ErasureStatus.WAITING in standing:
        return deny(_("You’ve already asked. You’ll see the answer here."))
    if ErasureStatus.GRANTED in standing:
        return deny(_("Your details here have been erased."))
    return ALLOW


def can_take_back_erasure(actor: Membership, request: ErasureRequest) -> Decision:
    """Only who asked, until it is decided."""
    if (request.membership.person_id, request.membership.authority_id) != (
        actor.person_id,
        actor.authority_id,
    ):
        return deny(_("Only the person who asked can withdraw this."))
    return _still_waits(request)


def can_decide_erasure(actor: Membership, request: ErasureRequest) -> Decision:
    """A coordinator of that authority, about anybody but themselves, once."""
    if request.membership.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("manage_people"):
        return holds(actor, "manage_people")
    if request.membership.person_id == actor.person_id:
        return deny(_("You cannot decide on your own request. Ask another coordinator."))
    return _still_waits(request)


def _still_waits(request: ErasureRequest) -> Decision:
    if request.status == ErasureStatus.WAITING:
        return ALLOW
    return deny(_("This has already been decided or withdrawn."))
