"""Who decides for a group: its chair, two of its members, or a recorded meeting; and undoing it."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from cooperative.enums import BodyStatus, EscalationStatus, SeatStatus
from cooperative.models import Body, BodyRelation, Escalation, EscalationStep
from cooperative.operations.deciding import (
    confirm_decision,
    propose_decision,
    propose_sending_back,
    record_group_decision,
    resolve_escalation,
    send_back_escalation,
    undo_escalation,
)
from cooperative.operations.decisions import record_decision
from cooperative.operations.escalations import pass_up_escalation
from cooperative.policies import (
    can_confirm_decision,
    can_propose_decision,
    can_record_group_decision,
    can_resolve_escalation,
    can_undo_escalation,
)
from core.decisions import Refused
from core.models import AuditEvent
from tests.cooperative.test_escalations import DECIDE, deeds, told
from tests.cooperative.test_meetings import problems
from tests.cooperative.test_pages import at, post
from tests.cooperative.things import (
    give_seat_to,
    its_day,
    make_body,
    make_escalation,
    make_meeting,
    who_may,
)
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def seated(cast: Cast) -> Escalation:
    """With a group where two ordinary members and its chair sit."""
    escalation = make_escalation(cast)
    give_seat_to(cast.member, cast.cooperative)
    give_seat_to(cast.partner, cast.cooperative)
    give_seat_to(cast.executive, cast.cooperative, kind="chair")
    return Escalation.objects.get(pk=escalation.pk)


# --- Never one ordinary member alone -------------------------------------------------------------


def test_only_the_chair_decides_alone(cast: Cast) -> None:
    escalation = seated(cast)
    for kind in ("vice-chair", "lead", "member"):
        give_seat_to(cast.officer_2, cast.cooperative, kind=kind)
    assert who_may(cast, can_propose_decision, escalation) == {
        "member", "partner", "executive", "officer_2"
    }  # fmt: skip
    assert who_may(cast, can_resolve_escalation, escalation) == {"executive"}
    for alone in (resolve_escalation, send_back_escalation):
        with pytest.raises(Refused, match="Only the chair"):
            alone(actor=cast.partner, escalation=escalation, words="The council pays.")
    assert Escalation.objects.get().is_open
    resolve_escalation(actor=cast.executive, escalation=escalation, words="We pay.")
    assert told("escalation-resolved") == {"Priya Nash", "Hana Lind"}


def test_a_chair_whose_role_does_not_decide_does_not(cast: Cast) -> None:
    escalation = make_escalation(cast)
    for one in cast.people.values():
        give_seat_to(one, cast.cooperative, kind="chair")
    assert who_may(cast, can_resolve_escalation, escalation) == DECIDE


@pytest.mark.parametrize(
    ("propose", "status", "what"),
    [
        (propose_decision, EscalationStatus.RESOLVED, "escalation-resolved"),
        (propose_sending_back, EscalationStatus.SENT_BACK, "escalation-sent-back"),
    ],
)
def test_one_proposes_and_another_confirms(
    cast: Cast, propose: object, status: str, what: str
) -> None:
    escalation = seated(cast)
    assert who_may(cast, can_confirm_decision, escalation) == set()
    propose(actor=cast.partner, escalation=escalation, words="We pay.", version=1)  # type: ignore[operator]
    escalation = Escalation.objects.get()
    assert (escalation.is_open, escalation.version) == (True, 2)
    assert told("escalation-proposed") == {"Cllr Noor Ames", "Dana Holt"}
    assert told(what) == set()
    assert who_may(cast, can_confirm_decision, escalation) == {"member", "executive"}
    assert "You proposed this" in can_confirm_decision(cast.partner, escalation).reason
    with pytest.raises(Refused):
        confirm_decision(actor=cast.partner, escalation=escalation)
    confirm_decision(actor=cast.member, escalation=escalation, version=2)
    escalation = Escalation.objects.get()
    assert escalation.status == status
    step = escalation.steps.latest("at", "pk")
    assert (step.words, step.by) == ("We pay.", cast.member)
    assert told(what) == {"Priya Nash", "Hana Lind"}
    assert told("escalation-confirmed") == {"Nia Stone"}


def test_whatever_is_done_after_a_proposal_takes_its_place(cast: Cast) -> None:
    escalation = seated(cast)
    propose_decision(actor=cast.partner, escalation=escalation, words="We pay.")
    propose_decision(actor=cast.member, escalation=escalation, words="Nobody pays.")
    escalation = Escalation.objects.get()
    assert who_may(cast, can_confirm_decision, escalation) == {"partner", "executive"}
    confirm_decision(actor=cast.partner, escalation=escalation)
    assert EscalationStep.objects.filter(deed="resolved").get().words == "Nobody pays."


def test_what_ends_takes_the_confirmation_away(cast: Cast) -> None:
    escalation = seated(cast)
    propose_decision(actor=cast.partner, escalation=escalation, words="We pay.")
    cast.member.seats.update(status=SeatStatus.ENDED)
    assert who_may(cast, can_confirm_decision, Escalation.objects.get()) == {"executive"}
    Body.objects.filter(pk=cast.cooperative.pk).update(status=BodyStatus.ENDED)
    assert who_may(cast, can_confirm_decision, Escalation.objects.get()) == set()


# --- A recorded meeting --------------------------------------------------------------------------


def test_the_coordinator_records_what_a_meeting_of_the_group_decided(cast: Cast) -> None:
    escalation = seated(cast)
    assert who_may(cast, can_record_group_decision, escalation) == {"coordinator"}
    ours = record_decision(
        actor=cast.coordinator, meeting=its_day(make_meeting(cast)), text="The council pays."
    )
    other = make_body(cast, "other")
    theirs = record_decision(
        actor=cast.coordinator,
        meeting=its_day(make_meeting(cast, body=other, theme=None)),
        text="Somebody else pays.",
    )
    with pytest.raises(ValidationError) as error:
        record_group_decision(actor=cast.coordinator, escalation=escalation, decision=theirs)
    assert problems(error) == {"decision"}
    with pytest.raises(Refused):
        record_group_decision(actor=cast.executive, escalation=escalation, decision=ours)
    record_group_decision(actor=cast.coordinator, escalation=escalation, decision=ours)
    escalation = Escalation.objects.get()
    step = escalation.steps.latest("at", "pk")
    assert (escalation.status, step.decision, step.words) == ("resolved", ours, "The council pays.")
    assert told("escalation-resolved") == {"Priya Nash", "Hana Lind"}
    assert told("escalation-confirmed") == {"Cllr Noor Ames", "Nia Stone", "Dana Holt"}
    page = (
        cast.client(cast.officer, Client)
        .get(at("escalation-detail", escalation.pk))
        .content.decode()
    )
    assert f"decided at {ours.meeting.title}" in page


def test_a_decision_from_before_the_group_had_it_is_not_offered(cast: Cast) -> None:
    early = record_decision(
        actor=cast.coordinator, meeting=its_day(make_meeting(cast)), text="The council pays."
    )
    escalation = seated(cast)
    assert not can_record_group_decision(cast.coordinator, escalation, early)
    page = cast.client(cast.coordinator, Client).get(at("escalation-record", escalation.pk))
    assert "No decision to choose yet" in page.content.decode()


# --- Ten minutes' undo ---------------------------------------------------------------------------


def test_whoever_decided_undoes_it_for_ten_minutes(cast: Cast) -> None:
    escalation = seated(cast)
    assert who_may(cast, can_undo_escalation, escalation) == set()
    resolve_escalation(actor=cast.executive, escalation=escalation, words="We pay.")
    escalation = Escalation.objects.get()
    assert who_may(cast, can_undo_escalation, escalation) == {"executive"}
    undo_escalation(actor=cast.executive, escalation=escalation, version=escalation.version)
    escalation = Escalation.objects.get()
    assert (escalation.status, escalation.closed_at) == ("open", None)
    assert [deed for deed, _ in deeds(escalation)] == ["raised", "resolved", "undone"]
    assert told("escalation-undone") >= {"Priya Nash", "Hana Lind"}
    assert AuditEvent.objects.filter(code="cooperative.escalation.undone").exists()
    assert who_may(cast, can_undo_escalation, escalation) == set()
    resolve_escalation(actor=cast.executive, escalation=escalation, words="We pay half.")
    for minutes, may in ((9, {"executive"}), (11, set())):
        newest = EscalationStep.objects.latest("at", "pk")
        at_then = timezone.now() - datetime.timedelta(minutes=minutes)
        EscalationStep.objects.filter(pk=newest.pk).update(at=at_then)
        EscalationStep.objects.exclude(pk=newest.pk).update(
            at=at_then - datetime.timedelta(minutes=1)
        )
        assert who_may(cast, can_undo_escalation, Escalation.objects.get()) == may


def test_undoing_an_escalation_brings_it_back(cast: Cast) -> None:
    board = make_body(cast, "board")
    BodyRelation.objects.create(from_body=cast.cooperative, to_body=board, kind="escalates-to")
    give_seat_to(cast.other_lead, board)
    escalation = seated(cast)
    since = escalation.with_since
    pass_up_escalation(actor=cast.member, escalation=escalation, words="Not ours.")
    undo_escalation(actor=cast.member, escalation=Escalation.objects.get())
    escalation = Escalation.objects.get()
    assert (escalation.body, escalation.with_since) == (cast.cooperative, since)
    assert cast.other_lead.person.name in told("escalation-undone")


def test_it_is_not_undone_beside_the_same_problem_reported_again(cast: Cast) -> None:
    escalation = seated(cast)
    resolve_escalation(actor=cast.executive, escalation=escalation, words="We pay.")
    make_escalation(cast, action=escalation.action, obstacle=escalation.obstacle)
    with pytest.raises(ValidationError, match="reported again"):
        undo_escalation(actor=cast.executive, escalation=Escalation.objects.get(pk=escalation.pk))


# --- The pages -----------------------------------------------------------------------------------


def test_the_pages_say_what_will_happen_before_it_does(cast: Cast) -> None:
    escalation = seated(cast)
    page = at("escalation-detail", escalation.pk)
    decide, confirm = (
        at("escalation-decide", escalation.pk),
        at("escalation-confirm", escalation.pk),
    )
    partner, member = cast.client(cast.partner, Client), cast.client(cast.member, Client)
    shown = partner.get(page).content.decode()
    assert "Propose decision" in shown
    assert "Record decision" not in shown
    sent = {"words": "The council pays.\nFrom May.", "deed": "resolve", "version": 1}
    answer = partner.post(decide, sent)
    assert answer.status_code == 200
    words = answer.content.decode()
    assert "Propose this decision?" in words
    assert "Nothing is decided yet" in words
    assert EscalationStep.objects.count() == 1
    post(partner, decide, **sent, sure="on")
    assert "Confirm the decision" not in partner.get(page).content.decode()
    assert "Confirm the decision" in member.get(page).content.decode()
    words = member.get(confirm).content.decode()
    assert "this becomes the group’s decision" in words
    assert "We’ll tell Priya Nash, who reported it and owns the action." in words
    post(member, confirm, version=2)
    assert Escalation.objects.get().status == "resolved"
    assert "You can undo your last step until" in member.get(page).content.decode()
    assert "You can undo" not in partner.get(page).content.decode()
    post(member, at("escalation-undo", escalation.pk), version=3)
    assert Escalation.objects.get().is_open
    chair = cast.client(cast.executive, Client)
    words = chair.post(decide, sent | {"version": 4}).content.decode()
    assert "Record this decision?" in words
    post(chair, decide, **(sent | {"version": 4, "sure": "on"}))
    assert Escalation.objects.get().status == "resolved"


def test_who_sits_in_a_proposed_seat_is_told_why_they_cannot_decide(cast: Cast) -> None:
    escalation = make_escalation(cast)
    give_seat_to(cast.member, cast.cooperative, status=SeatStatus.PROPOSED)
    page = (
        cast.client(cast.member, Client)
        .get(at("escalation-detail", escalation.pk))
        .content.decode()
    )
    assert "is only proposed so far" in page
    group = cast.client(cast.member, Client).get(at("body-detail", "cooperative")).content.decode()
    assert "People in these seats can’t decide" in group


# --- The list ------------------------------------------------------------------------------------


def test_an_empty_list_shows_no_filters(cast: Cast) -> None:
    address = at("escalation-list")
    assert 'name="body"' not in cast.client(cast.officer, Client).get(address).content.decode()
    escalation = seated(cast)
    resolve_escalation(actor=cast.executive, escalation=escalation, words="We pay.")
    page = cast.client(cast.officer, Client).get(address).content.decode()
    assert 'name="body"' in page
    assert "Show all" in page


def test_the_filter_offers_groups_that_meet_and_those_that_dealt_with_something(
    cast: Cast,
) -> None:
    make_body(cast, "gone", status=BodyStatus.ENDED)
    dealt = make_body(cast, "dealt", kind="lead")
    make_escalation(cast, body=dealt)
    Body.objects.filter(pk=dealt.pk).update(status=BodyStatus.ENDED)
    page = cast.client(cast.officer, Client).get(at("escalation-list"))
    group = next(one for one in page.context["questions"] if one.name == "body")
    assert [slug for slug, _name in group.options] == ["cooperative", "dealt"]


def test_a_second_move_from_an_old_page_is_told(cast: Cast) -> None:
    attic, cellar = make_body(cast, "attic", kind="lead"), make_body(cast, "cellar", kind="lead")
    escalation = make_escalation(cast, body=attic)
    give_seat_to(cast.member, cast.cooperative)
    seat = give_seat_to(cast.member, cellar)
    move = at("escalation-move", escalation.pk)
    kit = cast.client(cast.coordinator, Client)
    post(kit, move, body=cellar.pk, words="They meet.", version=1)
    seat.delete()
    sent = {"body": cast.cooperative.pk, "words": "They meet too.", "version": 1}
    answer = kit.post(move, sent)
    assert answer.status_code == 409
    assert "saved this" in answer.content.decode()
    assert Escalation.objects.get().body == cellar


# --- Standing items ------------------------------------------------------------------------------


def test_a_standing_item_is_put_on_the_agenda_with_one_press(cast: Cast) -> None:
    cast.cooperative.standing_items = [
        {"title": "Scorecard", "by": "The performance team", "every": "every meeting"},
        {"title": "Annual report", "every": "once a year"},
    ]
    cast.cooperative.save()
    meeting = make_meeting(cast)
    page = at("meeting-detail", meeting.pk)
    kit = cast.client(cast.coordinator, Client)
    words = kit.get(page).content.decode()
    assert "from The performance team" in words
    assert words.count('name="kind" value="standing"') == 2
    (pressed,) = re.findall(
        r'name="once" value="([^"]+)"><input type="hidden" name="title" value="Scorecard"', words
    )
    sent = {
        "once": pressed, "title": "Scorecard", "kind": "standing", "minutes": "10",
        "led_by": "The performance team",
    }  # fmt: skip
    post(kit, at("agenda-add", meeting.pk), **sent)
    item = meeting.items.get()
    assert (item.title, item.kind, item.led_by) == ("Scorecard", "standing", "The performance team")
    words = kit.get(page).content.decode()
    assert words.count('name="kind" value="standing"') == 1
    assert (
        'name="kind" value="standing"'
        not in cast.client(cast.member, Client).get(page).content.decode()
    )
