"""Documents shown as they come along, to those they are for."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.enums import JobStatus
from documents.models import Document
from documents.queries import standing
from documents.tasks import make_documents
from impact.models import ImpactReport
from tests.documents.papers import FULL, ONE_PAGE, ask
from tests.support.cast import Cast
from tests.support.reports import make_report

pytestmark = pytest.mark.usefixtures("warm")
# A private sign, which no font has.
STRANGE = "\U000f0000"


def test_a_press_of_the_button_leads_to_the_page_that_shows_it_coming(
    cast: Cast, report: ImpactReport
) -> None:
    client = cast.client(cast.member)
    address = reverse("impact:document-ask", args=["manchester", report.slug, "full"])
    assert client.get(address).status_code == 405
    answer = client.post(address)
    document = Document.objects.get()
    url = reverse("documents:document-detail", args=["manchester", document.pk])
    assert (answer.status_code, answer["Location"]) == (302, url)
    page = client.get(url)
    assert "Creating your PDF" in page.content.decode()
    assert b'<noscript><meta http-equiv="refresh"' in page.content
    assert b'hx-trigger="every 1s"' in page.content


def test_who_asks_for_a_draft_reads_which_letters_it_cannot_show(cast: Cast) -> None:
    report = make_report(cast)
    report.introduction = f"Welcome, {STRANGE}."
    report.save()
    client = cast.client(cast.consultant)
    asked = reverse("impact:document-ask", args=["manchester", report.slug, "full"])
    page = client.post(asked, follow=True).content.decode()
    assert f"may have no font for them: {STRANGE}" in page
    report.introduction = "Welcome, Siân."
    report.save()
    assert "empty boxes" not in client.post(asked, follow=True).content.decode()


def test_who_signs_reads_which_letters_the_pdf_cannot_show(cast: Cast) -> None:
    report = make_report(cast)
    page = reverse("impact:report-sign", args=["manchester", report.slug])
    assert "empty boxes" not in cast.client(cast.consultant).get(page).content.decode()
    report.introduction = f"Welcome, {STRANGE}."
    report.save()
    shown = " ".join(cast.client(cast.consultant).get(page).content.decode().split())
    assert f"may have no font for them: {STRANGE}" in shown


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
    url = reverse("documents:document-detail", args=["manchester", document.pk])
    htmx = {"HX-Request": "true"}
    mark = standing(document).mark
    assert client.get(url, {"seen": mark}, headers=htmx).status_code == 204
    Document.objects.update(status=JobStatus.RUNNING, stage="Laying out page 3", percent=44)
    fragment = client.get(url, {"seen": mark}, headers=htmx).content.decode()
    assert "Laying out page 3" in fragment
    assert fragment.strip().startswith('<section id="document-progress"')
    make_the(document)
    ready = client.get(url, headers=htmx).content.decode()
    assert "Your PDF is ready" in ready
    assert "hx-trigger" not in ready
    assert ready.strip() in client.get(url).content.decode()


def make_the(document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(status=JobStatus.WAITING, lease_until=None)
    assert make_documents() == 1


def test_a_failure_is_said_plainly_with_a_way_on(cast: Cast, report: ImpactReport) -> None:
    client, document = cast.client(cast.member), ask(cast, report)
    Document.objects.update(status=JobStatus.FAILED, problem="It was too long.")
    page = client.get(reverse("documents:document-detail", args=["manchester", document.pk]))
    assert b"It was too long." in page.content
    assert b"Try again" in page.content
    assert b"hx-trigger" not in page.content
    answer = client.post(reverse("documents:document-again", args=["manchester", document.pk]))
    assert str(Document.objects.get(status=JobStatus.WAITING).pk) in answer["Location"]


def test_a_long_wait_is_explained(cast: Cast, report: ImpactReport) -> None:
    document = ask(cast, report)
    Document.objects.update(asked_at=timezone.now() - timedelta(minutes=3))
    page = cast.client(cast.member).get(
        reverse("documents:document-detail", args=["manchester", document.pk])
    )
    assert "don’t need to wait here" in page.content.decode()


def test_the_file_is_a_private_download(cast: Cast, report: ImpactReport) -> None:
    document = ask(cast, report)
    url = reverse("documents:document-download", args=["manchester", document.pk])
    client = cast.client(cast.member)
    assert client.get(url).status_code == 302  # not made yet: back to where it is shown
    make_documents()
    answer = client.get(url)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert f"manchester-{report.slug}-full-report.pdf" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    assert b"".join(answer).startswith(b"%PDF-")
    for outsider in (cast.outsider, cast.bury_people["coordinator"]):
        assert cast.client(outsider).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_the_public_gets_what_is_published_and_current(cast: Cast, report: ImpactReport) -> None:
    url = reverse("impact:public-document", args=["manchester", report.slug, "one-page"])
    page = reverse("impact:public-report", args=["manchester", report.slug])
    public = Client()
    assert public.get(url)["Location"] == page
    ask(cast, report, ONE_PAGE)
    assert public.get(url)["Location"] == page
    make_documents()
    answer = public.get(url)
    assert answer.status_code == 200
    assert b"".join(answer).startswith(b"%PDF-")
    # Its words changed (consent was taken back): the kept file is given to nobody any more.
    ImpactReport.objects.update(introduction="Other words.")
    assert public.get(url)["Location"] == page


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
    url = reverse("documents:document-detail", args=["manchester", document.pk])
    client = cast.client(cast.member)
    client.get(url)  # a process looks up a content type once
    for more in (0, 30):
        for number in range(more):
            Document.objects.create(
                authority=cast.manchester,
                kind=FULL,
                subject=report,
                content_hash=str(number),
                asked_by=cast.member,
                asked_at=timezone.now() - timedelta(days=1),
            )
        with django_assert_num_queries(7):
            assert client.get(url).status_code == 200
