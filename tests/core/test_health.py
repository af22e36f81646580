"""`/healthz` and `/readyz`: for machines, never a traceback."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from core import health
from core.documents.making import warm_up
from core.health import CHECKS, MESSAGES, RENDERER, WORKER, was_seen
from core.models import Heartbeat
from core.tasks import try_renderer, worker_heartbeat

pytestmark = pytest.mark.django_db


def parts(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()["parts"]


def test_healthz_says_the_process_is_up(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "up"})
    assert "no-store" in answer["Cache-Control"]


def test_ready_when_every_part_is_up(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    was_seen(WORKER, MESSAGES, RENDERER)
    assert parts(client) == (200, dict.fromkeys(CHECKS, "up"))
    assert "Not ready" not in caplog.text


def test_a_broker_and_a_database_that_hang_are_waited_for_together(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang() -> None:
        time.sleep(2)
        raise health.Down("it hangs")

    for part in ("database", "broker"):
        monkeypatch.setitem(CHECKS, part, hang)
    started = time.monotonic()
    _, states = parts(client)
    assert (states["database"], states["broker"]) == ("down", "down")
    assert list(states) == list(CHECKS)
    assert time.monotonic() - started < 3.5


@pytest.mark.parametrize(
    "row, part", [(WORKER, "worker"), (MESSAGES, "worker"), (RENDERER, "renderer")]
)
def test_what_was_never_seen_is_down(client: Client, row: str, part: str) -> None:
    was_seen(*{WORKER, MESSAGES, RENDERER} - {row})
    status, states = parts(client)
    assert (status, [name for name in CHECKS if states[name] == "down"]) == (503, [part])


@pytest.mark.parametrize(
    "row, part, silence",
    [
        (WORKER, "worker", health.WORKER_SILENCE),
        (MESSAGES, "worker", health.MESSAGE_SILENCE),
        (RENDERER, "renderer", health.RENDERER_SILENCE),
    ],
)
def test_what_is_silent_for_long_is_down_and_the_log_says_since_when(
    client: Client, row: str, part: str, silence: timedelta, caplog: pytest.LogCaptureFixture
) -> None:
    was_seen(WORKER, MESSAGES, RENDERER)
    Heartbeat.objects.filter(name=row).update(at=timezone.now() - silence - timedelta(seconds=1))
    states = parts(client)[1]
    assert [name for name in CHECKS if states[name] == "down"] == [part]
    (line,) = [each for each in caplog.messages if each.startswith("Not ready")]
    assert line.startswith(f"Not ready: {part} is down: no worker")
    told = re.search(r" for (\d+) s$", line)
    assert told
    assert silence.total_seconds() < int(told[1]) < silence.total_seconds() + 60


def test_the_death_of_a_worker_is_told_within_half_a_minute() -> None:
    assert timedelta(seconds=2 * health.PULSE_SECONDS) < health.WORKER_SILENCE
    assert timedelta(seconds=30) >= health.WORKER_SILENCE


def test_a_worker_that_renders_says_so(client: Client, settings: Any) -> None:
    assert try_renderer() is True
    assert parts(client)[1]["renderer"] == "up"
    assert list(Path(settings.MEDIA_ROOT).glob(".try-*")) == []


def cannot_write(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    settings.MEDIA_ROOT = blocked


def no_scratch(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "not-there"))


def no_library(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*args: Any) -> None:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr("core.documents.making.lay_out", missing)
    warm_up.cache_clear()


@pytest.mark.parametrize("lack", [cannot_write, no_scratch, no_library])
def test_a_worker_that_cannot_render_is_told_at_once_and_why(
    client: Client,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    lack: Callable[..., None],
) -> None:
    was_seen(RENDERER)
    lack(settings, tmp_path, monkeypatch)
    assert try_renderer() is False
    assert parts(client)[1]["renderer"] == "down"
    (line,) = [each for each in caplog.messages if "cannot make documents" in each]
    assert len(line) > len("The worker cannot make documents: : ") + 10


def test_a_storage_that_cannot_be_written_is_down(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    blocked = tmp_path / "media"
    blocked.write_text("a file where the folder should be")
    settings.MEDIA_ROOT = blocked
    assert parts(client)[1]["storage"] == "down"


@pytest.mark.parametrize("name", list(CHECKS))
def test_a_check_that_fails_is_an_answer_and_one_line_in_the_log(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    was_seen(WORKER, MESSAGES, RENDERER)

    def fails() -> None:
        raise OperationalError("could not connect to 10.0.0.1 as golden")

    monkeypatch.setitem(health.CHECKS, name, fails)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"][name] == "down"
    assert b"10.0.0.1" not in answer.content
    lines = [each for each in caplog.messages if each.startswith("Not ready")]
    assert lines == [
        f"Not ready: {name} is down: OperationalError: could not connect to 10.0.0.1 as golden"
    ]


def test_a_broker_that_is_only_slow_is_told_with_its_cause(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    was_seen(WORKER, MESSAGES, RENDERER)
    monkeypatch.setattr("core.broker.fault", lambda: "no answer within 1 s")
    assert parts(client)[1]["broker"] == "down"
    assert "Not ready: broker is down: no answer within 1 s" in caplog.messages


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_only_reading(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


def test_heartbeats_keep_one_row(django_assert_num_queries: Callable[..., Any]) -> None:
    worker_heartbeat()
    worker_heartbeat()
    assert Heartbeat.objects.count() == 1


def test_missing_libraries_are_one_line_and_not_a_traceback(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("core.tasks.missing_packages", lambda: ["libpango-1.0-0"])
    was_seen(RENDERER)
    assert try_renderer() is False
    assert not Heartbeat.objects.filter(name=RENDERER).exists()
    (line,) = [one.getMessage() for one in caplog.records if one.name == "core.tasks"]
    assert line.endswith("CannotDraw: this machine lacks libpango-1.0-0")
