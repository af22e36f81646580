"""Expectations with the work that serves them, and what care consultants say of each."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from expectations.enums import Kept
from expectations.models import Expectation, ExpectationSet, ExpectationVerdict
from expectations.queries import LONG, latest_verdicts
from outcomes.enums import OPEN_STATUSES
from outcomes.models import Action
from outcomes.queries.status_counts import Tally, number_of, status_counts_by_expectation, total_of

NEVER, LONG_AGO = "never", "long-ago"
# What the list can be narrowed to.
STANDINGS = [
    (NEVER, gettext_lazy("No verdict yet")),
    (LONG_AGO, gettext_lazy("No recent verdict")),
    *Kept.choices,
]


@dataclass(frozen=True)
class ExpectationRow:
    """One expectation as the list shows it: its words, the verdict that stands, and its work."""

    expectation: Expectation
    verdict: ExpectationVerdict | None
    counts: Tally

    @cached_property
    def days(self) -> int | None:
        """Whole days since somebody judged it; None for never."""
        if self.verdict is None:
            return None
        return (timezone.localdate() - timezone.localdate(self.verdict.at)).days

    @property
    def is_long_ago(self) -> bool:
        return self.days is not None and self.days > LONG.days

    @property
    def n_actions(self) -> int:
        return total_of(self.counts)

    def number_of(self, *standings: str) -> int:
        """How many of its actions stand there."""
        return number_of(self.counts, *standings)

    def fits(self, standing: str) -> bool:
        """Whether the list shows it when narrowed to this; an empty one narrows nothing."""
        if standing == NEVER:
            return self.verdict is None
        if standing == LONG_AGO:
            return self.is_long_ago
        return not standing or (self.verdict is not None and self.verdict.feels == standing)


def sets_to_read(actor: Membership) -> list[ExpectationSet]:
    """The main set, though it may be only named, then every other version or set that has words.
    One statement."""
    worded = Expectation.objects.filter(expectation_set=OuterRef("pk"))
    sets = ExpectationSet.objects.visible_to(actor)
    found = sets.filter(Q(is_main=True) | Exists(worded))
    return list(found.order_by("-is_main", "name", "-pk"))


def expectation_rows(actor: Membership, expectation_set: ExpectationSet) -> list[ExpectationRow]:
    """A set's expectations, in order, with the actions that the actor may see. Three statements,
    however many: a set is read as a whole, as it was adopted."""
    found = list(Expectation.objects.filter(expectation_set=expectation_set).order_by("number"))
    ids = [one.pk for one in found]
    verdicts = latest_verdicts(ids)
    counts = status_counts_by_expectation(
        Action.objects.visible_to(actor).agreed().filter(expectations__in=ids)
    )
    return [ExpectationRow(one, verdicts.get(one.pk), counts.get(one.pk, [])) for one in found]


def actions_for(actor: Membership, expectation: Expectation) -> QuerySet[Action]:
    """The agreed actions that serve an expectation and that the actor may see: what is owed still,
    the latest and the soonest due first, then what is over, the newest first."""
    owed = Case(When(status__in=OPEN_STATUSES, then=F("due_on")), default=None)
    return (
        Action.objects.visible_to(actor)
        .agreed()
        .filter(expectations=expectation)
        .order_by(owed.asc(nulls_last=True), "-due_on", "pk")
    )
