"""Is the process up (`/healthz`), and has it all it needs (`/readyz`)? JSON, for machines.

Nothing in the answer tells a stranger more than which part is down.
"""

import logging
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from core import broker
from core.http import declare
from core.models import Heartbeat

log = logging.getLogger(__name__)

WORKER = "worker"
# A long report keeps the only worker of a small machine busy for a minute or more.
WORKER_SILENCE = timedelta(minutes=3)


def worker_was_seen() -> None:
    """Write the time into the worker's one row."""
    Heartbeat.objects.update_or_create(name=WORKER, defaults={"at": timezone.now()})


def database_is_well() -> bool:
    """Whether the database answers a query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def worker_is_well() -> bool:
    """Whether a worker took a message lately."""
    return Heartbeat.objects.filter(name=WORKER, at__gte=timezone.now() - WORKER_SILENCE).exists()


def storage_is_well() -> bool:
    """Whether a file can be written where uploads and reports are kept."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as handle:
        handle.write(b"well")
        handle.flush()
    return True


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_is_well,
    "broker": broker.answers,
    "worker": worker_is_well,
    "storage": storage_is_well,
}


def is_well(check: Callable[[], bool]) -> bool:
    """Whether a check says yes; one that fails in any way says no."""
    try:
        return check()
    except Exception as problem:
        log.warning("Not ready: %s: %s", check.__name__, problem)
        return False


def _healthz(request: HttpRequest) -> JsonResponse:
    """The process is up. Asks nothing of anything else, so a restart is the cure for a no."""
    return JsonResponse({"status": "up"})


def _readyz(request: HttpRequest) -> JsonResponse:
    """All that pages and reports need is there: 200, or 503 with the parts that are not."""
    parts = {name: "up" if is_well(check) else "down" for name, check in CHECKS.items()}
    ready = all(state == "up" for state in parts.values())
    return JsonResponse(
        {"status": "ready" if ready else "not ready", "parts": parts},
        status=200 if ready else 503,
    )


healthz = never_cache(declare(_healthz, access="public", methods=("GET",)))
readyz = never_cache(declare(_readyz, access="public", methods=("GET",)))
