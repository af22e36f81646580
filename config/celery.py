"""The Celery app: a wake-up call for work whose truth is a row in the database.

Nothing here survives every fault, and nothing needs to: a lost message is found by the sweep.
"""

import logging
import os
import threading
from datetime import timedelta
from typing import Any

from celery import Celery, bootsteps
from celery.beat import EmbeddedService
from celery.signals import worker_ready
from django.db import DatabaseError, connections

from config.startup import read_settings
from core import broker

log = logging.getLogger(__name__)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
broker.register()

app = Celery("golden_thread")


@app.on_configure.connect
def _refuse_in_words(**kwargs: Any) -> None:
    """Before the first setting is asked for."""
    read_settings("celery")


app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

SWEEP_SECONDS = 10
HEARTBEAT_SECONDS = 15
SETTLE_SECONDS = 600
TRY_SECONDS = 300  # core.health says how long none may be heard of
# News "soon after it happens" comes within this; daily and weekly news goes with the first round
# after its moment.
NEWS_SECONDS = 300
HOUR = 3600


def every(task: str, seconds: int) -> dict[str, Any]:
    """A line of the timetable. A call nobody took before the next one is due is thrown away, so
    that a worker that was away does not find a hundred of them."""
    return {
        "task": task,
        "schedule": timedelta(seconds=seconds),
        "options": {"expires": seconds, "ignore_result": True},
    }


# In memory: all entries are intervals, and a file of them can be broken by a kill.
app.conf.beat_scheduler = "celery.beat:Scheduler"
app.conf.beat_schedule = {
    "sweep-documents": every("documents.sweep", SWEEP_SECONDS),
    "send-mail": every("accounts.send_mail", SWEEP_SECONDS),
    "settle-memberships": every("accounts.settle_memberships", SETTLE_SECONDS),
    "send-news": every("accounts.send_news", NEWS_SECONDS),
    "forget-undelivered-mail": every("accounts.forget_undelivered", HOUR),
    "forget-old-news": every("accounts.forget_old_news", HOUR),
    "remind-of-actions": every("outcomes.remind", HOUR),
    "remind-of-meetings": every("cooperative.remind", HOUR),
    "remind-of-reports": every("impact.remind", HOUR),
    "clear-cache": every("core.clear_cache", HOUR),
    "delete-old-keys": every("core.delete_old_keys", HOUR),
    "clean-up": every("accounts.clean_up", HOUR),
    "worker-heartbeat": every("core.worker_heartbeat", HEARTBEAT_SECONDS),
    "try-renderer": every("core.try_renderer", TRY_SECONDS),
}


@worker_ready.connect
def begin_at_once(**kwargs: Any) -> None:
    """A worker that starts says so, tries to render, and looks for what was left undone, before the
    first tick. It says so itself: a call would wait behind the reports that are waiting already."""
    from core.health import MESSAGES, WORKER, was_seen  # once Django is set up

    try:
        was_seen(WORKER, MESSAGES)
    except DatabaseError:
        log.exception("The worker cannot reach the database yet.")
    broker.notify_worker("core.try_renderer")
    broker.notify_worker("documents.sweep")


class Pulse(bootsteps.StartStopStep):
    """Says every few seconds that this worker runs, from a thread of its main process: a message
    would wait behind long documents, and a killed worker would be missed only after minutes."""

    requires = ("celery.worker.components:Pool",)

    def __init__(self, worker: Any, **options: Any) -> None:
        super().__init__(worker, **options)
        self.ended = threading.Event()

    def start(self, worker: Any) -> None:
        threading.Thread(target=self._beat, name="pulse", daemon=True).start()

    def stop(self, worker: Any) -> None:
        self.ended.set()

    def _beat(self) -> None:
        from core.health import PULSE_SECONDS, WORKER, was_seen

        while not self.ended.wait(PULSE_SECONDS):
            try:
                was_seen(WORKER)
            except DatabaseError as problem:
                log.warning("The worker cannot say that it runs: %s", problem)
            finally:
                # Kept open, a process that the pool forks later would share it.
                connections.close_all()


class Clock(bootsteps.StartStopStep):
    """The timetable inside the worker, for one machine: `celery worker --clock`.

    Celery's own `--beat` is a process that outlives a killed worker and goes on sending; a thread
    cannot. With more than one worker, run `celery beat` once instead.
    """

    requires = ("celery.worker.components:Pool",)

    def __init__(self, worker: Any, clock: bool = False, **options: Any) -> None:
        super().__init__(worker, **options)
        self.enabled = clock
        self.thread: Any = None

    def start(self, worker: Any) -> None:
        self.thread = EmbeddedService(
            worker.app, thread=True, scheduler_cls=worker.app.conf.beat_scheduler
        )
        self.thread.start()

    def stop(self, worker: Any) -> None:
        if self.thread is not None:
            self.thread.stop()
            self.thread = None


def _add_steps() -> None:
    from click import Option

    app.user_options["worker"].add(
        Option(("--clock",), is_flag=True, help="Keep the timetable in this worker.")
    )
    app.steps["worker"].update((Clock, Pulse))


_add_steps()
