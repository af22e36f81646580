"""The whole program on either engine: a council of its own, a web server, workers, visitors."""

import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg2
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from scripts.prove_run import free_port
from tests.services.waiting import ROOT, soon

ENGINES = ("sqlite", "postgresql")
PASSWORD = "correct horse battery"
# The cast, with quick passwords but for the one who signs in; sessions of three others.
MAKE_COUNCIL = """
import json, django
django.setup()
from django.contrib.auth.hashers import PBKDF2PasswordHasher
slow, PBKDF2PasswordHasher.iterations = PBKDF2PasswordHasher.iterations, 1000
from documents.models import Document
from outcomes.models import Action
from tests.support.cast import make_cast
from tests.support.reports import make_published_report
cast = make_cast()
report = make_published_report(cast)
Document.objects.all().delete()
PBKDF2PasswordHasher.iterations = slow
cast.consultant.person.set_password("correct horse battery")
cast.consultant.person.save()
sessions = {}
for who in ("officer", "coordinator", "consultant"):
    client = cast.client(cast.people[who])
    sessions[who] = client.session.session_key
action = Action.objects.filter(owner=cast.officer).exclude(status="done").order_by("pk").first()
print(json.dumps({"email": cast.consultant.person.email, "sessions": sessions,
                  "report": report.slug, "action": action.pk}))
"""


@dataclass
class Answer:
    """What came back, and after how many seconds."""

    status: int
    seconds: float
    text: str
    headers: Mapping[str, str]


class Visitor:
    """A browser at the web server itself."""

    def __init__(self, port: int, session: str = "") -> None:
        self.port = port
        self.cookies = {"sessionid": session} if session else {}

    def ask(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        files: dict[str, Any] | None = None,
        patience: float = 30,
    ) -> Answer:
        """GET, or POST when there is data. Redirects are not followed."""
        headers = {
            "Host": "localhost",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        body: bytes | None = None
        if data is not None and files:
            body = encode_multipart(BOUNDARY, {**data, **files})
            headers["Content-Type"] = MULTIPART_CONTENT
        elif data is not None:
            body = urlencode(data, doseq=True).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        begun = time.monotonic()
        with closing(connection):
            connection.request("GET" if data is None else "POST", path, body=body, headers=headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            took = time.monotonic() - begun
            for header in answer.headers.get_all("Set-Cookie") or ():
                for name, morsel in SimpleCookie(header).items():
                    self.cookies[name] = morsel.value
            return Answer(answer.status, took, text, dict(answer.headers.items()))

    def submit(
        self, page: str, action: str, data: dict[str, Any], files: dict[str, Any] | None = None
    ) -> Answer:
        """Send the form of a page that goes to `action`, with its hidden fields."""
        return self.ask(action, {**hidden_fields(page, action), **data}, files)

    def sign_in(self, email: str) -> Answer:
        """By password. 302 is a success."""
        self.cookies.pop("sessionid", None)
        page = self.ask("/sign-in/password/")
        fields = {"email": email, "password": PASSWORD}
        return self.submit(page.text, "/sign-in/password/", fields)


def hidden_fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the page's form that goes to `action`, or of its one without address."""
    forms = re.findall(r"<form\b.*?</form>", page, re.DOTALL)
    named = [form for form in forms if f'action="{action}"' in form.partition(">")[0]]
    here = [form for form in forms if "action=" not in form.partition(">")[0]]
    (form,) = named[:1] or here[:1]
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))


class Server(Visitor):
    """A running web server, and how a stranger asks it."""

    def __init__(self, port: int, log: Path) -> None:
        super().__init__(port)
        self.log = log

    def up(self) -> bool:
        try:
            return self.ask("/healthz").status == 200
        except OSError:
            return False

    def ready(self) -> tuple[dict[str, str], float]:
        """The parts of /readyz, and how long it took to say so."""
        answer = self.ask("/readyz")
        return json.loads(answer.text)["parts"], answer.seconds


