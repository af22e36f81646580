"""Keep guardian's rows what memberships say. Called inside the operation that changes one."""

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import Authority, Membership, Person
from accounts.roles import ROLE_RIGHTS
from core import audit, permissions


def role_group_name(authority: Authority, role: str) -> str:
    """The name of the group of one role in one authority."""
    return f"{authority.slug}/{role}"


def grant_role_rights(authority: Authority) -> dict[str, Group]:
    """Make an authority's role groups and give each exactly its rights. Returns them by role."""
    groups = {}
    for role, rights in ROLE_RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=role_group_name(authority, role))
        permissions.set_group_rights(group, authority, rights)
        groups[str(role)] = group
    return groups


def project_membership(membership: Membership) -> None:
    """Put the person in exactly the role group that their memberships here call for."""
    prefix = f"{membership.authority.slug}/"
    roles = (
        Membership.objects.current()
        .filter(person=membership.person_id, authority=membership.authority_id)
        .values_list("role", flat=True)
    )
    wanted = {role_group_name(membership.authority, role) for role in roles}
    held = set(
        membership.person.groups.filter(name__startswith=prefix).values_list("name", flat=True)
    )
    for group in Group.objects.filter(name__in=held - wanted):
        membership.person.groups.remove(group)
    if missing := wanted - held:
        membership.person.groups.add(*Group.objects.filter(name__in=missing))


def drift() -> list[str]:
    """Where guardian's rows and group seats differ from what memberships say. Empty when sound."""
    rights, held = _wanted_rights(), permissions.all_group_rights(Authority)
    seats, sitting = _wanted_seats(), _seats()
    own = permissions.all_person_rights(Authority)
    return [
        *(f"missing right: {row}" for row in sorted(rights - held)),
        *(f"right without reason: {row}" for row in sorted(held - rights)),
        *(f"not in group: {row}" for row in sorted(seats - sitting)),
        *(f"in group without membership: {row}" for row in sorted(sitting - seats)),
        *(f"a person's own right on an authority: {row}" for row in sorted(own)),
    ]


@transaction.atomic
def rebuild_rights() -> None:
    """Make rows and seats what memberships say, and nothing more: what came in another way (a
    restored backup, a repair by hand) goes. Records `accounts.rights.rebuilt` per authority."""
    for authority in Authority.objects.all():
        grant_role_rights(authority)
        audit.record(
            "accounts.rights.rebuilt", actor=None, about=authority, authority_id=authority.pk
        )
    wanted = _wanted_rights()
    authorities = Authority.objects.in_bulk()
    for name, authority_id, _ in permissions.all_group_rights(Authority) - wanted:
        group = Group.objects.get(name=name)
        rights = {row[2] for row in wanted if row[:2] == (name, authority_id)}
        permissions.set_group_rights(group, authorities[authority_id], rights)
    for person_id, authority_id, _ in permissions.all_person_rights(Authority):
        person = Person.objects.get(pk=person_id)
        permissions.set_person_rights(person, authorities[authority_id], [])
    seats, sitting = _wanted_seats(), _seats()
    groups = Group.objects.in_bulk([name for _, name in seats | sitting], field_name="name")
    for person_id, name in sitting - seats:
        groups[name].user_set.remove(person_id)
    for person_id, name in seats - sitting:
        groups[name].user_set.add(person_id)


def _wanted_rights() -> set[tuple[str, int, str]]:
    """Every right of every role in every authority."""
    return {
        (role_group_name(authority, role), authority.pk, codename)
        for authority in Authority.objects.all()
        for role, rights in ROLE_RIGHTS.items()
        for codename in rights
    }


def _wanted_seats() -> set[tuple[int, str]]:
    """Who belongs in which role group, by today's memberships."""
    return {
        (membership.person_id, role_group_name(membership.authority, membership.role))
        for membership in Membership.objects.current().select_related("authority")
    }


def _seats() -> set[tuple[int, str]]:
    """Who is in which role group."""
    rows = Group.objects.filter(name__contains="/").values_list("user", "name")
    return {(person, name) for person, name in rows if person is not None}
