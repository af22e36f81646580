"""How obstacles climb from group to group."""

import pytest
from django.core.exceptions import ValidationError

from cooperative.enums import BodyStatus, EscalationStatus
from cooperative.models import Body, BodyRelation, Escalation
from cooperative.operations.deciding import resolve_escalation
from cooperative.operations.escalations import pass_up_escalation
from cooperative.policies import can_pass_up_escalation, can_propose_decision
from cooperative.queries.escalations import first_body, rungs_above
from core.models import AuditEvent
from tests.cooperative.test_meetings import problems
from tests.cooperative.things import deeds, give_seat_to, make_body, make_escalation, who_may
from tests.factories import make_action, make_priority
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def test_it_climbs_the_authoritys_own_structure_and_stops_at_its_top(
    cast: Cast, ladder: tuple[Body, ...]
) -> None:
    group, partnership, executive = ladder
    for one, body in zip((cast.lead, cast.partner, cast.executive), ladder, strict=True):
        give_seat_to(one, body, kind="chair")
    escalation = make_escalation(cast, body=group)
    assert who_may(cast, can_pass_up_escalation, escalation) == {"lead"}
    pass_up_escalation(actor=cast.lead, escalation=escalation, words="We have no money.")
    escalation.refresh_from_db()
    assert escalation.body == partnership
    assert who_may(cast, can_pass_up_escalation, escalation) == {"partner"}
    pass_up_escalation(actor=cast.partner, escalation=escalation, words="Nor have we.", version=2)
    escalation.refresh_from_db()
    assert (escalation.body, escalation.status) == (executive, EscalationStatus.OPEN)
    assert who_may(cast, can_propose_decision, escalation) == {"executive"}
    assert who_may(cast, can_pass_up_escalation, escalation) == set()
    assert "No group is above The executive" in can_pass_up_escalation(
        cast.executive, escalation
    ).reason  # fmt: skip
    resolve_escalation(actor=cast.executive, escalation=escalation, words="Yes, for two years.")
    assert deeds(escalation) == [
        ("raised", "group"),
        ("passed-up", "partnership"),
        ("passed-up", "executive"),
        ("resolved", "executive"),
    ]
    assert set(
        AuditEvent.objects.filter(code__contains="escalation").values_list("code", flat=True)
    ) == {
        "cooperative.escalation.raised",
        "cooperative.escalation.passed_up",
        "cooperative.escalation.resolved",
    }


def test_the_next_rung_is_the_nearest_that_meets_and_can_answer(
    cast: Cast, ladder: tuple[Body, ...]
) -> None:
    group, partnership, executive = ladder
    assert rungs_above(group) == []
    give_seat_to(cast.executive, executive)
    assert rungs_above(group) == [executive]
    give_seat_to(cast.partner, partnership)
    assert rungs_above(group) == [partnership]
    Body.objects.filter(pk=partnership.pk).update(status=BodyStatus.ENDED)
    assert rungs_above(group) == [executive]
    Body.objects.filter(pk=executive.pk).update(status=BodyStatus.ENDED)
    assert rungs_above(group) == []


def test_a_structure_that_goes_in_a_circle_goes_round_once(cast: Cast) -> None:
    upper = make_body(cast, "upper", status=BodyStatus.ENDED)
    lower = make_body(cast, "lower", above=upper)
    BodyRelation.objects.create(from_body=upper, to_body=lower, kind="escalates-to")
    give_seat_to(cast.lead, lower)
    assert rungs_above(lower) == []
    assert rungs_above(upper) == [lower]


def test_other_relations_are_no_rungs(cast: Cast) -> None:
    board = make_body(cast, "board")
    for kind in ("reports-to", "part-of", "approves"):
        BodyRelation.objects.create(from_body=cast.cooperative, to_body=board, kind=kind)
    assert rungs_above(cast.cooperative) == []


def test_where_there_are_two_ways_up_one_is_chosen(cast: Cast, ladder: tuple[Body, ...]) -> None:
    group, partnership, executive = ladder
    board = make_body(cast, "board")
    BodyRelation.objects.create(from_body=group, to_body=board, kind="escalates-to")
    give_seat_to(cast.lead, group)
    give_seat_to(cast.executive, board)
    give_seat_to(cast.partner, partnership)
    escalation = make_escalation(cast, body=group)
    for wrong in (None, executive, cast.bury_panel):
        with pytest.raises(ValidationError) as error:
            pass_up_escalation(actor=cast.lead, escalation=escalation, words="Up.", body=wrong)
        assert problems(error) == {"body"}
    pass_up_escalation(actor=cast.lead, escalation=escalation, words="Up.", body=board)
    assert Escalation.objects.get().body == board


def test_it_begins_where_the_outcome_is_worked_on_and_a_leads_one_above(
    cast: Cast, ladder: tuple[Body, ...]
) -> None:
    group, partnership, _executive = ladder
    give_seat_to(cast.officer, group)
    give_seat_to(cast.executive, partnership)
    action = make_action(cast)
    assert first_body(cast.officer, action) == group
    assert first_body(cast.lead, action) == partnership
    healthy = make_action(
        cast, priority=make_priority(cast, workplan=cast.healthy_workplan), actor=cast.other_lead
    )
    assert first_body(cast.officer, healthy) is None
