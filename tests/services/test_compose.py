"""The shipped production set-up, as docker-compose.yml has it: its services do what people need
them for, and none takes the others down. How it is started without an engine: containers.py."""

import io
import json
import os
import re
import signal
import socket
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.services.containers import Stack, read_compose, running_stack
from tests.services.network import inside, make_certificate, running_network, what_is_missing
from tests.services.waiting import soon
from tests.support.mailbox import Mailbox, running_mailbox
from tests.support.places import AT_OURS

HOST = "goldenthread.example"
VALUES = {
    "SECRET_KEY": "only-for-this-test-" + "k" * 50,
    "ALLOWED_HOSTS": HOST,
    "BASE_URL": f"https://{HOST}",
    "POSTGRES_PASSWORD": "only-for-this-test",
    "DEFAULT_FROM_EMAIL": f"golden-thread@{HOST}",
}
PEOPLE = """
import django, json
django.setup()
from tests.support.cast import make_cast
from tests.support.reports import make_published_report
cast = make_cast()
report = make_published_report(cast)
print(json.dumps([cast.consultant.person.email, report.slug]))
"""
# Twelve emails that wait, and new words in the report, so that its PDF has to be made again.
PREPARE = """
import django, sys
django.setup()
from accounts.operations.mail import post
from impact.models import ReportLine
ReportLine.objects.update(text=f"Words for {sys.argv[1]}.")
for number in range(int(sys.argv[2])):
    post(to=f"{sys.argv[1]}-{number}@manchester.example", subject="Your code", text="BCDF-GHJK")
"""
TROUBLE = re.compile(r"Traceback|Read-only file system|\[emerg\]|no-body|cache directories")
# What a service would have from the shell that runs the tests.
OF_THE_TEST = {b"CI", b"SHELL", b"PYTEST_CURRENT_TEST", b"PYTEST_VERSION"}
CODE = re.compile(r"^Your code is ([B-Z]{4}-[B-Z]{4})$", re.MULTILINE)


class Visitor:
    """A browser that trusts the test's own certificate, on the other side of the proxy."""

    def __init__(self, network: int) -> None:
        self.network = network
        trust = ssl.create_default_context()
        trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=trust),
            urllib.request.HTTPCookieProcessor(CookieJar()),
        )

    def ask(self, path: str, data: dict[str, str] | None = None) -> tuple[int, str, bytes]:
        """Status, address and body at the end of the redirects."""
        where = path if path.startswith("https") else f"https://127.0.0.1:8443{path}"
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        headers = {"Host": HOST, "Referer": f"https://{HOST}/"}
        try:
            with inside(self.network):
                answer = self.opener.open(
                    urllib.request.Request(where, data=body, headers=headers), timeout=15
                )
                return answer.status, answer.url, answer.read()
        except urllib.error.HTTPError as problem:
            return problem.code, problem.url or "", problem.read()

    def read(self, path: str) -> str:
        status, _, body = self.ask(path)
        assert status == 200, (path, status)
        return body.decode()

    def submit(self, page: str, action: str, **fields: str) -> tuple[int, str, bytes]:
        """Send the form of a page that goes to `action`, with its hidden fields."""
        (form,) = (
            re.findall(rf'<form[^>]*?action="{re.escape(action)}".*?</form>', page, re.DOTALL)
            or re.findall(r"<form[^>]*method=.post.*?</form>", page, re.DOTALL)[:1]
        )
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
        return self.ask(action, {**hidden, **fields})

    def parts(self) -> dict[str, str]:
        body: dict[str, Any] = json.loads(self.ask("/readyz")[2])
        return dict(body["parts"])


