"""What is kept, or made once for everybody, stays in the authority's language; what is drawn for a
reader is in the reader's."""

import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real
from pypdf import PdfReader

from core.models import AuditEvent
from documents.enums import Stage
from documents.kinds import document_kind
from documents.models import Document
from documents.operations.asking import ask_for_document
from documents.queries import standing
from documents.tasks import make_documents
from impact.enums import ReportDocument
from impact.models import ImpactReport
from impact.operations.reports import recompose_report
from impact.queries.annual import annual_content, year_facts
from impact.queries.composition import compose_lines
from impact.queries.content import report_content
from tests.impact.quarter import make_quarter
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.proof import prove
from tests.support.reports import make_annual, make_published_report, make_report

OTHER = "de"


@pytest.fixture(autouse=True)
def bracketed(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """A language in which every word of ours stands in brackets, so that none passes unseen. It is
    not one of ours, so that no other test meets what is remembered of it."""
    # First: catalogues read before the languages change are forgotten.
    settings.LANGUAGES = [*settings.LANGUAGES, (OTHER, "Brackets")]
    catalogue: Any = trans_real.translation(OTHER)
    monkeypatch.setattr(catalogue, "gettext", lambda words: f"[{words}]")
    monkeypatch.setattr(
        catalogue, "ngettext", lambda one, many, n: f"[{one}]" if n == 1 else f"[{many}]"
    )


def reader(client: Client, **signed_in: Any) -> Client:
    """Somebody who reads in the other language."""
    client.cookies["language"] = OTHER
    if signed_in:
        client.force_login(signed_in["person"])
        prove(client)
    return client


def words_of(document: Document) -> str:
    document.refresh_from_db()
    with default_storage.open(document.file) as handle:
        pages = PdfReader(io.BytesIO(handle.read())).pages
        return " ".join(page.extract_text() for page in pages)


# --- Documents: made once for everybody -----------------------------------------------------------


def test_who_asks_in_another_language_gets_the_one_document(cast: Cast, client: Client) -> None:
    report = make_published_report(cast)
    Document.objects.all().delete()
    kept = ask_for_document(actor=cast.coordinator, kind=ReportDocument.FULL, subject=report)

    reader(client, person=cast.coordinator.person)
    answer = client.post(f"{AT_OURS}reports/{report.slug}/documents/full/")

    assert answer.status_code == 302
    assert str(kept.pk) in answer.headers["Location"]
    assert Document.objects.count() == 1


@pytest.mark.parametrize("kind", [ReportDocument.FULL, ReportDocument.ONE_PAGE])
def test_the_same_words_have_one_hash_in_every_language(cast: Cast, kind: str) -> None:
    report = make_published_report(cast)
    english = document_kind(kind).content(report)
    with translation.override(OTHER):
        assert document_kind(kind).content(report) == english
        assert "[" in report_content(report).report.quarter_label


def test_a_document_is_drawn_in_the_authoritys_language(cast: Cast) -> None:
    report = make_published_report(cast)
    annual = make_annual(cast)
    Document.objects.all().delete()
    with translation.override(OTHER):
        full = ask_for_document(actor=cast.coordinator, kind=ReportDocument.FULL, subject=report)
        year = ask_for_document(actor=cast.executive, kind=ReportDocument.ANNUAL, subject=annual)
        assert make_documents() == 2
    assert "Written with our care consultants." in words_of(full)
    assert "[" not in words_of(full) + words_of(year)
    for event in AuditEvent.objects.filter(object_id=str(full.pk)):
        assert event.summary == "Full report of Happy: what changed"


def test_how_far_it_is_is_told_in_the_readers_language(cast: Cast) -> None:
    document = ask_for_document(
        actor=cast.coordinator, kind=ReportDocument.FULL, subject=make_published_report(cast)
    )
    assert document.stage == Stage.WAITING
    with translation.override(OTHER):
        assert standing(document).stage == "[Waiting to start]"
        document.stage = "Laying out page 3"
        assert standing(document).stage == "[Laying out page 3]"
        document.problem = "The file for this document is missing."
        assert standing(document).problem == "[The file for this document is missing.]"


# --- What is kept ---------------------------------------------------------------------------------


def test_a_report_is_composed_in_the_authoritys_language(cast: Cast) -> None:
    with translation.override(OTHER):
        report = make_report(cast)
    assert report.slug == f"happy-{report.slug.removeprefix('happy-')}"
    kept = [report.title, report.introduction, report.slug]
    for line in report.lines.all():
        kept += [line.text, *(str(value) for value in line.facts.values())]
    assert not [words for words in kept if "[" in words]


def test_composing_again_in_another_language_changes_no_line(cast: Cast) -> None:
    report = make_report(cast)
    before = list(report.lines.values_list("pk", "version", "text"))
    with translation.override(OTHER):
        recompose_report(actor=cast.consultant, report=ImpactReport.objects.get(pk=report.pk))
    assert list(report.lines.values_list("pk", "version", "text")) == before


def test_every_kind_of_line_is_in_the_authoritys_language(cast: Cast) -> None:
    meeting = make_quarter(cast).meeting
    english = compose_lines(meeting)
    assert {line.facts.source for line in english} == {
        "priority",
        "action",
        "decision",
        "challenge",
    }
    with translation.override(OTHER):
        assert compose_lines(meeting) == english


def test_a_years_counts_are_kept_in_one_language_and_read_in_another(cast: Cast) -> None:
    make_published_report(cast)
    annual = make_annual(cast)
    with translation.override(OTHER):
        assert year_facts(cast.manchester, cast.year) == annual.facts
        labels = [label for _, label, _ in annual_content(annual).status_counts]
    assert labels
    assert all(label.startswith("[") for label in labels)


# --- What is drawn --------------------------------------------------------------------------------


def test_a_page_is_in_the_readers_language_around_the_kept_words(
    cast: Cast, client: Client
) -> None:
    report = make_published_report(cast)
    page = reader(client).get(f"/manchester/reports/{report.slug}/").content.decode()
    assert "[What we said we would do]" in page
    assert "[How our promises are going]" in page
    assert "Happy: what changed" in page
    assert "We agreed: Bus passes are free from May." in page


def test_open_data_is_the_same_whatever_language_its_pages_are_read_in(
    cast: Cast, client: Client
) -> None:
    make_published_report(cast)
    for name in ("reports.csv", "reports.json", "actions.csv", "priorities.json"):
        english = Client().get(f"/manchester/open-data/{name}").content
        answer = reader(client).get(f"/manchester/open-data/{name}")
        assert answer.content == english
        assert answer.headers["Content-Language"] == "en-gb"
    page = client.get("/manchester/open-data/").content.decode()
    assert "[The months it covers.]" in page
