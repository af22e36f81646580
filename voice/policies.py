"""May this person do this to a point that young people raised, now?"""

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.policies import ELSEWHERE, holds
from core.decisions import ALLOW, Decision, deny
from voice.enums import AskState
from voice.models import Ask, Consent

WITHDRAWN = deny(_("This point has been withdrawn."))
HELD = deny(_("The safeguarding lead is dealing with this point."))
OWN_WORDS = deny(
    _(
        "You recorded this point, so someone else has to release it. Coordinators and safeguarding "
        "leads can."
    )
)
OWN_CONSENT = deny(
    _(
        "You recorded this permission, so someone else has to confirm it. Coordinators and "
        "safeguarding leads can."
    )
)


def can_record_ask(actor: Membership) -> Decision:
    """Everyone but executives writes down what they heard (product.md, "Roles"): it waits."""
    return holds(actor, "record_asks")


def reads(actor: Membership, ask: Ask) -> bool:
    """Whether these are words the actor may read, inside. One query."""
    return Ask.everything.readable_by(actor).filter(pk=ask.pk).exists()


def can_release_ask(actor: Membership, ask: Ask) -> Decision:
    """A coordinator or a safeguarding lead, and never who wrote it down: a second person reads the
    words before everyone does."""
    if ask.authority_id != actor.authority_id:
        return ELSEWHERE
    if not (allowed := holds(actor, "release_asks")):
        return allowed
    if ask.state != AskState.WAITING:
        return HELD if ask.state == AskState.HELD else deny(_("This point isn’t waiting."))
    return OWN_WORDS if ask.recorded_by.person_id == actor.person_id else ALLOW


def can_hand_on_ask(actor: Membership, ask: Ask) -> Decision:
    """Anyone who may record and can read it: a worry needs no permission."""
    if ask.authority_id != actor.authority_id:
        return ELSEWHERE
    if ask.state == AskState.HELD:
        return HELD
    if ask.state == AskState.WITHDRAWN:
        return WITHDRAWN
    if not (allowed := holds(actor, "record_asks")):
        return allowed
    return ALLOW if reads(actor, ask) else deny(_("You can’t read this point."))


def can_return_ask(actor: Membership, ask: Ask) -> Decision:
    """The safeguarding lead, once it is dealt with: the point waits again. A coordinator where
    there is no safeguarding lead."""
    if ask.authority_id != actor.authority_id:
        return ELSEWHERE
    if ask.state != AskState.HELD:
        return deny(_("This point isn’t with the safeguarding lead."))
    return ALLOW if reads(actor, ask) else holds(actor, "decide_concerns")


def can_correct_ask(actor: Membership, ask: Ask) -> Decision:
    """Its writer while it waits; a coordinator or a safeguarding lead until it is withdrawn. What
    was handed on stays as it was said (SG-128)."""
    if ask.authority_id != actor.authority_id:
        return ELSEWHERE
    if ask.state in (AskState.HELD, AskState.WITHDRAWN):
        return HELD if ask.state == AskState.HELD else WITHDRAWN
    if ask.state == AskState.WAITING and ask.recorded_by.person_id == actor.person_id:
        return holds(actor, "record_asks")
    return holds(actor, "release_asks")


def can_withdraw_ask(actor: Membership, ask: Ask) -> Decision:
    """As correcting; and the safeguarding lead what was handed to them."""
    if ask.authority_id == actor.authority_id and ask.state == AskState.HELD:
        return can_return_ask(actor, ask)
    return can_correct_ask(actor, ask)


def can_change_consent(actor: Membership, ask: Ask) -> Decision:
    """Say that whoever spoke agreed, or agrees no more: its writer, care consultants and those who
    release (SG-018: as easy to take back as to give)."""
    if ask.authority_id != actor.authority_id:
        return ELSEWHERE
    if ask.state in (AskState.HELD, AskState.WITHDRAWN):
        return HELD if ask.state == AskState.HELD else WITHDRAWN
    if ask.recorded_by.person_id == actor.person_id:
        return holds(actor, "record_asks")
    return holds(actor, "change_consents")


def can_confirm_consent(actor: Membership, consent: Consent) -> Decision:
    """A coordinator or a safeguarding lead, and never who recorded it."""
    if consent.ask.authority_id != actor.authority_id:
        return ELSEWHERE
    if not (allowed := holds(actor, "release_asks")):
        return allowed
    if consent.ask.state != AskState.RELEASED:
        return deny(_("Release the point first."))
    if consent.withdrawn_at or consent.confirmed_at:
        return deny(_("This permission has already been decided."))
    return OWN_CONSENT if consent.recorded_by.person_id == actor.person_id else ALLOW
