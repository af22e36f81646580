"""A real Redis that is stopped, and one that hangs: people sign in, nobody waits twice, nothing is
lost. Each prints what was measured."""

import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from itertools import count
from statistics import median

import pytest
import redis

from tests.services.program import Answer, Council, Server, Visitor
from tests.services.waiting import soon
from tests.support.servers import refused_port

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

    def keys(self) -> int:
        """How many keys the program keeps there: whoever tries at the door makes some."""
        with redis.Redis.from_url(self.url, socket_timeout=1) as client:
            return int(client.dbsize())

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
    yield own
    own.stop()


def ask_for_code(web: Server, email: str) -> Answer:
    """Somebody asks for a code by email, which is counted. No password is checked for it, for that
    takes its time with Redis and without."""
    stranger = Visitor(web.port)
    page = stranger.ask("/sign-in/").text
    return stranger.submit(page, "/sign-in/", {"email": email})


def together(web: Server, number: int = 10) -> list[float]:
    """So many people ask for their codes at the same moment: the seconds each waited."""
    answers: list[Answer] = []
    ready = threading.Barrier(number)

    def come(each: int) -> None:
        visitor = Visitor(web.port)
        page = visitor.ask("/sign-in/").text
        ready.wait(60)
        fields = {"email": f"person-{each}@new.example"}
        answers.append(visitor.submit(page, "/sign-in/", fields))

    threads = [threading.Thread(target=come, args=(each,)) for each in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [answer.status for answer in answers] == [302] * number
    return [answer.seconds for answer in answers]


@pytest.mark.parametrize("way", ["stop", "hang"])
def test_people_sign_in_while_it_is_away_and_it_is_used_again(
    council: Council, server: OwnRedis, way: str
) -> None:
    council.environment["REDIS_URL"] = server.url
    email = council.known["email"]
    counted = "SELECT count(*) FROM core_cacheentry"
    with council.serving() as web:
        assert Visitor(web.port).sign_in(email).status == 302
        well = together(web)
        assert council.sql(counted) == [(0,)]

        getattr(server, way)()
        hung = together(web)
        public = web.ask("/manchester/").seconds
        signed_in = Visitor(web.port).sign_in(email)
        parts, told = web.ready()
        print(
            f"\nRedis {way} on {council.engine}: ten codes asked for at once {median(hung):.2f} s "
            f"in the middle, {max(hung):.2f} s at most (with Redis {median(well):.2f} and "
            f"{max(well):.2f} s); a public page {public:.2f} s, /readyz {told:.2f} s"
        )
        assert signed_in.status == 302
        assert council.sql(counted) != [(0,)]
        assert parts["broker"] == "down"
        assert max(*hung, public, told) < SECONDS
        # Asked for too often is asked for too often, whoever counts.
        often = [ask_for_code(web, "eager@new.example").status for _ in range(6)]
        assert often == [302] * 5 + [429]

        server.go_on() if way == "hang" else server.start()
        begun = time.monotonic()
        tries = (f"later-{number}@new.example" for number in count())
        assert soon(lambda: ask_for_code(web, next(tries)) and server.keys(), 20)
        print(f"Redis {way}: used again {time.monotonic() - begun:.2f} s after it answered")


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
        assert not broker.notify_worker("core.worker_heartbeat")
        took.append(time.monotonic() - started)
    print(f"eight wake-up calls, Redis hung: {took[0]:.2f} s, then {max(took[1:]):.2f} s at most")
    assert sum(took) < SECONDS
    server.go_on()
    assert soon(lambda: broker.notify_worker("core.worker_heartbeat"), 20)
