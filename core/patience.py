"""Nobody waits long for a PostgreSQL that takes connections and never answers.

libpq waits for an answer without an end: its `connect_timeout` is for the connection alone and at
least two seconds, a `statement_timeout` is kept by the server that hangs, and TCP's own limits see
a machine that is gone, not a process that stands still. So we wait ourselves, where psycopg2 lets
us.

A statement may be long and the server well. One that is silent for a while therefore makes us ask
for a new connection: only when that is not answered either does the server hang. Its circuit is
then open: everybody is told at once, until it answers again.
"""

import select
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.circuit import Circuit

POSTGRESQL = Circuit("PostgreSQL", rest=1.0)


@dataclass(frozen=True)
class Patience:
    """How many seconds a new connection may take, how long a statement may be silent before the
    server is asked whether it is there, and when it is given up although it is."""

    connect: float
    silence: float
    longest: float


# Every page is answered within two seconds, whatever hangs.
PAGE = Patience(connect=1.0, silence=0.5, longest=30.0)
# A worker, or somebody at the command line, would lose more by giving up than by waiting.
WORK = Patience(connect=10.0, silence=20.0, longest=float("inf"))


class _Thread(threading.local):
    patience = WORK
    asking = False


_this = _Thread()


@contextmanager
def waiting(patience: Patience) -> Iterator[None]:
    """Inside, this thread waits for PostgreSQL as long as that."""
    before, _this.patience = _this.patience, patience
    try:
        yield
    finally:
        _this.patience = before


def pages_wait_briefly(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, around all that asks the database."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with waiting(PAGE):
            return get_response(request)

    return middleware


def install() -> None:
    """Wait like this for every PostgreSQL connection of this process, also after a fork."""
    from psycopg2.extensions import set_wait_callback

    set_wait_callback(wait)


def wait(connection: Any) -> None:
    """Wait until a connection is made, or a statement on it has its answer: psycopg2 calls this. It
    closes a connection for which this raises, so that nobody meets a late answer."""
    from psycopg2.extensions import POLL_OK, POLL_READ, STATUS_BEGIN, STATUS_READY

    if POSTGRESQL.is_open and not _this.asking:
        POSTGRESQL.attempt(ask)
        raise _silent()
    connecting = connection.status not in (STATUS_READY, STATUS_BEGIN)
    patience, begun = _this.patience, time.monotonic()
    next_look = begun + (patience.connect if connecting else patience.silence)
    while (state := connection.poll()) != POLL_OK:
        if _ready(connection.fileno(), state == POLL_READ, next_look - time.monotonic()):
            continue
        if connecting or not _answers(connection, patience):
            POSTGRESQL.failed("it takes a connection and says nothing")
            raise _silent()
        if time.monotonic() - begun > patience.longest:
            raise _silent("It answers, but not this statement.")
        next_look = time.monotonic() + 4 * patience.silence


def _ready(handle: int, reading: bool, seconds: float) -> bool:
    """Whether there is something to read from it, or room to write, within some seconds."""
    poll = select.poll()
    poll.register(handle, select.POLLIN if reading else select.POLLOUT)
    return bool(poll.poll(max(0.0, seconds) * 1000))


def _silent(words: str = "PostgreSQL does not answer.") -> Exception:
    from psycopg2 import OperationalError

    return OperationalError(words)


def ask() -> None:
    """Make a new connection to the program's own database, as briefly as for a page, and close it.
    Raises what stops it."""
    _connect(PAGE, **connections["default"].get_connection_params())


def _connect(patience: Patience, **parameters: Any) -> None:
    import psycopg2

    _this.asking = True
    try:
        with waiting(patience):
            psycopg2.connect(**parameters).close()
    finally:
        _this.asking = False


def _answers(connection: Any, patience: Patience) -> bool:
    """Whether the server that a connection leads to says anything to somebody new. A refusal is an
    answer. It is asked for the same database: another may be locked, as one that is deleted is."""
    info, begun = connection.info, time.monotonic()
    try:
        _connect(patience, **{**info.dsn_parameters, "password": info.password})
    except Exception:  # it is away in one of many ways
        return time.monotonic() - begun < patience.connect
    return True
