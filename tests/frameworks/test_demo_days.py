"""The demo told on other days. Apart from `test_demo.py`, whose story is there already."""

import datetime

import pytest
from time_machine import travel

from cooperative.enums import MeetingStatus
from cooperative.models import Meeting
from frameworks.demo.telling import tell_authority


@pytest.mark.parametrize(
    "today, starts_on",
    [
        # Too early in the council's own year for a quarter to have been published: the school's.
        (datetime.date(2027, 5, 5), datetime.date(2026, 9, 1)),
        # A Wednesday in August: too late in the school's year, too early in the council's.
        (datetime.date(2027, 8, 18), datetime.date(2027, 1, 1)),
        # A leap day.
        (datetime.date(2028, 2, 29), datetime.date(2027, 9, 1)),
    ],
)
def test_the_story_fits_in_a_year_on_any_day(
    db: None, today: datetime.date, starts_on: datetime.date
) -> None:
    with travel(datetime.datetime.combine(today, datetime.time(0, 5), datetime.UTC), tick=True):
        assert tell_authority("middlesbrough", today) > 30
        ahead = Meeting.objects.ahead().get()
    assert ahead.period.starts_on == starts_on
    assert ahead.period.ends_on > today
    assert Meeting.objects.filter(status=MeetingStatus.HELD, period=ahead.period).exists()
