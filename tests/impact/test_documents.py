"""Documents: asked for as a row, made once, kept, shown as they come along."""

import io
import os
import signal
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from core.decisions import Refused
from core.documents import making
from core.models import AuditEvent
from impact.document_queries import current_document, standing
from impact.enums import DocumentKind, JobStatus
from impact.models import Document, ImpactReport
from impact.operations import making_documents
from impact.operations.documents import ask_for_document, try_document_again
from impact.operations.lines import change_line
from impact.operations.making_documents import (
    claim_document,
    make_document,
    sweep_documents,
)
from impact.tasks import make_documents, sweep
from tests.support.cast import Cast
from tests.support.reports import make_annual, make_published_report, make_report

FULL, ONE_PAGE, ANNUAL = DocumentKind.FULL, DocumentKind.ONE_PAGE, DocumentKind.ANNUAL


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """What is warmed up once in a process is warm before a test puts something in its place."""
    making.warm_up()


@pytest.fixture
def report(cast: Cast) -> ImpactReport:
    """A published report, with the rows that publishing asked for out of the way."""
    published = make_published_report(cast)
    Document.objects.all().delete()
    return published


def ask(cast: Cast, report: Any, kind: str = FULL, actor: Any = None) -> Document:
    return ask_for_document(actor=actor or cast.coordinator, kind=kind, subject=report)


def pages_of(document: Document) -> list[str]:
    document.refresh_from_db()
    with default_storage.open(document.file) as handle:
        return [page.extract_text() for page in PdfReader(io.BytesIO(handle.read())).pages]


def claimed(document: Document) -> Document:
    found = claim_document()
    assert found is not None
    assert found.pk == document.pk
    return found


def lapse(document: Document) -> None:
    """As if its worker had been silent for a minute."""
    Document.objects.filter(pk=document.pk).update(
        lease_until=timezone.now() - timedelta(seconds=60)
    )


def codes(document: Document) -> list[str]:
    events = AuditEvent.objects.filter(object_id=str(document.pk)).order_by("pk")
    return [event.code for event in events]


# --- Made -----------------------------------------------------------------------------------------


def test_a_report_becomes_two_pdfs_through_their_rows(cast: Cast, report: ImpactReport) -> None:
    full, one = ask(cast, report), ask(cast, report, ONE_PAGE)
    assert (full.status, full.percent) == (JobStatus.WAITING, 0)

    assert make_documents() == 2

    full_pages, one_pages = pages_of(full), pages_of(one)
    assert (len(full_pages), len(one_pages)) == (2, 1)
    assert (full.pages, one.pages) == (2, 1)
    assert "Bus passes are free from May." in "".join(full_pages)
    assert "Happy: what changed" in one_pages[0]
    assert (full.status, full.percent, full.stage) == (JobStatus.DONE, 100, "Ready")
    assert full.size == default_storage.size(full.file)
    assert codes(full) == ["impact.document.asked", "impact.document.made"]


def test_the_year_becomes_a_pdf(cast: Cast, report: ImpactReport) -> None:
    annual = make_annual(cast)
    document = ask(cast, annual, ANNUAL, actor=cast.executive)
    assert make_documents() == 1
    text = "".join(pages_of(document))
    assert "Draft. The executive has not endorsed it yet." in " ".join(text.split())
    assert "Happy: what changed" in text


def test_a_draft_says_on_its_sheets_that_it_is_one(cast: Cast) -> None:
    document = ask(cast, make_report(cast))
    assert make_documents() == 1
    assert all("Draft, not published" in page for page in pages_of(document))


def test_a_document_speaks_the_authoritys_own_words(cast: Cast, report: ImpactReport) -> None:
    before = ask(cast, report)
    own = {
        "impact report": {"one": "quarterly update", "many": "quarterly updates"},
        "care consultant": {"one": "young adviser", "many": "young advisers"},
    }
    cast.manchester.terminology = own
    cast.manchester.save()
    after = ask(cast, ImpactReport.objects.get(pk=report.pk))
    assert after != before
    make_documents()
    text = " ".join("".join(pages_of(after)).split())
    assert "Quarterly update, " in text
    assert "Written with our young advisers." in text
    assert "Signed off by young advisers on" in text


