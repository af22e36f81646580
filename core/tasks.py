"""What the worker does for core: say that it is there, and clear the cache in the database."""

from celery import shared_task
from django.utils import timezone

from core.health import worker_was_seen
from core.models import CacheEntry


@shared_task(name="core.worker_heartbeat")
def worker_heartbeat() -> None:
    """Note that a worker takes messages and reaches the database. `/readyz` reads it."""
    worker_was_seen()


@shared_task(name="core.clear_cache")
def clear_cache() -> int:
    """Delete what has expired in the database's cache. Answers how many entries."""
    return CacheEntry.objects.filter(expires__lt=timezone.now()).delete()[0]
