"""The directorates and partners whose people act in an authority, as a coordinator keeps them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.enums import OrganisationKind, Role
from accounts.models import Invitation, Membership, Organisation
from accounts.operations.authorities import set_organisation
from accounts.policies import can_remove_organisation, can_set_up
from core import audit
from core.concurrency import check_version
from core.decisions import require

# As long as the model keeps, with room for a number that tells it from its namesake.
LONGEST_SLUG = 54


@transaction.atomic
def add_organisation(*, actor: Membership, **values: Any) -> Organisation:
    """One more organisation of the actor's own authority: name, kind, commitment. Records
    `accounts.organisation.added`. Raises ValidationError when there is one of this name."""
    require(can_set_up(actor, actor.authority))
    _check_name(actor.authority_id, values["name"])
    slug = _free_slug(actor.authority_id, values["name"])
    return set_organisation(actor=actor, authority=actor.authority, slug=slug, **values)


@transaction.atomic
def change_organisation(
    *, actor: Membership, organisation: Organisation, version: int | None, **values: Any
) -> Organisation:
    """Another name, kind or commitment; its people stay with it. Records
    `accounts.organisation.changed`, nothing when nothing is different. Raises `Conflict` when
    somebody else changed it first, ValidationError when there is one of this name, and when
    partners act for what would become a part of the council."""
    require(can_set_up(actor, organisation.authority))
    current = check_version(organisation, version)
    _check_name(current.authority_id, values["name"], keep=current.pk)
    if values["kind"] == OrganisationKind.DIRECTORATE and _has_partners(current):
        words = _("Partners represent this organisation, so it can’t be part of the council.")
        raise ValidationError({"kind": words})
    changes = {
        name: [getattr(current, name), value]
        for name, value in values.items()
        if getattr(current, name) != value
    }
    if not changes:
        return organisation
    for name, value in values.items():
        setattr(current, name, value)
    current.full_clean()
    current.save()
    audit.record(
        "accounts.organisation.changed",
        actor=actor,
        about=current,
        summary=current.name,
        changes=changes,
    )
    return current


@transaction.atomic
def remove_organisation(*, actor: Membership, organisation: Organisation) -> None:
    """Take away an organisation that nobody ever acted for. Records
    `accounts.organisation.removed` with what it was, so that it can be written again."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(can_remove_organisation(actor, organisation))
    audit.record(
        "accounts.organisation.removed",
        actor=actor,
        about=organisation,
        summary=organisation.name,
        changes={"kind": [organisation.kind, ""], "commitment": [organisation.commitment, ""]},
    )
    organisation.delete()


def _check_name(authority_id: int, name: str, keep: int = 0) -> None:
    same = Organisation.objects.filter(authority_id=authority_id, name__same_text=name)
    if same.exclude(pk=keep).exists():
        raise ValidationError({"name": _("An organisation with this name already exists.")})


def _has_partners(organisation: Organisation) -> bool:
    here = Membership.objects.current().filter(organisation=organisation, role=Role.PARTNER)
    coming = Invitation.objects.filter(
        organisation=organisation, role=Role.PARTNER, accepted_at__isnull=True
    )
    return here.exists() or coming.exists()


def _free_slug(authority_id: int, name: str) -> str:
    """A place in addresses and files, made of the name."""
    base = slugify(name)[:LONGEST_SLUG] or "organisation"
    taken = set(
        Organisation.objects.filter(authority_id=authority_id, slug__startswith=base).values_list(
            "slug", flat=True
        )
    )
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)
