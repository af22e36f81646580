"""A document gets made, exactly once, whatever dies: real workers, on both engines."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from celery import Celery
from django.core.files.storage import default_storage
from django.utils import timezone
from pypdf import PdfReader

from core import broker
from core.models import AuditEvent
from documents.enums import JobStatus
from documents.models import Document
from documents.operations.asking import ask_for_document
from documents.operations.making import sweep_documents
from impact.enums import ReportDocument
from impact.models import ImpactReport, ReportLine
from tests.services.waiting import ROOT, soon
from tests.support.cast import Cast, make_cast
from tests.support.reports import make_published_report

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Made anew: after another test's flush the kept one has rights that are no longer there."""
    return make_cast()


@pytest.fixture
def report(cast: Cast) -> ImpactReport:
    """A published report whose documents nobody has asked for yet."""
    published = make_published_report(cast)
    Document.objects.all().delete()
    return published


def lengthen(report: ImpactReport, lines: int = 200) -> None:
    """Make it long enough that there is a middle of its making to be killed in."""
    model = report.lines.first()
    assert model is not None
    for number in range(lines):
        model.pk, model.position, model.text = None, 1000 + number, "Many words, many lines. " * 12
        model._state.adding = True
        model.save()


def ask(cast: Cast, report: ImpactReport, kind: str = ReportDocument.FULL) -> Document:
    return ask_for_document(actor=cast.coordinator, kind=kind, subject=report)


def state(document: Document) -> str:
    return str(Document.objects.values_list("status", flat=True).get(pk=document.pk))


def is_done(document: Document) -> bool:
    return state(document) == JobStatus.DONE


def times_made(document: Document) -> int:
    events = AuditEvent.objects.filter(code="documents.document.made", object_id=str(document.pk))
    return events.count()


