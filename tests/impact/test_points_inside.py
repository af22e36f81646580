"""A point that stays inside changes nothing that everyone may read: no word and no number, on no
public page and in no file, for every reason that keeps it inside."""

from typing import Any

import pytest

from accounts.kept_pages import forget_kept_pages
from impact.models import ImpactReport
from impact.operations.reports import compose_report
from outcomes.operations.progress import give_verdict
from tests.factories import in_days
from tests.impact.quarter import Quarter, make_ask, make_quarter
from tests.impact.test_public import PAGES, read
from tests.support.cast import Cast
from tests.support.reports import publish
from voice.models import Ask

pytestmark = pytest.mark.django_db

INSIDE: dict[str, dict[str, Any]] = {
    "nobody agreed to publish it": {"may_be_published": False},
    "the consent has run out": {"public_until": in_days(-1)},
    "it waits to be released": {"state": "waiting"},
    "it is with the safeguarding lead": {"state": "held"},
    "it was withdrawn": {"state": "withdrawn"},
}


@pytest.fixture
def quarter(cast: Cast) -> Quarter:
    return make_quarter(cast)


@pytest.fixture
def report(cast: Cast, quarter: Quarter) -> ImpactReport:
    give_verdict(actor=cast.consultant, about=quarter.priority, feels="a-bit")
    return publish(cast, compose_report(actor=cast.consultant, meeting=quarter.meeting))


def what_everyone_reads(cast: Cast, report: ImpactReport) -> dict[str, str]:
    """Every public page and file, by its address."""
    forget_kept_pages()  # points are made here by no operation, so it is not in the trail
    return {page: read(cast, page) for page in (*PAGES, f"reports/{report.slug}/")}


def add(cast: Cast, quarter: Quarter, **fields: Any) -> Ask:
    """A point of 18 young people behind the priority that everyone may read."""
    ask = make_ask(cast, "Kingfishers are late.", **{"said_by": 18} | fields)
    # Not by `asks.add`, which leaves out unreleased points.
    through = quarter.priority.asks.through
    through.objects.create(priority_id=quarter.priority.pk, ask_id=ask.pk)
    return ask


@pytest.mark.parametrize("why", INSIDE)
def test_a_point_that_stays_inside_changes_no_public_page(
    cast: Cast, quarter: Quarter, report: ImpactReport, why: str
) -> None:
    before = what_everyone_reads(cast, report)
    add(cast, quarter, **INSIDE[why])
    after = what_everyone_reads(cast, report)
    assert [page for page in before if before[page] != after[page]] == []


def test_a_point_that_everyone_may_read_changes_them(
    cast: Cast, quarter: Quarter, report: ImpactReport
) -> None:
    """So that the test above can fail: each page that shows or counts points."""
    before = what_everyone_reads(cast, report)
    add(cast, quarter, public_until=in_days(0))
    after = what_everyone_reads(cast, report)
    changed = {page for page in before if before[page] != after[page]}
    assert changed == {
        "",
        "you-said/",
        "open-data/priorities.json",
        "open-data/priorities.csv",
        f"reports/{report.slug}/",
    }
