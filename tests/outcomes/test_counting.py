"""One way of counting: every page that says how many actions stand where says the same."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from impact.queries.annual import year_facts
from impact.queries.public import outcome_rows
from outcomes.enums import ActionStatus
from outcomes.models import Action
from outcomes.queries.status_counts import number_of, status_counts, total_of
from portal.queries.homes.executive import Standing, done_over_time, executive_home
from portal.queries.homes.worker import worker_home
from tests.factories import in_days, make_action, make_priority
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def every_status(cast: Cast) -> None:
    """One action in each status, and one more at risk, late, whose date has moved."""
    priority = make_priority(cast)
    for status in ActionStatus:
        action = make_action(cast, priority=priority, title=str(status))
        Action.objects.filter(pk=action.pk).update(status=status)
    late = make_action(cast, priority=priority, title="Moved", due_on=in_days(40))
    Action.objects.filter(pk=late.pk).update(
        status=ActionStatus.AT_RISK, first_due_on=in_days(-3), times_moved=1
    )


@pytest.mark.usefixtures("every_status")
def test_every_page_counts_the_same_actions_the_same_way(cast: Cast) -> None:
    plan = cast.workplan
    workplan = reverse(
        "outcomes:workplan-detail", args=["manchester", plan.outcome.slug, plan.period.slug]
    )
    outcomes = cast.client(cast.executive, Client).get(
        reverse("outcomes:outcome-list", args=["manchester"])
    )
    told = {
        "workplan": cast.client(cast.executive, Client).get(workplan).context["page"].counts,
        "outcomes": next(one["counts"] for one in outcomes.context["outcomes"] if one["counts"]),
        "executive": executive_home(cast.executive).boards[0].counts,
        "lead": worker_home(cast.lead).boards[0].counts,
        "public": next(one.counts for one in outcome_rows(cast.manchester) if one.counts),
        "annual": [tuple(one) for one in year_facts(cast.manchester, plan.period)["status_counts"]],
    }
    expected = [
        ("done", "Done", 1),
        ("on-track", "On track", 1),
        ("not-started", "Not started", 1),
        ("at-risk", "At risk", 2),
        ("off-track", "Off track", 1),
        ("stopped", "Stopped", 1),
        ("behind", "Late", 1),
    ]
    assert told == dict.fromkeys(told, expected)
    totals = year_facts(cast.manchester, plan.period)["totals"]
    assert (totals["actions"], totals["done"], totals["late"]) == (7, 1, 1)
    year = executive_home(cast.executive).year
    assert year is not None
    assert year.counts == expected
    assert year.sentences[:2] == ["1 of 7 actions is done.", "1 is late."]


def test_the_chart_of_the_year_shows_what_was_due_by_each_month() -> None:
    standing = Standing(name="2026/27", starts_on=datetime.date(2026, 4, 1))
    standing.done_in[datetime.date(2026, 5, 1)] = 1
    standing.due_in.update({datetime.date(2026, 4, 1): 1, datetime.date(2026, 6, 1): 2})
    # What is due later in the year is not yet due.
    standing.due_in[datetime.date(2027, 3, 1)] = 46
    with time_machine.travel(datetime.datetime(2026, 6, 20, 12, tzinfo=datetime.UTC)):
        chart = done_over_time(standing)
    assert chart is not None
    done, due = chart.series
    assert (list(done.values), list(due.values)) == ([0, 1, 1], [1, 1, 3])
    assert chart.aim is None


def test_late_is_no_part_of_the_whole() -> None:
    tally = status_counts([("done", 0), ("at-risk", 3), ("proposed", 0), ("not-taken-up", 0)])
    assert tally == [("done", "Done", 1), ("at-risk", "At risk", 1), ("behind", "Late", 1)]
    assert total_of(tally) == 2
    assert number_of(tally, "at-risk", "done") == 2
