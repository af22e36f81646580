"""What one person holds by relation: the outcomes they lead, the actions they own."""

from accounts.models import Membership
from accounts.roles import LEADING_ROLES
from core import permissions
from outcomes.models import Action, Outcome

_RIGHTS = {"lead_outcome": Outcome, "own_action": Action}


def _held(actor: Membership) -> dict[str, frozenset[int]]:
    if "_personal" not in actor.__dict__:
        actor.__dict__["_personal"] = permissions.objects_by_right(actor.person, _RIGHTS)
    held: dict[str, frozenset[int]] = actor.__dict__["_personal"]
    return held


def led_outcomes(actor: Membership) -> frozenset[int]:
    """Ids of the outcomes the actor leads, as guardian has it: none for a role that may not lead,
    whatever somebody led before they became that. One query a request, with `owned_actions`."""
    return _held(actor)["lead_outcome"] if actor.role in LEADING_ROLES else frozenset()


def owned_actions(actor: Membership) -> frozenset[int]:
    """Ids of the actions the actor answers for, as guardian has it. One query a request, with
    `led_outcomes`."""
    return _held(actor)["own_action"]


def leads(actor: Membership, outcome_id: int) -> bool:
    """Whether the actor leads an outcome."""
    return outcome_id in led_outcomes(actor)


def owns(actor: Membership, action: Action) -> bool:
    """Whether the actor is the accountable owner of an action."""
    return action.pk in owned_actions(actor)


def forget_personal_rights(actor: Membership) -> None:
    """Read them again next time; called by an operation that changed what the actor holds."""
    actor.__dict__.pop("_personal", None)
