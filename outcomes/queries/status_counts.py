"""How many actions stand where: the one place where they are counted.

Each counts once, under the status its owner gave it; how many of them are late is told beside the
statuses, not among them, so that "at risk" is not hidden by "late" and the parts add up to the
whole. What was never agreed is not counted (`Action.objects.agreed`); what was stopped is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from outcomes.enums import NEVER_AGREED, TELLING_ORDER, ActionStatus
from outcomes.models import Action
from outcomes.models.action import is_late

# "late" is a status only in what was stored before lateness stood beside the statuses.
LATE, BEHIND = "late", "behind"
WORDS = {**dict(ActionStatus.choices), LATE: _("Late"), BEHIND: _("Late")}
# (status, its words, how many), in the order in which a sentence tells them; where any are late,
# their number stands last, as BEHIND, and is no part of the whole.
Tally = list[tuple[str, str, int]]


def status_counts(standings: Iterable[tuple[str, int]]) -> Tally:
    """Count what stands where. Takes the status and the days late of each action."""
    found = [(status, days) for status, days in standings if status not in NEVER_AGREED]
    return told(Counter(status for status, _days in found), sum(1 for _s, days in found if days))


def told(counts: Mapping[str, int], late: int) -> Tally:
    """The same from numbers: of each status, and of what is late."""
    tally = [(key, str(WORDS[key]), counts[key]) for key in TELLING_ORDER if counts.get(key)]
    return [*tally, (BEHIND, str(WORDS[BEHIND]), late)] if late else tally


def total_of(tally: Iterable[tuple[str, str, int]]) -> int:
    """How many actions a tally is of."""
    return sum(number for key, _words, number in tally if key != BEHIND)


def number_of(tally: Iterable[tuple[str, str, int]], *keys: str) -> int:
    """How many of a tally stand under these keys (statuses, or BEHIND)."""
    return sum(number for key, _words, number in tally if key in keys)


def tally_of(actions: QuerySet[Action]) -> Tally:
    """Where these actions stand now. One statement."""
    counts: Counter[str] = Counter()
    for one in _counted(actions).values():
        counts.update(one)
    return _told(counts)


def status_counts_by_workplan(actions: QuerySet[Action]) -> dict[int, Tally]:
    """Where the actions of each workplan stand now, by the workplan's id. One statement."""
    return {plan: _told(counts) for plan, counts in _counted(actions).items()}


def status_counts_by_expectation(actions: QuerySet[Action]) -> dict[int, Tally]:
    """Where the actions that serve each expectation stand now, by the expectation's id. Takes
    actions filtered by their expectations: one that serves two counts for both. One statement."""
    return {one: _told(counts) for one, counts in _counted(actions, "expectations").items()}


def _told(counts: Counter[str]) -> Tally:
    return told(counts, counts[BEHIND])


def _counted(actions: QuerySet[Action], by: str = "workplan_id") -> dict[int, Counter[str]]:
    rows = (
        actions.exclude(status__in=NEVER_AGREED)
        .order_by()
        .values_list(by, "status")
        .annotate(number=Count("pk"), behind=Count("pk", filter=is_late()))
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for thing, status, number, behind in rows:
        found[thing][status] += number
        found[thing][BEHIND] += behind
    return found
