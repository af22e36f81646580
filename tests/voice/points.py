"""Points in each state, made by the operations that make them."""

from typing import Any

from accounts.models import Membership
from tests.factories import in_days
from tests.support.cast import Cast
from voice.models import Ask
from voice.operations.asks import record_ask
from voice.operations.releasing import release_ask


def fields(**more: Any) -> dict[str, Any]:
    """What the form asks, filled in."""
    return {
        "text": "Clubs cost too much.",
        "source": "consultation",
        "source_name": "Christmas consultation",
        "said_on": in_days(-10),
        "said_by": 43,
        "attribution": "young-person",
        "concern": "no",
    } | more


def waiting(cast: Cast, by: Membership | None = None, **more: Any) -> Ask:
    """Written down by a care consultant unless told; nobody has released it."""
    said = fields(**more)
    said["concern"] = more.get("concern", False)
    return record_ask(actor=by or cast.consultant, **said)


def released(cast: Cast, by: Membership | None = None, **more: Any) -> Ask:
    """The same, released by the coordinator; public when it came with a consent."""
    ask = waiting(cast, by, **more)
    return release_ask(actor=cast.coordinator, ask=ask, version=None, publish=True)


def public(cast: Cast, **more: Any) -> Ask:
    """Released, and everyone may read it."""
    consent: dict[str, Any] = {"agreed_by": "speakers", "agreed_on": in_days(-10)}
    return released(cast, None, **consent, **more)
