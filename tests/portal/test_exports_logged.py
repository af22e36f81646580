"""Whatever leaves the program as a file is in the activity log: who took what, when (FT-058)."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import get_resolver

from core.models import AuditEvent
from documents.models import Document
from outcomes.models import EvidenceFile
from outcomes.operations.progress import record_progress
from tests.factories import make_action
from tests.support.cast import Cast
from tests.support.closing import close
from tests.support.files import a_pdf
from tests.support.places import AT_OURS
from tests.support.reports import make_published_report

pytestmark = pytest.mark.django_db

LISTS = {
    "actions/export/": "outcomes.action.exported",
    "expectations/export/": "outcomes.expectation.exported",
    "challenges/export/": "cooperative.challenge.exported",
    "escalations/export/": "cooperative.escalation.exported",
    "scrutiny/export/": "impact.scrutiny.exported",
    "trail/export/": "portal.trail.exported",
}
# Files that are no news: what everyone may have, an empty sheet, the council's own picture.
EXCUSED = {
    "impact:public-document",
    "impact:public-annual-document",
    "impact:open-data-file",
    "accounts:invite-many-template",
    "accounts:logo",
}


@pytest.mark.parametrize(("page", "code"), LISTS.items())
def test_an_export_is_recorded_each_time(cast: Cast, page: str, code: str) -> None:
    client = cast.client(cast.coordinator)
    for number in (1, 2):
        assert client.get(f"{AT_OURS}{page}").status_code == 200
        events = AuditEvent.objects.filter(code=code)
        assert events.count() == number
        event = events.latest("pk")
        assert (event.actor_id, event.authority_id) == (
            cast.coordinator.person_id,
            cast.manchester.pk,
        )


def test_evidence_and_documents_are_recorded(cast: Cast) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    action = make_action(cast)
    record_progress(
        actor=cast.officer, action=action, status="on-track", done="A.",
        files=[SimpleUploadedFile("plan.pdf", a_pdf())],
    )  # fmt: skip
    file = EvidenceFile.objects.latest("pk")
    response: Any = cast.client(cast.member).get(f"{AT_OURS}files/{file.pk}/")
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    close(response)
    event = AuditEvent.objects.get(code="outcomes.evidence.downloaded")
    assert (event.actor_id, event.object_id, event.summary) == (
        cast.member.person_id,
        str(action.pk),
        "plan.pdf",
    )
    # Whoever may not have it leaves no trace of having had it.
    assert cast.client(cast.outsider).get(f"{AT_OURS}files/{file.pk}/").status_code == 404
    assert AuditEvent.objects.filter(code="outcomes.evidence.downloaded").count() == 1

    make_published_report(cast)
    document = _made()
    response = cast.client(cast.partner).get(f"{AT_OURS}documents/{document.pk}/file/")
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    close(response)
    event = AuditEvent.objects.get(code="documents.document.downloaded")
    assert (event.actor_id, event.object_id) == (cast.partner.person_id, str(document.pk))


def _made() -> Document:
    from django.core.files.storage import default_storage

    from documents.enums import JobStatus

    document = Document.objects.order_by("pk").first()
    if document is None:
        from documents.operations.asking import ask_for_document
        from impact.models import ImpactReport

        report = ImpactReport.objects.get()
        document = ask_for_document(actor=report.composed_by, kind="full", subject=report)
    document.file = default_storage.save(f"documents/{document.pk}.pdf", ContentFile(a_pdf()))
    document.status = JobStatus.DONE
    document.save()
    return document


def views(patterns: Any, space: str = "") -> Any:
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from views(one.url_patterns, one.namespace or space)
        elif one.name:
            yield f"{space}:{one.name}", one.callback


def test_every_view_of_a_file_records_it() -> None:
    ends = ("-export", "-file", "-download", "-document", "-template", ":document-file")
    files = {name: view for name, view in views(get_resolver().url_patterns) if name.endswith(ends)}
    assert len(files) >= 10
    silent = {name for name, view in files.items() if not getattr(view, "records_view", False)}
    assert silent <= EXCUSED, silent - EXCUSED
