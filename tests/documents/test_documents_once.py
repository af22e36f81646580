"""Documents are made exactly once, whatever dies."""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from core.documents import making
from documents import queries
from documents.enums import JobStatus
from documents.models import Document
from documents.operations import asking
from documents.operations import making as making_documents
from documents.operations.asking import try_document_again
from documents.operations.making import claim_document, make_document, sweep_documents
from documents.queries import standing
from documents.tasks import make_documents, sweep
from impact.models import ImpactReport
from tests.documents.papers import ANNUAL, FULL, ONE_PAGE, ask, claimed, codes, lapse, pages_of
from tests.support.cast import Cast
from tests.support.reports import make_annual, make_report

pytestmark = pytest.mark.usefixtures("warm")


def test_two_claimers_get_one_document(cast: Cast, report: ImpactReport) -> None:
    document = ask(cast, report)
    assert claimed(document).attempts == 1
    assert claim_document() is None


def test_they_are_claimed_in_the_order_they_were_asked_for(
    cast: Cast, report: ImpactReport
) -> None:
    first, second = ask(cast, report), ask(cast, report, ONE_PAGE)
    assert standing(second).before == 1
    assert claimed(first)
    assert standing(second).before == 1
    assert claimed(second)


def test_a_claim_that_ran_out_goes_to_the_next_and_only_one_file_is_kept(
    cast: Cast, report: ImpactReport
) -> None:
    document = ask(cast, report)
    slow = claimed(document)
    lapse(document)
    quick = claimed(document)
    assert make_document(quick) is True
    assert make_document(slow) is False
    document.refresh_from_db()
    assert (document.status, document.attempts) == (JobStatus.DONE, 2)
    assert codes(document).count("documents.document.made") == 1
    assert len(list(Path(default_storage.path("documents")).rglob(f"{document.pk}*"))) == 1
    assert not list(Path(default_storage.path("documents/.drafts")).iterdir())


