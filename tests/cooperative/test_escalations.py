"""Obstacles: who passes them up, who decides, how they climb, and what is refused."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Notice
from accounts.operations.memberships import end_membership
from cooperative.enums import BodyStatus, EscalationDeed, EscalationStatus, SeatStatus
from cooperative.models import Body, Escalation, EscalationStep, Seat
from cooperative.operations.deciding import resolve_escalation, send_back_escalation
from cooperative.operations.escalations import (
    escalate_obstacle,
    move_escalation,
    withdraw_escalation,
)
from cooperative.operations.reminders import remind_of_escalations
from cooperative.policies import (
    can_escalate_obstacle,
    can_move_escalation,
    can_propose_decision,
    can_withdraw_escalation,
)
from core.concurrency import Conflict
from core.decisions import Refused
from outcomes.enums import ActionStatus, WorkplanStatus
from outcomes.models import Action
from outcomes.operations.leads import appoint_lead
from outcomes.personal import forget_personal_rights
from tests.cooperative.test_meetings import problems
from tests.cooperative.things import (
    MEMBERS,
    OFFICERS,
    PARTNERS,
    deeds,
    give_seat_to,
    make_body,
    make_bury_escalation,
    make_escalation,
    who_may,
)
from tests.factories import in_days, make_action
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
DECIDE = MEMBERS | OFFICERS | PARTNERS | {"executive"}


def told(what: str) -> set[str]:
    found = Notice.objects.filter(what=what)
    return set(found.values_list("membership__person__name", flat=True))


def forget(cast: Cast) -> None:
    for one in cast.people.values():
        forget_personal_rights(one)


# --- Who passes something up ---------------------------------------------------------------------


def test_only_who_answers_for_it_or_leads_its_outcome_passes_it_up(cast: Cast) -> None:
    ours, theirs = make_action(cast), make_action(cast, owner=cast.partner)
    forget(cast)
    assert who_may(cast, can_escalate_obstacle, ours) == {"lead", "officer", "safeguarding"}
    assert who_may(cast, can_escalate_obstacle, theirs) == {"lead", "partner", "safeguarding"}


def test_an_executive_who_leads_an_outcome_passes_its_obstacles_up(cast: Cast) -> None:
    """Leading is a relation: it counts whatever the role of whoever leads (product.md)."""
    action = make_action(cast)
    appoint_lead(actor=None, outcome=cast.happy, lead=cast.executive)
    forget(cast)
    assert who_may(cast, can_escalate_obstacle, action) == {"executive", "officer", "safeguarding"}


@pytest.mark.parametrize("status", ["done", "stopped", "proposed", "not-taken-up"])
def test_what_nobody_works_on_is_not_stuck(cast: Cast, status: str) -> None:
    action = make_action(cast)
    forget(cast)
    action.status = ActionStatus(status)
    assert who_may(cast, can_escalate_obstacle, action) == set()
    assert "This action isn’t open" in can_escalate_obstacle(cast.officer, action).reason


def test_nothing_of_a_closed_workplan_is_passed_up(cast: Cast) -> None:
    action = make_action(cast)
    forget(cast)
    action.workplan.status = WorkplanStatus.CLOSED
    assert who_may(cast, can_escalate_obstacle, action) == set()
    assert "its year has ended" in can_escalate_obstacle(cast.officer, action).reason


# --- Who decides ---------------------------------------------------------------------------------


def test_a_seat_and_a_role_that_decides_are_both_needed(cast: Cast) -> None:
    escalation = make_escalation(cast)
    assert who_may(cast, can_propose_decision, escalation) == set()
    assert "a seat there" in can_propose_decision(cast.member, escalation).reason
    for one in cast.people.values():
        give_seat_to(one, cast.cooperative)
    assert who_may(cast, can_propose_decision, escalation) == DECIDE
    assert "Only elected members" in can_propose_decision(cast.coordinator, escalation).reason


def test_what_ends_takes_the_right_away_at_once(cast: Cast) -> None:
    escalation = make_escalation(cast)
    seat = give_seat_to(cast.member, cast.cooperative)
    proposed = give_seat_to(cast.member_2, cast.cooperative, status=SeatStatus.PROPOSED)
    assert who_may(cast, can_propose_decision, escalation) == {"member"}
    Seat.objects.filter(pk=seat.pk).update(status=SeatStatus.ENDED)
    Seat.objects.filter(pk=proposed.pk).update(status=SeatStatus.ACTIVE)
    assert who_may(cast, can_propose_decision, escalation) == {"member_2"}
    with pytest.raises(Refused, match="a seat there"):
        resolve_escalation(actor=cast.member, escalation=escalation, words="Leisure pays.")
    for status in (BodyStatus.ENDED, BodyStatus.TO_BE_SET_UP):
        Body.objects.filter(pk=cast.cooperative.pk).update(status=status)
        assert who_may(cast, can_propose_decision, escalation) == set()
    # What was with it stays open, and the coordinator may move it.
    assert Escalation.objects.open().get() == escalation
    assert who_may(cast, can_move_escalation, escalation) == {"coordinator"}


def test_the_seat_of_somebody_who_has_gone_decides_nothing(cast: Cast) -> None:
    escalation = make_escalation(cast)
    give_seat_to(cast.member, cast.cooperative)
    assert who_may(cast, can_move_escalation, escalation) == set()
    end_membership(actor=cast.coordinator, membership=cast.member)
    assert who_may(cast, can_propose_decision, escalation) == set()
    assert who_may(cast, can_move_escalation, escalation) == {"coordinator"}


def test_a_seat_elsewhere_gives_no_right_here(cast: Cast, ladder: tuple[Body, ...]) -> None:
    escalation = make_escalation(cast)
    give_seat_to(cast.executive, ladder[2])
    give_seat_to(cast.bury_people["elected-member"], cast.bury_panel)
    assert who_may(cast, can_propose_decision, escalation) == set()


def test_only_whoever_passed_it_up_takes_it_back(cast: Cast) -> None:
    escalation = make_escalation(cast)
    give_seat_to(cast.member, cast.cooperative)
    assert who_may(cast, can_withdraw_escalation, escalation) == {"officer"}
    withdraw_escalation(actor=cast.officer, escalation=escalation, words="We found the money.")
    escalation.refresh_from_db()
    assert escalation.status == EscalationStatus.WITHDRAWN
    assert told("escalation-withdrawn") == {"Cllr Noor Ames"}
    for policy in (can_withdraw_escalation, can_propose_decision, can_move_escalation):
        assert who_may(cast, policy, escalation) == set()
    assert "closed" in can_propose_decision(cast.member, escalation).reason


# --- What is kept and told -----------------------------------------------------------------------


def test_sent_back_says_why_and_tells_who_it_is_for(cast: Cast) -> None:
    give_seat_to(cast.member, cast.cooperative, kind="chair")
    give_seat_to(cast.consultant, cast.cooperative)
    escalation = make_escalation(cast)
    assert told("escalation-raised") == {"Cllr Noor Ames", "Jay Moss"}
    assert told("escalation-of-yours") == {"Hana Lind"}
    send_back_escalation(actor=cast.member, escalation=escalation, words="Leisure has it.")
    escalation.refresh_from_db()
    assert (escalation.status, escalation.is_open) == (EscalationStatus.SENT_BACK, False)
    assert told("escalation-sent-back") == {"Priya Nash", "Hana Lind"}
    assert deeds(escalation)[-1] == ("sent-back", "cooperative")


def test_nobody_is_told_twice_and_partners_only_of_what_is_theirs(cast: Cast) -> None:
    """The lead sits there too; the police's partner has a seat, so it is theirs to see."""
    give_seat_to(cast.lead, cast.cooperative)
    give_seat_to(cast.other_partner, cast.cooperative)
    make_escalation(cast)
    assert told("escalation-raised") == {"Hana Lind", "Pat Wren"}
    assert told("escalation-of-yours") == set()


