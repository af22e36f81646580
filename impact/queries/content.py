"""What a report says. One set of facts; the page, the one page and the PDFs all read it here.

A line's sentence and facts were kept when it was composed, so that a published report says for ever
what it said when it was signed. Only the quotation is looked up anew each time: consent to show a
young person's words can be taken back (SG-112).
"""

import datetime
import hashlib
import json
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Authority, Membership
from impact.enums import Part
from impact.models import ImpactReport, ReportLine, SignOff
from impact.queries.facts import Facts, read_facts
from impact.queries.highlights import (
    Figure,
    Quotation,
    count_statuses,
    figures_of,
    quote_for,
    said_once,
    words_of_undone,
)
from impact.queries.periods import quarter_label
from impact.queries.small_numbers import told_to_all, without_small_numbers
from impact.queries.sources import public_url_of, source_url_of
from outcomes.enums import ActionStatus, Feels
from voice.models import Ask


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
    # What they feel, in words; beside it stand only their own words.
    feels_label: str = ""
    # Something that somebody has promised, or a new promise of the meeting.
    is_promise: bool = False
    # Work that goes on as promised: of all lines the one that tells least.
    goes_on: bool = False
    # Its priority, where the heading that should stand over it is not there.
    under: str = ""
    # Of a decision, where the council asks for them (MID: the fields of a decision report).
    alternatives: str = ""
    if_not_decided: str = ""


@dataclass(frozen=True)
class ContentPart:
    key: str
    heading: str
    lines: list[ContentLine]

    # What the part says of promises not done where none of its lines does.
    untold: str = ""

    @property
    def done(self) -> list[ContentLine]:
        """All but what was not done."""
        return [line for line in self.lines if not line.not_done]

    @property
    def first(self) -> list[ContentLine]:
        """Of these, all but the work that just goes on."""
        return [line for line in self.done if not line.goes_on]

    @property
    def going_on(self) -> list[ContentLine]:
        """The work that just goes on: a page keeps it in a fold."""
        return [line for line in self.done if line.goes_on]

    @property
    def undone(self) -> list[ContentLine]:
        """What was not done, and why: it stands under a heading of its own."""
        return [line for line in self.lines if line.not_done]


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


def loaded(reports: Any, *, to_write: bool = False) -> Any:
    """A queryset of reports with everything their content needs: four statements, however many.
    `to_write` adds what its writers' page shows: who changed a line, and whose outcome it is of."""
    lines = ReportLine.objects.select_related("priority", "decision").order_by("position", "pk")
    if to_write:
        lines = lines.select_related("action__workplan", "priority__workplan", "edited_by__person")
    asks = Ask.objects.public().order_by("-said_on", "-pk")
    return reports.select_related(
        "authority", "meeting__body", "meeting__period", "meeting__theme"
    ).prefetch_related(
        Prefetch("lines", queryset=lines),
        # Only words with consent: nothing else of an ask may reach a report.
        Prefetch("lines__priority__asks", queryset=asks),
        Prefetch("sign_offs", queryset=SignOff.objects.select_related("by__person")),
    )


def report_content(report: ImpactReport) -> ReportContent:
    """One report's content. Give it a report from `loaded(...)`; otherwise it reads it again."""
    if "lines" not in getattr(report, "_prefetched_objects_cache", {}):
        report = loaded(ImpactReport.objects.filter(pk=report.pk)).get()
    return _content(report)


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


def _content(report: ImpactReport) -> ReportContent:
    rows = list(report.lines.all())
    facts = {row.pk: read_facts(row.facts) for row in rows}
    kept = [row for row in rows if row.removed_at is None]
    told = {row.priority.pk for row in rows if row.priority and row.priority.asks.all()}
    under = headings_missing(rows, facts)
    promises = [
        facts[row.pk] for row in rows if row.part == Part.SAID and row.action_id is not None
    ]
    parts = [
        ContentPart(
            key=str(part),
            heading=str(Part(part).label),
            lines=[
                replace(
                    content_line(row, facts[row.pk], report.authority, told),
                    under=under.get(row.pk, ""),
                )
                for row in kept
                if row.part == part
            ],
        )
        for part in Part
    ]
    parts = [_owning_up(part, promises) for part in parts]
    rule = report.authority.small_numbers
    return ReportContent(
        authority=authority_facts(report.authority),
        report=_report_facts(report),
        parts=parts,
        figures=figures_of(kept, facts, promises, rule),
        quote=quote_for(kept),
        status_counts=count_statuses(promises),
    )


def _owning_up(part: ContentPart, promises: list[Facts]) -> ContentPart:
    """The part of what was achieved says how many promises are not done, where no line of it does:
    also while they are on track, for readers see what was promised and not that its day is ahead.
    """
    if part.key != Part.ACHIEVED or part.undone or not promises:
        return part
    return replace(part, untold=words_of_undone(promises))


