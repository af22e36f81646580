"""Celery's part: the wake-up call, and the sweep. What is to be done is in the rows."""

import time

from celery import shared_task

from core import broker
from core.locks import machine_lock
from documents.operations.asking import WAKE, renew_documents
from documents.operations.making import (
    claim_document,
    free_documents,
    make_document,
    sweep_documents,
)

# After this long in one go the worker turns to its other messages, and calls itself again.
STRETCH_SECONDS = 60.0


@shared_task(name=WAKE)
def make_documents() -> int:
    """Make every document that waits, one after another. Answers how many it made."""
    return make_waiting_documents()


@shared_task(name="documents.sweep")
def sweep() -> int:
    """Recover jobs of dead workers, request documents again whose look has changed, and make what
    waits, whether or not anybody was woken."""
    renew_documents()
    return make_waiting_documents() if sweep_documents() else 0


def make_waiting_documents() -> int:
    """One renderer at a time on a machine: a second halves what the web processes get done.

    A process that does not get the lock can leave: the holder looks once more after releasing it,
    so a document requested in that moment is seen by one of the two.
    """
    made, until = 0, time.monotonic() + STRETCH_SECONDS
    while True:
        with machine_lock("renderer") as held:
            if not held:
                return made
            while (document := claim_document()) is not None:
                made += make_document(document)
                if time.monotonic() > until:
                    break
        if not free_documents().exists():
            return made
        if time.monotonic() > until:
            broker.notify_worker(WAKE)
            return made