def test_where_nobody_can_decide_the_coordinator_is_told_and_moves_it(cast: Cast) -> None:
    attic = make_body(cast, "attic", kind="lead")
    escalation = make_escalation(cast, body=attic)
    assert told("escalation-unseated") == set()
    remind_of_escalations()
    remind_of_escalations()
    assert Notice.objects.filter(what="escalation-unseated").count() == 1
    assert told("escalation-unseated") == {"Kit Marsh"}
    assert who_may(cast, can_move_escalation, escalation) == {"coordinator"}
    for wrong in (attic, make_body(cast, "choir", kind="participation"), cast.bury_panel):
        with pytest.raises(ValidationError) as error:
            move_escalation(
                actor=cast.coordinator, escalation=escalation, words="Here.", body=wrong
            )
        assert problems(error) == {"body"}
    give_seat_to(cast.member, cast.cooperative)
    move_escalation(
        actor=cast.coordinator, escalation=escalation, words="It meets.", body=cast.cooperative
    )
    escalation.refresh_from_db()
    assert (escalation.body, escalation.status) == (cast.cooperative, EscalationStatus.OPEN)
    assert deeds(escalation)[-1] == ("moved", "cooperative")
    assert who_may(cast, can_move_escalation, escalation) == set()
    assert "People with a seat" in can_move_escalation(cast.coordinator, escalation).reason


