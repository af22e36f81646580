"""What a report says. One set of facts; the page, the one page and the PDFs all read it here.

A line's sentence and facts were kept when it was composed, so that a published report says for ever
what it said when it was signed. Only the quotation is looked up anew each time: consent to show a
young person's words can be taken back (SG-112).
"""

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from accounts.models import Authority, Membership
from core import suppression
from impact.enums import Part
from impact.models import ImpactReport, ReportLine, SignOff
from impact.queries.facts import Facts, read_facts
from impact.queries.periods import quarter_label
from impact.queries.sources import public_url_of, source_url_of
from outcomes.enums import ActionStatus, Feels
from outcomes.models import Priority
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
class AuthorityFacts:
    slug: str
    name: str
    short_name: str
    strategy_name: str
    colour: str


@dataclass(frozen=True)
class OutcomeFacts:
    slug: str
    name: str
    short_name: str
    tone: str
    icon: str


@dataclass(frozen=True)
class ContentLine:
    """One sentence with what stands beside it."""

    pk: int
    text: str
    source: str
    source_label: str
    source_url: str
    public_url: str
    status: str
    status_label: str
    days_late: int
    owner: str
    officer_says: str
    officer_on: datetime.date | None
    feels: str
    consultants_say: str
    consultants_on: datetime.date | None
    not_done: bool
    on_one_page: bool


@dataclass(frozen=True)
class ContentPart:
    key: str
    heading: str
    lines: list[ContentLine]


@dataclass(frozen=True)
class Figure:
    big: str
    words: str


@dataclass(frozen=True)
class Quotation:
    text: str
    attribution: str


@dataclass(frozen=True)
class ReportFacts:
    """What stands at the head and the foot of a report."""

    slug: str
    title: str
    introduction: str
    quarter_label: str
    body_name: str
    meeting_label: str
    outcome: OutcomeFacts | None
    signed_by: list[str]
    signed_count: int
    signed_on: datetime.date | None
    published_on: datetime.date | None
    needed: int


@dataclass(frozen=True)
class ReportContent:
    """Everything a report shows, in reading order."""

    authority: AuthorityFacts
    report: ReportFacts
    parts: list[ContentPart]
    figures: list[Figure]
    quote: Quotation | None
    status_counts: list[tuple[str, str, int]]

    @property
    def context(self) -> dict[str, Any]:
        """For a template: the same names as the fields."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def with_content() -> Prefetch:
    """The lines of a report with all that `report_content` needs of them."""
    lines = ReportLine.objects.select_related(
        "action__workplan__outcome",
        "action__workplan__period",
        "priority__workplan__outcome",
        "priority__workplan__period",
        "decision",
        "challenge",
        "edited_by__person",
    ).order_by("position", "pk")
    return Prefetch("lines", queryset=lines)


def with_signatures() -> Prefetch:
    """The signatures of a report with who gave them."""
    return Prefetch("sign_offs", queryset=SignOff.objects.select_related("by__person"))


def loaded(reports: Any) -> Any:
    """A queryset of reports with everything their content needs: four statements, however many."""
    return reports.select_related(
        "authority", "meeting__body", "meeting__period", "meeting__theme"
    ).prefetch_related(with_content(), with_signatures())


def report_content(report: ImpactReport) -> ReportContent:
    """One report's content. Give it a report from `loaded(...)`; otherwise it reads it again."""
    if "lines" not in getattr(report, "_prefetched_objects_cache", {}):
        report = loaded(ImpactReport.objects.filter(pk=report.pk)).get()
    return _content(report, _quotations([report]))


def report_contents(reports: list[ImpactReport]) -> list[ReportContent]:
    """Several reports' content, from `loaded(...)`, with one further statement for all of them."""
    quotations = _quotations(reports)
    return [_content(report, quotations) for report in reports]


def one_page(content: ReportContent) -> ReportContent:
    """The same report on a page: only the lines chosen for it, by care consultants or for them."""
    parts = [
        replace(part, lines=[line for line in part.lines if line.on_one_page])
        for part in content.parts
    ]
    return replace(content, parts=parts)


def words_hash(report: ImpactReport) -> str:
    """SHA-256 of the words a signature stands under: title, introduction, and every line that is
    in, in order, with whether it is on the one page."""
    lines = report.lines.filter(removed_at__isnull=True).order_by("part", "position", "pk")
    words = [report.title, report.introduction, *lines.values_list("part", "text", "on_one_page")]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def _content(report: ImpactReport, quotations: list[tuple[int, Ask]]) -> ReportContent:
    rows = list(report.lines.all())
    facts = {row.pk: read_facts(row.facts) for row in rows}
    kept = [row for row in rows if row.removed_at is None]
    slug = report.authority.slug
    parts = [
        ContentPart(
            key=str(part),
            heading=str(Part(part).label),
            lines=[content_line(row, facts[row.pk], slug) for row in kept if row.part == part],
        )
        for part in Part
    ]
    promises = [
        facts[row.pk] for row in rows if row.part == Part.SAID and row.action_id is not None
    ]
    rule = suppression.rule_of(report.authority.details)
    return ReportContent(
        authority=authority_facts(report.authority),
        report=_report_facts(report),
        parts=parts,
        figures=_figures(kept, facts, promises, rule),
        quote=_quote_for(report, kept, quotations),
        status_counts=count_statuses(promises),
    )


