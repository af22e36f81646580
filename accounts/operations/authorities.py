"""Set up an authority and the organisations whose people act in it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import AuthorityKind
from accounts.models import RESERVED_SLUGS, Authority, Membership, Organisation
from accounts.operations.rights import grant_role_rights
from accounts.policies import can_set_up
from core.changes import upsert_audited
from core.decisions import require


@transaction.atomic
def set_up_authority(
    *,
    actor: Membership | None,
    slug: str,
    name: str,
    short_name: str,
    kind: str = AuthorityKind.COUNCIL,
    nation: str = "England",
    colour: str = "#211a3d",
    terminology: dict[str, Any] | None = None,
    test_question: str = "",
    sign_offs_needed: int = 2,
    strategy_name: str = "",
    introduction: str = "",
    details: dict[str, Any] | None = None,
    source: str = "",
) -> Authority:
    """Make an authority, or bring it to these values; its roles get their rights. `actor` is None
    when the program itself does it (loading a file). A coordinator may change their own authority,
    never make another. Records `accounts.authority.added` or `.changed`. Raises ValidationError for
    a slug that is none, or that the program's own pages use."""
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise ValidationError({"slug": error.messages}) from None
    require(can_set_up(actor, Authority.objects.filter(slug=slug).first()))
    if slug in RESERVED_SLUGS:
        problem = _("Golden Thread uses “%(slug)s” for its own pages. Choose another.") % {
            "slug": slug
        }
        raise ValidationError({"slug": problem})
    authority = upsert_audited(
        Authority,
        noun="accounts.authority",
        actor=actor,
        authority_id=None,
        key={"slug": slug},
        values={
            "name": name,
            "short_name": short_name,
            "kind": kind,
            "nation": nation,
            "colour": colour,
            "terminology": terminology or {},
            "test_question": test_question,
            "sign_offs_needed": sign_offs_needed,
            "strategy_name": strategy_name,
            "introduction": introduction,
            "details": details or {},
            "source": source,
        },
    )
    grant_role_rights(authority)
    return authority


@transaction.atomic
def set_organisation(
    *,
    actor: Membership | None,
    authority: Authority,
    slug: str,
    name: str,
    kind: str,
    commitment: str = "",
) -> Organisation:
    """Make a directorate or partner of an authority, or bring it to these values. Records
    `accounts.organisation.added` or `.changed`. Refuses another authority's people."""
    require(can_set_up(actor, authority))
    return upsert_audited(
        Organisation,
        noun="accounts.organisation",
        actor=actor,
        authority_id=authority.pk,
        key={"authority": authority, "slug": slug},
        values={"name": name, "kind": kind, "commitment": commitment},
    )
