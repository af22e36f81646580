"""Which months a report names: those its meeting's day lies in."""

import datetime

import pytest
from django.utils import timezone

from cooperative.models import Body, Meeting
from impact.queries.periods import quarter_label
from outcomes.models import Period

APRIL = datetime.date(2026, 4, 1)
JANUARY = datetime.date(2026, 1, 1)
SEPTEMBER = datetime.date(2026, 9, 1)


def label(day: str, times: int | None, number: int = 1, starts_on: datetime.date = APRIL) -> str:
    at = timezone.make_aware(datetime.datetime.fromisoformat(day))
    period = Period(starts_on=starts_on)
    return quarter_label(
        Meeting(body=Body(meetings_a_year=times), period=period, starts_at=at, number=number)
    )


@pytest.mark.parametrize(
    ("day", "times", "words"),
    [
        # Bury and York: the first meeting of the year, late in it.
        ("2026-11-30T17:00", 4, "October to December 2026"),
        ("2026-11-30T17:00", 6, "October to November 2026"),
        ("2026-04-01T00:00", 4, "April to June 2026"),
        ("2026-06-30T23:59", 4, "April to June 2026"),
        ("2026-07-01T00:30", 4, "July to September 2026"),
        ("2027-03-31T23:30", 4, "January to March 2027"),
        ("2026-05-04T10:00", 1, "April 2026 to March 2027"),
        ("2026-12-04T10:00", 2, "October 2026 to March 2027"),
        ("2026-05-04T10:00", 2, "April to September 2026"),
        ("2026-08-04T10:00", 3, "August to November 2026"),
        ("2026-05-31T10:00", 6, "April to May 2026"),
        ("2026-05-31T10:00", 12, "May 2026"),
        ("2026-05-31T10:00", 5, "May 2026"),
        ("2026-05-31T10:00", None, "May 2026"),
        ("2027-06-01T10:00", 4, "June 2027"),
        ("2026-03-01T10:00", 4, "March 2026"),
    ],
)
@pytest.mark.parametrize("number", [1, 4, 9])
def test_the_months_are_those_of_the_day(
    day: str, times: int | None, words: str, number: int
) -> None:
    assert label(day, times, number) == words


@pytest.mark.parametrize(
    ("starts_on", "words"),
    [(JANUARY, "October to December 2026"), (SEPTEMBER, "September to November 2026")],
)
def test_a_year_may_begin_in_any_month(starts_on: datetime.date, words: str) -> None:
    assert label("2026-11-30T17:00", 4, starts_on=starts_on) == words


def test_a_span_over_the_turn_of_the_year_names_both() -> None:
    assert label("2027-01-10T10:00", 4, starts_on=SEPTEMBER) == "December 2026 to February 2027"
