"""What the working pages of reports show: the list, and a report being written together."""

import datetime
from dataclasses import dataclass, replace

from django.db.models import Count, QuerySet

from accounts.models import Authority, Membership
from cooperative.enums import MeetingStatus
from cooperative.models import Meeting
from core import suppression
from impact.enums import Part, ReportStatus
from impact.models import AnnualReport, ImpactReport, ReportLine
from impact.queries.content import ContentLine, content_line, headings_missing
from impact.queries.facts import Facts, read_facts
from outcomes.models import Period


@dataclass(frozen=True)
class WorkingLine:
    """A line as its writers see it: with what was composed, who changed it, whether it is out."""

    row: ReportLine
    shown: ContentLine
    place: int
    is_out: bool
    is_edited: bool
    editor: str
    # The words first composed, where they may be shown.
    draft: str


@dataclass(frozen=True)
class WorkingPart:
    key: str
    heading: str
    lines: list[WorkingLine]
    left_out: list[WorkingLine]


def report_rows(actor: Membership, status: str = "") -> QuerySet[ImpactReport]:
    """The reports the actor may see, newest meeting first, each with how many have signed."""
    rows = (
        ImpactReport.objects.visible_to(actor)
        .select_related("meeting__theme", "meeting__body", "meeting__period")
        .annotate(signed=Count("sign_offs"))
        .order_by("-meeting__starts_at", "-pk")
    )
    return rows.filter(status=status) if status in ReportStatus.values else rows


def meetings_without_report(actor: Membership) -> QuerySet[Meeting]:
    """Meetings held that have no report yet, newest first."""
    return (
        Meeting.objects.visible_to(actor)
        .to_report_on()
        .filter(status=MeetingStatus.HELD, impact_report__isnull=True)
        .select_related("theme", "body")
        .order_by("-starts_at", "-pk")
    )


def promises_under(
    line: ReportLine, removed_at: datetime.datetime | None = None
) -> QuerySet[ReportLine]:
    """The promises under a priority's heading; with a time, those that were removed then.
    None for any other line."""
    if line.part != Part.SAID or line.action_id is not None or line.priority_id is None:
        return ReportLine.objects.none()
    return ReportLine.objects.filter(
        report_id=line.report_id,
        part=Part.SAID,
        priority_id=line.priority_id,
        action__isnull=False,
        removed_at=removed_at,
    ).order_by("position", "pk")


def working_parts(report: ImpactReport) -> list[WorkingPart]:
    """Every line of a report from `loaded(...)`, in three parts; those left out beside the others.
    No further statement."""
    rows = list(report.lines.all())
    under = headings_missing(rows, {row.pk: read_facts(row.facts) for row in rows})
    return [_part(part, [row for row in rows if row.part == part], report, under) for part in Part]


def _part(
    part: Part, rows: list[ReportLine], report: ImpactReport, under: dict[int, str]
) -> WorkingPart:
    kept = [row for row in rows if row.removed_at is None]
    out = [row for row in rows if row.removed_at is not None]
    return WorkingPart(
        key=str(part),
        heading=str(part.label),
        lines=[
            _line(row, report.authority, place, under.get(row.pk, ""))
            for place, row in enumerate(kept, start=1)
        ],
        left_out=[_line(row, report.authority, 0) for row in out],
    )


def _line(row: ReportLine, authority: Authority, place: int, under: str = "") -> WorkingLine:
    facts = read_facts(row.facts)
    return WorkingLine(
        row=row,
        shown=replace(content_line(row, facts, authority), under=under),
        place=place,
        is_out=row.removed_at is not None,
        is_edited=row.text != row.composed_text,
        draft=original_draft(row, facts, authority),
        editor=row.edited_by.label if row.edited_by else "",
    )


def original_draft(row: ReportLine, facts: Facts, authority: Authority) -> str:
    """The words of a line as they were composed; empty where a number could be read from them that
    has since been taken out."""
    given = facts.count and suppression.given_away(
        row.composed_text.removeprefix(facts.title), facts.count, authority.small_numbers
    )
    return "" if given else row.composed_text


def annual_rows(actor: Membership) -> QuerySet[AnnualReport]:
    """The annual reports the actor may see, newest year first."""
    return (
        AnnualReport.objects.visible_to(actor)
        .select_related("period", "foreword_by__person")
        .annotate(quarters=Count("reports"))
        .order_by("-period__starts_on", "-pk")
    )


def periods_to_compose(actor: Membership) -> QuerySet[Period]:
    """Years with a published impact report and no annual report yet."""
    published = ImpactReport.objects.published().filter(authority_id=actor.authority_id)
    return Period.objects.filter(
        authority_id=actor.authority_id,
        annual_report__isnull=True,
        pk__in=published.values("meeting__period"),
    ).order_by("-starts_on")
