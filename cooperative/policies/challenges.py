"""Who challenges, who answers, and who alone may close one (product.md, "Challenge")."""

from django.utils.translation import gettext as _

from accounts.models import Membership
from cooperative.enums import ChallengeStatus
from cooperative.models import Challenge
from cooperative.policies.common import holds, same_authority
from core.decisions import ALLOW, Decision, deny, first_refusal


def can_raise_challenge(actor: Membership) -> Decision:
    """Put a plain question to a named duty-holder. Care consultants only."""
    return holds(actor, "raise_challenges")


def can_answer_challenge(actor: Membership, challenge: Challenge) -> Decision:
    """Answer it: only the person it was put to, while it waits for an answer."""
    decision = first_refusal(
        same_authority(actor, challenge.authority_id),
        holds(actor, "answer_challenges"),
    )
    if not decision:
        return decision
    if challenge.asked_of_id != actor.pk:
        asked = {"person": challenge.asked_of.label}
        return deny(_("%(person)s was asked this. Only they can answer it.") % asked)
    if challenge.status == ChallengeStatus.ANSWERED:
        return deny(
            _(
                "You’ve answered. The care consultant who asked will now decide whether to "
                "accept it."
            )
        )
    if challenge.status == ChallengeStatus.ACCEPTED:
        return deny(_("This challenge is closed."))
    return ALLOW


def can_decide_answer(actor: Membership, challenge: Challenge) -> Decision:
    """Accept the answer and so close the challenge, or refuse it and say why.

    Only the care consultant who asked; when they have moved on, or are here as something else, any
    care consultant, so that no challenge dies with its challenger.
    """
    decision = first_refusal(
        same_authority(actor, challenge.authority_id),
        holds(actor, "raise_challenges"),
    )
    if not decision:
        return decision
    if challenge.raised_by_id != actor.pk and not has_moved_on(challenge.raised_by):
        asks = {"person": challenge.raised_by.label}
        return deny(_("%(person)s asked this. Only they can decide on the answer.") % asks)
    if challenge.status == ChallengeStatus.OPEN:
        return deny(_("This hasn’t been answered yet, so you can’t decide on the answer."))
    if challenge.status == ChallengeStatus.ACCEPTED:
        return deny(_("This challenge is closed."))
    return ALLOW


def has_moved_on(membership: Membership) -> bool:
    """Whether a challenger has moved on, or is here as something else now, so that another care
    consultant speaks in their place."""
    return membership.has_ended or not membership.is_care_consultant
