"""What a report must not say beside a hidden count, checked before it is signed and published.

Its lines are people's own words, and they can say in a sentence what the count beside them hides.
A number may also be shown now that was shown a little smaller before: the difference would tell how
many were added (SG-091, SG-094, SG-101).
"""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core import suppression
from impact.enums import ReportStatus
from impact.models import ImpactReport, ReportLine
from impact.queries.facts import Facts, read_facts


@dataclass(frozen=True)
class Telling:
    """A line from which a hidden number can be read, and what to do about it."""

    line: int
    text: str
    problem: str

    @property
    def words(self) -> str:
        """All of it in one message."""
        return f"“{self.text}” {self.problem}"


def telling_lines(report: ImpactReport) -> list[Telling]:
    """The lines of a report that must be put in other words before anyone signs or publishes it.
    Three statements."""
    rule = report.authority.small_numbers
    rows = [
        (row, read_facts(row.facts))
        for row in report.lines.filter(removed_at__isnull=True).order_by("part", "position", "pk")
    ]
    shown_before = _shown_before(report, {row.action_id for row, _facts in rows if row.action_id})
    found = []
    for row, facts in rows:
        problem = _given(row, facts, rule) or _difference(
            row, facts, shown_before.get(row.action_id or 0, set()), rule
        )
        if problem:
            found.append(Telling(row.pk, Truncator(row.text).words(12), problem))
    return found


def _given(row: ReportLine, facts: Facts, rule: suppression.Rule) -> str:
    """What a line gives away in its own words of the hidden count beside it, or of so few young
    people. The title of an action is a plan, and counts nobody."""
    text = row.text.removeprefix(facts.title) if facts.title else row.text
    words = suppression.few_young_people_in(text, rule)
    if facts.count is not None:
        words = suppression.given_away(text, facts.count, rule) or words
    if not words:
        return ""
    return _(
        "This line gives away a number of people that’s too small to show: “%(words)s”. Edit the "
        "line and say it without the number, for example “a few”."
    ) % {"words": "”, “".join(dict.fromkeys(words))}


def _difference(row: ReportLine, facts: Facts, before: set[int], rule: suppression.Rule) -> str:
    """How close the number that a line shows is to one that everyone can read already."""
    number = _number_shown(row, facts, rule)
    if number is None:
        return ""
    near = next((one for one in sorted(before) if rule.hides(abs(number - one))), None)
    if near is None:
        return ""
    return _(
        "This line says %(number)s and an earlier report says %(before)s. The difference is so "
        "small that it could show who was added. Edit the line so that it gives no number, or "
        "remove it."
    ) % {"number": f"{number:,}", "before": f"{near:,}"}


def _number_shown(row: ReportLine, facts: Facts, rule: suppression.Rule) -> int | None:
    """The number of people that a line shows exactly; None where it shows none."""
    count = facts.count
    if count is None or not count.of_people:
        return None
    seen = suppression.show_count(count, rule)
    told = suppression.numbers_in(row.text.removeprefix(facts.title))
    return count.reached if seen.is_exact and count.reached in told else None


def _shown_before(report: ImpactReport, actions: set[int]) -> dict[int, set[int]]:
    """For each of these actions, the numbers in other reports that everyone can read."""
    rule = report.authority.small_numbers
    lines = ReportLine.objects.filter(
        action__in=actions, removed_at__isnull=True, report__status=ReportStatus.PUBLISHED
    ).exclude(report=report)
    shown: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        number = _number_shown(line, read_facts(line.facts), rule)
        if number is not None and line.action_id is not None:
            shown[line.action_id].add(number)
    return shown
