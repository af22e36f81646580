"""The bars of the bench: each is printed as held, or as not held with its figure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One figure that may be at most so much."""

    what: str
    figure: float
    most: float
    unit: str = ""

    @property
    def held(self) -> bool:
        return self.figure <= self.most

    @property
    def words(self) -> str:
        """ "held      one action: 11 of 12 queries"."""
        if self.held:
            return f"held      {self.what}: {_number(self.figure)}{self.unit}, bar {self._bar}"
        return f"NOT HELD  {self.what}: {_number(self.figure)}{self.unit}, bar {self._bar}"

    @property
    def _bar(self) -> str:
        return f"{_number(self.most)}{self.unit}"


@dataclass(frozen=True)
class NotTried:
    """A bar that this run says nothing about, and why."""

    what: str
    why: str
    held: bool = True

    @property
    def words(self) -> str:
        return f"not tried {self.what}: {self.why}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) or value >= 100 else f"{value:.2f}"


def say(bars: Iterable[Bar | NotTried]) -> bool:
    """Print each bar, those that are not held last. Returns whether all are held."""
    bars = list(bars)
    print("\nThe bars")
    for bar in sorted(bars, key=lambda one: not one.held):
        print(f"  {bar.words}")
    missed = sum(not bar.held for bar in bars)
    print(f"\n{missed} of {len(bars)} bars are not held." if missed else "\nEvery bar is held.")
    return not missed
