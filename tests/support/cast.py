"""The fixed cast: one person per role in Manchester, a second lead with the same right on another
outcome, a whole second authority, an outsider, a superuser. Every test may ask for it."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.enums import AuthorityKind, OrganisationKind, Role
from accounts.models import Authority, Membership, Organisation, Person
from accounts.operations.memberships import start_membership
from accounts.operations.rights import grant_role_rights
from accounts.roles import SECOND_STEP_ROLES
from cooperative.enums import BodyFormat, BodyKind
from cooperative.models import Body
from expectations.enums import SetVoice
from expectations.models import Expectation, ExpectationSet
from outcomes.enums import OutcomeSetKind, WorkplanStatus
from outcomes.models import Outcome, OutcomeSet, Period, Workplan
from outcomes.operations.leads import appoint_lead
from tests.support.proof import prove
from tests.support.visitor import LeanClient


@dataclass
class Cast:
    """Everybody, by what they are."""

    manchester: Authority
    bury: Authority
    people: dict[str, Membership]
    bury_people: dict[str, Membership]
    outsider: Person
    superuser: Person
    happy: Outcome
    healthy: Outcome
    bury_outcome: Outcome
    year: Period
    workplan: Workplan
    healthy_workplan: Workplan
    bury_workplan: Workplan
    cooperative: Body
    bury_panel: Body
    expectations: list[Expectation]
    leisure: Organisation
    nhs: Organisation
    police: Organisation

    def __getattr__(self, name: str) -> Membership:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def client(self, who: Membership | Person | None, kind: type[Client] = LeanClient) -> Client:
        """A test client signed in as somebody, or as nobody for None."""
        client = kind()
        if who is not None:
            client.force_login(who.person if isinstance(who, Membership) else who)
        if isinstance(who, Membership) and who.role in SECOND_STEP_ROLES:
            prove(client)
        return client


def _person(authority: Authority, role: str, name: str, **more: Any) -> Membership:
    email = f"{name.lower().replace(' ', '.')}@{authority.slug}.example"
    person = Person.objects.create_user(email, "correct horse battery", name=name)
    membership = start_membership(
        actor=None,
        authority=authority,
        person=person,
        role=role,
        starts_on=timezone.localdate() - datetime.timedelta(days=365),
        **more,
    )
    return Membership.objects.select_related("person", "authority", "organisation").get(
        pk=membership.pk
    )


def _authority(slug: str, name: str) -> Authority:
    authority = Authority(
        slug=slug, name=name, short_name=slug.capitalize(), kind=AuthorityKind.COUNCIL
    )
    authority.full_clean()
    authority.save()
    grant_role_rights(authority)
    return authority


def _outcome(authority: Authority, names: list[str]) -> list[Outcome]:
    outcome_set = OutcomeSet.objects.create(
        authority=authority,
        slug="outcomes",
        name="Outcomes",
        kind=OutcomeSetKind.OUTCOME,
        is_main=True,
    )
    return [
        Outcome.objects.create(
            authority=authority,
            outcome_set=outcome_set,
            slug=name.lower(),
            name=name,
            short_name=name,
            tone=name.lower(),
            icon="smile",
            position=number,
        )
        for number, name in enumerate(names)
    ]


def year_of(authority: Authority) -> Period:
    """The year around today, April to March."""
    today = timezone.localdate()
    first = today.year if today.month >= 4 else today.year - 1
    return Period.objects.create(
        authority=authority,
        name=f"{first} to {first + 1}",
        slug=f"{first}-{(first + 1) % 100:02d}",
        starts_on=datetime.date(first, 4, 1),
        ends_on=datetime.date(first + 1, 3, 31),
    )


def _workplan(outcome: Outcome, period: Period) -> Workplan:
    return Workplan.objects.create(
        authority=outcome.authority,
        outcome=outcome,
        period=period,
        title=f"{outcome.name} together",
        status=WorkplanStatus.SHARED,
        shared_at=timezone.now(),
    )


def _body(authority: Authority, slug: str, name: str) -> Body:
    return Body.objects.create(
        authority=authority,
        slug=slug,
        name=name,
        kind=BodyKind.LEAD,
        format=BodyFormat.WORKSHOP,
        meetings_a_year=4,
        themed=True,
        observers_allowed=False,
    )


def make_cast() -> Cast:
    """Make them all. About 200 statements; tests share it through one transaction each."""
    manchester = _authority("manchester", "Manchester City Council")
    bury = _authority("bury", "Bury Council")
    leisure = Organisation.objects.create(
        authority=manchester, slug="leisure", name="Leisure", kind=OrganisationKind.DIRECTORATE
    )
    nhs = Organisation.objects.create(
        authority=manchester, slug="nhs", name="Local NHS", kind=OrganisationKind.HEALTH
    )
    police = Organisation.objects.create(
        authority=manchester, slug="police", name="Local police", kind=OrganisationKind.POLICE
    )
    bury_school = Organisation.objects.create(
        authority=bury, slug="school", name="A Bury school", kind=OrganisationKind.EDUCATION
    )
    people = {
        "consultant": _person(manchester, Role.CARE_CONSULTANT, "Jay Moss"),
        "consultant_2": _person(manchester, Role.CARE_CONSULTANT, "Sam Reed"),
        "consultant_3": _person(manchester, Role.CARE_CONSULTANT, "Ari Bloom"),
        "member": _person(manchester, Role.ELECTED_MEMBER, "Cllr Noor Ames"),
        "member_2": _person(manchester, Role.ELECTED_MEMBER, "Cllr Tom Vale"),
        "officer": _person(manchester, Role.OFFICER, "Priya Nash", organisation=leisure),
        "officer_2": _person(manchester, Role.OFFICER, "Owen Lark", organisation=leisure),
        "lead": _person(manchester, Role.OFFICER, "Hana Lind", organisation=leisure),
        "other_lead": _person(manchester, Role.OFFICER, "Otto Finch", organisation=leisure),
        "partner": _person(manchester, Role.PARTNER, "Nia Stone", organisation=nhs),
        "other_partner": _person(manchester, Role.PARTNER, "Pat Wren", organisation=police),
        "executive": _person(manchester, Role.EXECUTIVE, "Dana Holt"),
        "coordinator": _person(manchester, Role.COORDINATOR, "Kit Marsh"),
        "safeguarding": _person(manchester, Role.SAFEGUARDING_LEAD, "Lou Grange"),
    }
    bury_people = {
        str(role): _person(
            bury,
            role,
            f"Bury {role.label}",
            **({"organisation": bury_school} if role == Role.PARTNER else {}),
        )
        for role in Role
    }
    happy, healthy = _outcome(manchester, ["Happy", "Healthy"])
    (bury_outcome,) = _outcome(bury, ["Home"])
    appoint_lead(actor=None, outcome=happy, lead=people["lead"])
    appoint_lead(actor=None, outcome=healthy, lead=people["other_lead"])
    appoint_lead(actor=None, outcome=bury_outcome, lead=bury_people[Role.OFFICER])
    year, bury_year = year_of(manchester), year_of(bury)
    expectation_set = ExpectationSet.objects.create(
        authority=manchester,
        slug="expectations",
        name="Our expectations",
        voice=SetVoice.DEMAND,
        is_main=True,
    )
    return Cast(
        manchester=manchester,
        bury=bury,
        people=people,
        bury_people=bury_people,
        outsider=Person.objects.create_user("out@side.example", "correct horse", name="Out Side"),
        superuser=Person.objects.create_superuser("su@per.example", "correct horse", name="Su Per"),
        happy=happy,
        healthy=healthy,
        bury_outcome=bury_outcome,
        year=year,
        workplan=_workplan(happy, year),
        healthy_workplan=_workplan(healthy, year),
        bury_workplan=_workplan(bury_outcome, bury_year),
        cooperative=_body(manchester, "cooperative", "Corporate Family Cooperative"),
        bury_panel=_body(bury, "panel", "Corporate Parenting Panel"),
        expectations=[
            Expectation.objects.create(
                expectation_set=expectation_set, number=number, text=f"Expectation {number}"
            )
            for number in (1, 2, 3)
        ],
        leisure=leisure,
        nhs=nhs,
        police=police,
    )
