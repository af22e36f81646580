"""Slow visitors keep nobody waiting: the web server itself, as it runs without any proxy."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from scripts.prove_run import free_port
from tests.services.waiting import ROOT, soon

READ_SECONDS = 4
SLOW_POST = (
    b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded"
    b"\r\nContent-Length: 1000\r\n\r\nabc"
)


class Server:
    """A running web server, and how it is asked."""

    def __init__(self, port: int, log: Path) -> None:
        self.port = port
        self.log = log

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def ask(self, method: str = "GET", path: str = "/healthz", body: bytes | None = None) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=8)
        try:
            connection.request(method, path, body=body, headers={"Host": "localhost"})
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()

    def answers_within(self) -> float:
        """The longest of several answers of /healthz, in seconds."""
        longest = 0.0
        for _ in range(8):
            begun = time.monotonic()
            assert self.ask() == 200
            longest = max(longest, time.monotonic() - begun)
        return longest


@contextmanager
def serving(folder: Path, **environment: str) -> Iterator[Server]:
    port, log = free_port(), folder / "web.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn"],
            cwd=ROOT,
            env={
                **{k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")},
                "DJANGO_SETTINGS_MODULE": "config.settings.demo",
                "GOLDEN_THREAD_VAR": str(folder),
                "PORT": str(port),
                "WEB_READ_SECONDS": str(READ_SECONDS),
                **environment,
            },
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(port, log)

    def up() -> bool:
        try:
            return server.ask() == 200
        except OSError:
            return False

    try:
        assert soon(up, 60), log.read_text()
        yield server
    finally:
        process.terminate()
        process.wait(20)
        print(log.read_text())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, collected: Path) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("slow")
    (folder / "static").symlink_to(collected)
    with serving(folder) as running:
        yield running


# What a visitor sends, and then nothing more. The program has 2 x 6 threads.
SILENT = {
    "bodies that stop": SLOW_POST,
    "heads that stop": b"POST /sign-in/ HTTP/1.1\r\nHost: loc",
    "connections without a word": b"",
}


@pytest.mark.parametrize("sent", SILENT.values(), ids=SILENT.keys())
def test_silent_connections_keep_no_thread_and_are_ended(server: Server, sent: bytes) -> None:
    quiet = server.answers_within()  # how busy the machine is with other things
    with ExitStack() as stack:
        silent = [stack.enter_context(server.connect()) for _ in range(40)]
        begun = time.monotonic()
        for each in silent:
            if sent:
                each.sendall(sent)
        time.sleep(0.5)
        longest = server.answers_within()
        endings = [each.recv(100) for each in silent]
        ended = time.monotonic() - begun
    print(
        f"\nslow requests: 40 silent connections, /healthz answered in {longest:.2f} s, "
        f"the last one ended after {ended:.1f} s (limit {READ_SECONDS} s)"
    )
    assert longest < 2 + quiet
    assert ended < READ_SECONDS + 6
    assert {each[:12] for each in endings} == {b"HTTP/1.1 408" if sent else b""}


def test_a_slow_upload_that_goes_on_arrives(server: Server) -> None:
    """A phone on a bad line: longer in all than any silence may be."""
    body = b"email=nobody%40nowhere.example"
    with server.connect() as slow:
        slow.sendall(SLOW_POST.replace(b"1000", str(len(body)).encode())[:-3])
        for start in range(0, len(body), 3):
            slow.sendall(body[start : start + 3])
            time.sleep(0.6)
        answer = slow.recv(4096)
    assert 0.6 * len(body) / 3 > READ_SECONDS
    assert answer.startswith(b"HTTP/1.1 403")  # it has no form token; all of it was read


def test_a_trickling_head_is_ended(server: Server) -> None:
    begun = time.monotonic()
    with server.connect() as slow:
        slow.settimeout(0.5)
        answer = b""
        while not answer and time.monotonic() - begun < 4 * READ_SECONDS:
            slow.sendall(b"X")
            with suppress(TimeoutError):
                answer = slow.recv(100)
    assert answer.startswith(b"HTTP/1.1 408")
    assert time.monotonic() - begun < READ_SECONDS + 6


def test_those_who_do_not_close_hold_nobody_up(server: Server) -> None:
    """gunicorn itself waits up to 2 s for each such visitor, with its whole main loop."""
    quiet = server.answers_within()
    with ExitStack() as stack:
        for _ in range(20):
            rude = stack.enter_context(server.connect())
            rude.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        time.sleep(0.3)
        longest = server.answers_within()
    print(f"\nslow requests: 20 that do not close, /healthz answered in {longest:.2f} s")
    assert longest < 2 + quiet


TO = b" /healthz HTTP/1.1\r\nHost: localhost\r\n"
ODD = [
    (b"GET" + TO + b"\r\n", 200),
    (b"HEAD" + TO + b"\r\n", 200),
    (b"POST" + TO + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc", 411),
    (b"POST" + TO + b"Content-Length: 99999999999\r\n\r\nabc", 413),
    (b"POST" + TO + b"Content-Length: -1\r\n\r\n", 400),
    (b"POST" + TO + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
    (b"GET" + TO + b"X: " + b"x" * 70000, 431),
    (b"nonsense\r\n\r\n", 400),
]


@pytest.mark.parametrize("sent, status", ODD, ids=[str(status) for _, status in ODD])
def test_what_cannot_be_a_request_is_answered(server: Server, sent: bytes, status: int) -> None:
    with server.connect() as odd:
        odd.sendall(sent)
        assert odd.recv(4096).startswith(f"HTTP/1.1 {status} ".encode())


def test_one_connection_carries_many_requests_also_sent_together(server: Server) -> None:
    one = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with server.connect() as kept:
        for number in (1, 1, 1, 5):
            kept.sendall(one * number)
            seen = b""
            while seen.count(b'{"status": "up"}') < number:
                seen += kept.recv(4096)
            assert seen.count(b"HTTP/1.1 200") == number


def test_who_asks_first_is_told_to_go_on(server: Server) -> None:
    with server.connect() as polite:
        polite.sendall(SLOW_POST[:-7].replace(b"1000", b"3") + b"\r\nExpect: 100-continue\r\n\r\n")
        assert polite.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        polite.sendall(b"abc")
        answer = b""
        while b"HTTP/1.1 403" not in answer:
            more = polite.recv(4096)
            assert more, answer
            answer += more


def test_a_large_body_arrives_whole(server: Server) -> None:
    assert server.ask("POST", "/sign-in/", b"email=" + b"x" * 9_000_000) == 403


def test_head_makes_no_warning(server: Server) -> None:
    for path in ("/healthz", "/sign-in/", "/nowhere/"):
        server.ask("HEAD", path)
    assert "no-body" not in server.log.read_text()
