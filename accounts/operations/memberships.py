"""The only writers of memberships. Rights follow in the same transaction."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import OrganisationKind, Role
from accounts.models import Authority, Membership, Organisation, Person
from accounts.operations.rights import project_membership
from accounts.operations.sessions import end_sessions
from accounts.policies import can_end_membership
from core import audit
from core.decisions import require
from core.languages import as_kept


@transaction.atomic
def start_membership(
    *,
    actor: Membership | None,
    authority: Authority,
    person: Person,
    role: str,
    organisation: Organisation | None = None,
    title: str = "",
    listed_as: str = "",
    starts_on: datetime.date | None = None,
) -> Membership:
    """Bring a person into an authority. `actor` is None when the program itself does it (a
    framework file, an accepted invitation). Records `accounts.membership.started`. Raises
    ValidationError when the person is a member already, or a partner has no organisation."""
    check_organisation(authority, role, organisation)
    membership = Membership(
        authority=authority,
        person=person,
        role=role,
        organisation=organisation,
        title=title,
        listed_as=listed_as,
        starts_on=starts_on or timezone.localdate(),
    )
    membership.full_clean()
    membership.save()
    project_membership(membership)
    with as_kept():
        summary = f"{membership.label} as {membership.get_role_display()}"
    audit.record(
        "accounts.membership.started",
        actor=actor,
        about=membership,
        authority_id=authority.pk,
        summary=summary,
    )
    return membership


@transaction.atomic
def end_membership(*, actor: Membership, membership: Membership) -> Membership:
    """End a membership today; the rights go in the same transaction, and with the last membership
    every session. Records `accounts.membership.ended`. What the person did stays under their
    name."""
    require(can_end_membership(actor, membership))
    membership.ends_on = timezone.localdate()
    membership.full_clean()
    membership.save()
    project_membership(membership)
    if not Membership.objects.current().filter(person=membership.person_id).exists():
        end_sessions(person=membership.person)
    audit.record(
        "accounts.membership.ended",
        actor=actor,
        about=membership,
        summary=membership.label,
    )
    return membership


def check_organisation(authority: Authority, role: str, organisation: Organisation | None) -> None:
    """A partner acts for a partner organisation of this authority; nobody for another's."""
    if organisation and organisation.authority_id != authority.pk:
        raise ValidationError(
            {"organisation": _("That organisation belongs to another authority.")}
        )
    if role == Role.PARTNER and (
        organisation is None or organisation.kind == OrganisationKind.DIRECTORATE
    ):
        raise ValidationError({"organisation": _("Choose the partner organisation they act for.")})
