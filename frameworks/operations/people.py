"""Bring a demonstration's people in from a file. A council's own people are invited instead."""

import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Authority, Membership, Organisation, Person
from accounts.operations.memberships import start_membership
from cooperative.enums import SeatKind, SeatStatus
from cooperative.models import Body, Seat
from cooperative.operations.bodies import add_seats, seat_person
from frameworks.checking import check_people, check_schema
from frameworks.operations.load import told_where
from frameworks.problems import FrameworkError
from frameworks.reading import Document, read_file
from outcomes.models import Outcome
from outcomes.operations.leads import appoint_lead

DAYS_HERE = 400


@transaction.atomic
def load_people(path: str | Path, *, today: datetime.date | None = None) -> dict[str, Membership]:
    """Start the memberships a file lists, appoint its leads and fill its seats; whoever is there
    already stays as they are. The people have no password: they cannot sign in except through the
    demonstration's own page. Agreements end counted from `today`. Returns the memberships by
    their keys. Raises FrameworkError, naming each line, and then nothing has changed."""
    document = read_file(path)
    check_schema(document, "people-1")
    authority = Authority.objects.filter(slug=document.data["authority"]).first()
    if authority is None:
        message = f"there is no authority “{document.data['authority']}”; load its framework first"
        raise FrameworkError([document.problem(["authority"], message)])
    check_people(
        document,
        organisations=dict(authority.organisations.values_list("slug", "kind")),
        outcomes=set(authority.outcomes.values_list("slug", flat=True)),
        bodies=set(authority.bodies.values_list("slug", flat=True)),
    )
    people = _memberships(document, authority, today or timezone.localdate())
    _leads(document, authority, people)
    _seats(document, authority, people)
    return people


def _memberships(
    document: Document, authority: Authority, today: datetime.date
) -> dict[str, Membership]:
    organisations = {one.slug: one for one in Organisation.objects.filter(authority=authority)}
    people = {}
    for i, row in enumerate(document.data["people"]):
        with told_where(document, "people", i):
            people[row["key"]] = _membership(authority, row, organisations, today)
    return people


def _membership(
    authority: Authority,
    row: dict[str, Any],
    organisations: dict[str, Organisation],
    today: datetime.date,
) -> Membership:
    person = Person.objects.filter(email=row["email"]).first()
    if person is None:
        person = Person.objects.create_user(row["email"], None, name=row["name"])
    there = Membership.objects.running().filter(authority=authority, person=person).first()
    left = row.get("agreement_days_left")
    joined = timezone.localdate() - datetime.timedelta(days=row.get("days_here", DAYS_HERE))
    return there or start_membership(
        actor=None,
        authority=authority,
        person=person,
        role=row["role"],
        organisation=organisations.get(row.get("organisation", "")),
        title=row.get("title", ""),
        listed_as=row.get("listed_as", ""),
        starts_on=joined,
        agreement=row.get("agreement", ""),
        agreement_ends_on=None if left is None else today + datetime.timedelta(days=left),
    )


def _leads(document: Document, authority: Authority, people: dict[str, Membership]) -> None:
    outcomes = {one.slug: one for one in Outcome.objects.filter(authority=authority)}
    for slug, key in document.data.get("leads", {}).items():
        if outcomes[slug].lead_id != people[key].pk:
            with told_where(document, "leads", slug):
                appoint_lead(actor=None, outcome=outcomes[slug], lead=people[key])


def _seats(document: Document, authority: Authority, people: dict[str, Membership]) -> None:
    """Each person takes a vacant seat of the title, or one more is made."""
    bodies = {one.slug: one for one in Body.objects.filter(authority=authority)}
    for i, row in enumerate(document.data.get("seats", [])):
        body, membership = bodies[row["body"]], people[row["person"]]
        kind = row.get("kind", SeatKind.MEMBER)
        alike = Seat.objects.filter(body=body, title=row["title"], kind=kind)
        alike = alike.exclude(status=SeatStatus.ENDED)
        if alike.filter(membership=membership).exists():
            continue
        with told_where(document, "seats", i):
            vacant = alike.filter(membership=None).order_by("pk").first()
            seat_person(
                actor=None,
                seat=vacant or _one_more_seat(body, row["title"], kind, list(alike)),
                membership=membership,
            )


def _one_more_seat(body: Body, title: str, kind: str, alike: list[Seat]) -> Seat:
    status = alike[0].status if alike else SeatStatus.ACTIVE
    count = len(alike) + 1
    seats = add_seats(actor=None, body=body, title=title, kind=kind, status=status, count=count)
    return seats[-1]
