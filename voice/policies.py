"""May this person write down what young people said, now?"""

from accounts.models import Membership
from accounts.policies import holds
from core.decisions import Decision


def can_record_ask(actor: Membership) -> Decision:
    """Care consultants, and the coordinator, write down what they heard (product.md, "Roles")."""
    return holds(actor, "record_asks")
