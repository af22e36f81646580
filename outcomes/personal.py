"""What one person holds by relation: the outcomes they lead, the actions they own."""

from dataclasses import dataclass

from accounts.models import Membership
from core import permissions
from outcomes.models import Action, Outcome


@dataclass(frozen=True)
class Personal:
    """Ids of the objects on which a person holds a right of their own."""

    leads: frozenset[int]
    owns: frozenset[int]


def personal_rights(actor: Membership) -> Personal:
    """What the actor holds by relation, as guardian has it. Two queries, once a request."""
    held: Personal | None = actor.__dict__.get("_personal")
    if held is None:
        held = Personal(
            leads=permissions.objects_with(actor.person, Outcome, "lead_outcome"),
            owns=permissions.objects_with(actor.person, Action, "own_action"),
        )
        actor.__dict__["_personal"] = held
    return held


def leads(actor: Membership, outcome_id: int) -> bool:
    """Whether the actor leads an outcome."""
    return outcome_id in personal_rights(actor).leads


def owns(actor: Membership, action: Action) -> bool:
    """Whether the actor is the accountable owner of an action."""
    return action.pk in personal_rights(actor).owns


def forget_personal_rights(actor: Membership) -> None:
    """Ask anew next time; called by an operation that changed what the actor holds."""
    actor.__dict__.pop("_personal", None)
