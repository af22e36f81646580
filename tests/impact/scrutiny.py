"""A committee, a seat on it, and what it says, for tests."""

from typing import Any

from accounts.models import Authority, Membership
from cooperative.enums import BodyKind
from cooperative.models import Body, Seat
from impact.models import ScrutinyComment
from impact.operations.scrutiny import make_scrutiny_comment
from tests.support.cast import Cast


def make_committee(
    authority: Authority, slug: str = "scrutiny", name: str = "Scrutiny Committee"
) -> Body:
    return Body.objects.create(authority=authority, slug=slug, name=name, kind=BodyKind.SCRUTINY)


def make_seat(
    cast: Cast, membership: Membership | None = None, body: Body | None = None, **fields: Any
) -> Seat:
    """The member's on Manchester's committee, unless told."""
    return Seat.objects.create(
        body=body or make_committee(cast.manchester),
        membership=membership or cast.member,
        title="Member",
        **fields,
    )


def make_comment(cast: Cast, **fields: Any) -> ScrutinyComment:
    """A recommendation on Happy's workplan by the member, who has a seat, unless told."""
    values: dict[str, Any] = {
        "actor": cast.member,
        "about": cast.workplan,
        "kind": "recommendation",
        "text": "Ask young people first.",
    } | fields
    return make_scrutiny_comment(**values)
