"""How somebody is shown to others: theirs to choose, and nobody else's."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Listing
from accounts.models import Membership
from accounts.operations.memberships import listed_words
from core import audit
from core.concurrency import check_version


@transaction.atomic
def choose_listing(
    *,
    actor: Membership,
    listing: str,
    name: str = "",
    title: str | None = None,
    version: int | None = None,
) -> Membership:
    """Choose how one is shown: by full name, first name, a name of one's choosing, or by no name,
    and in what words one's post (SG-118). There is no way to choose for anybody else. Every page
    that names them follows at once, public ones too; what others wrote with the old name in it, and
    the trail, stay. Records `accounts.membership.listed`, without the names. Raises ValidationError
    for a name of one's choosing that is empty or somebody else's here; Conflict when it was
    changed meanwhile."""
    membership = check_version(actor, version)
    if listing not in Listing.values:
        raise ValidationError({"listing": _("Choose one from the list.")})
    if listing == Listing.CHOSEN:
        _check_name(membership, name)
    before = membership.listing
    membership.listing = listing
    membership.listed_as = listed_words(membership, listing, name)
    if title is not None:
        membership.title = title
    membership.full_clean()
    membership.save()
    audit.record(
        "accounts.membership.listed",
        actor=membership,
        about=membership,
        summary=membership.label,
        changes={"listing": [before, listing]},
    )
    return membership


def _check_name(membership: Membership, name: str) -> None:
    """Nobody passes for another."""
    if not name:
        raise ValidationError({"name": _("Enter the name you want to use.")})
    others = (
        Membership.objects.running()
        .filter(authority=membership.authority_id)
        .exclude(person=membership.person_id)
        .with_names()
    )
    taken = {one.label.casefold() for one in others} | {
        one.person.name.casefold() for one in others if not one.is_unnamed
    }
    if name.casefold() in taken:
        raise ValidationError(
            {"name": _("Someone here already has that name. Choose another one.")}
        )