def headings_missing(rows: Iterable[ReportLine], facts: dict[int, Facts]) -> dict[int, str]:
    """For each promise that does not stand under its own priority's heading, because that was
    removed or one of them was moved: the name of its priority, over the first of them."""
    rows = [row for row in rows if row.part == Part.SAID]
    names = {row.priority_id: facts[row.pk].label for row in rows if row.action_id is None}
    missing: dict[int, str] = {}
    above: int | None = None
    for row in rows:
        if row.removed_at is not None:
            continue
        if row.action_id is not None and row.priority_id != above:
            missing[row.pk] = _read(names.get(row.priority_id, ""))
        above = row.priority_id
    return missing


def authority_facts(authority: Authority) -> AuthorityFacts:
    """What a page shows of the authority itself."""
    return AuthorityFacts(
        slug=authority.slug,
        name=authority.name,
        short_name=authority.short_name,
        strategy_name=authority.strategy_name,
        colour=authority.colour,
    )


def content_line(
    row: ReportLine, facts: Facts, authority: Authority, told: Container[int] = ()
) -> ContentLine:
    """A kept line as a page shows it. A promise stands without the status it has come to since; a
    priority leads to what young people said where that is public (`told` holds those). What either
    voice says is left out where a hidden number could be read from it."""
    is_promise = row.part == Part.SAID or (facts.source == "action" and _is_new(row))
    if is_promise:
        facts = replace(facts, status="", status_label="", days_late=0)
    if facts.source == "priority" or row.part != Part.ACHIEVED:
        # A priority's sentence says it; and of an action it stands with what was done.
        facts = replace(facts, feels="", consultants_say="")
    facts = said_once(facts, row.text)
    rule = authority.small_numbers
    facts = without_small_numbers(facts, rule)
    # A decision is never changed, so that what it says is what was signed.
    decided = row.decision if facts.source == "decision" else None
    is_told = row.priority_id in told and row.action_id is None
    return ContentLine(
        pk=row.pk,
        text=row.text,
        source=facts.source,
        source_label=_read(facts.label),
        source_url=source_url_of(row, authority.slug),
        public_url=public_url_of(row, authority.slug) if is_told else "",
        status=facts.status,
        status_label=_read(facts.status_label),
        days_late=facts.days_late,
        owner=facts.owner,
        officer_says=facts.officer_says,
        officer_on=_date(facts.officer_on),
        feels=facts.feels,
        consultants_say=facts.consultants_say,
        consultants_on=_date(facts.consultants_on),
        not_done=facts.not_done,
        on_one_page=row.on_one_page,
        feels_label=str(Feels(facts.feels).label) if facts.feels else "",
        is_promise=is_promise and row.action_id is not None,
        goes_on=_goes_on(row, facts),
        alternatives=told_to_all(decided.alternatives, rule) if decided else "",
        if_not_decided=told_to_all(decided.if_not_decided, rule) if decided else "",
    )


def _read(kept: str) -> str:
    """A label kept in the authority's language, in the reader's where it is one of our own."""
    return _(kept) if kept else ""


def _is_new(row: ReportLine) -> bool:
    """Whether the line is an action that the meeting has just agreed."""
    return row.part == Part.NEXT and bool(row.decision_id or row.challenge_id)


def _goes_on(row: ReportLine, facts: Facts) -> bool:
    """Whether the line only says that work goes on as promised."""
    return (
        row.part == Part.NEXT
        and facts.source == "action"
        and not _is_new(row)
        and not facts.days_late
        and not facts.blocked_since
        and facts.status in (ActionStatus.ON_TRACK, ActionStatus.NOT_STARTED)
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
        signed_by=signed_names(report.authority, [signature.by for signature in signatures]),
        signed_count=len(signatures),
        signed_on=signed_on,
        published_on=published,
        needed=report.sign_offs_needed,
    )


def _day(meeting: Any) -> str:
    return date_format(timezone.localdate(meeting.starts_at), "j F Y")


def signed_names(authority: Authority, people: Iterable[Membership]) -> list[str]:
    """Who signed, as the public may read it: whoever asked to be listed, by that name; the others
    counted. A signature must not tell the world who has been in care (SG-111, SG-118)."""
    people = list(people)
    names = [person.public_name for person in people if person.public_name]
    unnamed = len(people) - len(names)
    if unnamed:
        people_word = authority.word("care consultant", many=unnamed != 1)
        words = (
            ngettext("%(n)s other %(people)s", "%(n)s other %(people)s", unnamed)
            if names
            else "%(n)s %(people)s"
        )
        names.append(words % {"n": unnamed, "people": people_word})
    return names
