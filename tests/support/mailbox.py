"""A mail server on this machine that keeps what it takes: enough of SMTP (RFC 5321) for Django."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class Mailbox:
    """What came, in order. While `silent` is set, an e-mail is kept and its sender is left without
    the answer that it was: as when a connection breaks in just that moment."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self.silent = threading.Event()
        # "": take every email. "hung": accept a connection and say nothing. "closed": end it at
        # once. "450" or "550": refuse each recipient for now, or for good.
        self.mood = ""
        self.ended = threading.Event()
        self.url = ""

    @property
    def messages(self) -> list[EmailMessage]:
        """The same, read."""
        read = (message_from_bytes(one, policy=policy.default) for one in list(self.kept))
        return [one for one in read if isinstance(one, EmailMessage)]

    def came_for(self, address: str) -> list[EmailMessage]:
        """Those to one address."""
        return [one for one in self.messages if one["To"] == address]


class _Talk(socketserver.StreamRequestHandler):
    """One sender's commands, one after the other."""

    server: "_Server"

    def handle(self) -> None:
        if self.server.box.mood == "closed":
            return
        if self.server.box.mood == "hung":
            self.server.box.ended.wait(60)
            return
        self._say("220 here")
        while line := self.rfile.readline():
            command = line[:4].upper()
            if command == b"DATA":
                self._say("354 go on")
                self._keep()
            elif command == b"RCPT" and self.server.box.mood.isdigit():
                self._say(f"{self.server.box.mood} not here")
            elif command == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 yes")

    def _keep(self) -> None:
        lines = iter(self.rfile.readline, b".\r\n")
        text = b"".join(line[1:] if line.startswith(b"..") else line for line in lines if line)
        box = self.server.box
        box.kept.append(text)
        while box.silent.is_set() and not box.ended.wait(0.05):
            pass
        self._say("250 kept")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    box: Mailbox

    def handle_error(self, request: object, client_address: object) -> None:
        """A sender that was killed does not wait for its answer."""


@contextmanager
def running_mailbox() -> Iterator[Mailbox]:
    """One that listens on 127.0.0.1; its `url` is an EMAIL_URL."""
    box = Mailbox()
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.box = box
        box.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield box
        finally:
            box.ended.set()
            server.shutdown()
            thread.join()