def test_the_same_words_are_made_once(cast: Cast, report: ImpactReport) -> None:
    first = ask(cast, report)
    assert ask(cast, report, actor=cast.member) == first
    make_documents()
    assert ask(cast, report) == first
    assert Document.objects.count() == 1
    assert make_documents() == 0


def test_an_unchanged_report_comes_from_what_is_kept_within_50_ms(
    cast: Cast, report: ImpactReport
) -> None:
    ask(cast, report)
    make_documents()
    best = 1.0
    for _ in range(5):
        started = time.perf_counter()
        assert ask(cast, report).status == JobStatus.DONE
        best = min(best, time.perf_counter() - started)
    assert best < 0.05


def test_other_words_are_another_document(cast: Cast) -> None:
    draft = make_report(cast)
    first = ask(cast, draft)
    make_documents()
    line = draft.lines.first()
    change_line(actor=cast.coordinator, line=line, text="In other words.", version=line.version)
    second = ask(cast, ImpactReport.objects.get(pk=draft.pk))
    assert second != first
    make_documents()
    assert "In other words." in "".join(pages_of(second))
    assert "In other words." not in "".join(pages_of(first))


def test_words_that_change_while_it_waits_are_made_as_they_are_then(cast: Cast) -> None:
    draft = make_report(cast)
    document = ask(cast, draft)
    line = draft.lines.first()
    change_line(actor=cast.coordinator, line=line, text="In other words.", version=line.version)
    make_documents()
    assert "In other words." in "".join(pages_of(document))
    assert current_document(FULL, ImpactReport.objects.get(pk=draft.pk)) == document


def test_one_overtaken_by_newer_words_says_so(cast: Cast) -> None:
    draft = make_report(cast)
    old = ask(cast, draft)
    line = draft.lines.first()
    change_line(actor=cast.coordinator, line=line, text="In other words.", version=line.version)
    new = ask(cast, ImpactReport.objects.get(pk=draft.pk))
    assert make_documents() == 1
    old.refresh_from_db()
    assert (old.status, pages_of(new) != []) == (JobStatus.FAILED, True)
    assert "document of their own" in old.problem
    assert try_document_again(actor=cast.coordinator, document=old) == new


def test_a_document_whose_file_is_gone_is_made_again(cast: Cast, report: ImpactReport) -> None:
    first = ask(cast, report)
    make_documents()
    first.refresh_from_db()
    default_storage.delete(first.file)
    second = ask(cast, report)
    assert second != first
    assert make_documents() == 1
    assert pages_of(second)


def test_too_many_words_for_one_page_are_told(cast: Cast, report: ImpactReport) -> None:
    for line in report.lines.all():
        line.text, line.on_one_page = "So many words. " * 60, True
        line.save()
    document = ask(cast, report, ONE_PAGE)
    make_documents()
    document.refresh_from_db()
    if document.status == JobStatus.FAILED:
        assert "Shorten it" in document.problem
    else:
        assert document.pages == 1


# --- Exactly once, whatever dies ----------------------------------------------------------------


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
    assert codes(document).count("impact.document.made") == 1
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
    really, seen = making.make_here, []

    def slowly(order: Any, target: Path, say: Any) -> Any:
        say("Laying out page 7", 40)
        time.sleep(1.3)
        return really(order, target, say)

    def look(row: Document) -> Any:
        seen.append(Document.objects.values("stage", "percent", "lease_until").get())
        return mine(row)

    mine = making_documents._mine
    monkeypatch.setattr(making, "make_here", slowly)
    monkeypatch.setattr(making_documents, "_mine", look)
    assert make_document(claimed(document)) is True
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
    assert document.problem == "The making of this document was interrupted."
    assert codes(document) == ["impact.document.asked", "impact.document.failed"]

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
    assert (document.status, document.stage) == (JobStatus.WAITING, "Waiting for another try")
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
    assert "our own checks" in document.problem


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
    monkeypatch.setattr("core.broker.wake", lambda name: False)
    document = ask(cast, report)
    assert sweep() == 1
    assert pages_of(document)


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
    monkeypatch.setattr("core.broker.wake", calls.append)
    draft = make_report(cast)
    with django_capture_on_commit_callbacks() as waiting:
        ask(cast, draft)
    assert calls == []
    for call in waiting:
        call()
    assert calls == ["impact.make_documents"]


