"""How an action's count, and an outcome's done actions, went over time."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.suppression import DEFAULT, EXACT
from outcomes.models import Action, ProgressUpdate
from outcomes.queries.charts import done_by_month, reached_chart
from tests.factories import make_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS


def told(
    cast: Cast, action: Action, days_ago: int, reached: int | None, status: str = "on-track"
) -> ProgressUpdate:
    """An update of so many days ago."""
    return ProgressUpdate.objects.create(
        action=action,
        by=cast.officer,
        status=status,
        done="Done.",
        reached=reached,
        at=timezone.localtime() - datetime.timedelta(days=days_ago),
    )


def test_a_count_is_drawn_once_three_days_have_one(cast: Cast) -> None:
    action = make_action(cast, target=100, unit="linked")
    updates = [told(cast, action, 60, 10), told(cast, action, 30, None), told(cast, action, 20, 40)]
    assert reached_chart(action, updates, EXACT) is None
    updates.append(told(cast, action, 0, 61))
    chart = reached_chart(action, updates, EXACT)
    assert chart
    assert list(chart.series[0].values) == [10, 40, 61]
    assert [round(place, 2) for place in chart.where] == [0, 0.67, 1]
    assert chart.aim == 100
    assert "this has gone from 10 to 61, out of 100 linked." in chart.says


def test_the_last_word_of_a_day_counts_and_without_an_aim_none_is_drawn(cast: Cast) -> None:
    action = make_action(cast, target=None, unit="")
    updates = [told(cast, action, days, n) for days, n in ((60, 10), (20, 39), (20, 40), (0, 61))]
    chart = reached_chart(action, updates, EXACT)
    assert chart
    assert list(chart.series[0].values) == [10, 40, 61]
    assert chart.aim is None
    assert chart.says.endswith("this has gone from 10 to 61.")


@pytest.mark.django_db
def test_who_may_not_read_small_numbers_sees_no_small_step(cast: Cast) -> None:
    action = make_action(cast, target=100, unit="young people")
    days = ((80, 3), (60, 10), (40, 12), (20, 39), (0, 61))
    updates = [told(cast, action, *one) for one in days]
    chart = reached_chart(action, updates, DEFAULT)
    assert chart
    assert list(chart.series[0].values) == [10, 39, 61]
    action.counts_people = False
    chart = reached_chart(action, updates, DEFAULT)
    assert chart
    assert list(chart.series[0].values) == [3, 10, 12, 39, 61]


@pytest.mark.django_db
def test_an_actions_page_shows_its_course(cast: Cast) -> None:
    action = make_action(cast, target=100, unit="linked")
    for days, number in ((60, 10), (20, 40), (0, 61)):
        told(cast, action, days, number)
    page = cast.client(cast.officer).get(f"{AT_OURS}actions/{action.pk}/").content.decode()
    assert "Number reached, update by update" in page
    assert "target: 100" in page


def test_what_is_done_is_counted_from_when_it_was_first_said(cast: Cast) -> None:
    early, late, again = (make_action(cast) for _ in range(3))
    for action, days in ((early, 150), (early, 100), (late, 0), (again, 150)):
        told(cast, action, days, None, "done")
    told(cast, again, 1, None)
    Action.objects.filter(pk__in=[early.pk, late.pk]).update(status="done")
    with CaptureQueriesContext(connection) as asked:
        course = done_by_month([early.workplan_id])[early.workplan_id]
    assert len(asked) == 1
    assert course.values[0] == 1, "what was opened again is not counted"
    assert course.values[-1] == 2
    assert 5 <= len(course.values) <= 7
    assert course.says == "1 action was completed in the last two months."


def test_too_short_a_time_shows_no_course(cast: Cast) -> None:
    action = make_action(cast)
    told(cast, action, 0, None, "done")
    Action.objects.filter(pk=action.pk).update(status="done")
    assert done_by_month([action.workplan_id]) == {}
