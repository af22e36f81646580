"""The only writers of memberships. Rights follow in the same transaction."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Listing, OrganisationKind, Role
from accounts.listings import first_name
from accounts.models import Authority, Membership, Organisation, Person
from accounts.operations.agreements import LONGEST, check_agreement, follow_agreement, terms_of
from accounts.operations.notices import notify, tell_of_leaver
from accounts.operations.rights import project_membership
from accounts.operations.sessions import end_sessions
from accounts.policies import can_change_membership, can_end_membership, can_keep_membership
from accounts.queries import cannot_keep
from core import audit
from core.concurrency import check_version
from core.decisions import require
from core.languages import in_default_language


@transaction.atomic
def start_membership(
    *,
    actor: Membership | None,
    authority: Authority,
    person: Person,
    role: str,
    organisation: Organisation | None = None,
    title: str = "",
    listing: str = "",
    listed_as: str = "",
    starts_on: datetime.date | None = None,
    agreement: str = "",
    agreement_ends_on: datetime.date | None = None,
) -> Membership:
    """Bring a person into an authority. `actor` is None when the program itself does it (a
    framework file, an accepted invitation). `listed_as` is the name of their own choosing, where
    they chose one. A partner's access ends with their agreement; whoever lets partners in sees to
    it that one is named. Records `accounts.membership.started`. Raises ValidationError when the
    person is a member already, or a partner has no organisation."""
    check_organisation(authority, role, organisation)
    # Two ways in at once wait for each other; the second is told.
    Person.objects.select_for_update().get(pk=person.pk)
    first_day = starts_on or timezone.localdate()
    if Membership.objects.running(first_day).filter(authority=authority, person=person).exists():
        raise ValidationError(_("They’re already a member here."))
    if listed_as and not listing:
        listing = Listing.CHOSEN
    membership = Membership(
        authority=authority,
        person=person,
        role=role,
        organisation=organisation,
        title=title,
        listing=listing,
        starts_on=first_day,
        agreement=agreement,
        agreement_ends_on=agreement_ends_on,
        ends_on=agreement_ends_on,
    )
    membership.listed_as = listed_words(membership, listing, listed_as)
    membership.full_clean()
    membership.save()
    project_membership(membership)
    with in_default_language():
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
def end_membership(
    *,
    actor: Membership,
    membership: Membership,
    ends_on: datetime.date | None = None,
    version: int | None = None,
) -> Membership:
    """End a membership on a day, today unless told: from that day on they have no access. Today,
    the rights go in the same transaction, and with the last membership every session; this records
    `accounts.membership.ended`. A day ahead may be chosen anew or taken back until it comes, and is
    settled then (`settling`); this records `accounts.membership.end_planned`. What the person did
    stays under their name. Whoever looks after people is told when it ends and leaves work to hand
    over. Raises ValidationError for a day that has passed, one before they
    began, after their agreement, or more than five years away, and where nobody would be left to
    look after people; Conflict when somebody else changed it meanwhile."""
    membership = check_version(membership, version)
    require(can_end_membership(actor, membership))
    today = timezone.localdate()
    day = ends_on or today
    _check_end(membership, day)
    _check_coordinator_stays(membership)
    before, membership.ends_on = membership.ends_on, day
    membership.full_clean()
    membership.save()
    if day > today:
        _record_end(actor, membership, "end_planned", before)
        return membership
    project_membership(membership)
    if not Membership.objects.current().filter(person=membership.person_id).exists():
        end_sessions(person=membership.person)
    _record_end(actor, membership, "ended", before)
    tell_of_leaver(membership)
    return membership


@transaction.atomic
def keep_membership(*, actor: Membership, membership: Membership) -> Membership:
    """Take back an end that lies ahead: they stay, a partner until their agreement ends. Records
    `accounts.membership.kept`."""
    membership = check_version(membership, None)
    require(can_keep_membership(actor, membership))
    before, membership.ends_on = membership.ends_on, membership.agreement_ends_on
    membership.full_clean()
    membership.save()
    _record_end(actor, membership, "kept", before)
    return membership


@transaction.atomic
def change_membership(
    *,
    actor: Membership,
    membership: Membership,
    role: str,
    organisation: Organisation | None = None,
    title: str = "",
    agreement: str = "",
    agreement_ends_on: datetime.date | None = None,
    version: int | None = None,
) -> Membership:
    """Change what somebody is here: role, organisation, title and, of a partner, the agreement. The
    rights follow in the same transaction. Records `accounts.membership.changed` with what was and
    is. Refused for one's own. Raises ValidationError for a role that cannot keep what they answer
    for now (hand it over first), for a partner without an organisation or an agreement, and where
    nobody would be left to look after people; Conflict when somebody else changed it meanwhile."""
    membership = check_version(membership, version)
    require(can_change_membership(actor, membership))
    check_organisation(membership.authority, role, organisation)
    check_agreement(role, agreement, agreement_ends_on)
    if role != membership.role:
        if kept := cannot_keep(membership, role):
            raise ValidationError({"role": kept})
        _check_coordinator_stays(membership)
    before = _facts(membership)
    membership.role, membership.organisation, membership.title = role, organisation, title
    is_partner = role == Role.PARTNER
    follow_agreement(
        membership, agreement if is_partner else "", agreement_ends_on if is_partner else None
    )
    if membership.is_unnamed:
        membership.listed_as = listed_words(membership, Listing.UNNAMED)
    membership.full_clean()
    membership.save()
    project_membership(membership)
    after = _facts(membership)
    audit.record(
        "accounts.membership.changed",
        actor=actor,
        about=membership,
        summary=membership.label,
        changes={
            name: [before[name], after[name]] for name in after if before[name] != after[name]
        },
    )
    if before["role"] != after["role"]:
        notify(
            "role-changed",
            about=membership,
            page=reverse("portal:home", args=[actor.authority.slug]),
            actor=actor,
            to=[membership],
            mark=membership.version,
        )
    return membership


def listed_words(membership: Membership, listing: str, name: str = "") -> str:
    """The words that a way of being listed comes to, as they are kept. For no name, what they are
    here, in the program's own language; a page says it in its reader's (`Membership.label`)."""
    if listing == Listing.FIRST_NAME:
        return first_name(membership.person.name)
    if listing == Listing.CHOSEN:
        return name
    if listing == Listing.UNNAMED:
        with in_default_language():
            return str(Role(membership.role).label)
    return membership.person.name if listing == Listing.FULL_NAME else ""


def _check_end(membership: Membership, day: datetime.date) -> None:
    today = timezone.localdate()
    problem = ""
    if day < today:
        problem = _("That date has passed. Enter today’s date or a later one.")
    elif day < membership.starts_on:
        problem = _("That’s before their start date. Enter a later date.")
    elif membership.agreement_ends_on and day > membership.agreement_ends_on:
        problem = _(
            "Their agreement ends before that date. Renew it first, or enter an earlier date."
        )
    elif day > today + LONGEST:
        problem = _("Enter a date within the next five years.")
    if problem:
        raise ValidationError({"ends_on": problem})


def _check_coordinator_stays(membership: Membership) -> None:
    """Somebody without an end date must be left to look after people. The authority's row is
    locked, so that two coordinators cannot end each other at once."""
    if membership.role != Role.COORDINATOR:
        return
    Authority.objects.select_for_update().get(pk=membership.authority_id)
    others = Membership.objects.current().filter(
        authority=membership.authority_id, role=Role.COORDINATOR, ends_on__isnull=True
    )
    if not others.exclude(pk=membership.pk).exists():
        raise ValidationError(
            _("This is the only coordinator without an end date. Invite another coordinator first.")
        )


def _facts(membership: Membership) -> dict[str, str]:
    """What the trail keeps of a change."""
    return {
        "role": membership.role,
        "organisation": membership.organisation.name if membership.organisation else "",
        "title": membership.title,
        **terms_of(membership),
    }


def _record_end(
    actor: Membership, membership: Membership, deed: str, before: datetime.date | None
) -> None:
    audit.record(
        f"accounts.membership.{deed}",
        actor=actor,
        about=membership,
        summary=membership.label,
        changes={"ends_on": [str(before or ""), str(membership.ends_on or "")]},
    )


def check_organisation(authority: Authority, role: str, organisation: Organisation | None) -> None:
    """A partner acts for a partner organisation of this authority; nobody for another's."""
    if organisation and organisation.authority_id != authority.pk:
        raise ValidationError(
            {"organisation": _("That organisation belongs to another authority.")}
        )
    if role == Role.PARTNER and (
        organisation is None or organisation.kind == OrganisationKind.DIRECTORATE
    ):
        raise ValidationError(
            {"organisation": _("Choose the partner organisation they represent.")}
        )
