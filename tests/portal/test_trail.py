"""The trail: read by those who may, narrowed, in pages, and safe as a spreadsheet."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from cooperative.enums import BodyKind, BodyStatus, SeatStatus
from cooperative.models import Body, Seat
from core import audit
from core.models import AuditEvent
from tests.factories import make_action, make_priority
from tests.support.cast import Cast
from tests.support.places import AT_OURS

TRAIL = f"{AT_OURS}trail/"


def _events(cast: Cast, number: int, summary: str = "Something") -> None:
    for index in range(number):
        audit.record(
            "outcomes.thing.done",
            actor=cast.officer,
            about=cast.happy,
            summary=f"{summary} {index}",
        )


def _seat(cast: Cast, **more: str) -> Seat:
    """The member's on the scrutiny committee."""
    committee = Body.objects.create(
        authority=cast.manchester, slug="scrutiny", name="Scrutiny", kind=BodyKind.SCRUTINY
    )
    return Seat.objects.create(body=committee, membership=cast.member, title="Member", **more)


def test_only_those_with_the_right_read_it(cast: Cast) -> None:
    _seat(cast)
    for name, person in cast.people.items():
        for path in ("", "export/"):
            answer = cast.client(person).get(TRAIL + path)
            may = name in ("coordinator", "safeguarding", "member")
            assert answer.status_code == (200 if may else 403), name
    for stranger in (cast.outsider, cast.superuser, cast.bury_people["coordinator"]):
        assert cast.client(stranger).get(TRAIL).status_code == 404
        assert cast.client(stranger).get(f"{TRAIL}export/").status_code == 404
    assert cast.client(None).get(TRAIL).status_code == 302


def test_who_may_not_is_told_why(cast: Cast) -> None:
    def told(person: Membership) -> str:
        answer = cast.client(person).get(TRAIL)
        assert answer.status_code == 403
        return answer.content.decode()

    assert "Elected members can read the activity log only while they have a seat" in told(
        cast.member
    )
    assert "Only coordinators, elected members with a seat" in told(cast.officer)
    assert "Only coordinators, elected members with a seat" in told(cast.consultant)


def test_a_seat_counts_while_it_is_held_on_a_scrutiny_committee_that_meets(cast: Cast) -> None:
    seat = _seat(cast)
    client = cast.client(cast.member)

    def may() -> bool:
        return client.get(TRAIL).status_code == 200

    assert may()
    for wrong in (SeatStatus.ENDED, SeatStatus.PROPOSED):
        Seat.objects.update(status=wrong)
        assert not may()
    Seat.objects.update(status=SeatStatus.ACTIVE)
    for field, other in (("status", BodyStatus.ENDED), ("kind", BodyKind.EXECUTIVE)):
        before = getattr(seat.body, field)
        Body.objects.filter(pk=seat.body_id).update(**{field: other})
        assert not may()
        Body.objects.filter(pk=seat.body_id).update(**{field: before})
    assert may()
    Seat.objects.update(membership=cast.member_2)
    assert not may()


def test_a_seat_gives_nothing_to_who_is_no_elected_member(cast: Cast) -> None:
    seat = _seat(cast)
    for person in (cast.officer, cast.partner, cast.consultant, cast.executive):
        Seat.objects.filter(pk=seat.pk).update(membership=person)
        assert cast.client(person).get(TRAIL).status_code == 403


def test_the_way_there_is_shown_to_those_who_may(cast: Cast) -> None:
    def leads(person: Membership) -> bool:
        return f'href="{TRAIL}"' in cast.client(person).get(AT_OURS).content.decode()

    assert leads(cast.coordinator)
    assert leads(cast.safeguarding)
    assert not leads(cast.officer)
    assert not leads(cast.member)
    _seat(cast)
    assert leads(cast.member)
    assert not leads(cast.member_2)


def test_a_safeguarding_lead_reads_of_concerns_and_nothing_else(cast: Cast) -> None:
    make_priority(cast, title="Clubs for everyone")
    client = cast.client(cast.safeguarding)
    empty = client.get(TRAIL).content.decode()
    assert "No concerns yet" in empty
    assert "Clubs for everyone" not in empty
    audit.record(
        "voice.concern.raised", actor=cast.safeguarding, about=cast.happy, summary="A concern"
    )
    audit.record(
        "voice.concerned.other", actor=cast.officer, about=cast.happy, summary="Another thing"
    )
    for query in ("", "?code=outcomes.", "?code=", f"?about=outcomes.outcome-{cast.happy.pk}"):
        page = client.get(TRAIL + query).content.decode()
        file = client.get(f"{TRAIL}export/{query}").content.decode()
        for text in (page, file):
            assert "Clubs for everyone" not in text
            assert "Another thing" not in text
            assert ("A concern" in text) == ("outcomes." not in query or "about" in query)


def test_it_can_be_narrowed_to_one_thing(cast: Cast) -> None:
    first = make_priority(cast, title="Clubs for everyone")
    make_priority(cast, title="Bus passes")
    client = cast.client(cast.coordinator)
    page = client.get(f"{TRAIL}?about=outcomes.priority-{first.pk}").content.decode()
    assert "Clubs for everyone" in page
    assert "Bus passes" not in page
    assert f"Priority {first.pk}" in page
    for wrong in ("outcomes.priority", "priority-1", "-", "x.y-1", "no.such.model-1", "a-b-c"):
        assert client.get(f"{TRAIL}?about={wrong}").status_code == 200