class World:
    """The running stack, somebody who is signed in, and the mail server."""

    def __init__(self, stack: Stack, box: Mailbox, people: Any) -> None:
        self.stack, self.box = stack, box
        self.email, self.report = people
        self.someone = Visitor(stack.network)
        self.first_words: dict[str, str] = {}

    def codes(self) -> list[str]:
        """The codes to sign in with that came by email."""
        texts = [each.get_body() for each in self.box.came_for(self.email)]
        return CODE.findall(
            "\n".join(text.get_content().replace("\r", "") for text in texts if text)
        )

    def sign_in(self) -> str:
        """By a code that comes by email, in a new browser. Returns the page that follows."""
        self.someone = Visitor(self.stack.network)
        before, someone = len(self.codes()), self.someone
        someone.submit(someone.read("/sign-in/"), "/sign-in/", email=self.email)
        assert soon(lambda: len(self.codes()) > before, 60), self.box.messages
        page = someone.read("/sign-in/code/")
        status, address, body = someone.submit(page, "/sign-in/code/", code=self.codes()[-1])
        assert (status, "/sign-in" in address) == (200, False), address
        return body.decode()

    def answers_within(self) -> float:
        """The longest of several answers of /healthz, in seconds."""
        longest = 0.0
        for _ in range(10):
            begun = time.monotonic()
            assert self.someone.ask("/healthz")[0] == 200
            longest = max(longest, time.monotonic() - begun)
        return longest

    def ask_for_pdf(self) -> str:
        """The address of the page where a new PDF of a report is being made."""
        page = f"{AT_OURS}reports/{self.report}/"
        action = f"{page}documents/full/"
        status, address, _ = self.someone.submit(self.someone.read(page), action)
        assert status == 200
        return address

    def pdf(self, address: str, within: float) -> bytes:
        """The PDF, once the page says that it is ready."""
        found: list[str] = []

        def ready() -> bool:
            found[:] = re.findall(r'href="([^"]+/file/)"', self.someone.read(address))
            return bool(found)

        assert soon(ready, within), self.stack.log("worker")
        return self.someone.ask(found[0])[2]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    if reason := what_is_missing():
        text = f"The shipped services cannot be started here as they are: {reason}."
        pytest.fail(text) if os.environ.get("CI") else pytest.skip(text)
    folder = tmp_path_factory.mktemp("compose")
    with running_network() as network:
        with inside(network):
            mailbox = running_mailbox()
            box = mailbox.__enter__()
        try:
            tls = make_certificate(folder / "tls", HOST)
            values = {**VALUES, "EMAIL_URL": box.url, "TLS_FOLDER": str(tls)}
            with running_stack(folder, values, network) as stack:
                made = World(stack, box, json.loads(stack.python(PEOPLE)))
                assert soon(lambda: set(_parts(made)) == {"up"}, 120), _parts(made)
                made.sign_in()
                made.first_words = {name: stack.log(name) for name in stack.services}
                yield made
        finally:
            mailbox.__exit__(None, None, None)


def _parts(world: World) -> list[str]:
    try:
        return list(world.someone.parts().values())
    except (OSError, ValueError):
        return []


def test_every_service_is_one_that_is_started_here() -> None:
    services = read_compose({**VALUES, "EMAIL_URL": "smtp://127.0.0.1:25"})
    assert set(services) == {"migrate", "web", "worker", "beat", "proxy", "db", "redis"}
    for name in ("web", "worker", "beat", "proxy", "migrate"):
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]


def test_a_pdf_an_email_and_a_sign_in(world: World) -> None:
    before = {name: len(world.stack.log(name)) for name in world.stack.services}
    assert "Sign out" in world.sign_in()
    world.stack.python(PREPARE, "first", "0")
    begun = time.monotonic()
    made = world.pdf(world.ask_for_pdf(), within=60)
    print(f"\ncompose: a PDF after {time.monotonic() - begun:.1f} s")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert "Words for first." in text
    assert set(world.someone.parts().values()) == {"up"}
    for name in ("web", "worker", "beat", "migrate", "proxy", "redis"):
        # What other tests here kill in between may say what it likes.
        words = world.first_words[name] + world.stack.log(name)[before[name] :]
        found = TROUBLE.search(words)
        assert not found, f"{name}: {words[max(0, found.start() - 300) : found.end() + 3000]}"


def test_no_service_can_write_beside_its_volumes(world: World) -> None:
    """Else these tests would prove nothing."""
    for name in ("web", "worker", "beat", "proxy"):
        pid = world.stack.running[name].pid
        root = Path(f"/proc/{pid}/root")
        status = Path(f"/proc/{pid}/status").read_text()
        assert re.search(r"^CapEff:\s*0+$", status, re.MULTILINE), name
        assert re.search(r"^CapBnd:\s*0+$", status, re.MULTILINE), name
        assert re.search(r"^NoNewPrivs:\s*1$", status, re.MULTILINE), name
        assert not re.search(r"^Uid:\s*0\s", status, re.MULTILINE), name
        for place in ("app/var", "etc", "usr", "var", ""):
            if (root / place).is_dir():
                with pytest.raises(OSError, match="Read-only"):
                    (root / place / "trial").write_text("x")
        given = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        assert not {each.partition(b"=")[0] for each in given} & OF_THE_TEST, name


