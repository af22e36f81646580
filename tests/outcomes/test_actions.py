"""Actions: who plans, proposes and changes them; what a bad one is told."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core import permissions
from core.concurrency import Conflict
from core.decisions import Refused
from outcomes.models import Action
from outcomes.operations.actions import (
    change_action,
    decline_proposal,
    propose_action,
    take_up_proposal,
)
from outcomes.personal import forget_personal_rights
from outcomes.policies import can_plan_action, can_propose_action, can_record_progress
from tests.factories import in_days, make_action, make_bury_action, make_priority
from tests.support.cast import Cast


def test_the_lead_plans_and_the_owner_may_update(cast: Cast) -> None:
    action = make_action(cast)
    assert (action.number, action.first_due_on) == (1, action.due_on)
    assert can_record_progress(cast.officer, action)
    assert permissions.all_person_rights(Action) == {
        (cast.officer.person_id, action.pk, "own_action")
    }


def test_a_lead_holds_the_same_right_on_another_outcome_and_still_may_not(cast: Cast) -> None:
    priority = make_priority(cast)
    assert can_plan_action(cast.lead, priority)
    assert can_plan_action(cast.other_lead, make_priority(cast, workplan=cast.healthy_workplan))
    assert not can_plan_action(cast.other_lead, priority)


@pytest.mark.parametrize("who", ["consultant", "officer", "partner"])
def test_others_propose_and_the_lead_decides(cast: Cast, who: str) -> None:
    priority = make_priority(cast)
    actor = cast.people[who]
    assert not can_plan_action(actor, priority)
    proposal = propose_action(
        actor=actor,
        priority=priority,
        title="Ask the gyms",
        owner=cast.officer,
        due_on=in_days(20),
        success_measure="They say yes.",
    )
    assert proposal.status == "proposed"
    assert "only a proposal" in can_record_progress(cast.officer, proposal).reason
    with pytest.raises(Refused):
        take_up_proposal(actor=cast.other_lead, action=proposal)
    assert take_up_proposal(actor=cast.lead, action=proposal).status == "not-started"


@pytest.mark.parametrize("who", ["member", "executive", "safeguarding", "coordinator"])
def test_the_rest_do_not_propose(cast: Cast, who: str) -> None:
    assert not can_propose_action(cast.people[who], make_priority(cast))


def test_no_to_a_proposal_says_why(cast: Cast) -> None:
    proposal = propose_action(
        actor=cast.consultant,
        priority=make_priority(cast),
        title="Buy a castle",
        owner=cast.officer,
        due_on=in_days(20),
        success_measure="We have one.",
    )
    with pytest.raises(ValidationError):
        decline_proposal(actor=cast.lead, action=proposal, because=" ")
    decline_proposal(actor=cast.lead, action=proposal, because="It costs too much.")
    proposal.refresh_from_db()
    assert proposal.status == "not-taken-up"
    assert not Action.objects.agreed().exists()
    assert "costs too much" in proposal.updates.get().done


def test_who_says_yes_to_what_was_declined_meanwhile_is_refused(cast: Cast) -> None:
    proposal = propose_action(
        actor=cast.consultant,
        priority=make_priority(cast),
        title="Buy a castle",
        owner=cast.officer,
        due_on=in_days(20),
        success_measure="We have one.",
    )
    as_seen = Action.objects.get(pk=proposal.pk)
    decline_proposal(actor=cast.lead, action=proposal, because="It costs too much.")
    with pytest.raises(Refused, match="no longer a proposal"):
        take_up_proposal(actor=cast.coordinator, action=as_seen)
    assert Action.objects.get().status == "not-taken-up"


def test_a_past_day_a_double_and_strangers_are_refused(cast: Cast) -> None:
    priority = make_priority(cast)
    make_action(cast, priority=priority, title="Open the gym")
    cases: list[tuple[dict[str, Any], str]] = [
        ({"due_on": in_days(-1)}, "due_on"),
        ({"title": "open the GYM"}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"title": ""}, "title"),
        ({"owner": cast.bury_people["officer"]}, "owner"),
        ({"collaborators": [cast.bury_people["partner"]]}, "collaborators"),
    ]
    for fields, field in cases:
        with pytest.raises(ValidationError) as caught:
            make_action(cast, priority=priority, **fields)
        assert field in caught.value.message_dict, fields
    assert Action.objects.count() == 1


def test_changing_keeps_the_first_promise_and_moves_the_right(cast: Cast) -> None:
    action = make_action(cast)
    first = action.due_on
    changed = change_action(
        actor=cast.lead,
        action=action,
        version=1,
        due_on=in_days(90),
        because="The hall floods.",
        owner=cast.officer_2,
    )
    assert (changed.first_due_on, changed.due_on) == (first, in_days(90))
    forget_personal_rights(cast.officer)
    assert can_record_progress(cast.officer_2, changed)
    assert not can_record_progress(cast.officer, changed)
    with pytest.raises(Conflict):
        change_action(actor=cast.lead, action=action, version=1, title="Too late")


def test_a_partner_updates_their_organisations_actions_only(cast: Cast) -> None:
    theirs = make_action(cast, owner=cast.partner)
    assert can_record_progress(cast.partner, theirs)
    assert "your own organisation" in can_record_progress(cast.other_partner, theirs).reason


def test_nothing_crosses_between_authorities(cast: Cast) -> None:
    action = make_bury_action(cast)
    for who in cast.people.values():
        assert action not in Action.objects.visible_to(who)
        assert not can_record_progress(who, action)


def test_a_partner_sees_what_is_shared_and_what_involves_them(cast: Cast) -> None:
    cast.workplan.status = "draft"
    cast.workplan.save()
    priority = make_priority(cast)
    involving = make_action(cast, priority=priority, collaborators=[cast.partner])
    make_action(cast, priority=priority)
    assert list(Action.objects.visible_to(cast.partner)) == [involving]
    assert Action.objects.visible_to(cast.officer).count() == 2


@pytest.mark.parametrize(
    "who", ["consultant", "member", "executive", "coordinator", "safeguarding"]
)
def test_only_who_may_tell_how_it_goes_answers_for_an_action(cast: Cast, who: str) -> None:
    with pytest.raises(ValidationError) as refused:
        make_action(cast, owner=cast.people[who])
    assert "Choose an officer or a partner" in refused.value.message_dict["owner"][0]
    page = cast.client(cast.lead, Client).get(
        reverse("outcomes:action-create", args=["manchester", make_priority(cast).pk])
    )
    choices = page.context["form"].fields["owner"].choices
    grouped = [one for _name, group in choices if isinstance(group, list) for one in group]
    offered = {key for key, _words in grouped}
    assert (cast.lead.pk, "Me") in choices
    assert cast.people[who].pk not in offered
    assert {cast.officer.pk, cast.partner.pk} <= offered
