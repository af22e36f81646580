"""What the worker does for core: say that it is there."""

from celery import shared_task

from core.health import worker_was_seen


@shared_task(name="core.worker_heartbeat")
def worker_heartbeat() -> None:
    """Note that a worker takes messages and reaches the database. `/readyz` reads it."""
    worker_was_seen()
