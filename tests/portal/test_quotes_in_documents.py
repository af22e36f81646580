"""However a quotation ends, no kept PDF gives it out any more, inside or outside."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent
from documents.enums import JobStatus
from documents.models import Document
from documents.operations.asking import ask_for_document
from impact.enums import ReportDocument
from impact.models import ImpactReport
from impact.operations.annual import compose_annual_report
from impact.operations.reports import compose_report
from outcomes.models import Priority
from outcomes.operations.priorities import change_priority
from portal.operations.points import (
    correct_point,
    hand_on_point,
    make_point_private,
    withdraw_point,
)
from tests.impact.quarter import Quarter, make_quarter
from tests.support.cast import Cast
from tests.support.closing import close
from tests.support.reports import publish
from voice.models import Ask
from voice.operations.consents import confirm_consent, give_consent


def _take_off(cast: Cast, quarter: Quarter) -> None:
    """Take the point off its priority, as a person who sets priorities does."""
    priority = Priority.objects.get(pk=quarter.priority.pk)
    change_priority(
        actor=cast.consultant,
        priority=priority,
        version=None,
        title=priority.title,
        why=priority.why,
        asks=[],
    )


def _take_off_and_withdraw(cast: Cast, quarter: Quarter) -> None:
    _take_off(cast, quarter)
    withdraw_point(actor=cast.coordinator, ask=quarter.ask, because="asked")


WAYS: dict[str, Callable[[Cast, Quarter], Any]] = {
    "corrected": lambda cast, quarter: correct_point(
        actor=cast.coordinator, ask=quarter.ask, version=None, text="In other words."
    ),
    "withdrawn": lambda cast, quarter: withdraw_point(
        actor=cast.coordinator, ask=quarter.ask, because="asked"
    ),
    "handed on": lambda cast, quarter: hand_on_point(actor=cast.consultant, ask=quarter.ask),
    "made private": lambda cast, quarter: make_point_private(
        actor=cast.consultant, ask=quarter.ask
    ),
    "taken off its priority": _take_off,
    "taken off its priority, and then withdrawn": _take_off_and_withdraw,
    "gone from the database": lambda cast, quarter: Ask.everything.all().delete(),
}


@pytest.fixture
def quarter(cast: Cast) -> Quarter:
    return make_quarter(cast)


def _made(cast: Cast, kind: str, subject: Any) -> Document:
    """A document as the worker leaves it, without drawing its pages."""
    document = ask_for_document(actor=cast.coordinator, kind=kind, subject=subject)
    file = default_storage.save(f"documents/{document.pk}.pdf", ContentFile(b"%PDF-1.7"))
    Document.objects.filter(pk=document.pk).update(
        status=JobStatus.DONE, file=file, pages=1, size=8
    )
    return document


def _documents(cast: Cast, quarter: Quarter) -> dict[str, Document]:
    """One of each kind, all with the point's words, of a published report and its year."""
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    publish(cast, report)
    year = compose_annual_report(actor=cast.coordinator, period=quarter.meeting.period)
    subjects = {
        ReportDocument.FULL: report,
        ReportDocument.ONE_PAGE: report,
        ReportDocument.ANNUAL: year,
    }
    return {str(kind): _made(cast, kind, subject) for kind, subject in subjects.items()}


def _download(cast: Cast, document: Document) -> Any:
    address = reverse("documents:document-download", args=["manchester", document.pk])
    answer = cast.client(cast.coordinator).get(address)
    close(answer)
    return answer


def _page(cast: Cast, document: Document) -> str:
    address = reverse("documents:document-detail", args=["manchester", document.pk])
    return cast.client(cast.coordinator).get(address).content.decode()


def _is_given_to_nobody(cast: Cast, document: Document) -> None:
    answer = _download(cast, document)
    at = reverse("documents:document-detail", args=["manchester", document.pk])
    assert (answer.status_code, answer.headers.get("Location")) == (302, at)
    page = _page(cast, document)
    assert "Your PDF is ready" not in page
    assert "You can create a new one." in page
    assert reverse("documents:document-again", args=["manchester", document.pk]) in page
    if isinstance(document.subject, ImpactReport):
        slug = document.subject.slug
        public = reverse("impact:public-document", args=["manchester", slug, document.kind])
        answer = Client().get(public)
        close(answer)
        assert answer.status_code == 302


@pytest.mark.parametrize("way", WAYS)
def test_a_kept_document_is_given_out_no_more(cast: Cast, quarter: Quarter, way: str) -> None:
    documents = _documents(cast, quarter)
    for document in documents.values():
        assert _download(cast, document).status_code == 200
        assert "Your PDF is ready" in _page(cast, document)
    before = AuditEvent.objects.filter(code="documents.document.downloaded").count()
    WAYS[way](cast, quarter)
    for document in documents.values():
        _is_given_to_nobody(cast, document)
    # What was not given out is not said to have been.
    assert AuditEvent.objects.filter(code="documents.document.downloaded").count() == before


def test_nor_when_the_consent_runs_out_by_its_date(cast: Cast, quarter: Quarter) -> None:
    make_point_private(actor=cast.consultant, ask=quarter.ask)
    today = timezone.localdate()
    consent = give_consent(
        actor=cast.consultant,
        ask=quarter.ask,
        agreed_by="speaker",
        agreed_on=today,
        agreed_until=today + datetime.timedelta(days=30),
    )
    confirm_consent(actor=cast.coordinator, consent=consent)
    documents = _documents(cast, quarter)
    with time_machine.travel(timezone.localtime() + datetime.timedelta(days=30), tick=False):
        for document in documents.values():
            assert _download(cast, document).status_code == 200
    with time_machine.travel(timezone.localtime() + datetime.timedelta(days=31), tick=False):
        for document in documents.values():
            _is_given_to_nobody(cast, document)


def test_a_new_one_is_made_of_the_words_as_they_are_now(cast: Cast, quarter: Quarter) -> None:
    document = _documents(cast, quarter)[ReportDocument.FULL]
    _take_off(cast, quarter)
    page = _page(cast, document)
    assert "This PDF is out of date" in page
    address = reverse("documents:document-again", args=["manchester", document.pk])
    answer = cast.client(cast.coordinator).post(address)
    new = Document.objects.get(kind=ReportDocument.FULL, status=JobStatus.WAITING)
    assert (answer.status_code, str(new.pk) in answer["Location"]) == (302, True)
    assert new.content_hash != document.content_hash
