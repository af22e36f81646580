"""Only care consultants sign; only the coordinator publishes, and only what they signed."""

import pytest
from django.utils.html import escape
from pytest_django import DjangoCaptureOnCommitCallbacks

from core.decisions import Refused
from core.models import AuditEvent
from documents.models import Document
from impact.enums import ReportDocument, ReportStatus
from impact.models import ImpactReport, ReportLine, SignOff
from impact.operations.lines import change_line
from impact.operations.reports import (
    compose_report,
    publish_report,
    reopen_report,
    sign_off_report,
)
from impact.queries.content import words_hash
from tests.impact.quarter import make_quarter
from tests.support.cast import Cast
from tests.support.places import AT_OURS, AT_THEIRS

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast: Cast) -> ImpactReport:
    return compose_report(actor=cast.coordinator, meeting=make_quarter(cast).meeting)


def url(report: ImpactReport, deed: str = "") -> str:
    return f"{AT_OURS}reports/{report.slug}/{deed}{'/' if deed else ''}"


def test_signatures_are_under_exactly_these_words(cast: Cast, report: ImpactReport) -> None:
    first = sign_off_report(actor=cast.consultant, report=report)
    assert first.content_hash == words_hash(report)
    report.refresh_from_db()
    assert report.status == ReportStatus.DRAFT
    sign_off_report(actor=cast.consultant_2, report=report)
    report.refresh_from_db()
    assert report.status == ReportStatus.SIGNED_OFF
    events = AuditEvent.objects.filter(code="impact.report.signed_off").order_by("id")
    assert [event.changes for event in events] == [
        {"signed": 1, "needed": 2},
        {"signed": 2, "needed": 2},
    ]


def test_a_second_signature_of_one_person_is_refused(cast: Cast, report: ImpactReport) -> None:
    client = cast.client(cast.consultant)
    key = {"once": "1b1b1b1b-0000-4000-8000-000000000002"}
    assert client.post(url(report, "sign"), key).status_code == 302
    # A double click is one deed; a second deed is refused with the reason.
    assert client.post(url(report, "sign"), key).status_code == 302
    response = client.post(url(report, "sign"))
    assert response.status_code == 403
    assert "You’ve already signed this report." in response.content.decode()
    assert SignOff.objects.count() == 1


@pytest.mark.parametrize("who", ["coordinator", "officer", "lead", "member", "executive"])
def test_nobody_else_signs(cast: Cast, report: ImpactReport, who: str) -> None:
    response = cast.client(cast.people[who]).post(url(report, "sign"))
    assert response.status_code == 403
    assert "Only care consultants can sign off" in response.content.decode()
    assert not SignOff.objects.exists()


def test_a_report_of_nothing_is_not_signed(cast: Cast, report: ImpactReport) -> None:
    for line in report.lines.all():
        line.removed_at = report.composed_at
        line.save()
    response = cast.client(cast.consultant).post(url(report, "sign"))
    assert response.status_code == 422
    assert "nothing to sign" in response.content.decode()


def test_publishing_before_sign_off_says_how_many_are_missing(
    cast: Cast, report: ImpactReport
) -> None:
    sign_off_report(actor=cast.consultant, report=report)
    response = cast.client(cast.coordinator).post(url(report, "publish"))
    assert response.status_code == 403
    assert "1 more care consultant needs to sign it first." in response.content.decode()
    report.refresh_from_db()
    assert (report.status, report.published_at) == (ReportStatus.DRAFT, None)


def test_the_page_shows_where_it_is(cast: Cast, report: ImpactReport) -> None:
    sign_off_report(actor=cast.consultant, report=report)
    page = cast.client(cast.consultant).get(url(report)).content.decode()
    assert "<b>1 of 2</b> signed" in page
    assert "You’ve already signed this report." in page
    assert url(report, "sign") not in page
    page = cast.client(cast.consultant_2).get(url(report)).content.decode()
    assert url(report, "sign") in page
    page = cast.client(cast.coordinator).get(url(report)).content.decode()
    assert "1 more care consultant needs to sign it first." in page
    assert url(report, "publish") not in page
    page = cast.client(cast.member).get(url(report)).content.decode()
    assert "Only care consultants can sign off an impact report." in page


