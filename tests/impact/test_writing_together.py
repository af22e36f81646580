"""Several people write one report: nobody's words are lost, and a lead keeps to their own part."""

import pytest
from django.core.exceptions import ValidationError

from core.concurrency import Conflict
from core.decisions import Refused
from core.models import AuditEvent
from impact.enums import Part
from impact.models import ImpactReport, ReportLine
from impact.operations.lines import (
    ONE_PAGE_LINES,
    change_line,
    leave_out_line,
    move_line,
    put_back_line,
    set_on_one_page,
)
from impact.operations.reports import compose_report, set_introduction, sign_off_report
from impact.queries.content import report_content
from tests.factories import make_action, make_priority
from tests.impact.quarter import Quarter, make_quarter
from tests.support.cast import Cast
from tests.support.places import AT_OURS

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter(cast: Cast) -> Quarter:
    return make_quarter(cast)


@pytest.fixture
def report(cast: Cast, quarter: Quarter) -> ImpactReport:
    return compose_report(actor=cast.consultant, meeting=quarter.meeting)


@pytest.fixture
def line(report: ImpactReport, quarter: Quarter) -> ReportLine:
    return report.lines.get(part=Part.ACHIEVED, action=quarter.clubs)


def edit_url(line: ReportLine) -> str:
    return f"{AT_OURS}reports/{line.report.slug}/lines/{line.pk}/edit/"


def test_an_edit_keeps_what_was_composed(cast: Cast, line: ReportLine) -> None:
    composed = line.text
    line = change_line(actor=cast.consultant, line=line, text="61 of us joined.", version=1)
    assert (line.text, line.composed_text, line.edited_by) == (
        "61 of us joined.",
        composed,
        cast.consultant,
    )
    event = AuditEvent.objects.get(code="impact.line.changed")
    assert event.changes == {"text": [composed, "61 of us joined."]}
    page = cast.client(cast.consultant_2).get(f"{AT_OURS}reports/{line.report.slug}/")
    assert "Original draft: Link 100 young people" in page.content.decode()


def test_the_second_editor_is_told_and_loses_nothing(cast: Cast, line: ReportLine) -> None:
    change_line(actor=cast.consultant, line=line, text="Jay wrote this.", version=1)
    with pytest.raises(Conflict):
        change_line(actor=cast.consultant_2, line=line, text="Sam wrote this.", version=1)
    client = cast.client(cast.consultant_2)
    response = client.post(edit_url(line), {"text": "Sam wrote this.", "version": 1})
    assert response.status_code == 409
    page = response.content.decode()
    assert "Jay wrote this." in page
    assert page.count("Sam wrote this.") >= 2
    assert ReportLine.objects.get(pk=line.pk).text == "Jay wrote this."
    # Having seen both, sending again is a choice.
    assert 'name="version" value="2"' in page
    assert client.post(edit_url(line), {"text": "Both.", "version": 2}).status_code == 302
    assert ReportLine.objects.get(pk=line.pk).text == "Both."


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001])
def test_an_empty_or_endless_line_is_refused_beside_the_field(
    cast: Cast, line: ReportLine, text: str
) -> None:
    response = cast.client(cast.consultant).post(edit_url(line), {"text": text, "version": 1})
    assert response.status_code == 422
    assert 'id="id_text-error"' in response.content.decode()
    assert ReportLine.objects.get(pk=line.pk).version == 1


def test_the_lead_changes_their_part_and_no_other(
    cast: Cast, quarter: Quarter, report: ImpactReport, line: ReportLine
) -> None:
    assert cast.client(cast.lead).get(edit_url(line)).status_code == 200
    change_line(actor=cast.lead, line=line, text="The lead wrote this.", version=1)
    response = cast.client(cast.other_lead).get(edit_url(line))
    assert response.status_code == 403
    assert "the lead for this outcome" in response.content.decode()
    # A line about another outcome's action is that outcome's lead's.
    elsewhere = make_action(
        cast,
        priority=make_priority(cast, workplan=cast.healthy_workplan),
        actor=cast.other_lead,
    )
    ReportLine.objects.filter(pk=line.pk).update(action=elsewhere, priority=elsewhere.priority)
    with pytest.raises(Refused):
        change_line(actor=cast.lead, line=line, text="Not mine.", version=None)
    change_line(actor=cast.other_lead, line=line, text="Mine.", version=None)


