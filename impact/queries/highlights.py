"""What stands out of a report: its figures, how its promises stand, and one quotation."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from core import suppression
from impact.enums import Part
from impact.models import ReportLine
from impact.queries.facts import Facts
from impact.queries.sentences import whole
from outcomes.enums import ActionStatus, Feels
from voice.models import Ask

# The order in which statuses are always counted and drawn.
STATUS_ORDER = (
    ActionStatus.DONE,
    ActionStatus.ON_TRACK,
    ActionStatus.AT_RISK,
    ActionStatus.OFF_TRACK,
    ActionStatus.NOT_STARTED,
    ActionStatus.STOPPED,
)


@dataclass(frozen=True)
class Figure:
    big: str
    words: str


@dataclass(frozen=True)
class Quotation:
    text: str
    attribution: str


def count_statuses(promises: Iterable[Facts]) -> list[tuple[str, str, int]]:
    """How many promises stand where. A line left out of the report is still counted: leaving out
    what is late must not make the numbers better."""
    counts = Counter("late" if item.days_late else item.status for item in promises)
    found = [
        (str(status), str(status.label), counts[status])
        for status in STATUS_ORDER
        if counts[status]
    ]
    return [*found, ("late", "Late", counts["late"])] if counts["late"] else found


def figures_of(
    kept: list[ReportLine], facts: dict[int, Facts], promises: list[Facts], rule: suppression.Rule
) -> list[Figure]:
    """Up to three numbers that begin a sentence, from the same facts as the lines."""
    figures = []
    numbers = [
        facts[row.pk]
        for row in sorted(kept, key=lambda row: not row.on_one_page)
        if row.part == Part.ACHIEVED and facts[row.pk].target
    ]
    if numbers:
        moved = [item for item in numbers if item.reached]
        figures.append(_number((moved or numbers)[0], rule))
    if promises:
        done = sum(item.status == ActionStatus.DONE for item in promises)
        figures.append(Figure(f"{done} of {len(promises)}", "things we promised are done."))
    felt = Counter(item.feels for item in promises if item.feels)
    if felt:
        yes, total = felt[Feels.YES], sum(felt.values())
        rest = f"{felt[Feels.A_BIT]} a bit, {felt[Feels.NOT_YET]} not yet."
        figures.append(Figure(f"{yes} of {total}", f"feel really different to us. {rest}"))
    return figures[:3]


def _number(item: Facts, rule: suppression.Rule) -> Figure:
    """ "61 of 100": "linked. We promised: “Link 100 young people to a club they choose.”"."""
    assert item.target is not None
    big = suppression.part_of(item.reached or 0, item.target, rule)
    words = f"{item.unit or 'so far'}. We promised: “{whole(item.title)}”"
    return Figure(big[0].upper() + big[1:], words)


def quote_for(kept: list[ReportLine]) -> Quotation | None:
    """One quotation for a report: the newest words with consent about the first priority it speaks
    of. The lines come from `impact.queries.content.loaded`, which reads only such words."""
    for row in kept:
        for ask in row.priority.asks.all() if row.priority else ():
            return Quotation(text=ask.text, attribution=_attribution(ask))
    return None


def _attribution(ask: Ask) -> str:
    who = ask.attribution or "a young person"
    return f"{who[0].upper()}{who[1:]}, shared with consent"
