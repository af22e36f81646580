"""Asking for a document. The row is the job and comes first; the worker is woken after the commit.

The same content is never rendered twice: a second request returns the existing row, finished or
not.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from accounts.models import Membership
from core import broker
from core.audit import record
from core.decisions import require
from documents.enums import JobStatus
from documents.models import Document
from documents.policies import can_ask_for_document, can_try_document_again
from documents.queries import (
    LOOK,
    describe_document,
    document_content,
    document_for,
    document_hash,
    is_there,
    same_document,
)

WAKE = "documents.make"


@transaction.atomic
def ask_for_document(*, actor: Membership, kind: str, subject: Any) -> Document:
    """Return the document for its subject's current content: the existing row, or a new one.

    Records `documents.document.asked` when the row is new. Raises Refused when the actor may not
    have one. After the commit the worker is notified; if that fails, the sweep finds the row.
    """
    require(can_ask_for_document(actor, kind, subject))
    wanted = document_for(kind, subject)
    wanted.asked_by = actor
    wanted.content_hash = document_hash(document_content(wanted), wanted.authority)
    return _kept_or_asked_for(wanted, actor)


def renew_documents(most: int = 20) -> int:
    """Request documents of what is published again when their look has changed: public pages
    offer a PDF only while it looks as new ones do. Oldest first, at most so many. Records
    `documents.document.asked`, by nobody. Returns how many it saw."""
    old = Document.objects.filter(status=JobStatus.DONE, look__lt=LOOK).order_by("asked_at", "pk")
    found = list(old.select_related("authority", "asked_by")[:most])
    for document in found:
        subject = document.subject
        with transaction.atomic():
            if type(subject).objects.published().filter(pk=subject.pk).exists():
                wanted = document_for(document.kind, subject)
                wanted.asked_by = document.asked_by
                wanted.content_hash = document_hash(document_content(wanted), wanted.authority)
                _kept_or_asked_for(wanted, None)
            Document.objects.filter(pk=document.pk).update(look=LOOK)
    return len(found)


def _kept_or_asked_for(wanted: Document, actor: Membership | None) -> Document:
    there = _kept_or_coming(wanted)
    if there is not None:
        if there.status == JobStatus.WAITING:
            _wake_worker()
        return there
    wanted.look = LOOK
    wanted.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            wanted.save()
    except IntegrityError:
        # Somebody asked for the same at the same moment: theirs will do.
        theirs = same_document(wanted)
        if theirs is None:
            raise
        return theirs
    record(
        "documents.document.asked",
        actor=actor,
        about=wanted,
        authority_id=wanted.authority_id,
        summary=describe_document(wanted),
    )
    _wake_worker()
    return wanted


def try_document_again(*, actor: Membership, document: Document) -> Document:
    """Request a document again that could not be made, or that is out of date. The old
    row stays, as what happened.

    Records and refuses what `ask_for_document` does, and refuses one that is of use as it is.
    """
    require(can_try_document_again(actor, document))
    return ask_for_document(actor=actor, kind=document.kind, subject=document.subject)


def _kept_or_coming(wanted: Document) -> Document | None:
    """The row that is there already. One whose file has gone (a restored backup) is no use: it is
    set aside as failed, and a new one is made."""
    there = same_document(wanted)
    if there is None or there.status != JobStatus.DONE or is_there(there):
        return there
    Document.objects.filter(pk=there.pk).update(
        status=JobStatus.FAILED, problem=gettext_noop("The file for this document is missing.")
    )
    return None


def _wake_worker() -> None:
    transaction.on_commit(lambda: broker.notify_worker(WAKE))
