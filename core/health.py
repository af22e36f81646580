"""Is the process up (`/healthz`), and has it all it needs (`/readyz`)? JSON, for machines.

Nothing in the answer tells a stranger more than which part is down.
"""

import logging
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from core import broker
from core.http import register_access
from core.models import Heartbeat

log = logging.getLogger(__name__)

WORKER = "worker"
MESSAGES = "messages"
RENDERER = "renderer"
# The worker's main process writes its row every PULSE_SECONDS, however busy it is.
PULSE_SECONDS = 10
WORKER_SILENCE = timedelta(seconds=25)
# The timetable sends a message every 15 s; a long document may keep the only worker for minutes.
MESSAGE_SILENCE = timedelta(minutes=5)
# A tiny page is rendered every TRY_SECONDS, and behind a long document later.
TRY_SECONDS = 300
RENDERER_SILENCE = timedelta(minutes=15)


class Down(Exception):
    """A part is down; the text says why, for the log."""


def was_seen(*names: str) -> None:
    """Write the time into the row of each of these parts of the worker."""
    for name in names:
        Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def cannot_render() -> None:
    """Forget when the worker last rendered, so that `/readyz` says at once that it cannot."""
    Heartbeat.objects.filter(name=RENDERER).delete()


def check_database() -> None:
    """The database answers a query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def check_broker() -> None:
    """The broker answers within a second."""
    if cause := broker.fault():
        raise Down(cause)


def check_worker() -> None:
    """A worker runs, and took a message lately."""
    _check_row(WORKER, WORKER_SILENCE, "no worker was seen")
    _check_row(MESSAGES, MESSAGE_SILENCE, "no worker took a message")


def check_renderer() -> None:
    """A worker made a page into a PDF lately, as it does for every document."""
    _check_row(RENDERER, RENDERER_SILENCE, "no worker could make a PDF")


def _check_row(name: str, silence: timedelta, words: str) -> None:
    at = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    if at is None:
        raise Down(f"{words} yet, or the last try failed")
    if (gone := timezone.now() - at) > silence:
        raise Down(f"{words} for {gone.total_seconds():.0f} s")


def check_storage() -> None:
    """A file can be written where uploads and reports are kept."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as handle:
        handle.write(b"well")
        handle.flush()


CHECKS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "broker": check_broker,
    "worker": check_worker,
    "renderer": check_renderer,
    "storage": check_storage,
}


def is_up(part: str) -> bool:
    """Whether a part is up. One that is down, in whatever way, is one line in the log."""
    try:
        CHECKS[part]()
    except Exception as problem:
        kind = "" if isinstance(problem, Down) else f"{type(problem).__name__}: "
        log.warning("Not ready: %s is down: %s%s", part, kind, " ".join(str(problem).split()))
        return False
    return True


def _healthz(request: HttpRequest) -> JsonResponse:
    """The process is up. Asks nothing of anything else, so a restart is the cure for a no."""
    return JsonResponse({"status": "up"})


def _readyz(request: HttpRequest) -> JsonResponse:
    """All that pages and reports need is there: 200, or 503 with the parts that are not. The broker
    is asked beside the rest: when both hang, both are waited for at once."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        broker_is_up = beside.submit(is_up, "broker")
        up = {part: is_up(part) for part in CHECKS if part != "broker"}
        up["broker"] = broker_is_up.result()
    parts = {part: "up" if up[part] else "down" for part in CHECKS}
    ready = all(state == "up" for state in parts.values())
    return JsonResponse(
        {"status": "ready" if ready else "not ready", "parts": parts},
        status=200 if ready else 503,
    )


healthz = never_cache(register_access(_healthz, access="public", methods=("GET",)))
readyz = never_cache(register_access(_readyz, access="public", methods=("GET",)))
