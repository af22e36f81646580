"""The files of open data, whole: each cell under its name, as CSV and as JSON, and no two columns
alike, so that none can be taken for another."""

import json
from collections.abc import Callable

import pytest

from expectations.models import ExpectationVerdict
from impact.models import ReportLine
from impact.operations.reports import compose_report
from impact.queries.open_data import DATA_SETS
from outcomes.models import Action, Priority
from tests.factories import days_from_now, in_days, make_action, make_priority
from tests.impact.quarter import make_ask, make_quarter
from tests.support.cast import Cast
from tests.support.reports import publish
from tests.support.sheets import Row, rows_of, told_apart

pytestmark = pytest.mark.django_db


def day(days: int) -> str:
    return in_days(days).isoformat()


def priorities(cast: Cast) -> list[Row]:
    """The second of two, closed, and said by two groups."""
    make_priority(cast, title="Another one")
    asks = [make_ask(cast, said_by=43), make_ask(cast, "Buses are late.", said_by=8)]
    priority = make_priority(
        cast, title="More clubs", why="We miss out.", why_is_public=True, asks=asks
    )
    Priority.objects.filter(pk=priority.pk).update(
        status="closed", set_on=in_days(-30), closed_on=in_days(-3), closing_words="No money."
    )
    year = cast.year.name
    return [
        {
            "year": year,
            "outcome": "Happy",
            "rank": "1",
            "priority": "Another one",
            "why": "",
            "status": "open",
            "set_on": day(0),
            "closed_on": "",
            "said_by": ":",
        },
        {
            "year": year,
            "outcome": "Happy",
            "rank": "2",
            "priority": "More clubs",
            "why": "We miss out.",
            "status": "closed",
            "set_on": day(-30),
            "closed_on": day(-3),
            "said_by": "51",
        },
    ]


def actions(cast: Cast) -> list[Row]:
    """Three at risk, of which two are late."""
    for number in range(3):
        action = make_action(cast, title=f"Action {number}")
        due = in_days(-3) if number else in_days(3)
        Action.objects.filter(pk=action.pk).update(status="at-risk", due_on=due, first_due_on=due)
    names = ("outcome", "status", "status_label", "actions")
    cells = (("Happy", "at-risk", "At risk", "3"), ("Happy", "late", "Late", "2"))
    return [dict(zip(names, row, strict=True)) for row in cells]


def expectations(cast: Cast) -> list[Row]:
    """One, with three actions of which two are done."""
    (one, *others) = cast.expectations
    for other in others:
        other.delete()
    one.number, one.text, one.cannot_be_met_because = 7, "Listen to us.", "There is no room."
    one.save()
    for number in range(3):
        action = make_action(cast, expectations=[one], title=f"Action {number}")
        Action.objects.filter(pk=action.pk).update(status="done" if number else "on-track")
    ExpectationVerdict.objects.create(
        expectation=one, by=cast.consultant, feels="a-bit", words="Inside.", at=days_from_now(-6)
    )
    return [
        {
            "set": "Our expectations",
            "number": "7",
            "expectation": "Listen to us.",
            "cannot_be_met_because": "There is no room.",
            "actions": "3",
            "actions_done": "2",
            "kept": "a-bit",
            "judged_on": day(-6),
        }
    ]


def reports(cast: Cast) -> list[Row]:
    """The two lines of a quarter that say most: what goes well, and what is late."""
    quarter = make_quarter(cast)
    report = publish(cast, compose_report(actor=cast.consultant, meeting=quarter.meeting))
    lines = ReportLine.objects.filter(report=report)
    told = lines.filter(part="achieved", action__in=[quarter.clubs, quarter.late])
    lines.exclude(pk__in=told.values("pk")).delete()
    told.filter(action=quarter.clubs).update(on_one_page=False)
    told.filter(action=quarter.late).update(on_one_page=True)
    report.title, report.slug = "What changed for us", "the-slug"
    report.published_at = days_from_now(-1)
    report.save()
    shared = {
        "report": "the-slug",
        "title": "What changed for us",
        "quarter": _quarter(),
        "published_on": day(-1),
        "part": "achieved",
        "owner": "Leisure",
    }
    return [
        shared
        | {
            "text": (
                "Link 100 young people to a club they choose. 61 of 100 linked so far. Two boxing "
                "gyms joined. Going out is normal now."
            ),
            "source": "Action 1",
            "status": "on-track",
            "days_late": "0",
            "feels": "a-bit",
            "on_one_page": "no",
        },
        shared
        | {
            "text": (
                "Make one yes enough for a trip. This isn’t done yet. We wait for legal advice."
            ),
            "source": "Action 2",
            "status": "off-track",
            "days_late": "23",
            "feels": "not-yet",
            "on_one_page": "yes",
        },
    ]


def _quarter() -> str:
    """The quarter that today is in, of a year from April."""
    names = (
        "January to March", "April to June", "July to September", "October to December",
    )  # fmt: skip
    today = in_days(0)
    return f"{names[(today.month - 1) // 3]} {today.year}"


FILES: dict[str, Callable[[Cast], list[Row]]] = {
    "priorities": priorities,
    "actions": actions,
    "expectations": expectations,
    "reports": reports,
}


@pytest.mark.parametrize("name", FILES)
def test_every_cell_of_a_file_stands_under_its_name(cast: Cast, name: str) -> None:
    expected = FILES[name](cast)
    at = f"/manchester/open-data/{name}"
    sheet = rows_of(cast.client(None).get(f"{at}.csv"))
    assert sheet == expected
    told_apart(sheet)
    data = json.loads(cast.client(None).get(f"{at}.json").content)["rows"]
    assert [{key: str(value) for key, value in row.items()} for row in data] == expected


def test_every_file_is_read() -> None:
    assert {one.name for one in DATA_SETS} == set(FILES)
