"""The trail: read by those who may, narrowed, in pages, and safe as a spreadsheet."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import audit
from core.models import AuditEvent
from tests.factories import make_priority
from tests.support.cast import Cast

TRAIL = "/manchester/work/trail/"


def _events(cast: Cast, number: int, summary: str = "Something") -> None:
    for index in range(number):
        audit.record(
            "outcomes.thing.done",
            actor=cast.officer,
            about=cast.happy,
            summary=f"{summary} {index}",
        )


def test_only_those_with_the_right_read_it(cast: Cast) -> None:
    for name, person in cast.people.items():
        for path in ("", "export/"):
            answer = cast.client(person).get(TRAIL + path)
            assert answer.status_code == (200 if name == "coordinator" else 403), name
    for stranger in (cast.outsider, cast.superuser, cast.bury_people["coordinator"]):
        assert cast.client(stranger).get(TRAIL).status_code == 404
        assert cast.client(stranger).get(f"{TRAIL}export/").status_code == 404
    assert cast.client(None).get(TRAIL).status_code == 302


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
    assert "outcomes.priority.set" in page
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
    assert "Nothing fits" in cast.client(cast.coordinator).get(f"{TRAIL}?code=zzz").content.decode()


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
    assert len(queries) == 7, [query["sql"] for query in queries]


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
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert rows[0] == ["When", "Who", "What", "About", "In words", "Changes"]
    assert len(rows) == 2
    for cell in rows[1]:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_file_is_narrowed_like_the_page(cast: Cast) -> None:
    _events(cast, 3)
    make_priority(cast)
    answer = cast.client(cast.coordinator).get(f"{TRAIL}export/?code=outcomes.thing")
    assert len(list(csv.reader(io.StringIO(answer.content.decode())))) == 4
    before = AuditEvent.objects.count()
    cast.client(cast.coordinator).get(TRAIL)
    assert AuditEvent.objects.count() == before
