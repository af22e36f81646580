"""What a report must not say beside a hidden count, checked before it is signed and published.

Its lines are people's own words, and they can say in a sentence what the count beside them hides.
A number may also be shown now that was shown a little smaller before, or beside its own part: the
difference would tell how many were added (SG-091, SG-094, SG-101).
"""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core import suppression
from impact.enums import ReportStatus
from impact.models import AnnualReport, ImpactReport, ReportLine
from impact.queries.facts import Facts, read_facts


@dataclass(frozen=True)
class Telling:
    """A line, or the words above them, from which a hidden number can be read, and what to do."""

    text: str
    problem: str

    @property
    def words(self) -> str:
        """All of it in one message."""
        return f"“{self.text}” {self.problem}"


def telling_lines(report: ImpactReport) -> list[Telling]:
    """The lines of a report, its title and its introduction, as far as they must be put in other
    words before anyone signs or publishes it. Three statements."""
    rule = report.authority.small_numbers
    rows = [
        (row, read_facts(row.facts))
        for row in report.lines.filter(removed_at__isnull=True).order_by("part", "position", "pk")
    ]
    shown_before = _shown_before(report, {row.action_id for row, _facts in rows if row.action_id})
    found = _told_above(report, rule)
    for row, facts in rows:
        problem = _given(row, facts, rule) or _difference(
            row, facts, shown_before.get(row.action_id or 0, set()), rule
        )
        problem = problem or _beside(row, facts, rows, rule)
        if problem:
            found.append(Telling(_begins(row.text), problem))
    return found


def without_small_numbers(facts: Facts, rule: suppression.Rule) -> Facts:
    """Without what either voice says, where a hidden count, or so few young people, could be read
    from it."""

    def kept(words: str) -> str:
        count = facts.count
        beside = count is not None and suppression.given_away(words, count, rule)
        return "" if beside or suppression.few_young_people_in(words, rule) else words

    return replace(
        facts,
        officer_says=kept(facts.officer_says),
        consultants_say=kept(facts.consultants_say),
    )


def told_to_all(words: str, rule: suppression.Rule) -> str:
    """Words that everyone may read, where nobody can put them in other words any more: none where
    they count so few young people that they could be recognised."""
    return "" if suppression.few_young_people_in(words, rule) else words


def _begins(text: str) -> str:
    return str(Truncator(text).words(12))


def _told_above(report: ImpactReport, rule: suppression.Rule) -> list[Telling]:
    """The title and the introduction, where they count so few young people."""
    found = []
    for text in (report.title, report.introduction):
        if words := suppression.few_young_people_in(text, rule):
            problem = _(
                "The title or introduction gives away a number of people that’s too small to show: "
                "“%(words)s”. Edit it and say it without the number, for example “a few”."
            )
            found.append(Telling(_begins(text), problem % {"words": "”, “".join(words)}))
    return found


def foreword_problem(annual: AnnualReport) -> str:
    """What a foreword gives away of so few young people, as a sentence; empty for nothing."""
    words = suppression.few_young_people_in(annual.foreword, annual.authority.small_numbers)
    if not words:
        return ""
    return _(
        "The foreword gives away a number of people that’s too small to show: “%(words)s”. Say it "
        "without the number, for example “a few”."
    ) % {"words": "”, “".join(dict.fromkeys(words))}


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


def _beside(
    row: ReportLine, facts: Facts, rows: list[tuple[ReportLine, Facts]], rule: suppression.Rule
) -> str:
    """How close the number that a line shows is to that of another action of the same priority
    that counts the same: one may be the whole, and the other a part of it (SG-094)."""
    number = _number_shown(row, facts, rule)
    if number is None or not facts.unit:
        return ""
    for other, told in rows:
        same = other.priority_id == row.priority_id and told.unit == facts.unit
        if not same or other.action_id in (None, row.action_id):
            continue
        beside = _number_shown(other, told, rule)
        if beside is not None and rule.hides(abs(number - beside)):
            return _(
                "This line says %(number)s %(unit)s and another line says %(beside)s %(unit)s. If "
                "one group is part of the other, the difference is so small that someone could be "
                "identified. Edit one of the lines so that it gives no number."
            ) % {"number": f"{number:,}", "beside": f"{beside:,}", "unit": facts.unit}
    return ""


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
