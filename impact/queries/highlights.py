"""What stands out of a report: its figures, how its promises stand, and one quotation."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import suppression
from impact.enums import Part
from impact.models import ReportLine
from impact.queries.facts import Facts
from impact.queries.sentences import whole
from outcomes.enums import ActionStatus, Feels
from outcomes.queries.tallies import Tally, status_counts
from voice.models import Ask


@dataclass(frozen=True)
class Figure:
    big: str
    words: str


@dataclass(frozen=True)
class Quotation:
    text: str
    attribution: str


def count_statuses(promises: Iterable[Facts]) -> Tally:
    """How many promises stand where. A line left out of the report is still counted: leaving out
    what is late must not make the numbers better."""
    return status_counts((item.status, item.days_late) for item in promises)


def figures_of(
    kept: list[ReportLine], facts: dict[int, Facts], promises: list[Facts], rule: suppression.Rule
) -> list[Figure]:
    """Up to three numbers that begin a sentence, from the same facts as the lines."""
    figures = []
    figures += _number_told(kept, facts, rule)
    if promises:
        done = sum(item.status == ActionStatus.DONE for item in promises)
        figures.append(
            # Translators: stands below "3 of 8".
            Figure(_part(done, len(promises)), _("things we promised are done."))
        )
    felt = Counter(item.feels for item in promises if item.feels)
    if felt:
        yes, total = felt[Feels.YES], sum(felt.values())
        # Translators: stands below "3 of 8".
        words = _("feel really different to us. %(bit)s a bit, %(none)s not yet.")
        words %= {"bit": felt[Feels.A_BIT], "none": felt[Feels.NOT_YET]}
        figures.append(Figure(_part(yes, total), words))
    return figures[:3]


def _number_told(
    kept: list[ReportLine], facts: dict[int, Facts], rule: suppression.Rule
) -> list[Figure]:
    """The first count that a line gives, those that moved before those that did not. What the line
    itself does not say, no figure says beside it."""
    numbers = []
    for row in sorted(kept, key=lambda row: not row.on_one_page):
        count = facts[row.pk].count
        if row.part != Part.ACHIEVED or count is None:
            continue
        words = suppression.show_count(count, rule).words
        if words and words.casefold() in row.text.casefold():
            numbers.append((facts[row.pk], words))
    numbers.sort(key=lambda found: not found[0].reached)
    return [_number(*found) for found in numbers[:1]]


def _part(some: int, of: int) -> str:
    return _("%(some)s of %(all)s") % {"some": some, "all": of}


def _number(item: Facts, big: str) -> Figure:
    """ "61 of 100": "linked. We promised: “Link 100 young people to a club they choose.”"."""
    # Translators: stands below "61 of 100"; the unit says what is counted ("linked").
    words = _("%(unit)s. We promised: “%(title)s”")
    words %= {"unit": item.unit or _("so far"), "title": whole(item.title)}
    return Figure(big[0].upper() + big[1:], words)


def quote_for(kept: list[ReportLine]) -> Quotation | None:
    """One quotation for a report: the newest words with consent about the first priority it speaks
    of. The lines come from `impact.queries.content.loaded`, which reads only such words."""
    for row in kept:
        for ask in row.priority.asks.all() if row.priority else ():
            return Quotation(text=ask.text, attribution=_attribution(ask))
    return None


def _attribution(ask: Ask) -> str:
    who = ask.get_attribution_display()
    return _("%(who)s, shared with consent") % {"who": f"{who[0].upper()}{who[1:]}"}
