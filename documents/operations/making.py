"""Making documents: what the worker does. Claimed by a lease, made in a child, kept exactly once.

A row is claimed by one guarded UPDATE, which works alike on both engines. While the child works,
a beat a second moves the lease on and tells the page how far it is. A worker that dies stops
beating, its lease runs out, and the next one claims the row, three times at most. The worker that
finishes must still hold the claim, in the same transaction that gives the file its name: so two
workers racing for one document keep one file.
"""

import contextlib
import functools
import logging
import os
import socket
import tempfile
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from core.audit import record
from core.documents import Broken, CannotDraw, DocumentError, NoRoom
from core.documents.libraries import missing_packages
from core.documents.sandbox import clear_old_scratch
from core.files import has_no_room
from documents.enums import JobStatus, Stage
from documents.kinds import document_kind
from documents.models import MAX_ATTEMPTS, Document
from documents.queries import describe_document, document_content, document_hash

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
# How long a document waits after a stumble, times the number of stumbles.
PAUSE = timedelta(seconds=5)
FOLDER = "documents"
GIVEN_UP = gettext_noop("We tried to create this three times and were interrupted each time.")
OVERTAKEN = gettext_noop(
    "The report changed while this was waiting. The new version has its own document."
)


class LeaseLost(Exception):
    """Somebody else has this document now: this worker was too slow, or thought dead."""


