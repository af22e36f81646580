"""A story: things people did, each on its day, carried out in the order of time.

A story is told through the same operations as the pages use, as the person who may, with the clock
moved to the moment it happened. Nothing here writes to a table.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import time_machine
from django.db.models import Model

from accounts.models import Authority, Membership
from expectations.models import Expectation
from frameworks.demo.calendar import Calendar, Moment, at
from outcomes.models import Outcome, Period

Row = dict[str, Any]
MORNING = "10:00"
A_WHILE = datetime.timedelta(minutes=3)


@dataclass(frozen=True, order=True)
class Deed:
    """Something done at a moment; two of the same moment keep the order they were told in."""

    moment: datetime.datetime
    number: int
    what: str = field(compare=False)
    do: Callable[[], Any] = field(compare=False)


class Story:
    """Who and what a story speaks of by name, and its deeds."""

    def __init__(
        self,
        authority: Authority,
        calendar: Calendar,
        people: dict[str, Membership],
        periods: dict[str, Period],
    ) -> None:
        self.authority, self.calendar = authority, calendar
        self.people, self.periods = people, periods
        self.outcomes = {
            one.slug: one
            for one in Outcome.objects.filter(authority=authority).select_related(
                "authority", "lead", "outcome_set"
            )
        }
        self.expectations = {
            one.number: one
            for one in Expectation.objects.in_main_set().filter(
                expectation_set__authority=authority
            )
        }
        self.deeds: list[Deed] = []
        self._made: dict[str, tuple[type[Model], Any]] = {}

    def who(self, key: str) -> Membership:
        """Somebody by their key. Always the same object, because it remembers its own rights."""
        return self.people[key]

    def day(self, said: Moment) -> datetime.date:
        return self.calendar.day(said)

    def on(self, said: Moment, what: str, do: Callable[[], Any], time: str = MORNING) -> None:
        """Something to do on a day. It must be over: the demo cannot foresee."""
        day = self.day(said)
        if day >= self.calendar.today:
            raise ValueError(f"{what}: {said} is not in the past")
        self.deeds.append(Deed(at(day, time), len(self.deeds), what, do))

    def keep(self, kind: str, key: str, thing: Model) -> None:
        """Remember something by the name the story gives it."""
        self._made[f"{kind}/{key}"] = (type(thing), thing.pk)

    def get(self, kind: str, key: str) -> Any:
        """The thing as it is now in the database."""
        model, pk = self._made[f"{kind}/{key}"]
        return model._base_manager.get(pk=pk)

    def maybe(self, kind: str, key: str | None) -> Any:
        """The thing, or None when the story names none."""
        return self.get(kind, key) if key else None

    def tell(self) -> int:
        """Do everything, in order, each at its time. Answers how many things were done."""
        if not self.deeds:
            return 0
        start = min(deed.moment for deed in self.deeds)
        with time_machine.travel(start, tick=True) as clock:
            now = start
            for deed in sorted(self.deeds):
                now = max(now + A_WHILE, deed.moment)
                clock.move_to(now)
                try:
                    deed.do()
                except Exception as error:
                    error.add_note(f"{self.authority.slug}, {now:%Y-%m-%d}: {deed.what}")
                    raise
        return len(self.deeds)
