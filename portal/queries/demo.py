"""Everybody of the demo authorities, with the value of the button that signs in as them."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Authority, Membership
from core.folding import fold
from core.text import and_list
from outcomes.models import Outcome

PLACE = {role.value: place for place, role in enumerate(Role)}


@dataclass(frozen=True)
class DemoPerson:
    """One button: `value` is what it sends, `what` what they are here."""

    value: str
    membership: Membership
    what: str

    @property
    def group(self) -> str:
        """What they are listed under: their role, or that they lead an outcome."""
        if self.value.startswith(f"{self.membership.authority.slug}-outcome-lead"):
            return _("Outcome lead")
        return str(self.membership.get_role_display())

    @property
    def task(self) -> str:
        """What stands beside the name: an outcome they lead, or what they do, and for whom."""
        task = self.what if self.group == _("Outcome lead") else self.membership.title
        where = self.membership.organisation
        return ", ".join(one for one in (task, where.name if where else "") if one)

    def says(self, text: str) -> bool:
        """Whether every word of a text stands in what the list says of them."""
        whole = f"{self.membership.label} {self.membership.title} {self.what} {self.group}"
        if self.membership.organisation:
            whole += f" {self.membership.organisation.name}"
        whole = fold(whole)
        return all(word in whole for word in fold(text).split())


@dataclass(frozen=True)
class DemoAuthority:
    """One authority and its people, in the order of the roles."""

    authority: Authority
    people: list[DemoPerson]

    @property
    def groups(self) -> dict[str, list[DemoPerson]]:
        """The people by what they are here, in the order of the roles."""
        found: dict[str, list[DemoPerson]] = {}
        for person in self.people:
            found.setdefault(person.group, []).append(person)
        return found

    def narrowed(self, text: str) -> "DemoAuthority":
        """Only those in whose name, task or organisation the words stand."""
        return DemoAuthority(self.authority, [one for one in self.people if one.says(text)])


def demo_authorities() -> list[DemoAuthority]:
    """Every authority that has people, the largest first. Two queries. The values are the same each
    time for the same data: `<authority>-<role>`, with -2, -3… for further ones, and
    `<authority>-outcome-lead` for the first outcome's lead, `…-lead-<outcome>` for others."""
    leads: dict[int, list[Outcome]] = {}
    for outcome in Outcome.objects.filter(lead__isnull=False).order_by(
        "authority", "-outcome_set__is_main", "position", "name", "pk"
    ):
        leads.setdefault(outcome.authority_id, []).append(outcome)
    by_authority: dict[int, list[Membership]] = {}
    for membership in (
        Membership.objects.current()
        .select_related("authority", "person", "organisation")
        .order_by("pk")
    ):
        by_authority.setdefault(membership.authority_id, []).append(membership)
    found = [
        DemoAuthority(members[0].authority, _people(members, leads.get(authority_id, [])))
        for authority_id, members in by_authority.items()
    ]
    return sorted(found, key=lambda one: (-len(one.people), one.authority.name))


def _people(members: list[Membership], outcomes: list[Outcome]) -> list[DemoPerson]:
    slug = members[0].authority.slug
    members = sorted(members, key=lambda one: (PLACE[one.role], one.pk))
    leading: dict[int, list[Outcome]] = {}
    current = {member.pk for member in members}
    held = [outcome for outcome in outcomes if outcome.lead_id in current]
    for outcome in held:
        assert outcome.lead_id is not None
        leading.setdefault(outcome.lead_id, []).append(outcome)
    # A role whose every holder leads an outcome still gets its plain button.
    others = {member.role for member in members if member.pk not in leading}
    people, seen = [], Counter[str]()
    for member in members:
        if member.pk in leading:
            theirs = leading[member.pk]
            value = f"{slug}-outcome-lead"
            if theirs[0] is not held[0]:
                value += f"-{theirs[0].slug}"
            names = and_list(theirs)
            people.append(DemoPerson(value, member, f"Leads {names}"))
            if member.role in others:
                continue
            others.add(member.role)
        seen[member.role] += 1
        number = seen[member.role]
        value = f"{slug}-{member.role}" + (f"-{number}" if number > 1 else "")
        people.append(DemoPerson(value, member, member.get_role_display()))
    return people


def demo_person(value: str) -> Membership | None:
    """Whom a button's value means; None for a value that is nobody's."""
    return next(
        (
            person.membership
            for one in demo_authorities()
            for person in one.people
            if person.value == value
        ),
        None,
    )
