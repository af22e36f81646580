"""The folder that stands in for Redis loses nothing, and no page ever waits for a broker."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from celery import Celery
from kombu import Connection, Exchange, Queue
from kombu.exceptions import ChannelError

from core import broker
from core.circuit import REDIS

JOBS = Queue("jobs", Exchange("jobs", type="direct"), routing_key="jobs")


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.BROKER_FOLDER = tmp_path / "broker"
    return tmp_path / "broker"


@pytest.fixture
def channel(folder: Path) -> Iterator[broker.Channel]:
    with Connection("filesystem://localhost") as connection:
        yield connection.default_channel


def test_filesystem_means_our_channel(channel: Any) -> None:
    assert isinstance(channel, broker.Channel)


def test_messages_come_out_in_the_order_they_went_in(channel: Any) -> None:
    for number in range(5):
        channel._put("jobs", {"number": number})
    assert [channel._get("jobs")["number"] for _ in range(5)] == [0, 1, 2, 3, 4]
    with pytest.raises(Empty):
        channel._get("jobs")


def test_a_message_belongs_to_one_queue(channel: Any) -> None:
    channel._put("jobs", {"for": "jobs"})
    with pytest.raises(Empty):
        channel._get("other")
    assert channel._size("jobs") == 1


def test_a_write_that_fails_leaves_no_message(
    channel: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(broker.os, "fsync", full)
    with pytest.raises(ChannelError, match="No space left"):
        channel._put("jobs", {"number": 1})
    assert list((folder / "messages").iterdir()) == []
    assert list((folder / "writing").iterdir()) == []


def test_half_a_message_is_put_aside_and_the_next_one_is_taken(channel: Any, folder: Path) -> None:
    half = folder / "messages" / "00000000000000000001-half.jobs.msg"
    half.write_text('{"number": ')
    channel._put("jobs", {"number": 2})
    assert channel._get("jobs") == {"number": 2}
    assert (folder / "broken" / half.name).exists()


def test_every_message_is_taken_once_by_somebody(folder: Path) -> None:
    """Three publishers and three takers at once: nothing lost, nothing twice, nobody crashes."""
    with Connection("filesystem://localhost") as connection:
        JOBS(connection.default_channel).declare()
    taken: list[tuple[int, int]] = []
    problems: list[BaseException] = []
    done = threading.Event()

    def publish(who: int) -> None:
        with Connection("filesystem://localhost") as connection:
            producer = connection.Producer()
            for number in range(60):
                producer.publish(
                    [who, number], exchange=JOBS.exchange, routing_key="jobs", declare=[JOBS]
                )

    def take() -> None:
        with Connection("filesystem://localhost") as connection:
            channel = connection.default_channel
            while True:
                finished = done.is_set()
                try:
                    message = channel._get("jobs")
                except Empty:
                    if finished:
                        return
                    time.sleep(0.01)
                    continue
                body = channel.Message(message, channel=channel).decode()
                taken.append(tuple(body))

    def guarded(work: Any, *args: Any) -> None:
        try:
            work(*args)
        except BaseException as problem:
            problems.append(problem)

    takers = [threading.Thread(target=guarded, args=(take,)) for _ in range(3)]
    publishers = [threading.Thread(target=guarded, args=(publish, who)) for who in range(3)]
    for thread in [*takers, *publishers]:
        thread.start()
    for thread in publishers:
        thread.join()
    done.set()
    for thread in takers:
        thread.join()
    assert problems == []
    assert sorted(taken) == [(who, number) for who in range(3) for number in range(60)]


def test_queues_bound_at_the_same_moment_are_all_known(folder: Path) -> None:
    def bind(number: int) -> None:
        with Connection("filesystem://localhost") as connection:
            connection.default_channel._queue_bind("jobs", "key", "", f"queue-{number}")

    threads = [threading.Thread(target=bind, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Connection("filesystem://localhost") as connection:
        table = connection.default_channel.get_table("jobs")
    assert {row.queue for row in table} == {f"queue-{number}" for number in range(8)}


def use(monkeypatch: pytest.MonkeyPatch, url: str, **conf: Any) -> None:
    app = Celery("another", broker=url, set_as_current=False)
    app.conf.update(conf)
    monkeypatch.setattr(broker, "current_app", app)


def test_wake_sends_one_message(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    use(monkeypatch, "filesystem://localhost")
    monkeypatch.setattr(broker, "PATIENCE", 30.0)  # the machine may be busy; that is not the point
    assert broker.notify_worker("documents.sweep") is True
    assert len(list((folder / "messages").glob("*.celery.msg"))) == 1


def test_a_silent_broker_does_not_keep_a_page_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """It accepts the connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        use(monkeypatch, f"redis://127.0.0.1:{listener.getsockname()[1]}/0")
        started = time.monotonic()
        assert broker.notify_worker("documents.sweep") is False
        assert broker.fault()
        assert time.monotonic() - started < 2 * broker.PATIENCE + 5


def test_a_refused_port_is_noticed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    use(monkeypatch, f"redis://127.0.0.1:{port}/0")
    started = time.monotonic()
    assert broker.notify_worker("documents.sweep") is False
    assert broker.fault()
    assert time.monotonic() - started < 2 * broker.PATIENCE + 5


def test_a_folder_that_cannot_be_written_is_not_an_error_of_the_page(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    folder.write_text("a file where the folder should be")
    use(monkeypatch, "filesystem://localhost")
    assert broker.notify_worker("documents.sweep") is False
    assert broker.fault()


def test_when_all_callers_wait_the_next_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "TRYING", threading.BoundedSemaphore(1))
    broker.TRYING.acquire()
    started = time.monotonic()
    assert broker.notify_worker("documents.sweep") is False
    assert time.monotonic() - started < 0.5


def test_while_it_is_away_calls_cost_nothing_and_one_of_them_asks(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[str] = []

    def refuse(name: str, **options: object) -> None:
        tried.append(name)
        raise OSError("refused")

    class Away:
        send_task = staticmethod(refuse)

    monkeypatch.setattr(broker, "current_app", Away)
    assert broker.notify_worker("one") is False
    said = len(caplog.records)
    assert [broker.notify_worker("another") for _ in range(20)] == [False] * 20
    assert (tried, len(caplog.records)) == (["one"], said)
    REDIS._next_attempt = 0.0
    assert broker.notify_worker("asks") is False
    end = time.monotonic() + 20
    while tried != ["one", "asks"] and time.monotonic() < end:
        time.sleep(0.01)
    assert tried == ["one", "asks"]