# --- Who may ------------------------------------------------------------------------------------


def test_anyone_inside_has_a_published_report_made(cast: Cast, report: ImpactReport) -> None:
    document = ask(cast, report)
    for actor in (cast.member, cast.partner, cast.officer, cast.executive, cast.consultant):
        assert ask(cast, report, actor=actor) == document


def test_a_draft_is_made_only_for_those_who_write_and_sign_it(cast: Cast) -> None:
    draft = make_report(cast)
    document = ask(cast, draft, actor=cast.consultant)
    for actor in (cast.member, cast.officer, cast.partner, cast.executive):
        with pytest.raises(Refused, match="not published yet"):
            ask(cast, draft, actor=actor)
    url = reverse("impact:document-detail", args=["manchester", document.pk])
    assert cast.client(cast.consultant).get(url).status_code == 200
    assert cast.client(cast.member).get(url).status_code == 403
    assert cast.client(cast.partner).get(url).status_code == 404


def test_the_year_is_for_the_executive_until_it_is_endorsed(
    cast: Cast, report: ImpactReport
) -> None:
    annual = make_annual(cast)
    document = ask(cast, annual, ANNUAL, actor=cast.executive)
    with pytest.raises(Refused, match="not endorsed"):
        ask(cast, annual, ANNUAL, actor=cast.member)
    url = reverse("impact:document-download", args=["manchester", document.pk])
    assert cast.client(cast.member).get(url).status_code == 404


def test_a_kind_that_the_report_has_not_is_refused(cast: Cast, report: ImpactReport) -> None:
    with pytest.raises(Refused):
        ask(cast, report, ANNUAL)
    with pytest.raises(Refused):
        ask(cast, report, actor=cast.bury_people["coordinator"])


def test_only_what_failed_is_tried_again(cast: Cast, report: ImpactReport) -> None:
    with pytest.raises(Refused, match="nothing to try again"):
        try_document_again(actor=cast.coordinator, document=ask(cast, report))


# --- Pages --------------------------------------------------------------------------------------


def test_a_press_of_the_button_leads_to_the_page_that_shows_it_coming(
    cast: Cast, report: ImpactReport
) -> None:
    client = cast.client(cast.member)
    address = reverse("impact:document-ask", args=["manchester", report.slug, "full"])
    assert client.get(address).status_code == 405
    answer = client.post(address)
    document = Document.objects.get()
    url = reverse("impact:document-detail", args=["manchester", document.pk])
    assert (answer.status_code, answer.url) == (302, url)  # type: ignore[attr-defined]
    page = client.get(url)
    assert b"We are making it" in page.content
    assert b'<noscript><meta http-equiv="refresh"' in page.content
    assert b'hx-trigger="every 1s"' in page.content


def test_an_unknown_kind_or_report_is_not_there(cast: Cast, report: ImpactReport) -> None:
    client = cast.client(cast.member)
    for slug, kind in ((report.slug, "annual"), (report.slug, "x"), ("nothing", "full")):
        url = reverse("impact:document-ask", args=["manchester", slug, kind])
        assert client.post(url).status_code == 404
    bury = cast.client(cast.bury_people["coordinator"])
    url = reverse("impact:document-ask", args=["bury", report.slug, "full"])
    assert bury.post(url).status_code == 404


def test_the_page_asks_for_its_fragment_and_is_answered_when_something_changed(
    cast: Cast, report: ImpactReport
) -> None:
    client, document = cast.client(cast.member), ask(cast, report)
    url = reverse("impact:document-detail", args=["manchester", document.pk])
    htmx = {"HX-Request": "true"}
    mark = standing(document).mark
    assert client.get(url, {"seen": mark}, headers=htmx).status_code == 204
    Document.objects.update(status=JobStatus.RUNNING, stage="Laying out page 3", percent=44)
    fragment = client.get(url, {"seen": mark}, headers=htmx).content.decode()
    assert "Laying out page 3" in fragment
    assert fragment.strip().startswith('<section id="document-progress"')
    make_the(document)
    ready = client.get(url, headers=htmx).content.decode()
    assert "It is ready" in ready
    assert "hx-trigger" not in ready
    assert ready.strip() in client.get(url).content.decode()


