"""Documents: asked for as a row, made once, kept, and for whom."""

import time

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from core.decisions import Refused
from core.documents.libraries import LIBRARIES
from documents.enums import JobStatus
from documents.models import Document
from documents.operations import making as making_documents
from documents.operations.asking import try_document_again
from documents.queries import current_document
from documents.tasks import make_documents
from impact.models import ImpactReport
from impact.operations.lines import change_line
from tests.documents.papers import ANNUAL, FULL, ONE_PAGE, ask, codes, pages_of
from tests.support.cast import Cast
from tests.support.reports import make_annual, make_report

pytestmark = pytest.mark.usefixtures("warm")


# --- Made -----------------------------------------------------------------------------------------


def test_a_report_becomes_two_pdfs_through_their_rows(cast: Cast, report: ImpactReport) -> None:
    full, one = ask(cast, report), ask(cast, report, ONE_PAGE)
    assert (full.status, full.percent) == (JobStatus.WAITING, 0)

    assert make_documents() == 2

    full_pages, one_pages = pages_of(full), pages_of(one)
    assert (len(full_pages), len(one_pages)) == (2, 1)
    assert (full.pages, one.pages) == (2, 1)
    assert "Bus passes are free from May." in "".join(full_pages)
    assert "Happy: what changed" in one_pages[0]
    assert (full.status, full.percent, full.stage) == (JobStatus.DONE, 100, "Ready")
    assert full.size == default_storage.size(full.file)
    assert codes(full) == ["documents.document.asked", "documents.document.made"]


def test_the_year_becomes_a_pdf(cast: Cast, report: ImpactReport) -> None:
    annual = make_annual(cast)
    document = ask(cast, annual, ANNUAL, actor=cast.executive)
    assert make_documents() == 1
    text = "".join(pages_of(document))
    assert "Draft. The executive hasn’t endorsed it yet." in " ".join(text.split())
    assert "Happy: what changed" in text


def test_a_draft_says_on_its_sheets_that_it_is_one(cast: Cast) -> None:
    document = ask(cast, make_report(cast))
    assert make_documents() == 1
    assert all("Draft, not published" in page for page in pages_of(document))


def test_a_document_speaks_the_authoritys_own_words(cast: Cast, report: ImpactReport) -> None:
    before = ask(cast, report)
    own = {
        "impact report": {"one": "quarterly update", "many": "quarterly updates"},
        "care consultant": {"one": "young adviser", "many": "young advisers"},
    }
    cast.manchester.terminology = own
    cast.manchester.save()
    after = ask(cast, ImpactReport.objects.get(pk=report.pk))
    assert after != before
    make_documents()
    text = " ".join("".join(pages_of(after)).split())
    assert "Quarterly update, " in text
    assert "Written with our young advisers." in text
    assert "Signed off by 2 young advisers on" in text


def test_the_same_words_are_made_once(cast: Cast, report: ImpactReport) -> None:
    first = ask(cast, report)
    assert ask(cast, report, actor=cast.member) == first
    make_documents()
    assert ask(cast, report) == first
    assert Document.objects.count() == 1
    assert make_documents() == 0


def test_an_unchanged_report_comes_from_what_is_kept_within_50_ms(
    cast: Cast, report: ImpactReport
) -> None:
    ask(cast, report)
    make_documents()
    best = 1.0
    for _ in range(5):
        started = time.process_time()
        assert ask(cast, report).status == JobStatus.DONE
        best = min(best, time.process_time() - started)
    assert best < 0.05


def test_other_words_are_another_document(cast: Cast) -> None:
    draft = make_report(cast)
    first = ask(cast, draft)
    make_documents()
    line = draft.lines.all()[0]
    change_line(actor=cast.coordinator, line=line, text="In other words.", version=line.version)
    second = ask(cast, ImpactReport.objects.get(pk=draft.pk))
    assert second != first
    make_documents()
    assert "In other words." in "".join(pages_of(second))
    assert "In other words." not in "".join(pages_of(first))


def test_words_that_change_while_it_waits_are_made_as_they_are_then(cast: Cast) -> None:
    draft = make_report(cast)
    document = ask(cast, draft)
    line = draft.lines.all()[0]
    change_line(actor=cast.coordinator, line=line, text="In other words.", version=line.version)
    make_documents()
    assert "In other words." in "".join(pages_of(document))
    assert current_document(FULL, ImpactReport.objects.get(pk=draft.pk)) == document


