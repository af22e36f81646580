"""Everything somebody answers for goes to others, at once, with who gave it to whom; and back."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from accounts.enums import Handed, Role
from accounts.models import HandedOver, Membership
from accounts.operations.memberships import change_membership, end_membership
from cooperative.models import AgendaItem, Challenge, Meeting, Seat
from cooperative.operations.bodies import add_seats, seat_person
from cooperative.operations.handover import (
    give_challenge,
    give_escalation,
    give_item,
    give_meeting,
    give_seat,
    hand_back,
    hand_over,
)
from cooperative.policies import can_decide_answer
from cooperative.queries.handover import held_by
from core.decisions import Refused
from core.models import AuditEvent
from outcomes.models import Action
from outcomes.operations.handover import give_action, give_help, give_outcome
from outcomes.operations.progress import record_progress
from tests.cooperative.things import make_escalation
from tests.factories import days_from_now, in_days, make_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS

PEOPLE = f"{AT_OURS}people/"


def _page(member: Membership) -> str:
    return f"{PEOPLE}{member.pk}/hand-over/"


def _challenge(cast: Cast, asked_of: Membership, **more: Any) -> Challenge:
    return Challenge.objects.create(
        authority=cast.manchester,
        question="When do the passes start?",
        raised_by=cast.consultant,
        asked_of=asked_of,
        reply_by=in_days(9),
        **more,
    )


def _meeting(cast: Cast, *leaders: Membership) -> Meeting:
    meeting = Meeting.objects.create(
        authority=cast.manchester,
        body=cast.cooperative,
        period=cast.year,
        number=1,
        title="Autumn meeting",
        starts_at=days_from_now(9),
    )
    meeting.led_by.set(leaders)
    return meeting


@pytest.fixture
def action(cast: Cast) -> Action:
    """Of the lead, with a word of hers on it."""
    made = make_action(cast, title="Free passes", owner=cast.lead)
    record_progress(actor=cast.lead, action=made, status="on-track", done="We asked three gyms.")
    return Action.objects.get(pk=made.pk)


def test_from_the_coordinators_page_to_the_successors(cast: Cast, action: Action) -> None:
    challenge = _challenge(cast, cast.lead)
    client = cast.client(cast.coordinator)
    page = client.get(_page(cast.lead)).content.decode()
    assert "Free passes" in page
    assert "When do the passes start?" in page
    chosen: dict[str, Any] = {"outcome": cast.other_lead.pk, "action": cast.officer.pk}
    look = client.get(_page(cast.lead), chosen).content.decode()
    assert "Goes to <b>Otto Finch, Leisure</b>" in look
    assert "Stays with Hana Lind" in look
    # Looking changes nothing.
    assert Action.objects.get(pk=action.pk).owner == cast.lead
    # The button on that page carries a key that works.
    key = re.search(r'name="once" value="([0-9a-f-]{36})"', look)
    assert key
    chosen |= {"challenge": cast.executive.pk, "once": key[1]}
    assert client.post(_page(cast.lead), chosen).status_code == 302
    action.refresh_from_db()
    challenge.refresh_from_db()
    cast.happy.refresh_from_db()
    assert (action.owner, cast.happy.lead) == (cast.officer, cast.other_lead)
    assert challenge.asked_of == cast.executive
    call_command("rebuild_grants", "--check")
    # The action's own page says it, and what she wrote stays hers.
    theirs = cast.client(cast.officer).get(f"{AT_OURS}actions/{action.pk}/")
    words = theirs.content.decode()
    assert "handed this over from Hana Lind to" in words
    assert action.updates.get().by == cast.lead
    # The right moved with it.
    told = f"{AT_OURS}actions/{action.pk}/progress/"
    assert cast.client(cast.officer).get(told).status_code == 200
    codes = set(AuditEvent.objects.values_list("code", flat=True))
    assert codes >= {
        "outcomes.outcome.handed_over",
        "outcomes.action.handed_over",
        "cooperative.challenge.handed_over",
        "accounts.membership.handed_over",
    }


def test_a_young_persons_meetings_points_and_place_go_to_another(cast: Cast) -> None:
    meeting = _meeting(cast, cast.consultant)
    item = AgendaItem.objects.create(
        meeting=meeting, position=1, title="Passes", led_by="Jay Moss", added_by=cast.consultant
    )
    (seat,) = add_seats(actor=None, body=cast.cooperative, title="Care consultant")
    seat_person(actor=None, seat=seat, membership=cast.consultant)
    assert set(held_by(cast.consultant)) == {Handed.MEETING, Handed.ITEM, Handed.SEAT}
    kinds = (Handed.MEETING, Handed.ITEM, Handed.SEAT)
    hand_over(
        actor=cast.coordinator,
        giver=cast.consultant,
        takers=dict.fromkeys(kinds, cast.consultant_2),
    )
    assert list(meeting.led_by.all()) == [cast.consultant_2]
    item.refresh_from_db()
    assert item.led_by == cast.consultant_2.label
    assert Seat.objects.get(pk=seat.pk).membership == cast.consultant_2
    assert held_by(cast.consultant) == {}


@pytest.mark.parametrize(
    "kind, who",
    [
        (Handed.OUTCOME, "consultant"),
        (Handed.OUTCOME, "coordinator"),
        (Handed.ACTION, "member"),
        (Handed.CHALLENGE, "safeguarding"),
        (Handed.SEAT, "consultant"),
    ],
)
def test_only_whose_role_can_hold_it_is_offered_and_taken(
    cast: Cast, action: Action, kind: str, who: str
) -> None:
    _challenge(cast, cast.lead)
    (seat,) = add_seats(actor=None, body=cast.cooperative, title="Lead")
    seat_person(actor=None, seat=seat, membership=cast.lead)
    client = cast.client(cast.coordinator, Client)
    form = client.get(_page(cast.lead)).context["form"]
    assert str(cast.people[who].pk) not in dict(form.fields[kind].choices)
    answer = client.post(_page(cast.lead), {kind: cast.people[who].pk})
    assert answer.status_code == 422
    with pytest.raises(ValidationError) as refused:
        hand_over(actor=cast.coordinator, giver=cast.lead, takers={kind: cast.people[who]})
    assert "can’t take this on" in refused.value.message_dict[kind][0]
    assert not HandedOver.objects.exists()


def test_nothing_goes_to_another_authority_or_to_who_has_gone(cast: Cast, action: Action) -> None:
    stranger = cast.bury_people["officer"]
    client = cast.client(cast.coordinator)
    assert client.post(_page(cast.lead), {"action": stranger.pk}).status_code == 422
    assert client.get(_page(stranger)).status_code == 404
    assert client.post(_page(stranger), {"outcome": cast.lead.pk}).status_code == 404
    assert cast.client(cast.executive).get(_page(cast.lead)).status_code == 403
    end_membership(actor=cast.coordinator, membership=cast.officer)
    for taker in (stranger, cast.officer):
        with pytest.raises(ValidationError, match="who’s still here"):
            hand_over(actor=cast.coordinator, giver=cast.lead, takers={"action": taker})
    with pytest.raises(Refused):
        hand_over(
            actor=cast.bury_people["coordinator"], giver=cast.lead, takers={"action": stranger}
        )
    with pytest.raises(ValidationError, match="Choose someone else"):
        hand_over(actor=cast.coordinator, giver=cast.lead, takers={"action": cast.lead})
    with pytest.raises(ValidationError, match="at least one person"):
        hand_over(actor=cast.coordinator, giver=cast.lead, takers={})


def test_when_one_thing_cannot_go_nothing_goes(cast: Cast, action: Action) -> None:
    for who in (cast.lead, cast.officer):
        seat = add_seats(actor=None, body=cast.cooperative, title=f"Lead {who.pk}")[0]
        seat_person(actor=None, seat=seat, membership=who)
    with pytest.raises(ValidationError, match="already has a seat on"):
        hand_over(
            actor=cast.coordinator,
            giver=cast.lead,
            takers={Handed.ACTION: cast.officer, Handed.SEAT: cast.officer},
        )
    assert Action.objects.get(pk=action.pk).owner == cast.lead
    assert not HandedOver.objects.exists()


def test_each_kind_of_thing_that_goes_is_in_the_log(cast: Cast, action: Action) -> None:
    """As the docstring of each `give_…` says; the log tells no handing over that is not there."""
    helped = make_action(cast, title="Bus passes", owner=cast.officer)
    helped.collaborators.add(cast.lead)
    seat = add_seats(
        actor=cast.coordinator, body=cast.cooperative, title="Head of leisure", kind="member"
    )[0]
    seat = seat_person(actor=cast.coordinator, seat=seat, membership=cast.lead)
    meeting = _meeting(cast, cast.consultant)
    item = AgendaItem.objects.create(
        meeting=meeting,
        title="Passes",
        added_by=cast.consultant,
        led_by=cast.lead.label,
        position=1,
    )
    escalation = make_escalation(cast)
    to = {"actor": cast.coordinator}
    done = {
        "outcomes.outcome": lambda: give_outcome(**to, outcome=cast.happy, taker=cast.other_lead),
        "outcomes.action": lambda: give_action(**to, action=action, taker=cast.officer),
        "outcomes.action.help": lambda: give_help(
            **to, action=helped, giver=cast.lead, taker=cast.officer_2
        ),
        "cooperative.challenge": lambda: give_challenge(
            **to, challenge=_challenge(cast, cast.lead), taker=cast.executive
        ),
        "cooperative.escalation": lambda: give_escalation(
            **to, escalation=escalation, taker=cast.other_lead
        ),
        "cooperative.seat": lambda: give_seat(**to, seat=seat, taker=cast.officer),
        "cooperative.meeting": lambda: give_meeting(
            **to, meeting=meeting, giver=cast.consultant, taker=cast.consultant_2
        ),
        "cooperative.agenda_item": lambda: give_item(**to, item=item, taker=cast.officer),
    }
    assert len(done) == len(Handed)
    for noun, give in done.items():
        give()
        code = f"{noun}_handed_over" if noun.count(".") == 2 else f"{noun}.handed_over"
        event = AuditEvent.objects.get(code=code)
        assert event.actor_id == cast.coordinator.person_id, noun
        assert len(event.changes["handed_over"]) == 2, noun


def test_it_can_be_handed_back_but_for_what_has_moved_on(cast: Cast, action: Action) -> None:
    other = make_action(cast, title="Open days", owner=cast.lead)
    rows = hand_over(actor=cast.coordinator, giver=cast.lead, takers={Handed.ACTION: cast.officer})
    hand_over(actor=cast.coordinator, giver=cast.officer, takers={Handed.ACTION: cast.officer_2})
    later = hand_over(
        actor=cast.coordinator, giver=cast.officer_2, takers={Handed.ACTION: cast.officer}
    )
    Action.objects.filter(pk=other.pk).update(owner=cast.officer_2)
    address = f"{PEOPLE}hand-back/{rows[0].deed}/"
    client = cast.client(cast.coordinator)
    assert "Free passes, now with" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert Action.objects.get(pk=action.pk).owner == cast.lead
    assert Action.objects.get(pk=other.pk).owner == cast.officer_2
    again = client.post(address)
    assert again.status_code == 422
    assert "already been handed back" in again.content.decode()
    with pytest.raises(ValidationError, match="already been handed back"):
        hand_back(actor=cast.bury_people["coordinator"], deed=later[0].deed)


def test_nothing_is_handed_back_to_somebody_who_has_gone(cast: Cast, action: Action) -> None:
    rows = hand_over(actor=cast.coordinator, giver=cast.lead, takers={Handed.ACTION: cast.officer})
    end_membership(actor=cast.coordinator, membership=cast.lead)
    with pytest.raises(ValidationError, match="who’s still here"):
        hand_back(actor=cast.coordinator, deed=rows[0].deed)
    assert Action.objects.get(pk=action.pk).owner == cast.officer


def test_what_somebody_who_has_gone_left_behind_can_be_handed_over(
    cast: Cast, action: Action
) -> None:
    end_membership(actor=cast.coordinator, membership=cast.lead)
    hand_over(actor=cast.coordinator, giver=cast.lead, takers={Handed.ACTION: cast.officer})
    assert Action.objects.get(pk=action.pk).owner == cast.officer


def test_a_challenge_does_not_die_with_a_role(cast: Cast) -> None:
    challenge = _challenge(cast, cast.officer, status="answered")
    assert not can_decide_answer(cast.consultant_2, challenge)
    changed = change_membership(
        actor=cast.coordinator, membership=cast.consultant, role=Role.OFFICER
    )
    challenge.raised_by = changed
    assert can_decide_answer(cast.consultant_2, challenge)


# --- Each thing to whoever suits it, and nobody's work forgotten ----------------------------------


def test_each_thing_may_go_to_somebody_else_or_to_nobody_yet(cast: Cast, action: Action) -> None:
    second = make_action(cast, title="Late buses", owner=cast.lead)
    third = make_action(cast, title="A youth card", owner=cast.lead)
    client = cast.client(cast.coordinator)
    page = client.get(_page(cast.lead)).content.decode()
    assert f'name="action-{second.pk}"' in page
    chosen: dict[str, str | int] = {
        "action": cast.officer.pk, f"action-{second.pk}": cast.officer_2.pk,
        f"action-{third.pk}": "0",
    }  # fmt: skip
    look = client.get(_page(cast.lead), chosen).content.decode()
    assert cast.officer_2.standing in look
    sent = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', look))
    assert {name: sent[name] for name in chosen} == {k: str(v) for k, v in chosen.items()}
    assert client.post(_page(cast.lead), sent).status_code == 302
    owners = {one.title: one.owner for one in Action.objects.all()}
    assert owners == {
        action.title: cast.officer, "Late buses": cast.officer_2, "A youth card": cast.lead
    }  # fmt: skip
    event = AuditEvent.objects.get(code="accounts.membership.handed_over")
    assert event.changes["action"][1] == f"{cast.officer.label}, {cast.officer_2.label}"


def test_one_thing_that_cannot_go_is_named_and_can_be_left(cast: Cast, action: Action) -> None:
    second = make_action(cast, title="Late buses", owner=cast.lead)
    alone = f"action-{second.pk}"
    with pytest.raises(ValidationError) as refused:
        hand_over(
            actor=cast.coordinator,
            giver=cast.lead,
            takers={Handed.ACTION: cast.officer},
            apart={alone: cast.consultant},
        )
    assert set(refused.value.message_dict) == {alone}
    assert Action.objects.filter(owner=cast.lead).count() == 2
    hand_over(
        actor=cast.coordinator,
        giver=cast.lead,
        takers={Handed.ACTION: cast.officer},
        apart={alone: None},
    )
    assert Action.objects.get(owner=cast.lead) == second


def test_who_left_with_open_work_waits_for_the_coordinator(cast: Cast, action: Action) -> None:
    client = cast.client(cast.coordinator)
    assert "has left and still has open work" not in client.get(AT_OURS).content.decode()
    Membership.objects.filter(pk=cast.lead.pk).update(ends_on=in_days(0))
    home = client.get(AT_OURS).content.decode()
    assert "1 person has left and still has open work" in home
    assert "Still the owner of 1 open action." in home
    assert _page(cast.lead) in home
    assert _page(cast.lead) in client.get(f"{PEOPLE}?moved_on=1").content.decode()
    for page in (f"{AT_OURS}actions/", f"{AT_OURS}actions/{action.pk}/"):
        assert "Has left" in client.get(page).content.decode(), page
    Action.objects.update(status="done")
    assert "Has left" not in client.get(f"{AT_OURS}actions/?status=").content.decode()