def test_pages_lead_to_the_history_of_what_they_show(cast: Cast) -> None:
    action = make_action(cast)
    page = f"{AT_OURS}actions/{action.pk}/"
    link = f'href="{TRAIL}?about=outcomes.action-{action.pk}"'
    assert link in cast.client(cast.coordinator).get(page).content.decode()
    assert link not in cast.client(cast.officer).get(page).content.decode()
    shown = cast.client(cast.coordinator).get(f"{TRAIL}?about=outcomes.action-{action.pk}")
    assert action.title in shown.content.decode()


def test_reading_it_is_in_it_once_an_hour_and_taking_it_away_each_time(cast: Cast) -> None:
    client = cast.client(cast.coordinator)
    seen = AuditEvent.objects.filter(code="portal.trail.viewed")
    taken = AuditEvent.objects.filter(code="portal.trail.exported")
    client.get(TRAIL)
    client.get(f"{TRAIL}?code=outcomes.")
    assert [event.actor_label for event in seen] == [cast.coordinator.label]
    assert not taken.exists()
    client.get(f"{TRAIL}export/?code=outcomes.&since=2026-01-01")
    client.get(f"{TRAIL}export/")
    assert [event.changes for event in taken.order_by("pk")] == [
        {"code": "outcomes.", "since": "2026-01-01"},
        {},
    ]
    assert cast.client(cast.officer).get(TRAIL).status_code == 403
    assert not seen.filter(actor_id=cast.officer.person_id).exists()
    assert seen.count() == 1


def test_what_cannot_be_recorded_is_not_shown(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **more: object) -> None:
        raise RuntimeError("The trail is full.")

    monkeypatch.setattr(audit, "record_view", fail)
    for path in (TRAIL, f"{TRAIL}export/"):
        with pytest.raises(RuntimeError, match="full"):
            cast.client(cast.coordinator).get(path)


def test_it_shows_this_authoritys_deeds_newest_first(cast: Cast) -> None:
    make_priority(cast, title="Clubs for everyone")
    audit.record("outcomes.thing.done", actor=None, about=cast.happy, summary="Of nobody")
    audit.record(
        "outcomes.thing.done",
        actor=cast.bury_people["officer"],
        about=cast.bury_outcome,
        summary="Of Bury",
    )
    page = cast.client(cast.coordinator).get(TRAIL).content.decode()
    assert "Added the priority" in page
    assert "Clubs for everyone" in page
    assert "Of Bury" not in page
    assert "Of nobody" not in page
    assert page.index("Clubs for everyone") < page.index("Hana Lind")


def test_it_can_be_narrowed_by_what_who_and_when(cast: Cast) -> None:
    make_priority(cast, title="Clubs for everyone")
    _events(cast, 1)
    client = cast.client(cast.coordinator)

    def shows(query: str) -> bool:
        return "Clubs for everyone" in client.get(f"{TRAIL}?{query}").content.decode()

    assert shows("code=outcomes.")
    assert shows("code=outcomes.priority")
    assert not shows("code=accounts.")
    assert shows("person=jay")
    assert not shows("person=priya")
    assert shows("since=2020-01-01&until=2999-01-01")
    assert not shows("since=2999-01-01")
    assert not shows("until=2020-01-01")


@pytest.mark.parametrize(
    "query",
    [
        "since=soon",
        "until=2026-99-99",
        "page=-1",
        "page=x",
        "code=%00",
        "person=%25",
        "since=0001-01-01",
        "until=9999-12-31",
    ],
)
def test_filters_that_make_no_sense_do_no_harm(cast: Cast, query: str) -> None:
    client = cast.client(cast.coordinator)
    assert client.get(f"{TRAIL}?{query}").status_code == 200
    assert client.get(f"{TRAIL}export/?{query}").status_code == 200


def test_nothing_that_fits_says_so(cast: Cast) -> None:
    assert "No results" in cast.client(cast.coordinator).get(f"{TRAIL}?code=zzz").content.decode()


def test_fifty_on_a_page(cast: Cast) -> None:
    _events(cast, 60)
    page = cast.client(cast.coordinator).get(f"{TRAIL}?code=outcomes.thing").content.decode()
    assert "1 to 50 of 60" in page
    second = cast.client(cast.coordinator).get(f"{TRAIL}?code=outcomes.thing&page=2")
    assert "51 to 60 of 60" in second.content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_it_takes_as_many_queries_for_one_as_for_thirty(cast: Cast, number: int) -> None:
    _events(cast, number)
    client = cast.client(cast.coordinator)
    client.get(TRAIL)
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{TRAIL}?code=outcomes.thing")
    # One of them asks whether this hour's reading is in it already.
    assert len(queries) == 8, [query["sql"] for query in queries]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_the_file_cannot_carry_a_formula(cast: Cast, start: str) -> None:
    audit.record(
        "outcomes.thing.done",
        actor=cast.officer,
        about=cast.happy,
        summary=f"{start} x",
        changes={f"{start}": [start, start]},
    )
    answer = cast.client(cast.coordinator).get(f"{TRAIL}export/?code=outcomes.thing")
    assert answer["Content-Type"].startswith("text/csv")
    assert "attachment" in answer["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["When", "Who", "What", "About", "Details", "Changes", "Code"]
    assert len(rows) == 2
    for cell in rows[1]:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_file_is_narrowed_like_the_page(cast: Cast) -> None:
    _events(cast, 3)
    make_priority(cast)
    answer = cast.client(cast.coordinator).get(f"{TRAIL}export/?code=outcomes.thing")
    assert len(list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))) == 4
