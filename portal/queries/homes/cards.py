"""The parts every home is made of."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from core.charts import Chart
from core.components import ThreadStep
from outcomes.models import Outcome
from outcomes.queries.actions import MINE, ORGANISATION

T = TypeVar("T")

# So many of one kind have a card each; the rest are one card, which says how many.
MOST = 3
TITLES = frozenset("cllr councillor dr mr mrs ms miss mx prof professor sir dame lord lady".split())


def own_list(actor: Membership, status: str = "open") -> str:
    """The address of the list of what the actor owns or, where they answer for it, what their
    organisation owns."""
    ours = actor.holds("update_organisation_actions") and actor.organisation_id
    whose = ORGANISATION if ours else MINE
    return link(actor, "outcomes:action-list", query=f"whose={whose}&status={status}")


@dataclass(frozen=True)
class Row:
    """One of several things on a card: its name, how it stands, and why it is there."""

    title: str
    url: str = ""
    # With words for a button the row has one; without, its name is the link.
    label: str = ""
    note: str = ""
    # The status of what it is about, for its badge.
    status: str = ""
    days_late: int = 0
    # Something else to do with it, as a plain link: an address and its words.
    also: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Card:
    """One thing, or several of a kind, and the one thing to do about it."""

    title: str
    url: str = ""
    label: str = ""
    lines: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    # Those that a fold opens to, and its words.
    folded: tuple[Row, ...] = ()
    fold: str = ""
    quote: str = ""
    note: str = ""
    outcome: Outcome | None = None
    when: datetime.date | None = None
    status: str = ""
    days_late: int = 0
    # How many things it stands for; 0 for news, which wait for nobody.
    waits: int = 1
    # Somewhere else to go, as a plain link: an address and its words.
    also: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Board:
    """An outcome at a glance: how many actions stand where, and the words for what to look at."""

    outcome: Outcome
    url: str
    counts: list[tuple[str, str, int]]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Story:
    """What happened to one thing that was said, or the steps of one quarter."""

    title: str
    steps: list[ThreadStep]
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Quiet:
    """What to say when nothing waits: what happens next and when, and somewhere good to go."""

    title: str
    text: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Year:
    """A year as sentences, a line of months, and what can be taken away."""

    title: str
    # The day of its figures: today's, beside a report's, which were counted when it was drafted.
    as_of: datetime.date
    sentences: list[str]
    counts: list[tuple[str, str, int]]
    downloads: list[Row]
    chart: Chart | None = None


@dataclass(frozen=True)
class Home:
    """A home page: what waits, what is news, and whatever the role has beside it."""

    quiet: Quiet
    waiting: list[Card]
    news: list[Card] = field(default_factory=list)
    boards: list[Board] = field(default_factory=list)
    story: Story | None = None
    # The steps of the quarter: the coordinator's, in the middle of the page.
    checklist: Story | None = None
    year: Year | None = None
    # For somebody's first days: what this page is.
    welcome: Quiet | None = None

    @property
    def number(self) -> int:
        return sum(card.waits for card in self.waiting)

    @property
    def sentence(self) -> str:
        """ "3 things are waiting for you."."""
        number = self.number
        if not number:
            return _("Nothing is waiting for you.")
        return ngettext(
            "%(n)s thing is waiting for you.", "%(n)s things are waiting for you.", number
        ) % {"n": f"{number:,}"}


def link(actor: Membership, name: str, *args: Any, query: str = "") -> str:
    """The address of a page of the actor's authority."""
    url = reverse(name, args=[actor.authority.slug, *args])
    return f"{url}?{query}" if query else url


def consultants(actor: Membership, *, capital: bool = False) -> str:
    """What the actor's authority calls its care consultants. `capital` where it begins a line."""
    words = actor.authority.word("care consultant", many=True)
    return words[:1].upper() + words[1:] if capital else words


def cards_of(
    found: Sequence[T],
    card: Callable[[T], Card],
    *,
    more: Callable[[int], str],
    url: str,
    label: str,
    row: Callable[[T], Row] | None = None,
) -> list[Card]:
    """A card each for the first three, and one for all the rest; with `row` that names them, where
    no page lists just those."""
    cards = [card(one) for one in found[:MOST]]
    rest = len(found) - MOST
    if rest > 0:
        rows = tuple(row(one) for one in found[MOST:]) if row else ()
        cards.append(Card(more(rest), url=url, label=label, rows=rows, waits=rest))
    return cards


def joined(*groups: Iterable[Card]) -> list[Card]:
    """Cards of several kinds, the most urgent kind first."""
    return [card for group in groups for card in group]


def first_name(label: str) -> str:
    """How to greet somebody: by the first name, or whole when it begins with a title."""
    first = label.split(" ")[0]
    return label if first.lower().rstrip(".") in TITLES else first


def actions_in_words(number: int) -> str:
    """ "1 action", "30 actions"."""
    return ngettext("%(n)s action", "%(n)s actions", number) % {"n": f"{number:,}"}


def days_in_words(number: int) -> str:
    """ "1 day", "23 days"."""
    return ngettext("%(n)s day", "%(n)s days", number) % {"n": f"{number:,}"}
