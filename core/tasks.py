"""What the worker does for core: say that it takes messages and that it can render, and clear the
cache in the database."""

import logging

from celery import shared_task
from django.utils import timezone

from core.documents import CannotDraw
from core.documents.libraries import missing_packages
from core.form_keys import delete_old_keys as delete_keys
from core.health import MESSAGES, RENDERER, cannot_render, was_seen
from core.models import CacheEntry

log = logging.getLogger(__name__)


@shared_task(name="core.worker_heartbeat")
def worker_heartbeat() -> None:
    """Note that a worker takes messages and reaches the database. `/readyz` reads it."""
    was_seen(MESSAGES)


@shared_task(name="core.try_renderer")
def try_renderer() -> bool:
    """Make a tiny page into a PDF, as a document is made, and note whether that worked. What is
    missing (a library, a folder that can be written) is found before anyone asks for a document."""
    try:
        if missing := missing_packages():
            raise CannotDraw(f"this machine lacks {', '.join(missing)}")
        from core.documents.making import try_rendering  # only a worker loads WeasyPrint

        try_rendering()
    except Exception as problem:
        log.error("The worker cannot make documents: %s: %s", type(problem).__name__, problem)
        cannot_render()
        return False
    was_seen(RENDERER)
    return True


@shared_task(name="core.clear_cache")
def clear_cache() -> int:
    """Delete what has expired in the database's cache. Answers how many entries."""
    return CacheEntry.objects.filter(expires__lt=timezone.now()).delete()[0]


@shared_task(name="core.delete_old_keys")
def delete_old_keys() -> int:
    """Delete used keys of forms that are too old to be sent again. Answers how many."""
    return delete_keys()