def test_a_slow_worker_stops_when_its_lease_is_lost(
    cast: Cast, report: ImpactReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = ask(cast, report)
    slow = claimed(document)

    def dawdle(order: Any, target: Path, say: Any) -> Any:
        time.sleep(60)

    monkeypatch.setattr(making, "make_here", dawdle)
    lapse(document)
    assert claimed(document)
    started = time.monotonic()
    assert make_document(slow) is False
    assert time.monotonic() - started < 10
    document.refresh_from_db()
    assert document.status == JobStatus.RUNNING


def test_the_beat_tells_the_page_and_keeps_the_lease(
    cast: Cast, report: ImpactReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = ask(cast, report)
    seen: list[dict[str, Any]] = []
    really = making.make_here

    def slowly(order: Any, target: Path, say: Any) -> Any:
        say("Laying out page 7", 40)
        time.sleep(1.3)
        return really(order, target, say)

    def look(row: Document) -> Any:
        seen.append(dict(Document.objects.values("stage", "percent", "lease_until").get()))
        return mine(row)

    mine = making_documents._mine
    monkeypatch.setattr(making, "make_here", slowly)
    monkeypatch.setattr(making_documents, "_mine", look)
    row = claimed(document)
    # The claim's lease is nearly over, so a later one can only come from the beat.
    Document.objects.update(lease_until=timezone.now() + timedelta(seconds=5))
    assert make_document(row) is True
    during = [row for row in seen if row["stage"] == "Laying out page 7"][-1]
    assert during["percent"] == 40
    assert during["lease_until"] > timezone.now() + timedelta(seconds=20)


def test_a_killed_child_is_tried_again_and_given_up_after_three(
    cast: Cast, report: ImpactReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = ask(cast, report)

    def die(order: Any, target: Path, say: Any) -> Any:
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(making, "make_here", die)
    monkeypatch.setattr(making_documents, "PAUSE", timedelta(0))
    assert make_documents() == 0
    document.refresh_from_db()
    assert (document.status, document.attempts) == (JobStatus.FAILED, 3)
    assert document.problem == "We were interrupted while creating this document."
    assert codes(document) == ["documents.document.asked", "documents.document.failed"]

    monkeypatch.undo()
    again = try_document_again(actor=cast.coordinator, document=document)
    assert make_documents() == 1
    assert pages_of(again)


def test_a_child_killed_once_is_made_at_the_second_try(
    cast: Cast, report: ImpactReport, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    making.warm_up()  # which makes a first page of its own, in this process
    document, really = ask(cast, report), making.make_here

    def die_once(order: Any, target: Path, say: Any) -> Any:
        if not (tmp_path / "died").exists():
            (tmp_path / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return really(order, target, say)

    monkeypatch.setattr(making, "make_here", die_once)
    assert make_documents() == 0
    document.refresh_from_db()
    assert (document.status, document.stage) == (JobStatus.WAITING, "Waiting to try again")
    assert claim_document() is None  # it rests a little first
    lapse(document)
    assert make_documents() == 1
    document.refresh_from_db()
    assert document.attempts == 2


def test_a_fault_of_the_page_is_not_tried_again(
    cast: Cast, report: ImpactReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = ask(cast, report)
    monkeypatch.setattr(
        making_documents, "render_to_string", lambda *a: "<html lang=en><title>a</title><p>no"
    )
    make_documents()
    document.refresh_from_db()
    assert (document.status, document.attempts) == (JobStatus.FAILED, 1)
    assert "didn’t pass our checks" in document.problem


def test_the_sweep_takes_up_what_a_dead_worker_left(cast: Cast, report: ImpactReport) -> None:
    document = ask(cast, report)
    claimed(document)
    assert sweep() == 0  # its lease holds
    lapse(document)
    assert sweep() == 1
    assert pages_of(document)


def test_the_sweep_gives_up_after_three_dead_workers(cast: Cast, report: ImpactReport) -> None:
    document = ask(cast, report)
    for _ in range(3):
        claimed(document)
        lapse(document)
    assert claim_document() is None
    assert sweep_documents() == 0
    document.refresh_from_db()
    assert document.status == JobStatus.FAILED
    assert "three times" in document.problem


def test_a_lost_call_is_found_by_the_sweep(
    cast: Cast, report: ImpactReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.broker.notify_worker", lambda name: False)
    document = ask(cast, report)
    assert sweep() == 1
    assert pages_of(document)


def test_an_upgrade_that_changes_the_look_makes_published_documents_again(
    cast: Cast, report: ImpactReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else their public pages offer no PDF until somebody inside asks for one."""
    before = ask(cast, report)
    ask(cast, make_annual(cast), ANNUAL, actor=cast.executive)
    make_documents()
    for module in (queries, asking):
        monkeypatch.setattr(module, "LOOK", queries.LOOK + 1)
    assert queries.public_document(FULL, report) is None

    assert sweep() == 1

    after = queries.public_document(FULL, report)
    assert after is not None
    assert after.pk != before.pk
    # The draft of the year is nobody's but its writers', who ask when they want it.
    assert Document.objects.filter(kind=ANNUAL).count() == 1
    assert sweep() == 0


def test_old_drafts_are_thrown_away(cast: Cast) -> None:
    folder = Path(default_storage.path("documents/.drafts"))
    folder.mkdir(parents=True, exist_ok=True)
    old, new = folder / "old.pdf", folder / "new.pdf"
    for path in (old, new):
        path.touch()
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    sweep_documents()
    assert (old.exists(), new.exists()) == (False, True)
    new.unlink()


def test_the_worker_is_called_after_the_commit_and_only_then(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    calls: list[str] = []
    monkeypatch.setattr("core.broker.notify_worker", calls.append)
    draft = make_report(cast)
    with django_capture_on_commit_callbacks() as waiting:
        ask(cast, draft)
    assert calls == []
    for call in waiting:
        call()
    assert calls == ["documents.make"]
