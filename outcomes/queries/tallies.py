"""How many actions stand where: the one place where they are counted.

A late action counts as late and not under its status, wherever numbers are shown, so that two pages
never tell two stories.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from outcomes.enums import TELLING_ORDER, ActionStatus
from outcomes.models import Action
from outcomes.models.action import is_late

LATE = "late"
WORDS = {**dict(ActionStatus.choices), LATE: _("Late")}
# (status or "late", its words, how many), in the order in which a sentence tells them.
Tally = list[tuple[str, str, int]]


def tally(standings: Iterable[str] | Mapping[str, int]) -> Tally:
    """Count what stands where. Takes a status or "late" for each action, or their numbers."""
    counts = Counter(standings)
    return [(key, str(WORDS[key]), counts[key]) for key in TELLING_ORDER if counts[key]]


def tally_of(actions: QuerySet[Action]) -> Tally:
    """Where these actions stand now. One statement."""
    counts: Counter[str] = Counter()
    for one in _counted(actions).values():
        counts.update(one)
    return tally(counts)


def tallies(actions: QuerySet[Action]) -> dict[int, Tally]:
    """Where the actions of each workplan stand now, by the workplan's id. One statement."""
    return {plan: tally(counts) for plan, counts in _counted(actions).items()}


def tallies_by_expectation(actions: QuerySet[Action]) -> dict[int, Tally]:
    """Where the actions that serve each expectation stand now, by the expectation's id. Takes
    actions filtered by their expectations: one that serves two counts for both. One statement."""
    return {one: tally(counts) for one, counts in _counted(actions, "expectations").items()}


def _counted(actions: QuerySet[Action], by: str = "workplan_id") -> dict[int, Counter[str]]:
    rows = (
        actions.order_by()
        .values_list(by, "status")
        .annotate(number=Count("pk"), behind=Count("pk", filter=is_late()))
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for thing, status, number, behind in rows:
        found[thing][status] += number - behind
        found[thing][LATE] += behind
    return found
