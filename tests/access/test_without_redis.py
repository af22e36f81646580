"""Every page that takes something, and every way in, with Redis stopped and with Redis hung."""

import time
from collections.abc import Iterator

import pytest
from django.core.cache import caches

from accounts.operations.rate_limits import TOO_MANY
from core.circuit import REDIS
from core.redis_cache import RedisOrDatabase
from tests.access.doors import Doors
from tests.access.entries import WORKING
from tests.access.scene import Scene
from tests.access.test_matrix import WELCOME, address, methods_of
from tests.support.cast import Cast
from tests.support.servers import hung_server, refused_port

PASSWORD = "correct horse battery"


@pytest.fixture(params=["stopped", "hung"])
def no_redis(request: pytest.FixtureRequest) -> Iterator[None]:
    """The cache as production has it, and nobody there."""
    before = caches["default"]
    with hung_server() as hung:
        port = hung if request.param == "hung" else refused_port()
        caches["default"] = RedisOrDatabase(f"redis://127.0.0.1:{port}/0", {})
        yield
    caches["default"] = before


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """How often somebody waited for Redis in vain; each time is at most half a second."""
    noted: list[object] = []
    failed = REDIS.failed

    def note(problem: object) -> None:
        noted.append(problem)
        failed(problem)

    monkeypatch.setattr(REDIS, "failed", note)
    return noted


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(WORKING))
def test_every_working_page_answers(
    cast: Cast,
    scenes: tuple[Scene, Scene],
    doors: Doors,
    no_redis: None,
    waits: list[object],
    name: str,
) -> None:
    entry = WORKING[name]
    url = address(name, "manchester", entry.arguments(scenes[0]))
    who = cast.people[sorted(entry.allowed)[0]]
    for way in methods_of(url):
        REDIS.worked()  # the worst: nobody knows yet that it is away
        waits.clear()
        status = doors.status(who, way, url, entry.data)
        assert status in WELCOME, (way, status)
        assert len(waits) <= 1, way


def test_every_way_in_works_and_waits_once(
    cast: Cast, doors: Doors, no_redis: None, waits: list[object]
) -> None:
    email = cast.consultant.person.email
    for url, data, right in (
        ("/sign-in/", {"email": email}, 302),
        ("/sign-in/password/", {"email": email, "password": PASSWORD}, 302),
        ("/sign-in/password/", {"email": email, "password": "wrong and wrong"}, 422),
    ):
        REDIS.worked()
        started = time.monotonic()
        status = doors.status(None, "post", url, data)
        print(f"{url} answered {status} in {time.monotonic() - started:.2f} s")
        assert status == right
        assert len(waits) == 1
        waits.clear()


def test_the_eleventh_wrong_password_is_refused_without_redis(cast: Cast, no_redis: None) -> None:
    client = cast.client(None)
    data = {"email": cast.consultant.person.email, "password": "wrong and wrong"}
    answers = [client.post("/sign-in/password/", data) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert str(TOO_MANY) in answers[-1].content.decode()
    right = client.post("/sign-in/password/", {**data, "password": PASSWORD})
    assert right.status_code == 429