def test_the_lead_does_not_choose_for_the_page(cast: Cast, line: ReportLine) -> None:
    url = f"{AT_OURS}reports/{line.report.slug}/lines/{line.pk}/one-page/"
    assert cast.client(cast.lead).post(url, {"on": "no"}).status_code == 403


def test_leaving_out_keeps_the_line_and_the_count(
    cast: Cast, quarter: Quarter, report: ImpactReport
) -> None:
    before = report_content(report).status_counts
    promise = report.lines.get(part=Part.SAID, action=quarter.late)
    url = f"{AT_OURS}reports/{report.slug}/lines/{promise.pk}/leave-out/"
    client = cast.client(cast.consultant)
    for _ in range(2):
        assert client.post(url, {"on": "no"}).status_code == 302
    content = report_content(report)
    assert promise.pk not in {line.pk for part in content.parts for line in part.lines}
    # Leaving out what is late does not make the numbers better.
    assert content.status_counts == before
    assert ("behind", "Late", 1) in before
    assert AuditEvent.objects.filter(code="impact.line.left_out").count() == 1
    page = client.get(f"{AT_OURS}reports/{report.slug}/").content.decode()
    assert "Removed from this report (1)" in page
    assert client.post(url, {"on": "yes"}).status_code == 302
    assert ReportLine.objects.get(pk=promise.pk).removed_at is None
    put_back_line(actor=cast.consultant, line=promise)
    assert AuditEvent.objects.filter(code="impact.line.put_back").count() == 1


def test_moving_within_a_part(cast: Cast, report: ImpactReport) -> None:
    def order() -> list[int]:
        return list(
            report.lines.filter(part=Part.NEXT).order_by("position").values_list("pk", flat=True)
        )

    first, second, third, *rest = order()
    url = f"{AT_OURS}reports/{report.slug}/lines/{first}/move/"
    client = cast.client(cast.coordinator)
    for _ in range(2):  # Pressing twice moves it once.
        assert client.post(url, {"place": "2"}).status_code == 302
    assert order() == [second, first, third, *rest]
    move_line(actor=cast.consultant, line=ReportLine.objects.get(pk=second), place=99)
    assert order() == [first, third, *rest, second]
    assert client.post(url, {"place": "nowhere"}).status_code == 302
    assert order() == [first, third, *rest, second]


def test_a_line_left_out_does_not_move(cast: Cast, line: ReportLine) -> None:
    leave_out_line(actor=cast.consultant, line=line)
    with pytest.raises(ValidationError, match="Put it back"):
        move_line(actor=cast.consultant, line=line, place=1)


def test_a_page_holds_so_much(cast: Cast, quarter: Quarter, report: ImpactReport) -> None:
    for number in range(ONE_PAGE_LINES):
        make_action(cast, priority=quarter.priority, title=f"Promise {number}")
    report.lines.all().update(on_one_page=False)
    from impact.operations.reports import recompose_report

    recompose_report(actor=cast.consultant, report=report)
    said = list(report.lines.filter(part=Part.SAID))
    for row in said[:ONE_PAGE_LINES]:
        set_on_one_page(actor=cast.consultant, line=row, on_one_page=True)
    with pytest.raises(ValidationError, match="The one-page summary has room for"):
        set_on_one_page(actor=cast.consultant, line=said[-1], on_one_page=True)
    url = f"{AT_OURS}reports/{report.slug}/lines/{said[-1].pk}/one-page/"
    response = cast.client(cast.consultant).post(url, {"on": "yes"}, follow=True)
    assert "The one-page summary has room for" in response.content.decode()


def test_the_introduction_is_guarded_too(cast: Cast, report: ImpactReport) -> None:
    url = f"{AT_OURS}reports/{report.slug}/introduction/"
    client = cast.client(cast.coordinator)
    assert client.get(url).status_code == 200
    set_introduction(
        actor=cast.consultant, report=report, title="Ours", introduction="Hello.", version=1
    )
    response = client.post(url, {"title": "Mine", "introduction": "Good day.", "version": 1})
    assert response.status_code == 409
    assert "Hello." in response.content.decode()
    assert "Good day." in response.content.decode()
    report.refresh_from_db()
    assert (report.title, report.introduction) == ("Ours", "Hello.")
    assert client.post(url, {"title": "", "version": 2}).status_code == 422