def authority_facts(authority: Authority) -> AuthorityFacts:
    """What a page shows of the authority itself."""
    return AuthorityFacts(
        slug=authority.slug,
        name=authority.name,
        short_name=authority.short_name,
        strategy_name=authority.strategy_name,
        colour=authority.colour,
    )


def content_line(row: ReportLine, facts: Facts, authority_slug: str) -> ContentLine:
    """A kept line as a page shows it."""
    return ContentLine(
        pk=row.pk,
        text=row.text,
        source=facts.source,
        source_label=facts.label,
        source_url=source_url_of(row, authority_slug),
        public_url=public_url_of(row, authority_slug),
        status=facts.status,
        status_label=facts.status_label,
        days_late=facts.days_late,
        owner=facts.owner,
        officer_says=facts.officer_says,
        officer_on=_date(facts.officer_on),
        feels=facts.feels,
        consultants_say=facts.consultants_say,
        consultants_on=_date(facts.consultants_on),
        not_done=facts.not_done,
        on_one_page=row.on_one_page,
    )


def _date(stored: str) -> datetime.date | None:
    return datetime.date.fromisoformat(stored) if stored else None


def _report_facts(report: ImpactReport) -> ReportFacts:
    meeting, signatures = report.meeting, list(report.sign_offs.all())
    theme = meeting.theme
    signed_on = timezone.localdate(signatures[-1].at) if signatures else None
    published = timezone.localdate(report.published_at) if report.published_at else None
    return ReportFacts(
        slug=report.slug,
        title=report.title,
        introduction=report.introduction,
        quarter_label=quarter_label(meeting),
        body_name=meeting.body.name,
        meeting_label=f"{meeting.title}, {_day(meeting)}",
        outcome=OutcomeFacts(theme.slug, theme.name, theme.short_name, theme.tone, theme.icon)
        if theme
        else None,
        signed_by=signed_names([signature.by for signature in signatures]),
        signed_count=len(signatures),
        signed_on=signed_on,
        published_on=published,
        needed=report.sign_offs_needed,
    )


def _day(meeting: Any) -> str:
    day = timezone.localdate(meeting.starts_at)
    return f"{day.day} {day:%B %Y}"


def signed_names(people: Iterable[Membership]) -> list[str]:
    """Who signed, as the public may read it: whoever asked to be listed, by that name; the others
    counted. A signature must not tell the world who has been in care (SG-111, SG-118)."""
    people = list(people)
    names = [person.listed_as for person in people if person.listed_as]
    unnamed = len(people) - len(names)
    if unnamed:
        other = "other " if names else ""
        names.append(f"{unnamed} {other}care consultant{'s' if unnamed != 1 else ''}")
    return names


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


def _figures(
    kept: list[ReportLine], facts: dict[int, Facts], promises: list[Facts], rule: suppression.Rule
) -> list[Figure]:
    """Up to three numbers as sentences, from the same facts as the lines."""
    figures = []
    numbers = [
        facts[row.pk]
        for row in sorted(kept, key=lambda row: not row.on_one_page)
        if row.part == Part.ACHIEVED and facts[row.pk].target
    ]
    if numbers:
        best = max(numbers, key=lambda item: item.reached or 0)
        figures.append(_number(best, rule))
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
    """ "61": "linked. The promise was 100."."""
    assert item.target is not None
    target = suppression.in_words(item.target, rule)
    unit = item.unit or "so far"
    big = suppression.in_words(item.reached or 0, rule)
    return Figure(big[0].upper() + big[1:], f"{unit}. The promise was {target}.")


def _quotations(reports: list[ImpactReport]) -> list[tuple[int, Ask]]:
    """Words with consent behind the priorities of these reports, newest first, as (priority, ask).
    One statement."""
    ids = {row.priority_id for report in reports for row in report.lines.all() if row.priority_id}
    links = Priority.asks.through.objects.filter(
        priority__in=ids, ask__may_be_published=True
    ).select_related("ask")
    rows = sorted(links, key=lambda row: (row.ask.said_on, row.ask_id), reverse=True)
    return [(row.priority_id, row.ask) for row in rows]


def _quote_for(
    report: ImpactReport, kept: list[ReportLine], quotations: list[tuple[int, Ask]]
) -> Quotation | None:
    """One quotation for a report, about a priority it speaks of, or none."""
    ids = {row.priority_id for row in kept if row.priority_id}
    for priority_id, ask in quotations:
        if priority_id in ids and ask.authority_id == report.authority_id:
            return Quotation(text=ask.text, attribution=_attribution(ask))
    return None


def _attribution(ask: Ask) -> str:
    who = ask.attribution or "a young person"
    return f"{who[0].upper()}{who[1:]}, shared with consent"