# The others are tried in test_mail_away.py, on both engines.
@pytest.mark.parametrize("mood", ["hung", "550"])
def test_documents_go_on_while_the_mail_server_is_in_trouble(world: World, mood: str) -> None:
    world.box.mood = mood
    try:
        world.stack.python(PREPARE, f"someone-{mood}", "12")
        begun = time.monotonic()
        world.pdf(world.ask_for_pdf(), within=60)
        took = time.monotonic() - begun
        answered = time.monotonic()
        parts = world.someone.parts()
        answered = time.monotonic() - answered
    finally:
        world.box.mood = ""
    assert parts["worker"] == "up"
    wanted = {f"someone-{mood}-{number}@manchester.example" for number in range(12)}

    def came() -> Counter[str]:
        return Counter(each["To"] for each in world.box.messages if each["To"] in wanted)

    # Refused for good, none is tried again: the longest pause is 40 s.
    assert soon(lambda: set(came()) == wanted, 50 if mood == "550" else 120) is (mood != "550")
    lost, twice = len(wanted - set(came())), sum(number > 1 for number in came().values())
    print(f"\ncompose: mail server {mood}: a PDF after {took:.1f} s, /readyz answered in "
          f"{answered:.2f} s, mail lost {lost}, twice {twice}")  # fmt: skip
    assert took < 30
    assert answered < 2
    assert twice == 0
    assert lost == (12 if mood == "550" else 0)


def test_a_killed_worker_is_told_within_half_a_minute_and_loses_nothing(world: World) -> None:
    world.stack.python(PREPARE, "killed", "0")
    world.stack.stop("worker", signal.SIGKILL)
    begun = time.monotonic()
    page = world.ask_for_pdf()
    assert soon(lambda: world.someone.parts()["worker"] == "down", 40)
    told = time.monotonic() - begun
    assert "worker is down: no worker was seen for" in world.stack.log("web")
    world.stack.start("worker")
    begun = time.monotonic()
    assert world.pdf(page, within=90).startswith(b"%PDF")
    took = time.monotonic() - begun
    print(
        f"\ncompose: worker killed: told after {told:.0f} s, lost 0, the PDF {took:.0f} s after"
        " the next one started"
    )
    assert told < 31
    assert soon(lambda: set(world.someone.parts().values()) == {"up"}, 60)


def test_slow_uploads_keep_nobody_waiting_behind_the_proxy(world: World) -> None:
    words = f"POST /sign-in/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 1000\r\n\r\nabc".encode()
    trust = ssl.create_default_context()
    trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
    quiet = world.answers_within()  # how busy the machine is with other things
    with ExitStack() as stack:
        for _ in range(20):
            with inside(world.stack.network):
                plain = socket.create_connection(("127.0.0.1", 8443), timeout=10)
            slow = stack.enter_context(trust.wrap_socket(plain))
            slow.sendall(words)
        time.sleep(0.5)
        longest = world.answers_within()
    print(f"\ncompose: 20 slow uploads through the proxy: /healthz answered in {longest:.2f} s")
    assert longest < 2 + quiet


def test_a_restart_says_that_it_is_one(world: World) -> None:
    took = world.stack.stop("web")
    gap = time.monotonic() - took
    status, _, body = world.someone.ask("/healthz")
    assert (status, b"is restarting" in body) == (503, True)
    world.stack.start("web")
    assert soon(lambda: world.someone.ask("/healthz")[0] == 200, 60)
    print(f"\ncompose: the web server ended in {took:.1f} s and answered again "
          f"{time.monotonic() - gap:.1f} s after it was told to end")  # fmt: skip
    assert took < 6


def test_plain_http_is_sent_on(world: World) -> None:
    with inside(world.stack.network), socket.create_connection(("127.0.0.1", 8080), 5) as plain:
        plain.sendall(f"GET /sign-in/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        answer = plain.recv(2000).decode()
    assert "301" in answer.splitlines()[0]
    assert f"Location: https://{HOST}/sign-in/" in answer
