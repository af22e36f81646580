"""Reads about documents: which one is current, how many are before it, what a page shows of it."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Authority
from documents.enums import JobStatus
from documents.kinds import DocumentContent, document_kind
from documents.models import Document

# One higher when the look of the documents changes, so that kept ones are made again
# (`renew_documents`).
LOOK = 5
# A worker takes up a waiting document in a second or two. After this long somebody should be told.
LONG_WAIT = timedelta(seconds=40)


@dataclass(frozen=True)
class Standing:
    """What the page of a document shows of it."""

    document: Document
    # How many are made before it.
    before: int
    moving: bool
    ready: bool
    failed: bool
    # Made, and given to nobody any more: its report says something else now.
    outdated: bool
    waits_long: bool
    # How far it is, or why it is not, in the reader's language.
    stage: str
    problem: str
    # Changes whenever anything of this does.
    mark: str


def document_hash(content: DocumentContent, authority: Authority) -> str:
    """What makes two documents the same: everything on their pages, the authority's own words, and
    the look of them."""
    facts = [LOOK, content.template, content.title, content.content_hash, authority.terminology]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def document_content(document: Document) -> DocumentContent:
    """The content of a document that was asked for (saved or not): same facts as the page."""
    return document_kind(document.kind).content(document.subject)


def document_for(kind: str, subject: Any) -> Document:
    """A document of a kind, not saved: what `document_content` is asked about."""
    return Document(kind=kind, authority=subject.authority, subject=subject)


def current_document(kind: str, subject: Any) -> Document | None:
    """The document, asked for or made, that says exactly what its subject says now."""
    wanted = document_for(kind, subject)
    wanted.content_hash = document_hash(document_content(wanted), wanted.authority)
    return same_document(wanted)


def same_document(wanted: Document) -> Document | None:
    """The kept or coming row with the same words, if there is one."""
    return (
        Document.objects.filter(
            kind=wanted.kind,
            subject_type=wanted.subject_type,
            subject_id=wanted.subject_id,
            content_hash=wanted.content_hash,
        )
        .exclude(status=JobStatus.FAILED)
        .first()
    )


def public_document(kind: str, subject: Any) -> Document | None:
    """The finished document of something published, if there is one that says what its subject
    says now. None for anything else: a draft, a document being made, one of older words."""
    if not type(subject).objects.published().filter(pk=subject.pk).exists():
        return None
    found = current_document(kind, subject)
    return found if found is not None and is_there(found) else None


def is_there(document: Document) -> bool:
    """Whether it is made and its file is still where it was put."""
    return (
        document.status == JobStatus.DONE
        and bool(document.file)
        and default_storage.exists(document.file)
    )


def says_now(document: Document) -> bool:
    """Whether a document has the words of its subject as they are now. One that has not is given to
    nobody: of all the ways in which a quotation ends (withdrawn, corrected, its consent run out,
    its point taken off the priority), none can be forgotten here (decision 0014). About as many
    statements as the subject's page."""
    return document.content_hash == document_hash(document_content(document), document.authority)


def ready_documents(subject: Any) -> list[tuple[str, str]]:
    """The PDFs of something that are made and say what its page says now: each kind and its word.
    One statement."""
    rows = Document.objects.filter(
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
        status=JobStatus.DONE,
    ).order_by("kind")

    def now(kind: str) -> str:
        return document_hash(document_kind(kind).content(subject), subject.authority)

    return [
        (row.kind, row.kind_label)
        for row in rows
        if row.content_hash == now(row.kind) and is_there(row)
    ]


def standing(document: Document) -> Standing:
    """How a document stands now. One query while it waits, those of `says_now` once it is made."""
    made = document.status == JobStatus.DONE
    outdated = made and not says_now(document)
    waiting = document.status == JobStatus.WAITING
    moving = document.status in (JobStatus.WAITING, JobStatus.RUNNING)
    before = places_before(document) if waiting else 0
    waited = timezone.now() - document.asked_at
    return Standing(
        document=document,
        before=before,
        moving=moving,
        ready=made and not outdated,
        failed=document.status == JobStatus.FAILED,
        outdated=outdated,
        waits_long=waiting and not before and waited > LONG_WAIT,
        stage=_read(document.stage),
        problem=_read(document.problem),
        mark=f"{document.status} {before} {document.percent} {document.stage}",
    )


def _read(stored: str) -> str:
    """Words that the program has stored, as the reader of a page gets them. A number among them
    ("Laying out page 3") is translated as one."""
    if not stored:
        return ""
    number = re.search(r"\d+", stored)
    return _(stored.replace(number[0], "%(n)s")) % {"n": number[0]} if number else _(stored)


def describe_document(document: Document) -> str:
    """ "Full report of Happy: what changed", for the trail, in the authority's language."""
    with translation.override(settings.LANGUAGE_CODE):
        return f"{document.kind_label} of {document.subject.title}"


def places_before(document: Document) -> int:
    """How many others are made, or being made, before it. Of every authority: one queue."""
    moving = Document.objects.filter(status__in=[JobStatus.WAITING, JobStatus.RUNNING])
    return moving.filter(asked_at__lt=document.asked_at).count()


def filename_of(document: Document) -> str:
    """The name a download gets: "manchester-happy-april-to-june-2026-one-page.pdf"."""
    return document_kind(document.kind).filename(document.subject)
