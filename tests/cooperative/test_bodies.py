"""Setting up bodies, how they stand to each other, and their seats."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cooperative.models import Body, BodyRelation, Seat
from cooperative.operations.bodies import (
    add_seats,
    relate_bodies,
    seat_person,
    set_body,
)
from core.decisions import Refused
from core.models import AuditEvent
from tests.support.cast import Cast


def make_body(cast: Cast, slug: str = "partnership", **values: Any) -> Body:
    given: dict[str, Any] = {"name": "Strategic Partnership", "kind": "strategic"} | values
    return set_body(actor=cast.coordinator, authority=cast.manchester, slug=slug, **given)


def test_a_body_is_kept_by_its_slug_and_doing_it_again_changes_nothing(cast: Cast) -> None:
    for _ in range(2):
        make_body(cast, outcome=cast.happy, aliases=["SP"], meetings_a_year=6)
    body = Body.objects.get(slug="partnership")
    assert (body.outcome, body.aliases, body.meetings_a_year) == (cast.happy, ["SP"], 6)
    assert AuditEvent.objects.filter(code__startswith="cooperative.body").count() == 1


def test_a_change_says_what_it_was(cast: Cast) -> None:
    make_body(cast, outcome=cast.happy)
    make_body(cast, outcome=cast.healthy, decides=True)
    event = AuditEvent.objects.get(code="cooperative.body.changed")
    assert event.changes == {"outcome": ["Happy", "Healthy"], "decides": [None, True]}


def test_relations_are_kept_once(cast: Cast) -> None:
    partnership = make_body(cast)
    for note in ("", "Every quarter", "Every quarter"):
        relate_bodies(
            actor=cast.coordinator,
            from_body=partnership,
            to_body=cast.cooperative,
            kind="reports-to",
            note=note,
        )
    assert BodyRelation.objects.get().note == "Every quarter"
    assert AuditEvent.objects.filter(code__startswith="cooperative.relation").count() == 2


def test_bodies_of_two_authorities_have_no_relation(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="another authority"):
        relate_bodies(
            actor=None, from_body=cast.cooperative, to_body=cast.bury_panel, kind="approves"
        )
    with pytest.raises(ValidationError):
        relate_bodies(
            actor=None, from_body=cast.cooperative, to_body=cast.cooperative, kind="approves"
        )
    with pytest.raises(ValidationError, match="another authority"):
        make_body(cast, outcome=cast.bury_outcome)


def test_seats_are_topped_up_and_never_taken_away(cast: Cast) -> None:
    body = make_body(cast)
    for count in (2, 2, 3, 1):
        add_seats(actor=cast.coordinator, body=body, title="Foster carer", count=count)
    assert Seat.objects.filter(body=body).count() == 3
    assert AuditEvent.objects.filter(code="cooperative.seat.added").count() == 3


def test_a_seat_is_taken_and_kept(cast: Cast) -> None:
    body = make_body(cast)
    (seat,) = add_seats(
        actor=cast.coordinator, body=body, title="Health", status="proposed", count=1
    )
    for _ in range(2):
        seat_person(actor=cast.coordinator, seat=seat, membership=cast.partner)
    with pytest.raises(ValidationError, match="already has this seat"):
        seat_person(actor=cast.coordinator, seat=seat, membership=cast.other_partner)
    # What was proposed becomes active; whoever sits there keeps the seat.
    add_seats(actor=cast.coordinator, body=body, title="Health")
    seat = Seat.objects.get(body=body)
    assert (seat.status, seat.membership) == ("active", cast.partner)
    codes = AuditEvent.objects.filter(code__startswith="cooperative.seat").order_by("pk")
    assert [one.code.rsplit(".", 1)[1] for one in codes] == [
        "added",
        "taken",
        "changed",
    ]


def test_a_seat_is_not_given_to_another_authoritys_person_nor_when_it_has_ended(
    cast: Cast,
) -> None:
    (seat,) = add_seats(actor=None, body=cast.cooperative, title="Member")
    with pytest.raises(ValidationError, match="another authority"):
        seat_person(actor=None, seat=seat, membership=cast.bury_people["officer"])
    Seat.objects.filter(pk=seat.pk).update(status="ended")
    with pytest.raises(ValidationError, match="has ended"):
        seat_person(actor=None, seat=seat, membership=cast.member)
    # An ended seat does not count: a new one is made.
    add_seats(actor=None, body=cast.cooperative, title="Member")
    assert Seat.objects.filter(body=cast.cooperative, status="active").count() == 1


@pytest.mark.parametrize("who", ["consultant", "officer", "member", "partner", "executive"])
def test_only_the_coordinator_and_only_their_own(cast: Cast, who: str) -> None:
    (seat,) = add_seats(actor=None, body=cast.cooperative, title="Member")
    (theirs,) = add_seats(actor=None, body=cast.bury_panel, title="Member")
    for actor, body, place in (
        (getattr(cast, who), cast.cooperative, seat),
        (cast.coordinator, cast.bury_panel, theirs),
    ):
        with pytest.raises(Refused):
            set_body(actor=actor, authority=body.authority, slug="x", name="X", kind="lead")
        with pytest.raises(Refused):
            relate_bodies(actor=actor, from_body=body, to_body=body, kind="approves")
        with pytest.raises(Refused):
            add_seats(actor=actor, body=body, title="X")
        with pytest.raises(Refused):
            seat_person(actor=actor, seat=place, membership=cast.member)
    assert not Body.objects.filter(slug="x").exists()
