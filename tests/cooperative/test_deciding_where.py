"""Where an obstacle can be taken: the groups that can answer and are next."""

import pytest
from django.core.exceptions import ValidationError

from cooperative.enums import BodyStatus, SeatStatus
from cooperative.operations.escalations import escalate_obstacle
from cooperative.policies import can_escalate_obstacle
from cooperative.queries.escalations import bodies_offered
from tests.cooperative.test_escalations import forget
from tests.cooperative.test_meetings import problems
from tests.cooperative.things import give_seat_to, make_body, make_escalation, who_may
from tests.factories import in_days, make_action
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def test_only_groups_that_can_answer_and_are_next_are_offered(cast: Cast) -> None:
    top = make_body(cast, "top")
    middle = make_body(cast, "middle", above=top)
    group = make_body(cast, "group", above=middle, kind="delivery", outcome=cast.happy)
    elsewhere = make_body(cast, "elsewhere", above=top, kind="delivery", outcome=cast.healthy)
    planned = make_body(cast, "planned", kind="lead", status=BodyStatus.TO_BE_SET_UP)
    action = make_action(cast)

    def offered() -> set[str]:
        forget(cast)
        return {body.slug for body in bodies_offered(cast.officer, action)}

    assert offered() == set()
    for body in (top, middle, group, elsewhere, planned, cast.cooperative):
        give_seat_to(cast.executive, body)
    assert offered() == {"group", "middle", "cooperative"}
    # A care consultant's seat alone answers nothing.
    middle.seats.update(membership=cast.consultant)
    assert offered() == {"group", "top", "cooperative"}
    for wrong in (middle, elsewhere, planned):
        with pytest.raises(ValidationError) as error:
            escalate_obstacle(
                actor=cast.officer, action=action, obstacle="No money.", needed="Money.",
                needed_by=in_days(9), body=wrong,
            )  # fmt: skip
        assert problems(error) == {"body"}


def test_where_no_group_works_on_it_the_foot_of_the_ladder_is_offered(cast: Cast) -> None:
    board = make_body(cast, "board")
    above = make_body(cast, "above", above=board)
    foot = make_body(cast, "foot", above=above)
    for body in (board, above, foot):
        give_seat_to(cast.executive, body)
    action = make_action(cast)
    assert {one.slug for one in bodies_offered(cast.officer, action)} == {"foot", "above"}


def test_a_reviewing_officer_reports_without_owning_and_takes_it_up_their_own_ladder(
    cast: Cast,
) -> None:
    outside = make_body(cast, "outside", kind="monitoring")
    reviewers = make_body(cast, "reviewers", kind="monitoring", above=outside)
    action = make_action(cast)
    forget(cast)
    assert not can_escalate_obstacle(cast.officer_2, action)
    give_seat_to(cast.officer_2, reviewers)
    give_seat_to(cast.member, reviewers)
    assert who_may(cast, can_escalate_obstacle, action) == {
        "lead", "officer", "officer_2", "safeguarding"
    }  # fmt: skip
    give_seat_to(cast.executive, cast.cooperative)
    assert {one.slug for one in bodies_offered(cast.officer_2, action)} == {"cooperative"}
    give_seat_to(cast.partner, outside)
    assert {one.slug for one in bodies_offered(cast.officer_2, action)} == {
        "cooperative", "outside"
    }  # fmt: skip
    assert {one.slug for one in bodies_offered(cast.officer, action)} == {"cooperative"}
    made = make_escalation(cast, actor=cast.officer_2, action=action, body=outside)
    assert made.owner == cast.officer_2
    reviewers.seats.update(status=SeatStatus.ENDED)
    assert not can_escalate_obstacle(cast.officer_2, make_action(cast))
