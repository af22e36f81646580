"""Asking for documents, claiming them, and reading what came out."""

import io
from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone
from pypdf import PdfReader

from core.models import AuditEvent
from documents.models import Document
from documents.operations.asking import ask_for_document
from documents.operations.making import claim_document
from impact.enums import ReportDocument
from tests.support.cast import Cast

FULL, ONE_PAGE, ANNUAL = ReportDocument.FULL, ReportDocument.ONE_PAGE, ReportDocument.ANNUAL


def ask(cast: Cast, report: Any, kind: str = FULL, actor: Any = None) -> Document:
    return ask_for_document(actor=actor or cast.coordinator, kind=kind, subject=report)


def pages_of(document: Document) -> list[str]:
    document.refresh_from_db()
    with default_storage.open(document.file) as handle:
        return [page.extract_text() for page in PdfReader(io.BytesIO(handle.read())).pages]


def claimed(document: Document) -> Document:
    found = claim_document()
    assert found is not None
    assert found.pk == document.pk
    return found


def lapse(document: Document) -> None:
    """As if its worker had been silent for a minute."""
    Document.objects.filter(pk=document.pk).update(
        lease_until=timezone.now() - timedelta(seconds=60)
    )


def codes(document: Document) -> list[str]:
    events = AuditEvent.objects.filter(object_id=str(document.pk)).order_by("pk")
    return [event.code for event in events]
