"""The year's charts: what they prove is counted quarter by quarter, and paper has the colours."""

import datetime
import re
from dataclasses import replace

import pytest
from django.template import engines
from django.utils import timezone

from core.charts import said
from core.charts.shapes import fitted
from impact.queries.year_charts import asking_chart, quarters_of, standing_chart, waiting_chart
from outcomes.models import Period
from tests.core.drawing import CHART
from tests.support.documents import year as annual_report

HAPPY = [("done", "Done", 2), ("on-track", "On track", 4)]
SAFE = [("done", "Done", 1), ("late", "Late", 1)]


def moment(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


def year() -> Period:
    """A year of which two quarters and a day have passed."""
    today = timezone.localdate()
    begun = (today.replace(day=1) - datetime.timedelta(days=180)).replace(day=1)
    return Period(starts_on=begun, ends_on=begun + datetime.timedelta(days=364))


def test_each_quarter_counts_its_own_questions_and_no_quarter_that_has_not_begun() -> None:
    period = year()
    first, days = period.starts_on, datetime.timedelta
    asked = [
        (moment(first), moment(first + days(4))),
        (moment(first + days(80)), moment(first + days(90))),
        (moment(first + days(100)), None),
    ]
    quarters = quarters_of(period, asked)
    assert len(quarters) == 3
    assert [one["raised"] for one in quarters] == [2, 1, 0]
    assert [one["answered"] for one in quarters] == [2, 0, 0]
    assert [one["median_days"] for one in quarters] == [7, None, None]
    assert quarters[0]["from"] == first.isoformat()
    assert all(a["to"] < b["from"] for a, b in zip(quarters, quarters[1:], strict=False))


def quarter(
    start: str, end: str, raised: int, answered: int, days: int | None
) -> dict[str, object]:
    return {"from": start, "to": end, "raised": raised, "answered": answered, "median_days": days}


SPRING = quarter("2026-04-01", "2026-06-30", 2, 2, 4)
SUMMER = quarter("2026-07-01", "2026-09-30", 3, 1, 9)


def test_the_sentence_says_what_the_bars_show() -> None:
    asking, waiting = asking_chart([SPRING, SUMMER]), waiting_chart([SPRING, SUMMER])
    assert asking
    assert asking.says == "Care consultants asked 5 questions. Answered so far: 3."
    assert asking.labels == ["Apr to Jun 2026", "Jul to Sep 2026"]
    assert [list(one.values) for one in asking.series] == [[2, 3], [2, 1]]
    assert waiting
    assert waiting.says == "First answers took longer: half came within 9 days, up from 4."
    sooner = waiting_chart([{**SPRING, "median_days": 12}, SUMMER])
    assert sooner
    assert sooner.says.startswith("First answers came sooner: half came within 9 days")


def test_a_chart_that_would_show_nothing_is_left_out() -> None:
    assert asking_chart([SPRING]) is None
    assert asking_chart([{**SPRING, "raised": 0}, {**SUMMER, "raised": 0}]) is None
    assert waiting_chart([SPRING, {**SUMMER, "median_days": None}]) is None
    assert standing_chart([("Spring", HAPPY)]) is None
    assert standing_chart([("Spring", HAPPY), ("Summer", [])]) is None


def test_where_each_report_stood_is_one_bar() -> None:
    chart = standing_chart([("Spring", HAPPY), ("Summer", SAFE)])
    assert chart
    assert chart.says == "Across 2 reports, 3 of 8 actions were done. 1 was late."
    named = {one.name: [said(value) for value in one.values] for one in chart.series}
    assert named == {"Done": ["2", "1"], "On track": ["4", "0"], "Late": ["0", "1"]}


@pytest.mark.parametrize("kind", ["line_chart", "bar_chart", "stacked_chart"])
def test_on_paper_every_shape_has_its_colours_written_on_it(kind: str) -> None:
    source = "{% load documents %}{% inked %}{% " + kind + " chart=chart %}{% endinked %}"
    drawn = str(engines["django"].from_string(source).render({"chart": CHART}))
    shapes = re.findall(r"<(?:rect|line|circle|text)\b[^>]*>", drawn)
    assert len(shapes) > 5
    for shape in shapes:
        assert re.search(r'(fill|stroke)="#[0-9a-f]{6}"', shape), shape
    assert 'font-family="Atkinson Hyperlegible Next"' in drawn


def test_a_bar_is_named_by_months_short_enough_to_stand_beside_it() -> None:
    standing = replace(
        annual_report(),
        quarters=[
            replace(one, quarter_label="July to September 2026") for one in annual_report().quarters
        ],
    ).standing
    assert standing
    assert set(standing.labels) == {"July to September"}
    assert fitted("July to September", len("4 actions")) == "July to September"
