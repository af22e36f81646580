"""The cache goes on in the database while Redis is stopped or hangs, and nobody waits twice."""

import errno
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache
from django.utils import timezone

from core.cache import (
    IN_DATABASE,
    FolderOrDatabase,
    count_in_database,
    forget_count,
)
from core.circuit import REDIS, Circuit
from core.models import CacheEntry
from core.redis_cache import SECONDS, RedisOrDatabase
from core.tasks import clear_cache
from tests.support.servers import hung_server, refused_port

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["stopped", "hung"])
def cache(request: pytest.FixtureRequest) -> Iterator[RedisOrDatabase]:
    if request.param == "stopped":
        yield RedisOrDatabase(f"redis://127.0.0.1:{refused_port()}/0", {})
    else:
        with hung_server() as port:
            yield RedisOrDatabase(f"redis://127.0.0.1:{port}/0", {})


def test_everything_a_cache_does_is_done_in_the_database(cache: RedisOrDatabase) -> None:
    assert cache.add("a", [1, 2], 60)
    assert not cache.add("a", 3, 60)
    assert cache.get("a") == [1, 2]
    cache.set("b", 1, 60)
    assert cache.incr("b") == 2
    assert cache.has_key("b")
    assert cache.touch("b", 60)
    cache.set_many({"c": 3, "d": 4}, 60)
    assert cache.get_many(["c", "d", "e"]) == {"c": 3, "d": 4}
    cache.delete_many(["c", "d"])
    cache.delete("a")
    assert cache.get("a", "gone") == "gone"
    assert CacheEntry.objects.count() == 1
    cache.clear()
    assert not CacheEntry.objects.exists()


def test_only_the_first_one_waits(cache: RedisOrDatabase) -> None:
    started = time.monotonic()
    cache.add("first", 1, 60)
    first = time.monotonic() - started
    started = time.monotonic()
    for number in range(20):
        cache.add(f"later-{number}", 1, 60)
    later = time.monotonic() - started
    print(f"the first waited {first:.2f} s, the next twenty together {later:.2f} s")
    assert first < 2 * SECONDS + 0.5
    assert later < 1


def test_it_returns_to_redis_by_itself_when_it_answers(cache: RedisOrDatabase) -> None:
    cache.set("a", 1, 60)
    assert REDIS.is_open
    answered = threading.Event()
    REDIS._next_attempt = 0.0
    REDIS.attempt(answered.set)
    assert answered.wait(5)
    end = time.monotonic() + 5
    while REDIS.is_open and time.monotonic() < end:
        time.sleep(0.01)
    assert not REDIS.is_open


def test_one_attempt_at_a_time() -> None:
    circuit, begun, go = Circuit("x", rest=0), [], threading.Event()
    circuit.rest = 0.01
    circuit.failed("gone")
    time.sleep(0.02)

    def hang() -> None:
        begun.append(1)
        go.wait(5)

    for _ in range(5):
        circuit.attempt(hang)
    go.set()
    assert len(begun) == 1


def test_a_folder_on_a_full_disk_counts_in_the_database_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was counted must be read where it was written, or nobody would be stopped."""
    cache = FolderOrDatabase(str(tmp_path), {})
    monkeypatch.setattr(cache, "circuit", Circuit("a folder"))
    cache.set("tries", 1, 60)

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(FileBasedCache, "_write_content", full)
        cache.set("tries", 2, 60)
        assert cache.get("tries") == 2
        cache.set("tries", 3, 60)
        assert cache.get("tries") == 3


def test_what_has_expired_is_cleared_away() -> None:
    caches[IN_DATABASE].set("old", 1, 60)
    caches[IN_DATABASE].set("new", 1, 3600)
    CacheEntry.objects.filter(cache_key__contains="old").update(expires=timezone.now())
    assert clear_cache() == 1
    assert CacheEntry.objects.get().cache_key.endswith("new")


def test_tries_are_counted_up_to_the_limit_and_forgotten() -> None:
    assert [count_in_database("a", most=3, seconds=60) for _ in range(4)] == [True] * 3 + [False]
    forget_count("a")
    assert count_in_database("a", most=3, seconds=60)
    assert count_in_database("b", most=1, seconds=0.01)
    time.sleep(0.02)
    assert count_in_database("b", most=1, seconds=0.01)


def test_a_count_that_is_cleared_away_in_between_is_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = CacheEntry.objects.bulk_create
    calls = []

    def make(rows: list[CacheEntry], **more: Any) -> None:
        made(rows, **more)
        calls.append(1)
        if len(calls) == 1:
            CacheEntry.objects.all().delete()

    monkeypatch.setattr(CacheEntry.objects, "bulk_create", make)
    assert count_in_database("a", most=1, seconds=60)
    assert len(calls) == 2
