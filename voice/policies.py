"""May this person do this to a point that young people raised, now?"""

from accounts.models import Membership
from accounts.policies import ELSEWHERE, holds
from core.decisions import Decision
from voice.models import Ask


def can_record_ask(actor: Membership) -> Decision:
    """Care consultants, and the coordinator, write down what they heard (product.md, "Roles")."""
    return holds(actor, "record_asks")


def can_change_publishing(actor: Membership, ask: Ask) -> Decision:
    """Say whether everyone may read the words: whoever may record them (SG-110: consent is asked
    for, and can be taken back)."""
    if ask.authority_id != actor.authority_id:
        return ELSEWHERE
    return holds(actor, "record_asks")