def test_when_the_day_has_passed_those_who_can_decide_are_reminded_once(cast: Cast) -> None:
    escalation = make_escalation(cast)
    give_seat_to(cast.consultant, cast.cooperative)
    seat = give_seat_to(cast.member, cast.cooperative)
    assert remind_of_escalations() == 0
    Escalation.objects.filter(pk=escalation.pk).update(needed_by=in_days(-1))
    assert (remind_of_escalations(), remind_of_escalations()) == (1, 0)
    assert told("escalation-late") == {"Cllr Noor Ames", "Priya Nash"}
    # Of another day they are told again; with nobody there who can decide, the coordinator.
    seat.delete()
    Notice.objects.all().delete()
    assert remind_of_escalations() == 1
    assert told("escalation-late") == {"Kit Marsh", "Priya Nash"}
    withdraw_escalation(actor=cast.officer, escalation=escalation, words="Found.")
    Notice.objects.all().delete()
    assert remind_of_escalations() == 0


def test_bad_obstacles_are_refused_beside_their_fields(cast: Cast) -> None:
    action = make_action(cast)
    make_escalation(cast, action=action, obstacle="No money.")
    ended = make_body(cast, "ended", kind="lead", status=BodyStatus.ENDED)
    for fields, field in (
        ({"obstacle": ""}, "obstacle"),
        ({"obstacle": "x" * 301}, "obstacle"),
        ({"obstacle": "NO MONEY."}, "obstacle"),
        ({"needed": ""}, "needed"),
        ({"needed": "x" * 1001}, "needed"),
        ({"needed_by": in_days(0)}, "needed_by"),
        ({"needed_by": in_days(400)}, "needed_by"),
        ({"body": ended}, "body"),
        ({"body": make_body(cast, "choir", kind="participation")}, "body"),
        ({"body": cast.bury_panel}, "body"),
    ):
        with pytest.raises(ValidationError) as error:
            make_escalation(cast, action=action, **fields)
        assert problems(error) == {field}, fields
    assert Escalation.objects.count() == 1
    # Once it is closed, the same may be stuck again.
    withdraw_escalation(actor=cast.officer, escalation=Escalation.objects.get(), words="Found.")
    make_escalation(cast, action=action, obstacle="No money.")


@pytest.mark.parametrize("operation", [resolve_escalation, send_back_escalation])
@pytest.mark.parametrize("words", ["", "   ", "x" * 1001])
def test_a_decision_needs_its_words(
    cast: Cast, operation: Callable[..., Escalation], words: str
) -> None:
    escalation = make_escalation(cast)
    give_seat_to(cast.member, cast.cooperative, kind="chair")
    with pytest.raises(ValidationError) as error:
        operation(actor=cast.member, escalation=escalation, words=words)
    assert problems(error) == {"words"}
    assert Escalation.objects.open().exists()
    assert EscalationStep.objects.count() == 1


def test_two_at_once_the_second_is_told(cast: Cast) -> None:
    escalation = make_escalation(cast)
    for one in (cast.member, cast.executive):
        give_seat_to(one, cast.cooperative, kind="chair")
    resolve_escalation(actor=cast.member, escalation=escalation, words="We pay.", version=1)
    with pytest.raises(Conflict):
        send_back_escalation(actor=cast.executive, escalation=escalation, words="No.", version=1)
    with pytest.raises(Refused, match="closed"):
        send_back_escalation(actor=cast.executive, escalation=escalation, words="No.")
    assert [step.deed for step in escalation.steps.all()] == [
        EscalationDeed.RAISED, EscalationDeed.RESOLVED
    ]  # fmt: skip


def test_another_authoritys_are_out_of_reach(cast: Cast) -> None:
    theirs = make_bury_escalation(cast)
    assert not Escalation.objects.visible_to(cast.coordinator).exists()
    give_seat_to(cast.member, cast.bury_panel)
    assert not can_propose_decision(cast.member, theirs)
    with pytest.raises(Refused):
        escalate_obstacle(
            actor=cast.officer, action=Action.objects.get(), obstacle="x", needed="x",
            needed_by=in_days(3), body=cast.cooperative,
        )  # fmt: skip
