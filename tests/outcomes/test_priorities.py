"""Priorities: only care consultants set, rank and close them, in words that stand."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError

from core.concurrency import Conflict
from core.decisions import Refused
from core.models import AuditEvent
from outcomes.enums import WorkplanStatus
from outcomes.models import Priority
from outcomes.operations.priorities import (
    change_priority,
    close_priority,
    move_priority,
    reopen_priority,
    set_priority,
)
from outcomes.operations.workplans import close_workplan, reopen_workplan
from outcomes.policies import (
    can_change_priority,
    can_close_priority,
    can_close_workplan,
    can_set_priority,
)
from tests.factories import make_priority
from tests.support.cast import Cast

OTHERS = ["member", "officer", "lead", "partner", "executive", "safeguarding"]


def test_a_care_consultant_sets_a_priority_and_it_is_ranked_last(cast: Cast) -> None:
    make_priority(cast)
    second = set_priority(
        actor=cast.consultant, workplan=cast.workplan, title="Try something new", why="Why not?"
    )
    assert (second.rank, second.on_their_behalf) == (2, False)
    assert AuditEvent.objects.filter(code="outcomes.priority.set").count() == 2


def test_the_coordinator_writes_one_down_for_them_marked_so(cast: Cast) -> None:
    assert make_priority(cast, actor=cast.coordinator).on_their_behalf


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_sets_one_and_is_told_why(cast: Cast, who: str) -> None:
    decision = can_set_priority(cast.people[who], cast.workplan)
    assert not decision
    assert decision.reason == "Only care consultants can set priorities."
    with pytest.raises(Refused):
        make_priority(cast, actor=cast.people[who])
    assert not Priority.objects.exists()


def test_a_consultant_of_another_authority_may_not(cast: Cast) -> None:
    with pytest.raises(Refused):
        make_priority(cast, actor=cast.bury_people["care-consultant"])


def test_a_closed_workplan_takes_no_more(cast: Cast) -> None:
    cast.workplan.status = WorkplanStatus.CLOSED
    assert "closed" in can_set_priority(cast.consultant, cast.workplan).reason


def test_the_same_words_twice_are_refused_whatever_the_case(cast: Cast) -> None:
    make_priority(cast, title="Clubs for all")
    with pytest.raises(ValidationError) as caught:
        make_priority(cast, title="clubs FOR all")
    assert "title" in caught.value.message_dict


def test_ranks_stay_whole_when_one_moves(cast: Cast) -> None:
    first, second, third = (make_priority(cast) for _ in range(3))
    move_priority(actor=cast.consultant_2, priority=third, up=True)
    move_priority(actor=cast.consultant_2, priority=first, up=True)
    ranked = list(Priority.objects.ranked().values_list("pk", "rank"))
    assert ranked == [(first.pk, 1), (third.pk, 2), (second.pk, 3)]


def test_the_second_of_two_editors_is_told(cast: Cast) -> None:
    priority = make_priority(cast)
    change_priority(
        actor=cast.consultant, priority=priority, version=1, title="First to save", why="Me."
    )
    with pytest.raises(Conflict) as caught:
        change_priority(
            actor=cast.consultant_2, priority=priority, version=1, title="Second", why="Me."
        )
    assert caught.value.current.title == "First to save"
    priority.refresh_from_db()
    assert (priority.title, priority.version) == ("First to save", 2)


def test_only_care_consultants_say_it_is_met_and_may_think_again(cast: Cast) -> None:
    priority = make_priority(cast)
    assert can_close_priority(cast.coordinator, priority).reason == (
        "Only care consultants can say a priority has been met."
    )
    close_priority(
        actor=cast.consultant, priority=priority, version=1, met=True, words="It happened."
    )
    priority.refresh_from_db()
    assert (priority.status, priority.closing_words) == ("met", "It happened.")
    assert not can_change_priority(cast.consultant, priority)
    reopen_priority(actor=cast.consultant, priority=priority)
    priority.refresh_from_db()
    assert (priority.status, priority.closed_on) == ("open", None)


def test_a_years_plan_is_put_away_once_the_year_is_over_and_can_be_opened_again(
    cast: Cast,
) -> None:
    assert (
        can_close_workplan(cast.lead, cast.workplan).reason
        == "You can close this workplan once its year is over."
    )
    with time_machine.travel(cast.year.ends_on + datetime.timedelta(days=1, hours=12)):
        assert not can_close_workplan(cast.other_lead, cast.workplan)
        close_workplan(actor=cast.lead, workplan=cast.workplan)
        assert not can_set_priority(cast.consultant, cast.workplan)
        with pytest.raises(Refused):
            close_workplan(actor=cast.lead, workplan=cast.workplan)
        reopen_workplan(actor=cast.coordinator, workplan=cast.workplan)
        assert can_set_priority(cast.consultant, cast.workplan)
