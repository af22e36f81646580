"""A point that is corrected, withdrawn, handed on or made private leaves the PDFs too (FT-048)."""

from collections.abc import Callable
from typing import Any

import pytest

from core.models import AuditEvent
from documents.enums import JobStatus
from documents.models import Document
from documents.operations.asking import ask_for_document
from impact.operations.reports import compose_report
from portal.forms.points import CorrectForm
from portal.operations.points import (
    correct_point,
    hand_on_point,
    make_point_private,
    withdraw_point,
)
from tests.impact.quarter import Quarter, make_quarter
from tests.support.cast import Cast
from voice.models import Ask

DEEDS: dict[str, Callable[[Cast, Ask], Any]] = {
    "corrected": lambda cast, ask: correct_point(
        actor=cast.coordinator, ask=ask, version=None, text="In other words."
    ),
    "withdrawn": lambda cast, ask: withdraw_point(actor=cast.coordinator, ask=ask, because="asked"),
    "handed on": lambda cast, ask: hand_on_point(actor=cast.consultant, ask=ask),
    "made private": lambda cast, ask: make_point_private(actor=cast.consultant, ask=ask),
}


@pytest.fixture
def quarter(cast: Cast) -> Quarter:
    return make_quarter(cast)


def _document(cast: Cast, quarter: Quarter) -> Document:
    """Asked for, of a report that quotes the point."""
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    return ask_for_document(actor=cast.coordinator, kind="full", subject=report)


@pytest.mark.parametrize("deed", DEEDS)
def test_old_documents_are_given_out_no_more(cast: Cast, quarter: Quarter, deed: str) -> None:
    document = _document(cast, quarter)
    assert document.status == JobStatus.WAITING
    DEEDS[deed](cast, quarter.ask)
    document.refresh_from_db()
    assert document.status == JobStatus.FAILED
    assert "can’t be shown any more" in document.problem
    assert document.file == ""
    removed = AuditEvent.objects.get(code="documents.document.removed")
    assert removed.object_id == str(document.pk)


def test_documents_that_could_not_have_quoted_it_stay(cast: Cast, quarter: Quarter) -> None:
    quarter.priority.asks.clear()
    document = _document(cast, quarter)
    withdraw_point(actor=cast.coordinator, ask=quarter.ask, because="asked")
    assert Document.objects.get(pk=document.pk).status == JobStatus.WAITING


@pytest.mark.parametrize(
    ("public", "before", "now", "asked"),
    [
        (True, 43, 45, True),
        (True, 43, 38, True),
        (True, 43, 43, False),
        (True, 43, 60, False),
        (False, 43, 45, False),
        (True, 3, 7, False),
    ],
)
def test_a_small_correction_to_a_published_count_is_questioned(
    cast: Cast, quarter: Quarter, public: bool, before: int, now: int, asked: bool
) -> None:
    Ask.objects.filter(pk=quarter.ask.pk).update(may_be_published=public, said_by=before)
    quarter.ask.refresh_from_db()
    sent = {"said_by": str(now)}
    told = str(CorrectForm(sent, ask=quarter.ask).errors.get("said_by", ""))
    assert ("The number people can already see is 43." in told) == asked
    assert not CorrectForm({**sent, "save_anyway": "on"}, ask=quarter.ask).errors.get("said_by")
