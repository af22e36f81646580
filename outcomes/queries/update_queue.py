"""The round of a two-minute update: which actions, one after the other, as its address says."""

import datetime
from dataclasses import dataclass

# An action is asked about from so long before its day, or once nobody has updated it for so long;
# after an update nobody asks for another so soon.
SOON, STALE, RESTS = (datetime.timedelta(days=days) for days in (30, 60, 7))
# So many at a time: two minutes, not an afternoon.
MOST = 10


@dataclass(frozen=True)
class Round:
    """The actions of one round by id, and the place of the one that is shown."""

    ids: tuple[int, ...]
    place: int

    @classmethod
    def from_address(cls, asked: str, shown: int) -> "Round":
        """From an address such as `12.15.9`; what makes no sense in it is left out. The action
        that is shown is always one of it."""
        parts = asked[:200].split(".")
        numbers = [int(one) for one in parts if one.isascii() and one.isdigit() and len(one) < 12]
        ids = tuple(dict.fromkeys(numbers))[:MOST]
        if shown not in ids:
            ids = (shown,)
        return cls(ids, ids.index(shown))

    @property
    def number(self) -> int:
        return self.place + 1

    @property
    def of(self) -> int:
        return len(self.ids)

    @property
    def next(self) -> int | None:
        """The action after the one that is shown; None on the last."""
        return self.ids[self.place + 1] if self.number < self.of else None

    @property
    def text(self) -> str:
        """For the next address."""
        return ".".join(map(str, self.ids))