def make_the(document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(status=JobStatus.WAITING, lease_until=None)
    assert make_documents() == 1


def test_a_failure_is_said_plainly_with_a_way_on(cast: Cast, report: ImpactReport) -> None:
    client, document = cast.client(cast.member), ask(cast, report)
    Document.objects.update(status=JobStatus.FAILED, problem="It was too long.")
    page = client.get(reverse("impact:document-detail", args=["manchester", document.pk]))
    assert b"It was too long." in page.content
    assert b"Try again" in page.content
    assert b"hx-trigger" not in page.content
    answer = client.post(reverse("impact:document-again", args=["manchester", document.pk]))
    assert str(Document.objects.get(status=JobStatus.WAITING).pk) in answer.url  # type: ignore[attr-defined]


def test_a_long_wait_is_explained(cast: Cast, report: ImpactReport) -> None:
    document = ask(cast, report)
    Document.objects.update(asked_at=timezone.now() - timedelta(minutes=3))
    page = cast.client(cast.member).get(
        reverse("impact:document-detail", args=["manchester", document.pk])
    )
    assert b"need not wait here" in page.content


def test_the_file_is_a_private_download(cast: Cast, report: ImpactReport) -> None:
    document = ask(cast, report)
    url = reverse("impact:document-download", args=["manchester", document.pk])
    client = cast.client(cast.member)
    assert client.get(url).status_code == 302  # not made yet: back to where it is shown
    make_documents()
    answer = client.get(url)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert f"manchester-{report.slug}-full-report.pdf" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    assert b"".join(answer).startswith(b"%PDF-")  # type: ignore[arg-type]
    for outsider in (cast.outsider, cast.bury_people["coordinator"]):
        assert cast.client(outsider).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_the_public_gets_what_is_published_and_current(cast: Cast, report: ImpactReport) -> None:
    url = reverse("impact:public-document", args=["manchester", report.slug, "one-page"])
    page = reverse("impact:public-report", args=["manchester", report.slug])
    public = Client()
    assert public.get(url).url == page  # type: ignore[attr-defined]
    ask(cast, report, ONE_PAGE)
    assert public.get(url).url == page  # type: ignore[attr-defined]
    make_documents()
    answer = public.get(url)
    assert answer.status_code == 200
    assert b"".join(answer).startswith(b"%PDF-")  # type: ignore[arg-type]
    # Its words changed (consent was taken back): the kept file is given to nobody any more.
    ImpactReport.objects.update(introduction="Other words.")
    assert public.get(url).url == page  # type: ignore[attr-defined]


def test_the_public_gets_no_draft_and_no_other_kind(cast: Cast) -> None:
    draft = make_report(cast)
    ask(cast, draft)
    make_documents()
    public = Client()
    for kind in ("full", "one-page", "annual", "x"):
        url = reverse("impact:public-document", args=["manchester", draft.slug, kind])
        assert public.get(url).status_code == 404
    assert public.get(f"/bury/reports/{draft.slug}/full.pdf").status_code == 404


def test_the_page_costs_the_same_however_long_the_queue(
    cast: Cast, report: ImpactReport, django_assert_num_queries: Any
) -> None:
    document = ask(cast, report)
    url = reverse("impact:document-detail", args=["manchester", document.pk])
    client = cast.client(cast.member)
    for more in (0, 30):
        for number in range(more):
            Document.objects.create(
                authority=cast.manchester,
                kind=FULL,
                report=report,
                content_hash=str(number),
                asked_by=cast.member,
                asked_at=timezone.now() - timedelta(days=1),
            )
        with django_assert_num_queries(6):
            assert client.get(url).status_code == 200
