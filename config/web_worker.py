"""The web server's worker: gunicorn's threads, which get a request only when it has wholly arrived.

gunicorn's own threaded worker gives a connection to a thread as soon as its first bytes are there,
and the thread waits for the rest without a limit: eight phones on a bad line, or one visitor with
eight silent connections, keep all eight threads. Here the main loop collects a request, in memory
or in a temporary file, and ends what is silent for too long. It blocks no thread, so the site goes
on answering, also without a proxy that buffers.
"""

import io
import re
import selectors
import socket
import tempfile
import time
from functools import partial
from typing import Any

from gunicorn import http
from gunicorn.http.unreader import Unreader
from gunicorn.workers.gthread import TConn, ThreadWorker

from config.gunicorn import READ_SECONDS

# A body may come slowly, as long as it comes: in all it may take this long.
WHOLE_SECONDS = 600.0
MOST_HEADER_BYTES = 64 * 1024
MOST_IN_MEMORY = 64 * 1024
# How long a connection that we ended may still send, so that its visitor can read our last answer.
LINGER_SECONDS = 2.0
# What one worker keeps of bodies that have not wholly arrived; beyond it, new ones are sent away.
MOST_HELD = 256 * 1024 * 1024
CHUNK = 64 * 1024
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*(?=\r\n)", re.IGNORECASE)
LENGTH_NAME = re.compile(rb"[\r\n][ \t]*content-length", re.IGNORECASE)
ENCODED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
CONTINUE = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*(?=\r\n)", re.IGNORECASE)
BUSY = "503 Service Unavailable"
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"


class Refused(Exception):
    """What arrives is no request that the program could answer; the text is the status line."""


class Arrival:
    """One request while it arrives: collects bytes, and knows when it has them all."""

    def __init__(self, most_body: int) -> None:
        self.most_body = most_body
        self.file = tempfile.SpooledTemporaryFile(max_size=MOST_IN_MEMORY)  # noqa: SIM115 (handed on)
        self.head = bytearray()
        self.size = 0
        self.needed: int | None = None
        self.last_one = False
        self.expects_go_on = False
        now = time.monotonic()
        self.begun = self.last = now

    def add(self, data: bytes) -> bytes:
        """Take what came; returns what belongs to the next request. Raises `Refused`."""
        self.last = time.monotonic()
        if self.needed is None:
            self.head += data
            end = self.head.find(b"\r\n\r\n")
            if end < 0:
                if len(self.head) > MOST_HEADER_BYTES:
                    raise Refused("431 Request Header Fields Too Large")
                return b""
            data = bytes(self.head)
            self._read_head(data[: end + 2], end + 4)
        assert self.needed is not None
        mine = data[: self.needed - self.size]
        self.file.write(mine)
        self.size += len(mine)
        return data[len(mine) :]

    def _read_head(self, head: bytes, length: int) -> None:
        """How long the whole request is. One with a body bigger than any form, or with a length in
        doubt, is answered without its body, and is the last one on its connection."""
        if ENCODED.search(head):
            raise Refused("411 Length Required")
        stated = LENGTH.findall(head)
        body = int(stated[0]) if stated else 0
        self.last_one = body > self.most_body or len(LENGTH_NAME.findall(head)) != len(stated[:1])
        self.needed = length if self.last_one else length + body
        self.expects_go_on = bool(CONTINUE.search(head))

    @property
    def complete(self) -> bool:
        """Whether all of it is here."""
        return self.needed is not None and self.size >= self.needed

    @property
    def late(self) -> bool:
        """Whether it was silent for too long, or takes too long in all. Its head has no more time
        than one silence: only a body is long."""
        now = time.monotonic()
        limit = READ_SECONDS if self.needed is None else WHOLE_SECONDS
        return now - self.last > READ_SECONDS or now - self.begun > limit


class FileUnreader(Unreader):
    """What gunicorn's parser reads a request from: never waits, ends with the request."""

    def __init__(self, file: Any) -> None:
        super().__init__()
        file.seek(0)
        self.file = file

    def chunk(self, size_hint: int | None = None) -> bytes:
        """The next bytes; none at the end."""
        return bytes(self.file.read(max(size_hint or 0, 8192)))