def children_of(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


def alive(pid: int) -> bool:
    """Whether a process still runs: one that has ended and waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def renderer_of(worker: "subprocess.Popen[bytes]", document: Document) -> int:
    """The child that draws, once it has said so: while it imports, a worker has other children."""
    assert soon(lambda: Document.objects.get(pk=document.pk).percent > 10, 90)
    (child,) = children_of(worker.pid)
    return child


def make_it_late(document: Document) -> None:
    """What half a minute of silence does, without the half minute."""
    Document.objects.filter(pk=document.pk, status=JobStatus.RUNNING).update(
        lease_until=timezone.now()
    )


def test_a_document_is_made_by_a_worker_that_was_woken(
    cast: Cast, report: ImpactReport, start: Start
) -> None:
    document = ask(cast, report)
    start()
    assert soon(lambda: is_done(document), 60)
    document.refresh_from_db()
    pages = PdfReader(default_storage.path(document.file)).pages
    assert "Bus passes are free from May." in "".join(page.extract_text() for page in pages)
    assert (document.attempts, times_made(document)) == (1, 1)


def test_a_pool_of_processes_makes_documents_too(
    cast: Cast, report: ImpactReport, start: Start
) -> None:
    start("--pool", "prefork", "--concurrency", "1")
    document = ask(cast, report)
    assert soon(lambda: is_done(document), 60)
    assert times_made(document) == 1


def test_after_sigkill_in_the_middle_it_is_made_exactly_once(
    cast: Cast, report: ImpactReport, start: Start
) -> None:
    lengthen(report)
    worker = start()
    document = ask(cast, report)
    child = renderer_of(worker, document)

    worker.send_signal(signal.SIGKILL)
    worker.wait()

    assert soon(lambda: not alive(child), 5)  # nobody draws for a dead worker
    assert state(document) == JobStatus.RUNNING
    make_it_late(document)
    start("--clock")
    assert soon(lambda: is_done(document), 120)
    document.refresh_from_db()
    assert (document.attempts, times_made(document)) == (2, 1)
    assert len(list(Path(default_storage.path("documents")).rglob(f"{document.pk}*"))) == 1


def test_a_renderer_killed_alone_is_tried_again_by_the_same_worker(
    cast: Cast, report: ImpactReport, start: Start
) -> None:
    lengthen(report)
    worker = start("--clock")
    document = ask(cast, report)
    os.kill(renderer_of(worker, document), signal.SIGKILL)
    assert soon(lambda: is_done(document), 120)
    document.refresh_from_db()
    assert (document.attempts, times_made(document)) == (2, 1)


def test_without_a_broker_the_row_is_kept_and_made_later(
    cast: Cast, report: ImpactReport, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Celery("gone", broker="redis://127.0.0.1:1/0", set_as_current=False)
    monkeypatch.setattr(broker, "current_app", gone)
    started = time.monotonic()
    document = ask(cast, report)
    assert time.monotonic() - started < 3
    assert state(document) == JobStatus.WAITING
    start("--clock")
    assert soon(lambda: is_done(document), 60)
    assert times_made(document) == 1


def test_a_flushed_broker_loses_no_document(
    cast: Cast, report: ImpactReport, start: Start, redis_server: redis.Redis
) -> None:
    document = ask(cast, report)
    redis_server.flushdb()
    start("--clock")
    assert soon(lambda: is_done(document), 60)


def test_two_machines_make_each_document_once(
    cast: Cast, report: ImpactReport, start: Start
) -> None:
    documents = [ask(cast, report), ask(cast, report, ReportDocument.ONE_PAGE)]
    for number in range(8):
        ReportLine.objects.filter(report=report).update(text=f"Words number {number}.")
        documents += [ask(cast, report), ask(cast, report, ReportDocument.ONE_PAGE)]
    # Older rows take the newest words or are overtaken; what counts is that none is made twice.
    for name in "ab":
        start("--clock", machine=name)
    ended = (JobStatus.DONE, JobStatus.FAILED)
    assert soon(lambda: all(state(document) in ended for document in documents), 120)
    assert [times_made(document) for document in documents] == [
        int(is_done(document)) for document in documents
    ]
    assert is_done(documents[-1])
    assert is_done(documents[-2])
    assert sweep_documents() == 0


# --- One machine, no servers: SQLite and a folder as the broker ---------------------------------

ASK = """
import django
django.setup()
from documents.models import Document
from documents.operations.asking import ask_for_document
from tests.services.test_documents import lengthen
from tests.support.cast import make_cast
from tests.support.reports import make_published_report
cast = make_cast()
report = make_published_report(cast)
Document.objects.all().delete()
lengthen(report)
print(ask_for_document(actor=cast.coordinator, kind="full", subject=report).pk.hex)
"""


class SmallMachine:
    """The program as `make run` has it, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **{k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")},
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
            "GOLDEN_THREAD_VAR": str(folder),
            "PYTHONPATH": str(ROOT),
        }

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start_worker(self) -> "subprocess.Popen[bytes]":
        with (self.folder / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool", "solo",
                 "--without-gossip", "--without-mingle", "--clock"],
                cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.workers.append(worker)
        return worker

    def ask(self, sql: str, *values: Any) -> Any:
        database = sqlite3.connect(self.folder / "golden-thread.sqlite3", timeout=20)
        try:
            with database:
                return database.execute(sql, values).fetchone()
        finally:
            database.close()


@pytest.fixture
def small_machine(tmp_path: Path, collected: Path) -> Iterator[SmallMachine]:
    machine = SmallMachine(tmp_path)
    machine.run("manage.py", "migrate", "--verbosity", "0")
    (tmp_path / "static").symlink_to(collected)
    yield machine
    for worker in machine.workers:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    log = tmp_path / "worker.log"
    print(log.read_text() if log.exists() else "no worker was started")


def test_without_any_server_sigkill_in_the_middle_still_makes_it_once(
    small_machine: SmallMachine,
) -> None:
    key = small_machine.run("-c", ASK).split()[-1]
    row = "SELECT status, percent, attempts FROM documents_document WHERE id = ?"
    worker = small_machine.start_worker()
    assert soon(lambda: small_machine.ask(row, key)[1] > 10, 90)
    (child,) = children_of(worker.pid)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert soon(lambda: not alive(child), 5)
    assert small_machine.ask(row, key)[0] == "running"

    small_machine.ask(
        "UPDATE documents_document SET lease_until = '2020-01-01 00:00:00' WHERE id = ?", key
    )
    small_machine.start_worker()
    assert soon(lambda: small_machine.ask(row, key)[0] == "done", 120)
    assert small_machine.ask(row, key) == ("done", 100, 2)
    made = "SELECT count(*) FROM core_auditevent WHERE code = 'documents.document.made'"
    assert small_machine.ask(made) == (1,)
    (file,) = (small_machine.folder / "media" / "documents" / "manchester").glob("*.pdf")
    assert len(PdfReader(file).pages) > 8