def test_opening_again_takes_all_names_off_and_keeps_who(cast: Cast, report: ImpactReport) -> None:
    for who in (cast.consultant, cast.consultant_2):
        sign_off_report(actor=who, report=report)
    assert cast.client(cast.coordinator).post(url(report, "reopen")).status_code == 403
    client = cast.client(cast.consultant_3)
    assert client.get(url(report, "reopen")).status_code == 200
    assert client.post(url(report, "reopen")).status_code == 302
    report.refresh_from_db()
    assert (report.status, SignOff.objects.count()) == (ReportStatus.DRAFT, 0)
    event = AuditEvent.objects.get(code="impact.report.reopened")
    assert [name for name, _ in event.changes["had_signed"]] == ["Jay Moss", "Sam Reed"]
    line = report.lines.first()
    assert line is not None
    change_line(actor=cast.coordinator, line=line, text="Now it changes.", version=None)
    with pytest.raises(Refused, match="2 more care consultants"):
        publish_report(actor=cast.coordinator, report=report)


def test_words_changed_behind_a_signature_are_not_published(
    cast: Cast, report: ImpactReport
) -> None:
    for who in (cast.consultant, cast.consultant_2):
        sign_off_report(actor=who, report=report)
    ReportLine.objects.filter(report=report).update(text="Something nobody signed.")
    with pytest.raises(
        Refused, match="The wording has changed since it was signed, so it needs signing again."
    ):
        publish_report(actor=cast.coordinator, report=report)


def test_publishing_asks_for_both_documents_once_it_is_certain(
    cast: Cast,
    report: ImpactReport,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    for who in (cast.consultant, cast.consultant_2):
        sign_off_report(actor=who, report=report)
    with django_capture_on_commit_callbacks() as waiting:
        publish_report(actor=cast.coordinator, report=report)
    assert not Document.objects.exists()
    for ask in waiting:
        ask()
    assert set(Document.objects.values_list("kind", flat=True)) == {
        ReportDocument.FULL,
        ReportDocument.ONE_PAGE,
    }


def test_a_published_report_no_longer_changes(cast: Cast, report: ImpactReport) -> None:
    for who in (cast.consultant, cast.consultant_2):
        sign_off_report(actor=who, report=report)
    report = publish_report(actor=cast.coordinator, report=report)
    for operation, actor in (
        (publish_report, cast.coordinator),
        (sign_off_report, cast.consultant_3),
        (reopen_report, cast.consultant),
    ):
        with pytest.raises(Refused, match="published"):
            operation(actor=actor, report=report)


def test_partners_see_a_report_once_it_is_published(cast: Cast, report: ImpactReport) -> None:
    client = cast.client(cast.partner)
    assert client.get(url(report)).status_code == 404
    assert report.title not in client.get(f"{AT_OURS}reports/").content.decode()
    for who in (cast.consultant, cast.consultant_2):
        sign_off_report(actor=who, report=report)
    publish_report(actor=cast.coordinator, report=report)
    assert client.get(url(report)).status_code == 200
    assert report.title in client.get(f"{AT_OURS}reports/").content.decode()


PAGES = ("", "sign/", "reopen/", "publish/", "introduction/", "lines/{line}/edit/")
DEEDS = (
    *PAGES[1:],
    "recompose/",
    "lines/{line}/move/",
    "lines/{line}/leave-out/",
    "lines/{line}/one-page/",
)


def test_another_authority_finds_nothing(cast: Cast, report: ImpactReport) -> None:
    line = report.lines.first()
    assert line is not None
    for person in cast.bury_people.values():
        client = cast.client(person)
        for page in PAGES:
            tail = f"work/reports/{report.slug}/{page}".format(line=line.pk)
            assert client.get(f"/bury/{tail}").status_code == 404, tail
            assert client.get(f"/manchester/{tail}").status_code == 404, tail
        for deed in DEEDS:
            tail = f"work/reports/{report.slug}/{deed}".format(line=line.pk)
            assert client.post(f"/bury/{tail}").status_code == 404, tail
        compose = f"{AT_THEIRS}meetings/{report.meeting_id}/report/compose/"
        assert client.post(compose).status_code == 404
    assert cast.client(None).get(url(report)).status_code == 302
    assert cast.client(cast.outsider).get(url(report)).status_code == 404


def test_reading_comes_before_signing(cast: Cast, report: ImpactReport) -> None:
    """The one page first, then the button, then the whole report in a fold behind it."""
    page = cast.client(cast.consultant).get(f"{AT_OURS}reports/{report.slug}/sign/")
    words = page.content.decode()
    chosen = [row.text for row in report.lines.filter(on_one_page=True)]
    button = words.index(">Sign report</button>")
    whole = words.index("Read the whole report")
    assert chosen
    for text in chosen:
        first = words.index(escape(text))
        assert first < button, text
        assert words.index(escape(text), first + 1) > whole, text
    assert button < whole
    assert words.index("We didn’t, and why") < button
    only_whole = report.lines.filter(on_one_page=False).first()
    assert only_whole is not None
    assert words.index(escape(only_whole.text)) > whole
