"""How an authority's pages look: its colour, and its logo."""

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.logos import CheckedLogo, check_logo
from accounts.models import Authority, Logo, Membership
from accounts.policies import can_change_look, can_throw_logo_away, can_use_logo
from core import audit
from core.decisions import require

# So many logos are kept to choose from.
MOST = 6


def _locked(actor: Membership) -> Authority:
    return Authority.objects.select_for_update().get(pk=actor.authority_id)


@transaction.atomic
def set_colour(*, actor: Membership, colour: str) -> Authority:
    """Give the authority's pages this colour. Records `accounts.colour.set` with what it was. Does
    nothing when it is so already. Raises ValidationError for a colour on which white words cannot
    be read."""
    require(can_change_look(actor))
    authority = _locked(actor)
    before = authority.colour
    if colour == before:
        return authority
    authority.colour = colour
    authority.full_clean()
    authority.save()
    audit.record(
        "accounts.colour.set",
        actor=actor,
        about=authority,
        summary=colour,
        changes={"colour": [before, colour]},
    )
    return authority


@transaction.atomic
def add_logo(*, actor: Membership, file: UploadedFile | CheckedLogo, words: str) -> Logo:
    """Keep a logo, drawn anew, so that it can be looked at; it is not shown to anybody yet. The
    same picture again is the same logo, with the new words. A form has it checked before the
    transaction begins. Records `accounts.logo.added`. Raises ValidationError for a file that is no
    picture we take, or when there are enough already."""
    require(can_change_look(actor))
    try:
        checked = file if isinstance(file, CheckedLogo) else check_logo(file)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    authority = _locked(actor)
    logo = Logo.objects.filter(authority=authority, digest=checked.digest).first()
    if logo is None:
        if authority.logos.count() >= MOST:
            raise ValidationError(
                _("You already have %(n)s logos. Delete one first.") % {"n": MOST}
            )
        logo = Logo(
            authority=authority,
            digest=checked.digest,
            width=checked.width,
            height=checked.height,
            added_by=actor,
        )
        logo.file = ContentFile(checked.content, name="logo.png")
    logo.words = words
    logo.full_clean(exclude=["file"])
    logo.save()
    audit.record("accounts.logo.added", actor=actor, about=logo, summary=words)
    return logo


@transaction.atomic
def use_logo(*, actor: Membership, logo: Logo) -> Authority:
    """Show this logo on every page and document of the authority. Records `accounts.logo.used`;
    nothing when it is shown already."""
    require(can_use_logo(actor, logo))
    authority = _locked(actor)
    if authority.logo_id == logo.pk:
        return authority
    before, authority.logo = authority.logo, logo
    authority.save()
    audit.record(
        "accounts.logo.used",
        actor=actor,
        about=logo,
        summary=logo.words,
        changes={"logo": [str(before) if before else "", logo.words]},
    )
    return authority


@transaction.atomic
def remove_logo(*, actor: Membership) -> Authority:
    """Show no logo; it is kept, to be used again. Records `accounts.logo.removed`. Does nothing
    when none is shown."""
    require(can_change_look(actor))
    authority = _locked(actor)
    before = authority.logo
    if before is None:
        return authority
    authority.logo = None
    authority.save()
    audit.record("accounts.logo.removed", actor=actor, about=before, summary=before.words)
    return authority


@transaction.atomic
def throw_logo_away(*, actor: Membership, logo: Logo) -> None:
    """Forget a logo that is not shown, and its file. Records `accounts.logo.thrown-away`."""
    require(can_throw_logo_away(actor, logo))
    name = logo.file.name
    audit.record("accounts.logo.thrown-away", actor=actor, about=logo, summary=logo.words)
    logo.delete()
    transaction.on_commit(lambda: default_storage.delete(name))