def worker_name() -> str:
    """Who is claiming, for the row and the log: machine and process, and a mark for this claim."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def free_documents() -> Any:
    """Those a worker may claim now, in the order they were asked for: waiting, or left by a worker
    that stopped answering; not those pausing after a stumble, nor those tried three times."""
    rested = Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now())
    return Document.objects.claimable().filter(rested, attempts__lt=MAX_ATTEMPTS)


def claim_document(*, worker: str | None = None) -> Document | None:
    """Take the next document for LEASE and answer with it; None when there is nothing to do.

    Only one of several claimers gets a row: the UPDATE holds only while the row is as it was read.
    """
    name = worker or worker_name()
    while True:
        found = free_documents().values("pk", "attempts").first()
        if found is None:
            return None
        claimed = (
            free_documents()
            .filter(**found)
            .update(
                status=JobStatus.RUNNING,
                attempts=F("attempts") + 1,
                claimed_by=name,
                lease_until=timezone.now() + LEASE,
                stage=Stage.GATHERING,
                percent=4,
            )
        )
        if claimed:
            return Document.objects.select_related("authority", "asked_by__person").get(
                pk=found["pk"]
            )


def make_document(document: Document) -> bool:
    """Make a claimed document and keep it. Answers whether it is ready.

    Records `documents.document.made`. What cannot be made is recorded and told by `fail_document`.
    A lease lost on the way leaves nothing behind: the document is somebody else's by then.
    """
    try:
        content = document_content(document)
        _take_newest_words(document, document_hash(content, document.authority))
        with _draft_file() as draft:
            made = _draw(document, content, draft)
            _keep(document, draft, pages=made.pages, size=made.size)
    except LeaseLost:
        log.warning("Document %s is no longer this worker's.", document.pk)
        return False
    except CannotDraw as problem:
        _warn_once(str(problem))
        fail_document(document, problem)
        return False
    except DocumentError as problem:
        log.warning("Document %s: %s: %s", document.pk, type(problem).__name__, problem)
        fail_document(document, problem)
        return False
    except Exception as problem:
        log.exception("Document %s could not be made.", document.pk)
        fault = NoRoom if has_no_room(problem) else Broken
        fail_document(document, fault(repr(problem)))
        return False
    return True


@functools.cache
def _warn_once(what: str) -> None:
    """What is wrong with the machine is the same for each of its documents."""
    log.warning("No document can be made: %s", what)


def fail_document(document: Document, problem: DocumentError) -> None:
    """Let go of a claimed document that did not come out. What may go better next time waits for
    another try, up to three; the rest is failed for good, in plain words, and recorded as
    `documents.document.failed`. Does nothing when the claim is lost."""
    again = problem.worth_another_try and document.attempts < MAX_ATTEMPTS
    if again:
        _mine(document).update(
            status=JobStatus.WAITING,
            stage=Stage.AGAIN,
            percent=0,
            lease_until=timezone.now() + PAUSE * document.attempts,
            problem=problem.plain,
        )
        return
    _give_up(document, problem.plain, _mine(document))


def sweep_documents() -> int:
    """Put right what a dead worker left. Answers how many documents can be claimed now.

    A claim whose lease ran out waits again; one that has had its three attempts is failed, which is
    recorded. What killed workers left on the disk is thrown away after an hour.
    """
    late = Document.objects.filter(status=JobStatus.RUNNING, lease_until__lt=timezone.now())
    late.filter(attempts__lt=MAX_ATTEMPTS).update(
        status=JobStatus.WAITING, stage=Stage.AGAIN, percent=0, lease_until=None
    )
    for document in late.filter(attempts__gte=MAX_ATTEMPTS):
        _give_up(document, GIVEN_UP, late.filter(pk=document.pk))
    _throw_away_old_drafts()
    clear_old_scratch()
    return int(free_documents().count())


def _mine(document: Document) -> Any:
    """The row, for as long as this claim on it holds."""
    return Document.objects.filter(
        pk=document.pk, status=JobStatus.RUNNING, claimed_by=document.claimed_by
    )


def _take_newest_words(document: Document, newest: str) -> None:
    """A report changed between asking and making is made as it is now. When that has a row of its
    own already, this one is of no use to anybody."""
    if newest == document.content_hash:
        return
    try:
        with transaction.atomic():
            _mine(document).update(content_hash=newest)
    except IntegrityError:
        overtaken = DocumentError("overtaken")
        overtaken.plain = OVERTAKEN
        raise overtaken from None
    document.content_hash = newest


def _draw(document: Document, content: Any, draft: Path) -> Any:
    """Render the page here, in the authority's own language, and the PDF in a child that is stopped
    when the lease is lost."""
    if missing := missing_packages():
        raise CannotDraw(f"this machine lacks {', '.join(missing)}")
    # WeasyPrint is 40 MB and most of a second: only a process that makes documents loads it.
    from core.documents.finish import MOST_PAGES as ANY_NUMBER
    from core.documents.making import Order, make_pdf, warm_up

    warm_up()
    kind = document_kind(document.kind)
    frame = {
        "title": content.title,
        "site": settings.BASE_URL,
        # What `{% word %}` and the components look at on a page: whose words are used.
        "request": SimpleNamespace(authority=document.authority),
    }
    with translation.override(settings.LANGUAGE_CODE):
        pages = [
            render_to_string(content.template, {**content.context, **frame, "tightness": tightness})
            for tightness in kind.tightness
        ]

    def beat(progress: Any) -> None:
        holding = _mine(document).update(
            stage=progress.stage or Stage.GATHERING,
            percent=max(4, progress.percent),
            lease_until=timezone.now() + LEASE,
        )
        if not holding:
            raise LeaseLost

    most = 1 if kind.fits_one_page else ANY_NUMBER
    order = Order(pages, most, fills_last=not kind.fits_one_page)
    return make_pdf(order, draft, on_beat=beat)


def _keep(document: Document, draft: Path, *, pages: int, size: int) -> None:
    """Give the file its name and the row its end, together. The row is locked by its own UPDATE
    until the file is in place, so that a row that says "ready" always has its file."""
    name = f"{FOLDER}/{document.authority.slug}/{document.pk}.pdf"
    final = Path(default_storage.path(name))
    final.parent.mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        kept = _mine(document).update(
            status=JobStatus.DONE,
            stage=Stage.READY,
            percent=100,
            finished_at=timezone.now(),
            lease_until=None,
            problem="",
            file=name,
            pages=pages,
            size=size,
        )
        if not kept:
            raise LeaseLost
        _flush(draft)
        os.replace(draft, final)
        record(
            "documents.document.made",
            actor=None,
            about=document,
            authority_id=document.authority_id,
            summary=describe_document(document),
            changes={"pages": pages, "bytes": size, "attempt": document.attempts},
        )


def _give_up(document: Document, words: str, row: Any) -> None:
    with transaction.atomic():
        failed = row.update(
            status=JobStatus.FAILED,
            stage=Stage.FAILED,
            finished_at=timezone.now(),
            lease_until=None,
            problem=words[:300],
        )
        if failed:
            record(
                "documents.document.failed",
                actor=None,
                about=document,
                authority_id=document.authority_id,
                summary=words[:300],
                changes={"attempts": document.attempts},
            )


def _drafts() -> Path:
    return Path(default_storage.path(FOLDER)) / ".drafts"


@contextlib.contextmanager
def _draft_file() -> Iterator[Path]:
    """A name to draw under, on the disk where the file will live; gone afterwards."""
    _drafts().mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=_drafts(), suffix=".pdf")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _throw_away_old_drafts() -> None:
    oldest = timezone.now().timestamp() - 3600
    for draft in _drafts().glob("*.pdf"):
        with contextlib.suppress(OSError):  # another worker was quicker, or the disk is read-only
            if draft.stat().st_mtime < oldest:
                draft.unlink()


def _flush(path: Path) -> None:
    """On the disk, not only on its way there, before the row says so."""
    with open(path, "rb") as handle:
        os.fsync(handle.fileno())