@dataclass
class Council:
    """One council's people, in a folder and a database of their own. "" is SQLite in the folder."""

    folder: Path
    database: str
    known: dict[str, Any]
    environment: dict[str, str] = field(default_factory=dict)
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def engine(self) -> str:
        return "postgresql" if self.database else "sqlite"

    def variables(self, **more: str) -> dict[str, str]:
        """The environment of its processes."""
        kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
            "DATABASE_URL": self.database,
            "GOLDEN_THREAD_VAR": str(self.folder),
            "MEDIA_ROOT": str(self.folder / "media"),
            "PYTHONPATH": str(ROOT),
            **self.environment,
            **more,
        }

    def run(self, *command: str, wrong: bool = False) -> str:
        """What a command of Python says; with `wrong`, one that has to fail says it."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT, env=self.variables(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert bool(done.returncode) is wrong, done.stderr
        return done.stderr if wrong else done.stdout

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask its database beside the program. `?` stands for a value on both engines."""
        if self.database:
            with closing(psycopg2.connect(self.database)) as connection, connection:
                cursor = connection.cursor()
                marked = statement.replace("%", "%%").replace("?", "%s")
                cursor.execute(marked if values else statement, values or None)
                return cursor.fetchall() if cursor.description else []
        file = self.folder / "golden-thread.sqlite3"
        with closing(sqlite3.connect(file, timeout=20)) as database, database:
            return database.execute(statement, values).fetchall()

    def visitor(self, server: Server, who: str) -> Visitor:
        """Somebody of the cast who is signed in already."""
        return Visitor(server.port, self.known["sessions"][who])

    @contextmanager
    def serving(self, **environment: str) -> Iterator[Server]:
        """Its web server, as gunicorn runs it."""
        port, log = free_port(), self.folder / "web.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn"],
                cwd=ROOT, env=self.variables(PORT=str(port), **environment),
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
        server = Server(port, log)
        try:
            assert soon(server.up, 60), log.read_text()
            yield server
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nobody is waiting any more
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            print(f"--- web server\n{log.read_text()[-6000:]}")

    def start_worker(self, **environment: str) -> "subprocess.Popen[bytes]":
        """A worker with the timetable, ended after the test at the latest."""
        with (self.folder / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool", "solo",
                 "--without-gossip", "--without-mingle", "--clock"],
                cwd=ROOT, env=self.variables(**environment), stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.workers.append(worker)
        return worker

    def stop_worker(self, worker: "subprocess.Popen[bytes]", number: int = signal.SIGKILL) -> None:
        """End a worker, and whatever it started."""
        self.workers.remove(worker)
        if worker.poll() is None:
            os.killpg(worker.pid, number)
        worker.wait()

    def end(self) -> None:
        """End all that still runs, and show what the workers said."""
        for worker in list(self.workers):
            self.stop_worker(worker)
        log = self.folder / "worker.log"
        if log.exists():
            print(f"--- workers\n{log.read_text()[-6000:]}")


@contextmanager
def cloned_database(server: str, source: str, name: str) -> Iterator[str]:
    """The address of a new PostgreSQL database that begins as a copy of another, on the server of
    an address."""
    place = server.rsplit("/", 1)[0]

    def tell(*statements: str) -> None:
        with closing(psycopg2.connect(f"{place}/postgres")) as connection:
            connection.autocommit = True
            for statement in statements:
                connection.cursor().execute(statement)

    # A copy can be made only while nobody uses what is copied.
    tell(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{source}'",
        f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
        f'CREATE DATABASE "{name}" TEMPLATE "{source}"',
    )
    yield f"{place}/{name}"
    tell(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def make_council(folder: Path, database: str, static: Path) -> Council:
    """Its people and a published report, in a database that is migrated."""
    folder.mkdir(exist_ok=True)
    (folder / "static").symlink_to(static)
    council = Council(folder, database, {})
    council.known.update(json.loads(council.run("-c", MAKE_COUNCIL).splitlines()[-1]))
    return council


def copied(council: Council, folder: Path, database: str) -> Council:
    """The same council again, in a folder and a database of its own."""
    folder.mkdir(exist_ok=True)
    (folder / "static").symlink_to((council.folder / "static").resolve())
    if (council.folder / "media").exists():
        shutil.copytree(council.folder / "media", folder / "media")
    if not database:
        name = "golden-thread.sqlite3"
        with (
            closing(sqlite3.connect(council.folder / name)) as old,
            closing(sqlite3.connect(folder / name)) as new,
        ):
            old.backup(new)
    return Council(folder, database, council.known)
