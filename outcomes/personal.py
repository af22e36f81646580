"""What one person holds by relation: the outcomes they lead, the actions they own."""

from accounts.models import Membership
from core import permissions
from outcomes.models import Action, Outcome


def led_outcomes(actor: Membership) -> frozenset[int]:
    """Ids of the outcomes the actor leads, as guardian has it. One query, once a request."""
    if "_leads" not in actor.__dict__:
        actor.__dict__["_leads"] = permissions.objects_with(actor.person, Outcome, "lead_outcome")
    held: frozenset[int] = actor.__dict__["_leads"]
    return held


def owned_actions(actor: Membership) -> frozenset[int]:
    """Ids of the actions the actor answers for, as guardian has it. One query, once a request."""
    if "_owns" not in actor.__dict__:
        actor.__dict__["_owns"] = permissions.objects_with(actor.person, Action, "own_action")
    held: frozenset[int] = actor.__dict__["_owns"]
    return held


def leads(actor: Membership, outcome_id: int) -> bool:
    """Whether the actor leads an outcome."""
    return outcome_id in led_outcomes(actor)


def owns(actor: Membership, action: Action) -> bool:
    """Whether the actor is the accountable owner of an action."""
    return action.pk in owned_actions(actor)


def forget_personal_rights(actor: Membership) -> None:
    """Ask anew next time; called by an operation that changed what the actor holds."""
    actor.__dict__.pop("_leads", None)
    actor.__dict__.pop("_owns", None)
