"""One renderer at a time on a machine, and documents are made under a read-only root too."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from core.locks import machine_lock
from documents import tasks
from documents.models import Document
from documents.operations.asking import ask_for_document
from impact.enums import ReportDocument
from tests.support.cast import Cast
from tests.support.reports import make_published_report

pytestmark = pytest.mark.django_db

HOLD = """
import sys, django
django.setup()
from core.locks import machine_lock
with machine_lock("trial") as held:
    print(held, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def waiting(cast: Cast) -> Document:
    report = make_published_report(cast)
    Document.objects.all().delete()
    return ask_for_document(actor=cast.coordinator, kind=ReportDocument.FULL, subject=report)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """What would be drawn: how a page becomes a PDF is tried elsewhere."""
    made: list[Document] = []

    def make(document: Document) -> bool:
        made.append(document)
        return True

    monkeypatch.setattr(tasks, "make_document", make)
    return made


def test_nothing_is_written_in_the_folder_of_the_program(
    waiting: Document, made: list[Document], settings: Any, tmp_path: Path
) -> None:
    """A container's root file system is read-only, and VAR lies in it (FT-008)."""
    settings.VAR = tmp_path / "var"
    settings.VAR.write_text("nothing can be made below this")
    assert tasks.make_waiting_documents() == 1
    assert made == [waiting]


def test_without_any_place_for_a_lock_documents_are_made_all_the_same(
    waiting: Document,
    made: list[Document],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "not-there"))
    assert tasks.make_waiting_documents() == 1
    assert "No lock for renderer" in caplog.text


def test_whoever_does_not_hold_the_lock_leaves_the_document_to_the_other(
    waiting: Document, made: list[Document]
) -> None:
    with machine_lock("renderer") as held:
        assert held
        assert tasks.make_waiting_documents() == 0
    assert made == []
    assert tasks.make_waiting_documents() == 1


def test_the_kernel_releases_the_lock_of_a_killed_process(tmp_path: Path, settings: Any) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.demo"}
    environment["GOLDEN_THREAD_VAR"] = str(tmp_path)
    settings.VAR = tmp_path
    command = [sys.executable, "-c", HOLD]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "True"
        with machine_lock("trial") as held:
            assert not held
        holder.kill()
        holder.wait()
    with machine_lock("trial") as held:
        assert held


def test_a_link_somebody_laid_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The folder for temporary files belongs to everyone on the machine."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with machine_lock("trial"):
        (lock,) = tmp_path.iterdir()
    assert lock.stat().st_mode & 0o777 == 0o600
    lock.unlink()
    target = tmp_path / "precious"
    lock.symlink_to(target)
    with machine_lock("trial") as held:
        assert held
    assert not target.exists()
    assert "No lock for trial" in caplog.text
