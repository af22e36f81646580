"""A real Redis that is stopped, and one that hangs: people sign in, nobody waits twice, nothing is
lost. Each prints what was measured."""

import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from statistics import median

import pytest
import redis
from django.core.cache import caches
from django.db import connections
from django.test import Client

from core.cache import RedisOrDatabase
from core.circuit import REDIS
from core.models import CacheEntry
from tests.services.conftest import soon
from tests.support.cast import Cast, make_cast
from tests.support.servers import refused_port

PASSWORD = "correct horse battery"
SECONDS = 2.0


class OwnRedis:
    """A server of this test alone."""

    def __init__(self) -> None:
        self.port = refused_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                "redis-server", "--port", str(self.port), "--bind", "127.0.0.1",
                "--save", "", "--appendonly", "no",
            ],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        assert soon(self.answers, 20)

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def hang(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait()
        self.process = None


@pytest.fixture
def server() -> Iterator[OwnRedis]:
    own = OwnRedis()
    own.start()
    before = caches["default"]
    yield own
    caches["default"] = before
    own.stop()


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Made anew: after another test's flush the kept one has rights that are no longer there."""
    return make_cast()


def use(server: OwnRedis) -> None:
    """This thread's cache is that server."""
    caches["default"] = RedisOrDatabase(server.url, {})


def sign_in(cast: Cast, password: str = PASSWORD) -> tuple[int, float]:
    started = time.monotonic()
    answer = Client().post(
        "/sign-in/password/", {"email": cast.consultant.person.email, "password": password}
    )
    return answer.status_code, time.monotonic() - started


@pytest.mark.parametrize("way", ["stop", "hang"])
def test_people_sign_in_while_it_is_away_and_it_is_used_again(
    cast: Cast, server: OwnRedis, way: str
) -> None:
    use(server)
    assert sign_in(cast)[0] == 302
    assert not CacheEntry.objects.exists()

    getattr(server, way)()
    tries = [sign_in(cast) for _ in range(5)]
    took = [seconds for _, seconds in tries]
    print(f"Redis {way}: signed in after {took[0]:.2f} s, then {max(took[1:]):.2f} s at most")
    assert [status for status, _ in tries] == [302] * 5
    assert max(took) < SECONDS
    assert CacheEntry.objects.exists()

    server.go_on() if way == "hang" else server.start()
    REDIS._next_attempt = 0.0
    started = time.monotonic()
    assert soon(lambda: sign_in(cast) and not REDIS.is_open, 20)
    print(f"used again {time.monotonic() - started:.2f} s after it answered")


@pytest.mark.parametrize("way", ["stop", "hang"])
def test_guessing_is_still_stopped(cast: Cast, server: OwnRedis, way: str) -> None:
    use(server)
    getattr(server, way)()
    answers = [sign_in(cast, "wrong and wrong")[0] for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_ten_at_once_do_not_queue_behind_a_hung_one(cast: Cast, server: OwnRedis) -> None:
    server.hang()
    took: list[float] = []
    statuses: list[int] = []

    def come() -> None:
        use(server)
        try:
            status, seconds = sign_in(cast)
            statuses.append(status)
            took.append(seconds)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=come) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    started = time.monotonic()
    public = Client().get("/manchester/").status_code
    page = time.monotonic() - started
    print(
        f"ten sign-ins at once, Redis hung: {median(took):.2f} s in the middle, {max(took):.2f} s "
        f"at most; a public page beside them {page:.2f} s"
    )
    assert statuses == [302] * 10
    assert public == 200
    assert page < SECONDS


def test_a_wake_up_call_waits_once_for_a_hung_broker(
    transactional_db: None, server: OwnRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    from celery import Celery

    from core import broker

    app = Celery("hung", broker=server.url, set_as_current=False)
    app.conf.broker_transport_options = {"socket_connect_timeout": 1, "socket_timeout": 2}
    monkeypatch.setattr(broker, "current_app", app)
    server.hang()
    took = []
    for _ in range(8):
        started = time.monotonic()
        assert not broker.wake("core.worker_heartbeat")
        took.append(time.monotonic() - started)
    print(f"eight wake-up calls, Redis hung: {took[0]:.2f} s, then {max(took[1:]):.2f} s at most")
    assert sum(took) < SECONDS
    server.go_on()
    assert soon(lambda: broker.wake("core.worker_heartbeat"), 20)
