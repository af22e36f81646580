"""Servers that are away, each in its own way."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def hung_server() -> Iterator[int]:
    """A port that takes every connection and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(512)
        yield int(server.getsockname()[1])


def refused_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


class Wire:
    """A port that leads to another one, until it hangs: then it still takes every connection, and
    nothing comes back, on those that were there neither."""

    def __init__(self, to: int) -> None:
        self.to = to
        self.open = threading.Event()
        self.open.set()
        self.server: socket.socket | None = None
        self.port = 0
        self.listen()

    def listen(self) -> None:
        """Take connections, unless it does so already."""
        if self.server is None:
            self.server = socket.create_server(("127.0.0.1", self.port), backlog=512)
            self.port = int(self.server.getsockname()[1])
            threading.Thread(target=self._take, args=(self.server,), daemon=True).start()

    def refuse(self) -> None:
        """From now on nobody listens there."""
        if self.server is not None:
            with suppress(OSError):
                self.server.shutdown(socket.SHUT_RDWR)  # whoever waits in accept() is woken
            self.server.close()
            self.server = None

    def hang(self) -> None:
        """From now on nothing passes."""
        self.open.clear()

    def go_on(self) -> None:
        """Everything passes again, also what was held up."""
        self.open.set()

    def close(self) -> None:
        """End it."""
        self.open.set()
        self.refuse()

    def _take(self, server: socket.socket) -> None:
        while True:
            try:
                near, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        self.open.wait()
        try:
            far = socket.create_connection(("127.0.0.1", self.to), timeout=5)
        except OSError:
            near.close()
            return
        far.settimeout(None)
        threading.Thread(target=self._carry, args=(far, near), daemon=True).start()
        self._carry(near, far)

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                self.open.wait()
                target.sendall(data)
        except OSError:
            pass
        finally:
            for end in (source, target):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()


@contextmanager
def wire_to(port: int) -> Iterator[Wire]:
    """A wire to a port of this machine."""
    wire = Wire(port)
    try:
        yield wire
    finally:
        wire.close()
