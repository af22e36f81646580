"""Documents: asked for as a row, made once, kept, shown as they come along."""

import io

import pikepdf
import pytest
from pypdf import PdfReader

from core.decisions import Refused
from impact.enums import DocumentKind, JobStatus
from impact.models import Document
from impact.operations.documents import ask_for_document
from impact.operations.making_documents import claim_document
from impact.tasks import make_documents
from tests.support.cast import Cast
from tests.support.reports import make_annual, make_published_report, make_report


def file_of(document: Document) -> bytes:
    document.refresh_from_db()
    from django.core.files.storage import default_storage

    with default_storage.open(document.file) as handle:
        return bytes(handle.read())


def test_a_report_becomes_a_pdf_through_its_row(cast: Cast) -> None:
    report = make_published_report(cast)
    full = ask_for_document(actor=cast.member, kind=DocumentKind.FULL, subject=report)
    one = ask_for_document(actor=cast.member, kind=DocumentKind.ONE_PAGE, subject=report)
    assert full.status == JobStatus.WAITING

    assert make_documents() == 2

    full.refresh_from_db()
    assert (full.status, full.percent, full.stage) == (JobStatus.DONE, 100, "Ready")
    text = PdfReader(io.BytesIO(file_of(full)))
    assert "Bus passes are free from May." in "".join(p.extract_text() for p in text.pages)
    with pikepdf.open(io.BytesIO(file_of(one))) as pdf:
        assert len(pdf.pages) == 1
