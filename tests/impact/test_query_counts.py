"""The same few statements at 1 and at 30: literal, on every list, detail and public page."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.kept_pages import forget_kept_pages
from cooperative.enums import MeetingStatus
from cooperative.models import Meeting
from impact.enums import ReportStatus
from impact.models import AnnualReport, ImpactReport, ReportLine, SignOff
from impact.operations.annual import compose_annual_report
from impact.operations.reports import compose_report
from outcomes.models import Period
from outcomes.operations.progress import give_verdict, record_progress
from tests.factories import days_from_now, in_days, make_action, make_priority
from tests.impact.quarter import make_ask, make_quarter
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.reports import publish

pytestmark = pytest.mark.django_db


def measure(client: Client, url: str) -> int:
    """How many statements a page takes, none of them repeated."""
    client.get(url)  # warm what is kept for the process
    forget_kept_pages()
    with CaptureQueriesContext(connection) as found:
        response = client.get(url)
    assert response.status_code == 200, url
    statements = [query["sql"] for query in found]
    repeated = {sql for sql in statements if statements.count(sql) > 1}
    assert not repeated, (url, repeated)
    return len(statements)


def grow(cast: Cast, report: ImpactReport) -> None:
    """Thirty of everything that a page of reports shows."""
    priority = report.lines.filter(priority__isnull=False)[0].priority
    original = report.lines.get(part="achieved", action__isnull=False, facts__not_done=False)
    for number in range(29):
        action = make_action(cast, priority=priority, title=f"More {number}")
        action.expectations.set(cast.expectations)
        record_progress(actor=cast.officer, action=action, status="on-track", done="Begun")
        give_verdict(actor=cast.consultant, about=action, feels="yes")
        for part in ("said", "achieved", "next"):
            ReportLine.objects.create(
                report=report,
                part=part,
                position=100 + number,
                text=f"Line {number}",
                composed_text=f"Composed {number}",
                facts=original.facts,
                action=action,
                priority=action.priority,
                edited_by=cast.consultant,
            )
        ask = make_ask(cast, f"Point {number}", said_on=in_days(-100 - number))
        make_priority(cast, title=f"Wanted {number}", asks=[ask])
    for number in range(29):
        more_reports(cast, report, number)


def more_reports(cast: Cast, report: ImpactReport, number: int) -> None:
    meeting = Meeting.objects.create(
        authority=cast.manchester,
        body=cast.cooperative,
        period=cast.year,
        number=10 + number,
        theme=cast.happy,
        title=f"Meeting {number}",
        starts_at=days_from_now(-(2 + number)),
        status=MeetingStatus.HELD,
    )
    another = ImpactReport.objects.create(
        authority=cast.manchester,
        meeting=meeting,
        slug=f"report-{number}",
        title=f"Report {number}",
        sign_offs_needed=2,
        status=ReportStatus.PUBLISHED,
        composed_by=cast.coordinator,
        published_at=timezone.now(),
    )
    line = report.lines.first()
    assert line is not None
    line.pk, line.report = None, another
    line.save()
    SignOff.objects.create(report=another, by=cast.consultant_3, content_hash="x")


# page -> (who, statements)
EXPECTED = {
    "work/reports/": ("coordinator", 8),
    "work/reports/{slug}/": ("consultant", 9),
    "work/reports/{slug}/lines/{line}/edit/": ("consultant", 6),
    "work/reports/{slug}/sign/": ("consultant_3", 10),
    "work/annual-reports/": ("executive", 7),
    "work/annual-reports/{year}/": ("coordinator", 12),
    "": (None, 13),  # of a page that is kept: one more
    "reports/": (None, 6),  # one for the annual reports beside them
    "reports/{slug}/": (None, 6),
    "you-said/": (None, 9),
    "expectations/": (None, 5),
    "outcomes/": (None, 6),
    "meetings/": (None, 8),  # one for what was moved or cancelled
    "open-data/": (None, 1),
    "open-data/priorities.json": (None, 3),
    "open-data/actions.csv": (None, 5),
    "open-data/expectations.json": (None, 4),
    "open-data/reports.csv": (None, 5),
}


def test_the_same_few_statements_at_one_and_at_thirty(cast: Cast) -> None:
    quarter = make_quarter(cast)
    draft = compose_report(actor=cast.coordinator, meeting=quarter.meeting)
    line = draft.lines.get(part="achieved", action=quarter.clubs)
    names = {"slug": draft.slug, "line": line.pk, "year": cast.year.slug}
    draft_pages = [page for page in EXPECTED if "sign/" in page or "edit/" in page]
    for who in ("consultant", "lead", "other_lead"):
        # A lead's own outcomes and actions are asked for once, however many lines.
        measured = measure(cast.client(cast.people[who]), f"{AT_OURS}reports/{draft.slug}/")
        assert measured == (9 if who == "consultant" else 10), who
    found = {}
    for page in draft_pages:
        client = cast.client(cast.people[EXPECTED[page][0] or ""])
        found[page] = measure(client, f"/manchester/{page}".format(**names))
    publish(cast, draft)
    compose_annual_report(actor=cast.coordinator, period=cast.year)

    def measure_all() -> dict[str, int]:
        return {
            page: measure(
                cast.client(cast.people[who] if who else None),
                f"/manchester/{page}".format(**names),
            )
            for page, (who, _) in EXPECTED.items()
            if page not in draft_pages
        }

    found |= measure_all()
    assert found == {page: number for page, (_, number) in EXPECTED.items()}
    grow(cast, draft)
    more_years(cast)
    annual = cast.year.annual_report
    annual.reports.set(ImpactReport.objects.published())
    again = measure_all()
    assert again == {page: number for page, number in found.items() if page not in draft_pages}


def more_years(cast: Cast) -> None:
    """Annual reports of thirty years."""
    for number in range(29):
        period = Period.objects.create(
            authority=cast.manchester,
            name=f"Year {number}",
            slug=f"year-{number}",
            starts_on=datetime.date(1980 + number, 4, 1),
            ends_on=datetime.date(1981 + number, 3, 31),
        )
        AnnualReport.objects.create(
            authority=cast.manchester,
            period=period,
            title=f"Annual {number}",
            composed_by=cast.coordinator,
        )