class Worker(ThreadWorker):
    """A threaded worker whose threads never wait for a request."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arriving: dict[TConn, Arrival] = {}
        self.ending: dict[TConn, float] = {}
        self.most_body = 0

    def init_process(self) -> None:
        """Once the program is loaded, its own limit is known."""
        from django.conf import settings

        self.most_body = settings.BODY_MAX_BYTES
        super().init_process()

    def enqueue_req(self, conn: TConn) -> None:
        """A connection has something to say, or may have: collect its next request. gunicorn calls
        this for a new connection, and for a kept one that became readable."""
        ahead = conn.parser.unreader.take_buffered() if conn.parser else b""
        conn.sock.setblocking(False)
        self.arriving[conn] = Arrival(self.most_body)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._collect, conn))
        if ahead:
            self._take(conn, ahead)

    def _collect(self, conn: TConn, sock: Any) -> None:
        try:
            data = sock.recv(CHUNK)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if data:
            self._take(conn, data)
        else:
            self._drop(conn)

    def _take(self, conn: TConn, data: bytes) -> None:
        arrival = self.arriving[conn]
        went_on = arrival.needed is None
        try:
            ahead = arrival.add(data)
        except Refused as refusal:
            self._drop(conn, str(refusal))
            return
        except OSError as problem:  # no room for it
            self.log.warning("A request could not be kept: %s", problem)
            self._drop(conn, BUSY)
            return
        if arrival.complete:
            self._hand_over(conn, arrival, ahead)
        elif sum(each.size for each in self.arriving.values()) > MOST_HELD:
            self._drop(conn, BUSY)
        elif went_on and arrival.expects_go_on:
            self._say(conn, GO_ON)

    def _hand_over(self, conn: TConn, arrival: Arrival, ahead: bytes) -> None:
        """Give the whole request to a thread."""
        self._forget(conn)
        if conn.parser is None:
            conn.initialized = True
            conn.parser = http.get_parser(self.cfg, conn.sock, conn.client)
        conn.parser.unreader = FileUnreader(arrival.file)
        conn.ahead, conn.last_one = ahead, arrival.last_one
        super().enqueue_req(conn)

    def handle(self, conn: TConn) -> Any:
        """In a thread: answer. An answer that nobody takes ends after gunicorn's time limit."""
        arrived = conn.parser.unreader
        try:
            keep = super().handle(conn) and not conn.last_one
        finally:
            arrived.file.close()
        if keep and conn.ahead:
            arrived.buf = io.BytesIO(conn.ahead)
        return keep

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """A visitor who does not read the answer keeps no thread for ever either."""
        conn.sock.settimeout(self.cfg.timeout)
        return super().handle_request(req, conn)

    def finish_request(self, conn: TConn, fs: Any) -> None:
        """A thread is done with a connection: keep it, or end it without waiting for its visitor,
        for which gunicorn would hold up the main loop."""
        if not fs.cancelled() and not fs.exception() and fs.result():
            super().finish_request(conn, fs)
        else:
            self._end(conn)

    def murder_pending(self) -> None:
        """Called about once a second: end what was silent for too long, and in a worker that stops
        what has not begun."""
        super().murder_pending()
        for conn, arrival in list(self.arriving.items()):
            if arrival.late:
                self._drop(conn, "408 Request Timeout" if arrival.head else "")
            elif not self.alive and not arrival.head:
                self._drop(conn)
        now = time.monotonic()
        for conn in [conn for conn, until in self.ending.items() if until < now or not self.alive]:
            self._close(conn)

    def _drop(self, conn: TConn, status: str = "") -> None:
        self._forget(conn).file.close()
        if status:
            self.log.info("%s for %s", status, conn.client)
            words = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            self._say(conn, words.encode())
        self._end(conn)

    def _forget(self, conn: TConn) -> Arrival:
        self.poller.unregister(conn.sock)
        return self.arriving.pop(conn)

    def _end(self, conn: TConn) -> None:
        """Say that nothing more comes, and close when the visitor has, too (RFC 9112, 9.6): closed
        at once, what they still send would make the kernel take back our answer."""
        self.ending[conn] = time.monotonic() + LINGER_SECONDS
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._throw_away, conn))
        except (OSError, ValueError):
            self._close(conn)

    def _throw_away(self, conn: TConn, sock: Any) -> None:
        try:
            if sock.recv(CHUNK):
                return
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            pass
        self._close(conn)

    def _close(self, conn: TConn) -> None:
        del self.ending[conn]
        try:
            self.poller.unregister(conn.sock)
        except (OSError, KeyError, ValueError):
            pass  # it was closed before it could be registered
        self.nr_conns -= 1
        conn.close()

    @staticmethod
    def _say(conn: TConn, words: bytes) -> None:
        try:
            conn.sock.send(words)
        except OSError:
            pass  # it has gone, and learns nothing
