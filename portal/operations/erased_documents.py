"""PDFs made before somebody was erased, or a point was withdrawn: nobody can take words out of one,
so it is made anew."""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_noop

from accounts.models import Authority, Membership
from core import audit
from documents.enums import JobStatus, Stage
from documents.kinds import document_kind
from documents.models import Document
from documents.operations.asking import ask_for_document
from documents.policies import can_ask_for_document
from documents.queries import document_content, document_hash
from impact.models import AnnualReport, ImpactReport
from voice.models import Ask

REMOVED = gettext_noop(
    "This was removed because someone’s name was erased. You can create a new one."
)
WORDS_REMOVED = gettext_noop(
    "This was removed because it had words in it that can’t be shown any more. You can create a "
    "new one."
)


def replace_documents(
    actor: Membership, authority: Authority, *, because: str = REMOVED, about: Ask | None = None
) -> None:
    """Remove every PDF of an authority that does not say what its report says now, and have those
    of published and endorsed reports made anew. One that is being made is stopped: its words are
    the old ones. Records `documents.document.removed` for each; what a signed text says stays, in
    its new PDF too. With `about` only those of reports that may have quoted that point. `because`
    is stored, in English, and shown in the reader's language. Called in the transaction that
    changed the texts."""
    rows = Document.objects.exclude(status=JobStatus.FAILED).filter(authority=authority)
    if about is not None:
        reports = ImpactReport.objects.filter(lines__priority__asks=about.pk)
        if not reports.exists():
            return
        years = AnnualReport.objects.filter(authority=authority)
        rows = rows.about(reports) | rows.about(years)
    for document in rows.select_related("authority"):
        now = document_hash(document_content(document), authority)
        if document.content_hash == now:
            continue
        Document.objects.filter(pk=document.pk).update(
            status=JobStatus.FAILED, stage=Stage.FAILED, problem=because, file="", lease_until=None
        )
        audit.record("documents.document.removed", actor=actor, about=document)
        if document.file:
            transaction.on_commit(partial(default_storage.delete, document.file))
        subject = document.subject
        final = document_kind(document.kind).is_final(subject)
        if final and can_ask_for_document(actor, document.kind, subject):
            ask_for_document(actor=actor, kind=document.kind, subject=subject)
