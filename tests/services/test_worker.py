"""A real worker between PostgreSQL and Redis: woken, killed, left without messages."""

import subprocess
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import redis
from django.test import Client

from core import broker
from core.health import MESSAGES, RENDERER, WORKER
from core.models import Heartbeat
from tests.services.waiting import soon

Start = Callable[..., "subprocess.Popen[bytes]"]


def seen(row: str = MESSAGES) -> datetime | None:
    """When a worker last took a message, or for another row of it what that says."""
    return Heartbeat.objects.filter(name=row).values_list("at", flat=True).first()


def test_a_call_wakes_a_real_worker(start_worker: Start) -> None:
    start_worker()
    assert soon(seen)  # it says so itself when it starts
    before = seen()
    assert broker.notify_worker("core.worker_heartbeat") is True
    assert soon(lambda: seen() != before)


def test_a_call_made_while_no_worker_ran_is_heard_later(
    start_worker: Start, redis_server: redis.Redis
) -> None:
    assert broker.notify_worker("core.worker_heartbeat") is True
    assert redis_server.llen("celery") == 1
    start_worker()
    assert soon(lambda: redis_server.llen("celery") == 0 and seen())


def test_after_a_killed_worker_the_next_one_goes_on(start_worker: Start) -> None:
    first = start_worker()
    assert soon(seen)
    first.kill()
    first.wait()
    before = seen()
    start_worker()
    assert soon(lambda: seen() != before)


def test_a_flushed_broker_does_not_stop_the_timetable(
    start_worker: Start, redis_server: redis.Redis
) -> None:
    start_worker("--clock")
    assert soon(seen)
    redis_server.flushdb()
    before = seen()
    assert soon(lambda: seen() != before)


def test_ready_with_real_servers_and_a_worker(client: Client, start: Start, settings: Any) -> None:
    start()
    rows = {WORKER, MESSAGES, RENDERER}
    assert soon(lambda: set(Heartbeat.objects.values_list("name", flat=True)) >= rows, 90)
    assert set(client.get("/readyz").json()["parts"].values()) == {"up"}


@pytest.mark.usefixtures("transactional_db")
def test_ready_says_when_redis_is_gone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from celery import Celery

    gone = Celery("gone", broker="redis://127.0.0.1:1/0", set_as_current=False)
    monkeypatch.setattr(broker, "current_app", gone)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["broker"] == "down"
    assert answer.json()["parts"]["database"] == "up"
