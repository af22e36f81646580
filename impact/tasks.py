"""Celery's part: the wake-up call, and the sweep. What is to be done is in the rows."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from celery import shared_task
from django.conf import settings

from core import broker
from impact.operations.documents import WAKE
from impact.operations.making_documents import (
    claim_document,
    free_documents,
    make_document,
    sweep_documents,
)
from impact.operations.reminders import remind_of_reports, remind_of_scrutiny

# After this long in one go the worker turns to its other messages, and calls itself again.
STRETCH_SECONDS = 60.0


@shared_task(name=WAKE)
def make_documents() -> int:
    """Make every document that waits, one after another. Answers how many it made."""
    return make_waiting_documents()


@shared_task(name="impact.sweep_documents")
def sweep() -> int:
    """Put right what a dead worker left and make what waits, whether or not anybody was woken."""
    return make_waiting_documents() if sweep_documents() else 0


@shared_task(name="impact.remind")
def remind() -> int:
    """Remind of reports that wait for names, and of recommendations that wait for an answer.
    Answers of how many."""
    return remind_of_reports() + remind_of_scrutiny()


def make_waiting_documents() -> int:
    """One renderer at a time on a machine: a second halves what the web processes get done.

    Whoever does not get the lock can leave: the holder looks once more after letting go of it, so
    a document that was asked for in that moment is seen by one of the two.
    """
    made, until = 0, time.monotonic() + STRETCH_SECONDS
    while True:
        with _renderer_of_this_machine() as got_it:
            if not got_it:
                return made
            while (document := claim_document()) is not None:
                made += make_document(document)
                if time.monotonic() > until:
                    break
        if not free_documents().exists():
            return made
        if time.monotonic() > until:
            broker.wake(WAKE)
            return made


@contextmanager
def _renderer_of_this_machine() -> Iterator[bool]:
    """Whether this process may render now. The kernel lets go of the lock when a process dies."""
    path = Path(settings.VAR) / "renderer.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
