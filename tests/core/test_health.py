"""`/healthz` and `/readyz`: for machines, never a traceback."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from core import health
from core.models import Heartbeat
from core.tasks import worker_heartbeat

pytestmark = pytest.mark.django_db


def parts(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()["parts"]


def test_healthz_says_the_process_is_up(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "up"})
    assert "no-store" in answer["Cache-Control"]


def test_ready_when_every_part_is_up(client: Client) -> None:
    worker_heartbeat()
    assert parts(client) == (
        200,
        {"database": "up", "broker": "up", "worker": "up", "storage": "up"},
    )


def test_a_worker_never_seen_is_down(client: Client) -> None:
    status, states = parts(client)
    assert (status, states["worker"]) == (503, "down")


def test_a_worker_silent_for_long_is_down(client: Client) -> None:
    worker_heartbeat()
    Heartbeat.objects.update(at=timezone.now() - health.WORKER_SILENCE - timedelta(seconds=1))
    assert parts(client)[1]["worker"] == "down"


def test_a_storage_that_cannot_be_written_is_down(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    blocked = tmp_path / "media"
    blocked.write_text("a file where the folder should be")
    settings.MEDIA_ROOT = blocked
    assert parts(client)[1]["storage"] == "down"


@pytest.mark.parametrize("name", ["database", "broker", "worker", "storage"])
def test_a_check_that_fails_is_an_answer_not_a_traceback(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def fails() -> bool:
        raise OperationalError("could not connect to 10.0.0.1 as golden")

    monkeypatch.setitem(health.CHECKS, name, fails)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"][name] == "down"
    assert b"10.0.0.1" not in answer.content


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_only_reading(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


def test_heartbeats_keep_one_row(django_assert_num_queries: Callable[..., Any]) -> None:
    worker_heartbeat()
    worker_heartbeat()
    assert Heartbeat.objects.count() == 1