def test_one_overtaken_by_newer_words_says_so(cast: Cast) -> None:
    draft = make_report(cast)
    old = ask(cast, draft)
    line = draft.lines.all()[0]
    change_line(actor=cast.coordinator, line=line, text="In other words.", version=line.version)
    new = ask(cast, ImpactReport.objects.get(pk=draft.pk))
    assert make_documents() == 1
    old.refresh_from_db()
    assert (old.status, pages_of(new) != []) == (JobStatus.FAILED, True)
    assert "has its own document" in old.problem
    assert try_document_again(actor=cast.coordinator, document=old) == new


def test_a_document_whose_file_is_gone_is_made_again(cast: Cast, report: ImpactReport) -> None:
    first = ask(cast, report)
    make_documents()
    first.refresh_from_db()
    default_storage.delete(first.file)
    second = ask(cast, report)
    assert second != first
    assert make_documents() == 1
    assert pages_of(second)


def test_too_many_words_for_one_page_are_told(cast: Cast, report: ImpactReport) -> None:
    for line in report.lines.all():
        line.text, line.on_one_page = "So many words. " * 60, True
        line.save()
    document = ask(cast, report, ONE_PAGE)
    make_documents()
    document.refresh_from_db()
    if document.status == JobStatus.FAILED:
        assert "Shorten it" in document.problem
    else:
        assert document.pages == 1


# --- Who may ------------------------------------------------------------------------------------


def test_anyone_inside_has_a_published_report_made(cast: Cast, report: ImpactReport) -> None:
    document = ask(cast, report)
    for actor in (cast.member, cast.partner, cast.officer, cast.executive, cast.consultant):
        assert ask(cast, report, actor=actor) == document


def test_a_draft_is_made_only_for_those_who_write_and_sign_it(cast: Cast) -> None:
    draft = make_report(cast)
    document = ask(cast, draft, actor=cast.consultant)
    for actor in (cast.member, cast.officer, cast.partner, cast.executive):
        with pytest.raises(Refused, match="hasn’t been published yet"):
            ask(cast, draft, actor=actor)
    url = reverse("documents:document-detail", args=["manchester", document.pk])
    assert cast.client(cast.consultant).get(url).status_code == 200
    assert cast.client(cast.member).get(url).status_code == 403
    assert cast.client(cast.partner).get(url).status_code == 404


def test_the_year_is_for_the_executive_until_it_is_endorsed(
    cast: Cast, report: ImpactReport
) -> None:
    annual = make_annual(cast)
    document = ask(cast, annual, ANNUAL, actor=cast.executive)
    with pytest.raises(Refused, match="hasn’t endorsed"):
        ask(cast, annual, ANNUAL, actor=cast.member)
    url = reverse("documents:document-download", args=["manchester", document.pk])
    assert cast.client(cast.member).get(url).status_code == 404


def test_a_kind_that_the_report_has_not_is_refused(cast: Cast, report: ImpactReport) -> None:
    with pytest.raises(Refused):
        ask(cast, report, ANNUAL)
    with pytest.raises(Refused):
        ask(cast, report, actor=cast.bury_people["coordinator"])


def test_only_what_failed_is_tried_again(cast: Cast, report: ImpactReport) -> None:
    with pytest.raises(Refused, match="don’t need to try again"):
        try_document_again(actor=cast.coordinator, document=ask(cast, report))


def test_a_machine_without_the_libraries_says_which_it_needs(
    cast: Cast,
    report: ImpactReport,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Not tried three times, not "interrupted": named at once, and made once they are there. The
    log names it once, however many documents wait."""
    missing = ["libpango-1.0-0"]
    monkeypatch.setattr(making_documents, "missing_packages", lambda: missing)
    making_documents._warn_once.cache_clear()
    document, _other = ask(cast, report), ask(cast, report, ONE_PAGE)
    make_documents()
    said = [line.getMessage() for line in caplog.records if "libpango" in line.getMessage()]
    assert said == ["No document can be made: this machine lacks libpango-1.0-0"]
    document.refresh_from_db()
    assert (document.status, document.attempts) == (JobStatus.FAILED, 1)
    address = reverse("documents:document-detail", args=["manchester", document.pk])
    page = cast.client(cast.coordinator).get(address).content.decode()
    assert "This machine can’t make PDFs yet." in page
    for package in LIBRARIES.values():
        assert package in page
    assert "Try again" in page
    missing.clear()
    again = ask(cast, report)
    make_documents()
    again.refresh_from_db()
    assert again.status == JobStatus.DONE
