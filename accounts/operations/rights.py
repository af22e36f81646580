"""Keep guardian's rows what memberships say they are. Called inside the operation that changes one."""

from django.contrib.auth.models import Group

from accounts.models import Authority, Membership
from accounts.roles import ROLE_RIGHTS
from core import permissions


def role_group_name(authority: Authority, role: str) -> str:
    """The name of the group of one role in one authority."""
    return f"{authority.slug}/{role}"


def grant_role_rights(authority: Authority) -> dict[str, Group]:
    """Make the role groups of an authority and give each exactly its rights. Returns them by role."""
    groups = {}
    for role, rights in ROLE_RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=role_group_name(authority, role))
        permissions.set_group_rights(group, authority, rights)
        groups[str(role)] = group
    return groups


def project_membership(membership: Membership) -> None:
    """Put the person in exactly the role group that their memberships of this authority call for."""
    prefix = f"{membership.authority.slug}/"
    roles = (
        Membership.objects.current()
        .filter(person=membership.person_id, authority=membership.authority_id)
        .values_list("role", flat=True)
    )
    wanted = {role_group_name(membership.authority, role) for role in roles}
    held = set(
        membership.person.groups.filter(name__startswith=prefix).values_list(
            "name", flat=True
        )
    )
    for group in Group.objects.filter(name__in=held - wanted):
        membership.person.groups.remove(group)
    if missing := wanted - held:
        membership.person.groups.add(*Group.objects.filter(name__in=missing))


def drift() -> list[str]:
    """Where guardian's rows and group seats differ from what memberships say. Empty when sound."""
    problems = []
    wanted = {
        (role_group_name(authority, role), authority.pk, codename)
        for authority in Authority.objects.all()
        for role, rights in ROLE_RIGHTS.items()
        for codename in rights
    }
    held = permissions.all_group_rights(Authority)
    problems += [f"missing right: {row}" for row in sorted(wanted - held)]
    problems += [f"right without reason: {row}" for row in sorted(held - wanted)]
    seats = {
        (membership.person_id, role_group_name(membership.authority, membership.role))
        for membership in Membership.objects.current().select_related("authority")
    }
    sitting = {
        (person, name)
        for person, name in Group.objects.filter(name__contains="/").values_list(
            "user", "name"
        )
        if person is not None
    }
    problems += [f"not in group: {row}" for row in sorted(seats - sitting)]
    problems += [
        f"in group without membership: {row}" for row in sorted(sitting - seats)
    ]
    return problems
