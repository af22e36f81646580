"""May this person read the trail?"""

from django.utils.translation import gettext as _

from accounts.models import Membership
from cooperative.queries.bodies import has_scrutiny_seat
from core.decisions import ALLOW, Decision, deny


def can_read_trail(actor: Membership) -> Decision:
    """The coordinator reads all of it, and so does an elected member while they have a seat on a
    scrutiny committee; a safeguarding lead what it says of concerns; nobody else any of it
    (`product.md`, the table of roles). One query for an elected member."""
    if actor.holds("read_trail") or actor.holds("read_trail_of_concerns"):
        return ALLOW
    if not actor.holds("read_trail_with_seat"):
        return deny(
            _(
                "Only coordinators, elected members with a seat on a scrutiny committee and (for "
                "concerns) safeguarding leads can read the activity log."
            )
        )
    if has_scrutiny_seat(actor):
        return ALLOW
    return deny(
        _(
            "Elected members can read the activity log only while they have a seat on a scrutiny "
            "committee. You don’t have one now."
        )
    )
