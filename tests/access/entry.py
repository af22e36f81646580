"""What the access matrix says of one address, and in whose words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.access.scene import Scene

CONSULTANTS = {"consultant", "consultant_2", "consultant_3"}
MEMBERS = {"member", "member_2"}
OFFICERS = {"officer", "officer_2", "lead", "other_lead"}
PARTNERS = {"partner", "other_partner"}
COORDINATOR = {"coordinator"}
EXECUTIVE = {"executive"}
SAFEGUARDING = {"safeguarding"}
ALL = CONSULTANTS | MEMBERS | OFFICERS | PARTNERS | COORDINATOR | EXECUTIVE | SAFEGUARDING
# Whoever reads every working page; partners see what involves them.
INSIDE = ALL - PARTNERS
PLANNERS = CONSULTANTS | COORDINATOR
# Whoever writes down what young people said, and whoever lets others read it.
WRITERS = ALL - EXECUTIVE
RELEASERS = COORDINATOR | SAFEGUARDING
LEAD = {"lead"}
# The member has a seat on a scrutiny committee, the second member has none.
SEATED = {"member"}
TRAIL_READERS = COORDINATOR | SAFEGUARDING | SEATED
# The other outcome's lead, and who answers for its action and its challenge: a partner.
OTHER_LEAD = {"other_lead"}
OTHER_OWNER = {"partner"}
# Its workplan is still being written; a partner who has no part in it does not see it.
NO_PART = {"other_partner"}
SEES_THERE = ALL - NO_PART

Arguments = Callable[[Scene], dict[str, Any]]


@dataclass(frozen=True)
class There:
    """The same door in the other outcome."""

    allowed: frozenset[str] | set[str]
    hidden_from: frozenset[str] | set[str] = frozenset()


@dataclass(frozen=True)
class Entry:
    """One address: what goes into it, who gets in, who does not even learn that it is there."""

    arguments: Arguments = field(default=lambda scene: {})
    allowed: frozenset[str] | set[str] = frozenset()
    hidden_from: frozenset[str] | set[str] = frozenset()
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)
    # Whether other authorities' ids can be put into the address at all.
    has_objects: bool = True
    # The same address with a thing of the other outcome in it, where the thing belongs to one: who
    # gets in there, and who does not learn that it is there.
    there: "There | None" = None


def plan_of(scene: Scene) -> dict[str, Any]:
    workplan = scene.side.workplan
    return {"outcome": workplan.outcome.slug, "period": workplan.period.slug}


def of(name: str, key: str, attribute: str = "pk") -> Arguments:
    return lambda scene: {key: getattr(getattr(scene, name), attribute)}


def item_of(meeting: str, item: str) -> Arguments:
    return lambda scene: {
        "meeting": getattr(scene, meeting).pk,
        "item": getattr(scene, item).pk,
    }


def update_of(scene: Scene) -> dict[str, Any]:
    update = scene.file.update
    return {"action": update.action_id, "update": update.pk}


def line_of(scene: Scene) -> dict[str, Any]:
    return {"report": scene.draft.slug, "line": scene.line.pk}


def word_of(scene: Scene) -> dict[str, Any]:
    return {"kind": "plainer", "word": scene.word.pk}


def year_of(name: str) -> Arguments:
    return lambda scene: {"period": getattr(scene, name).period.slug}


def in_list(allowed: set[str], **more: Any) -> Entry:
    return Entry(allowed=allowed, has_objects=False, **more)
