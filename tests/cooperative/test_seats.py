"""Who sits where, through the pages: what a seat brings comes and goes with it."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Notice
from accounts.operations.memberships import end_membership
from cooperative.models import Body, Seat
from cooperative.operations.bodies import add_seat, change_seat
from core.concurrency import Conflict
from core.decisions import Refused
from core.models import AuditEvent
from portal.policies import can_read_trail
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def at(name: str, *args: object) -> str:
    return reverse(f"cooperative:{name}", args=["manchester", *args])


def committee(cast: Cast) -> Body:
    return Body.objects.create(
        authority=cast.manchester, slug="scrutiny", name="Scrutiny", kind="scrutiny"
    )


def chair(cast: Cast, membership: Membership | None = None) -> Seat:
    return add_seat(
        actor=cast.coordinator, body=committee(cast), title="Chair", membership=membership
    )


def filled(seat: Seat, **changed: object) -> dict[str, object]:
    """The form of a seat as its page shows it, with something typed into it."""
    shown = {
        "title": seat.title,
        "kind": seat.kind,
        "status": seat.status,
        "membership": seat.membership_id or "",
        "version": seat.version,
    }
    return shown | changed


@pytest.fixture
def kit(cast: Cast) -> Client:
    return cast.client(cast.coordinator)


def test_a_seat_is_added_with_somebody_in_it(cast: Cast, kit: Client) -> None:
    body = committee(cast)
    page = kit.get(at("body-detail", body.slug)).content.decode()
    assert at("seat-add", body.slug) in page
    asked = {"title": "Chair", "kind": "chair", "status": "active", "membership": cast.member.pk}
    answer = kit.post(at("seat-add", body.slug), asked)
    assert answer["Location"] == at("body-detail", body.slug)
    assert can_read_trail(cast.member)
    assert "Cllr Noor Ames" in kit.get(answer["Location"]).content.decode()
    assert Notice.objects.filter(membership=cast.member, what="seat-taken").exists()


def test_another_sits_there_and_the_right_goes_along(cast: Cast, kit: Client) -> None:
    seat = chair(cast, cast.member)
    answer = kit.post(at("seat-change", seat.pk), filled(seat, membership=cast.member_2.pk))
    assert answer.status_code == 302
    assert (bool(can_read_trail(cast.member)), bool(can_read_trail(cast.member_2))) == (False, True)
    event = AuditEvent.objects.get(code="cooperative.seat.changed")
    assert event.changes == {"membership": ["Cllr Noor Ames", "Cllr Tom Vale"]}


def test_a_seat_ends_and_begins_again(cast: Cast, kit: Client) -> None:
    seat = chair(cast, cast.member)
    kit.post(at("seat-change", seat.pk), filled(seat, status="ended"))
    seat.refresh_from_db()
    assert (seat.status, seat.membership) == ("ended", None)
    assert not can_read_trail(cast.member)
    page = kit.get(at("body-detail", "scrutiny")).content.decode()
    assert "Past seats" in page
    assert at("seat-change", seat.pk) in page
    kit.post(at("seat-change", seat.pk), filled(seat, status="active"))
    assert Seat.objects.get().status == "active"


def test_who_changes_it_second_is_told_and_loses_nothing(cast: Cast, kit: Client) -> None:
    seat = chair(cast)
    change_seat(
        actor=cast.coordinator,
        seat=seat,
        title="Chair",
        kind="chair",
        status="active",
        membership=cast.member,
    )
    answer = kit.post(
        at("seat-change", seat.pk), filled(seat, title="Head", membership=cast.member_2.pk)
    )
    page = answer.content.decode()
    assert "You’ve already saved this in another tab" in page
    assert 'value="Head"' in page
    assert Seat.objects.get().membership == cast.member
    with pytest.raises(Conflict):
        change_seat(
            actor=cast.coordinator,
            seat=seat,
            title="Head",
            kind="chair",
            status="active",
            membership=None,
            version=1,
        )


def test_nothing_is_written_when_nothing_is_different(cast: Cast, kit: Client) -> None:
    seat = chair(cast, cast.member)
    before = AuditEvent.objects.count()
    assert kit.post(at("seat-change", seat.pk), filled(seat)).status_code == 302
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": " "}, "Fill this in."),
        ({"kind": "king"}, "Choose one from the list."),
        ({"status": "gone"}, "Choose one from the list."),
        ({"membership": "0"}, "Choose one from the list."),
    ],
)
def test_a_slip_is_said_beside_its_field(
    cast: Cast, kit: Client, typed: dict[str, object], said: str
) -> None:
    seat = chair(cast, cast.member)
    page = kit.post(at("seat-change", seat.pk), filled(seat, **typed)).content.decode()
    assert said in page
    assert Seat.objects.get().version == 1


def test_only_people_who_are_here_sit_there(cast: Cast, kit: Client) -> None:
    seat = chair(cast)
    end_membership(actor=cast.coordinator, membership=cast.member_2)
    page = kit.get(at("seat-change", seat.pk)).content.decode()
    assert "Cllr Noor Ames" in page
    assert "Cllr Tom Vale" not in page
    assert "Bury" not in page
    for somebody in (cast.bury_people["officer"], Membership.objects.get(pk=cast.member_2.pk)):
        with pytest.raises(ValidationError):
            change_seat(
                actor=cast.coordinator,
                seat=seat,
                title="Chair",
                kind="chair",
                status="active",
                membership=somebody,
            )


def test_nobody_else_says_who_sits_there(cast: Cast) -> None:
    seat = chair(cast)
    for name, actor in cast.people.items():
        if name == "coordinator":
            continue
        page = cast.client(actor).get(at("body-detail", "scrutiny")).content.decode()
        assert at("seat-change", seat.pk) not in page
        assert at("seat-add", "scrutiny") not in page
        with pytest.raises(Refused):
            add_seat(actor=actor, body=seat.body, title="Mine", membership=actor)
    with pytest.raises(Refused):
        add_seat(actor=cast.bury_people["coordinator"], body=seat.body, title="Ours")
