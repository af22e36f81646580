"""The parts every home is made of."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.urls import reverse

from accounts.models import Membership
from core.components import ThreadStep
from outcomes.models import Outcome

T = TypeVar("T")

# So many of one kind have a card each; the rest are one card, which says how many.
MOST = 3
TITLES = frozenset("cllr councillor dr mr mrs ms miss mx prof professor sir dame lord lady".split())


@dataclass(frozen=True)
class Card:
    """One thing, and the one thing to do about it."""

    title: str
    url: str = ""
    label: str = ""
    lines: tuple[str, ...] = ()
    quote: str = ""
    note: str = ""
    outcome: Outcome | None = None
    when: datetime.date | None = None
    # The status of what it is about, for its badge.
    status: str = ""
    days_late: int = 0
    # How many things it stands for; 0 for news, which wait for nobody.
    waits: int = 1


@dataclass(frozen=True)
class Board:
    """An outcome at a glance: how many actions stand where, and the words for what to look at."""

    outcome: Outcome
    url: str
    counts: list[tuple[str, str, int]]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Story:
    """What happened to one thing that was said."""

    title: str
    steps: list[ThreadStep]
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Home:
    """A home page: what waits, what is news, and whatever the role has beside it."""

    waiting: list[Card]
    news: list[Card] = field(default_factory=list)
    boards: list[Board] = field(default_factory=list)
    story: Story | None = None
    # What to say when nothing waits.
    quiet: str = ""

    @property
    def number(self) -> int:
        return sum(card.waits for card in self.waiting)

    @property
    def sentence(self) -> str:
        """ "3 things are waiting for you."."""
        if not self.number:
            return "Nothing is waiting for you."
        if self.number == 1:
            return "1 thing is waiting for you."
        return f"{self.number:,} things are waiting for you."


def link(actor: Membership, name: str, *args: Any, query: str = "") -> str:
    """The address of a page of the actor's authority."""
    url = reverse(name, args=[actor.authority.slug, *args])
    return f"{url}?{query}" if query else url


def cards_of(
    found: Sequence[T],
    card: Callable[[T], Card],
    *,
    more: Callable[[int], str],
    url: str,
    label: str,
) -> list[Card]:
    """A card each for the first three, and one for all the rest."""
    cards = [card(one) for one in found[:MOST]]
    rest = len(found) - MOST
    if rest > 0:
        cards.append(Card(more(rest), url=url, label=label, waits=rest))
    return cards


def joined(*groups: Iterable[Card]) -> list[Card]:
    """Cards of several kinds, the most urgent kind first."""
    return [card for group in groups for card in group]


def in_words(names: Sequence[str]) -> str:
    """ "Jay", "Jay and Sam", "Jay, Sam and Ari"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def first_name(label: str) -> str:
    """How to greet somebody: by the first name, or whole when it begins with a title."""
    first = label.split(" ")[0]
    return label if first.lower().rstrip(".") in TITLES else first


def count(number: int, one: str, many: str = "") -> str:
    """ "1 action", "30 actions"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
