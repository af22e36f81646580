"""The demo's days. All hang on today, so that the demo is always in the middle of its year."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

# How many days ago a year may have begun for the story to fit in it.
YOUNGEST, BEST, OLDEST = 160, 225, 330
# April to March is a council's own year. When today is too early or too late in it for the story,
# the demo's year follows the school's, or the calendar's.
YEAR_STARTS = (4, 9, 1)
# The consultation over Christmas came before the year's plans.
SINCE_CHRISTMAS = 240
FRIDAY = 4
# Days, month first, on which no council meets.
FEASTS = {(1, 1), (12, 24), (12, 25), (12, 26), (12, 31)}

Moment = int | str


@dataclass(frozen=True)
class Calendar:
    """Turns what a story says ("-28", "last+75", "christmas") into days."""

    today: datetime.date
    year_month: int

    @property
    def year_starts_on(self) -> datetime.date:
        """The first day of the year the demo is in the middle of."""
        return _latest(self.today, self.year_month, 1)

    @property
    def last_year_starts_on(self) -> datetime.date:
        return self.year_starts_on.replace(year=self.year_starts_on.year - 1)

    @property
    def begins_on(self) -> datetime.date:
        """The day everything is set up: before anything in the story."""
        return self.last_year_starts_on - datetime.timedelta(days=45)

    def day(self, said: Moment) -> datetime.date:
        """A day, moved back to a working one when it falls on a weekend or a feast."""
        found = self._exact(said)
        while found.weekday() > FRIDAY or (found.month, found.day) in FEASTS:
            found -= datetime.timedelta(days=1)
        return found

    def _exact(self, said: Moment) -> datetime.date:
        if said == "christmas":
            before = self.today - datetime.timedelta(days=SINCE_CHRISTMAS)
            return _latest(before, 12, 28)
        if isinstance(said, str) and said.startswith("last+"):
            return self.last_year_starts_on + datetime.timedelta(days=int(said[5:]))
        return self.today + datetime.timedelta(days=int(said))


def make_calendar(today: datetime.date) -> Calendar:
    """The calendar for a day, with the kind of year that the story fits in best."""
    ages = {month: (today - _latest(today, month, 1)).days for month in YEAR_STARTS}
    fitting = [month for month, age in ages.items() if YOUNGEST <= age <= OLDEST]
    return Calendar(today, min(fitting, key=lambda month: abs(ages[month] - BEST)))


def at(day: datetime.date, time: str) -> datetime.datetime:
    """A moment of a day, on the clock of the place: `at(day, "17:00")`."""
    clock = datetime.time.fromisoformat(time)
    return datetime.datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())


def _latest(day: datetime.date, month: int, first: int) -> datetime.date:
    """The latest such day of a year that is not after `day`."""
    found = datetime.date(day.year, month, first)
    return found if found <= day else found.replace(year=day.year - 1)
