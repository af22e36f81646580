"""Messages to the worker: a folder as the broker where there is no Redis, and one way to wake it.

A message is only a wake-up call; what has to be done is a row in the database, and the sweep finds
every row whose call was lost. So a page may try to call, but it never waits and never fails for it.

The folder is kombu's filesystem transport with its two faults mended. It wrote messages and its
table of queues in place, so that a reader could meet half a file and take the worker down with it;
here a file is written under another name, flushed to the disk and renamed. And it read before it
owned; here a message is claimed by renaming it, which only one process can do.
"""

import contextlib
import fcntl
import json
import logging
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty
from typing import Any

from celery import current_app
from django.conf import settings
from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem

from core.circuit import REDIS

log = logging.getLogger(__name__)

# The longest a page waits for a message to be sent, and how many may be trying at once.
PATIENCE = 1.0
TRYING = threading.BoundedSemaphore(4)


def notify_worker(task_name: str, *args: Any) -> bool:
    """Ask the worker to run a task now. Answers whether the message was sent within a second.

    Never raises and never waits longer: a broker that is down, or hangs, is logged, and the sweep
    does the work a few seconds later. While it is known to be away nobody waits at all, and one
    call every few seconds is how it is asked whether it is back. Call it in
    `transaction.on_commit`.
    """

    def send() -> None:
        # retry=False would wait for six seconds on a refused port; this does not wait at all.
        current_app.send_task(
            task_name, args=args, retry=True, retry_policy={"max_retries": 0}, expires=300
        )

    if REDIS.is_open:
        REDIS.attempt(send)
        return False
    if not TRYING.acquire(blocking=False):
        log.warning("The broker is still silent; %s waits for the sweep.", task_name)
        return False
    sent = threading.Event()

    def publish() -> None:
        try:
            send()
            sent.set()
            REDIS.worked()
        except Exception as problem:
            REDIS.failed(problem)
            log.warning("The broker did not take %s: %s. The sweep will.", task_name, problem)
        finally:
            TRYING.release()

    thread = threading.Thread(target=publish, name=f"wake {task_name}", daemon=True)
    thread.start()
    thread.join(PATIENCE)
    if thread.is_alive():
        REDIS.failed("it is slow")
        log.warning("The broker is slow; the page does not wait for %s.", task_name)
    return sent.is_set()


def fault(patience: float = PATIENCE) -> str:
    """Why the broker cannot be used now; "" when it can be reached. Never raises, never waits
    longer than `patience`."""
    cause = [f"no answer within {patience:g} s"]

    def reach() -> None:
        try:
            with current_app.connection_for_write(connect_timeout=patience) as connection:
                connection.ensure_connection(max_retries=0, timeout=patience)
                cause[0] = ""
        except Exception as problem:
            cause[0] = f"{type(problem).__name__}: {problem}"

    thread = threading.Thread(target=reach, name="reach broker", daemon=True)
    thread.start()
    thread.join(patience)
    return cause[0]


class Channel(filesystem.Channel):
    """One connection's view of the folder `BROKER_FOLDER`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        folder = Path(self._folder())
        for name in ("writing", "messages", "taken", "broken", "control"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        super().__init__(*args, **kwargs)

    @staticmethod
    def _folder() -> Path:
        return Path(settings.BROKER_FOLDER)

    @property
    def data_folder_in(self) -> str:
        return str(self._folder() / "messages")

    @property
    def data_folder_out(self) -> str:
        return str(self._folder() / "messages")

    @property
    def control_folder(self) -> Path:
        return self._folder() / "control"

    def _write(self, target: Path, content: Any) -> None:
        """Write a file that others see whole or not at all."""
        draft = self._folder() / "writing" / uuid.uuid4().hex
        try:
            with open(draft, "w", encoding="utf-8") as handle:
                json.dump(content, handle)
                handle.flush()
                os.fsync(handle.fileno())
            os.replace(draft, target)
        except OSError as problem:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise ChannelError(f"The broker's folder refused {target.name}: {problem}") from problem

    def _put(self, queue: str, message: Any, **kwargs: Any) -> None:
        """Add a message. Names sort by time, so that the oldest is taken first."""
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex}.{queue}.msg"
        self._write(Path(self.data_folder_out) / name, message)

    def _get(self, queue: str) -> Any:
        """Take the oldest whole message. One that cannot be read is put aside, not fatal."""
        ending = f"{queue}.msg"
        for name in sorted(os.listdir(self.data_folder_in)):
            if name.partition(".")[2] != ending:
                continue
            mine = self._folder() / "taken" / name
            try:
                os.rename(os.path.join(self.data_folder_in, name), mine)
            except FileNotFoundError:
                continue  # another worker was quicker
            try:
                message = json.loads(mine.read_text(encoding="utf-8"))
            except ValueError:
                log.error("Message %s cannot be read and is put aside in broken/.", name)
                os.replace(mine, self._folder() / "broken" / name)
                continue
            mine.unlink()
            return message
        raise Empty()

    @contextlib.contextmanager
    def _changing_tables(self) -> Iterator[None]:
        """One process at a time changes which queue hangs on which exchange."""
        with open(self.control_folder / "lock", "w", encoding="utf-8") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _change_table(self, exchange: str, change: Callable[[list[Any]], list[Any]]) -> None:
        with self._changing_tables():
            before = self.get_table(exchange)
            after = change(list(before))
            if after != before:
                self._write(self._exchange_file(exchange), [list(row) for row in after])

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda rows: rows if row in rows else [row, *rows])

    def _delete(
        self, queue: str, exchange: str, routing_key: str, pattern: str, *args: Any, **kwargs: Any
    ) -> None:
        super(filesystem.Channel, self)._delete(queue, exchange, routing_key, pattern, *args)
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda rows: [each for each in rows if each != row])


class Transport(filesystem.Transport):
    """`filesystem://`, with the channel above, asked twice a second."""

    Channel = Channel
    polling_interval = 0.5


def register() -> None:
    """Make `filesystem://` mean this transport in every process that has the Celery app."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
