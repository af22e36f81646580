"""A share is never told as a count: "66 per cent paid", not "66 of 100 per cent paid"."""

import datetime
import re

import pytest
from django.utils import timezone

from core.suppression import EXACT
from impact.enums import Part
from impact.operations.reports import compose_report
from impact.queries.content import report_content
from outcomes.models import ProgressUpdate
from outcomes.operations.progress import record_progress
from outcomes.queries.charts import reached_chart
from tests.factories import make_action
from tests.impact.quarter import make_quarter
from tests.support.cast import Cast
from tests.support.places import AT_OURS

pytestmark = pytest.mark.django_db
UNITS = [
    ("per cent paid within ten days", "66 per cent paid within ten days (aim 100)"),
    ("% paid within ten days", "66% paid within ten days (aim 100)"),
]


@pytest.mark.parametrize("unit, told", UNITS)
def test_a_reports_line_and_figure(cast: Cast, unit: str, told: str) -> None:
    quarter = make_quarter(cast)
    quarter.clubs.unit, quarter.clubs.counts_people = unit, False
    quarter.clubs.save()
    record_progress(
        actor=cast.officer, action=quarter.clubs, status="on-track", done="Paying.", reached=66
    )
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    line = report.lines.get(part=Part.ACHIEVED, action=quarter.clubs)
    assert f"{told} so far." in line.text
    figure = report_content(report).figures[0]
    assert figure.big == "66%"
    assert figure.words.startswith("paid within ten days (aim 100). We promised: “")
    page = cast.client(cast.consultant).get(f"{AT_OURS}reports/{report.slug}/").content.decode()
    assert "of 100" not in re.sub(r"<[^>]+>", "", page)


@pytest.mark.parametrize("unit, told", UNITS)
def test_a_chart(cast: Cast, unit: str, told: str) -> None:
    action = make_action(cast, target=100, unit=unit)
    updates = [
        ProgressUpdate.objects.create(
            action=action, by=cast.officer, status="on-track", done="Paying.", reached=reached,
            at=timezone.localtime() - datetime.timedelta(days=days),
        )
        for days, reached in ((60, 20), (20, 40), (0, 66))
    ]  # fmt: skip
    chart = reached_chart(action, updates, EXACT)
    assert chart
    assert f"from 20 to {told}." in chart.says
    assert "of 100" not in chart.says


@pytest.mark.parametrize("unit, told", UNITS)
def test_the_thread_of_a_priority_on_a_home(cast: Cast, unit: str, told: str) -> None:
    action = make_action(cast, target=100, unit=unit)
    record_progress(actor=cast.officer, action=action, status="on-track", done="Go.", reached=66)
    page = cast.client(cast.consultant).get(AT_OURS).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert f"{told}." in text
    assert "of 100" not in text