def test_after_a_signature_every_edit_is_refused(
    cast: Cast, report: ImpactReport, line: ReportLine
) -> None:
    sign_off_report(actor=cast.consultant_2, report=report)
    client, base = cast.client(cast.consultant), f"{AT_OURS}reports/{report.slug}/"
    deeds = {
        f"lines/{line.pk}/edit/": {"text": "Later.", "version": 1},
        f"lines/{line.pk}/move/": {"place": 2},
        f"lines/{line.pk}/leave-out/": {"on": "no"},
        f"lines/{line.pk}/one-page/": {"on": "no"},
        "introduction/": {"title": "Later", "introduction": "Later", "version": 2},
        "recompose/": {},
    }
    before = report_content(ImpactReport.objects.get())
    for deed, values in deeds.items():
        response = client.post(base + deed, values)
        assert response.status_code == 403, deed
        assert "This report has been signed." in response.content.decode(), deed
    assert report_content(ImpactReport.objects.get()) == before


def test_a_lines_address_belongs_to_its_report(cast: Cast, line: ReportLine) -> None:
    url = f"{AT_OURS}reports/another/lines/{line.pk}/edit/"
    assert cast.client(cast.consultant).get(url).status_code == 404


def test_a_report_is_read_first_and_its_tools_come_when_asked_for(
    cast: Cast, line: ReportLine
) -> None:
    page = f"{AT_OURS}reports/{line.report.slug}/"
    edit = f"lines/{line.pk}/edit/"
    her = cast.client(cast.consultant)
    reading = her.get(page).content.decode()
    assert edit not in reading
    assert "Edit lines" in reading
    writing = her.get(f"{page}?write=1").content.decode()
    assert edit in writing
    assert "Stop editing" in writing
    saved = her.post(edit_url(line), {"text": "61 joined.", "version": line.version})
    assert saved["Location"] == f"{page}?write=1#line-{line.pk}"
    # Whoever may change nothing is offered nothing.
    assert edit not in cast.client(cast.member).get(f"{page}?write=1").content.decode()


def test_a_heading_is_removed_with_its_promises_or_without(
    cast: Cast, report: ImpactReport
) -> None:
    heading = report.lines.get(part=Part.SAID, action=None)
    client = cast.client(cast.consultant)
    form = client.get(edit_url(heading)).content.decode()
    assert "3 promises stand under this heading." in form
    assert 'value="all"' in form
    url = f"{AT_OURS}reports/{report.slug}/lines/{heading.pk}/leave-out/"
    client.post(url, {"on": "no"})
    promises = report.lines.filter(part=Part.SAID, action__isnull=False)
    assert promises.filter(removed_at__isnull=True).count() == 3

    def named() -> list[str]:
        content = report_content(ImpactReport.objects.get(pk=report.pk))
        return [line.under for line in content.parts[0].lines]

    assert named() == ["Priority 1", "", ""]
    for page in ("", "sign/"):
        read = client.get(f"{AT_OURS}reports/{report.slug}/{page}").content.decode()
        assert '<p class="report-sentence">Priority 1</p>' in read
    client.post(url, {"on": "yes"})
    assert named() == ["", "", "", ""]
    client.post(url, {"on": "all"})
    assert not report.lines.filter(part=Part.SAID, removed_at__isnull=True).exists()
    assert AuditEvent.objects.filter(code="impact.line.left_out").count() == 5
    client.post(url, {"on": "yes"})
    assert named() == ["", "", "", ""]


def test_a_heading_comes_back_without_a_promise_that_was_removed_before(
    cast: Cast, report: ImpactReport, quarter: Quarter
) -> None:
    gone = report.lines.get(part=Part.SAID, action=quarter.late)
    leave_out_line(actor=cast.consultant, line=gone)
    heading = report.lines.get(part=Part.SAID, action=None)
    heading = leave_out_line(actor=cast.consultant, line=heading, with_promises=True)
    put_back_line(actor=cast.consultant, line=heading)
    left = report.lines.filter(part=Part.SAID, removed_at__isnull=False)
    assert list(left) == [gone]
