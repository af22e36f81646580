"""The pages of obstacles: raised, listed, decided; what bad input is told, how much they ask."""

import pytest
from django.test import Client
from django.urls import reverse

from cooperative.models import Escalation
from cooperative.operations.deciding import resolve_escalation
from tests.cooperative.test_pages import at, post
from tests.cooperative.test_queries import queries_of
from tests.cooperative.things import give_seat_to, make_body, make_escalation
from tests.factories import in_days, make_action
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def test_an_obstacle_climbs_through_the_pages(cast: Cast) -> None:
    board = make_body(cast, "board")
    group = make_body(cast, "group", above=board, kind="delivery", outcome=cast.happy)
    action = make_action(cast, owner=cast.partner)
    give_seat_to(cast.lead, group)
    give_seat_to(cast.executive, board, kind="chair")
    partner, lead, executive = (
        cast.client(one, Client) for one in (cast.partner, cast.lead, cast.executive)
    )
    of_action = reverse("outcomes:action-detail", args=["manchester", action.pk])
    address = at("escalation-create", action.pk)
    assert address in partner.get(of_action).content.decode()
    form = partner.get(address).context["form"]
    assert form["body"].value() == group.pk
    sent = {
        "obstacle": "No room has a phone line.", "needed": "A line.", "body": group.pk,
        "needed_by": in_days(20), "once": str(form["once"].value()),
    }  # fmt: skip
    where = post(partner, address, **sent)
    # The second press of the button does nothing, and says so by leading on.
    post(partner, address, **sent)
    escalation = Escalation.objects.get()
    assert where == at("escalation-detail", escalation.pk)
    page = lead.get(where).content.decode()
    assert "Escalate to The board" in page
    assert "What stands" not in page
    decide = at("escalation-decide", escalation.pk)
    post(lead, decide, words="We have no money.", deed="pass-up", version=1, sure="on")
    assert "Your group can decide" not in lead.get(where).content.decode()
    assert (
        lead.post(decide, {"words": "x", "deed": "resolve", "version": 2, "sure": "on"}).status_code
        == 403
    )
    page = executive.get(where).content.decode()
    assert "Blocked: The board has had this since today." in page
    assert "No group is above The board" in page
    assert "Escalate" not in page
    post(executive, decide, words="Every room gets one.", deed="resolve", version=2, sure="on")
    for client in (partner, lead, cast.client(cast.consultant, Client)):
        page = client.get(where).content.decode()
        assert "Every room gets one." in page
        assert "We have no money." in page
        assert "Blocked:" not in page


def test_bad_input_about_an_obstacle_is_told_beside_its_field_and_kept(cast: Cast) -> None:
    action = make_action(cast)
    officer, member = cast.client(cast.officer, Client), cast.client(cast.member, Client)
    answer = officer.post(
        at("escalation-create", action.pk),
        {"obstacle": "It is " + "x" * 300, "needed": "Money", "body": cast.bury_panel.pk,
         "needed_by": "yesterday"},
    )  # fmt: skip
    assert answer.status_code == 422
    form = answer.context["form"]
    assert set(form.errors) == {"obstacle", "body", "needed_by"}
    assert form["needed"].value() == "Money"
    escalation = make_escalation(cast, action=action)
    give_seat_to(cast.member, cast.cooperative, kind="chair")
    decide = at("escalation-decide", escalation.pk)
    for sent, wrong in (
        ({"deed": "resolve"}, {"words"}),
        ({"deed": "resolve", "words": " "}, {"words"}),
        ({"deed": "fly", "words": "Off."}, {"deed"}),
        ({"words": "Off."}, {"deed"}),
    ):
        answer = member.post(decide, {**sent, "version": 1})
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == wrong
        assert sent.get("words", "").strip() in answer.content.decode()
    withdraw = at("escalation-withdraw", escalation.pk)
    assert officer.post(withdraw, {"version": 1}).status_code == 422
    # Somebody decided while they were writing.
    post(member, decide, words="Yes.", deed="resolve", version=1, sure="on")
    answer = officer.post(withdraw, {"words": "We found it.", "version": 1})
    assert answer.status_code in (403, 409)
    assert Escalation.objects.get().status == "resolved"


def test_the_coordinator_moves_what_is_where_nobody_can_decide(cast: Cast) -> None:
    attic = make_body(cast, "attic", kind="lead")
    escalation = make_escalation(cast, body=attic)
    kit, page = cast.client(cast.coordinator, Client), at("escalation-detail", escalation.pk)
    assert "Nobody in this group can decide" in kit.get(page).content.decode()
    move = at("escalation-move", escalation.pk)
    answer = kit.post(move, {"body": attic.pk, "words": "Here.", "version": 1})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"body"}
    give_seat_to(cast.member, cast.cooperative)
    post(kit, move, body=cast.cooperative.pk, words="They meet.", version=1)
    words = kit.get(page).content.decode()
    assert "moved it to Corporate Family Cooperative" in words
    assert "Nobody in this group can decide" not in words


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_of_escalations_and_a_groups_page(cast: Cast, number: int) -> None:
    action = make_action(cast)
    for who in ("officer", "partner"):
        give_seat_to(cast.people[who], cast.cooperative)
    for _ in range(number):
        make_escalation(cast, action=action)
    for who in ("officer", "partner", "consultant"):
        assert queries_of(cast, at("escalation-list"), who) == 8
        assert queries_of(cast, at("escalation-export"), who) == 6  # one notes it in the log
        assert queries_of(cast, at("body-detail", "cooperative"), who) == 9


@pytest.mark.parametrize("number", [1, 30])
def test_an_escalation(cast: Cast, number: int) -> None:
    action, board = make_action(cast), make_body(cast, "board")
    escalation = make_escalation(cast, action=action)
    for n in range(number):
        make_body(cast, f"rung-{n}", above=board)
        give_seat_to(cast.member, cast.cooperative)
        escalation.steps.create(deed="moved", body=board, by=cast.coordinator, words="Here.")
    page = at("escalation-detail", escalation.pk)
    counted = {who: queries_of(cast, page, who) for who in ("member", "officer", "consultant")}
    assert counted == {"member": 9, "officer": 8, "consultant": 6}
    assert queries_of(cast, page, "coordinator") == 7
    assert queries_of(cast, at("escalation-create", action.pk), "officer") == 10


def test_escalations_by_what_they_wait_for_and_where(cast: Cast) -> None:
    board = make_body(cast, "board", kind="lead")
    late = make_escalation(cast)
    Escalation.objects.filter(pk=late.pk).update(needed_by=in_days(-3))
    waiting = make_escalation(cast, body=board, obstacle="=1+1")
    closed = make_escalation(cast)
    give_seat_to(cast.member, cast.cooperative, kind="chair")
    resolve_escalation(actor=cast.member, escalation=closed, words="Yes.")
    client = cast.client(cast.member, Client)

    def shown(query: str) -> list[object]:
        answer = client.get(at("escalation-list") + query)
        return [one for one, _where in answer.context["rows"]]

    assert shown("") == [late, waiting]
    assert shown("?show=late") == [late]
    assert shown("?show=closed") == [closed]
    assert shown("?show=all") == [late, waiting, closed]
    assert shown("?body=board") == [waiting]
    assert shown("?outcome=happy") == [late, waiting]
    assert shown("?outcome=healthy") == []
    assert shown("?mine=1") == [late]
    page = client.get(at("escalation-list")).content.decode()
    assert "3 days late" in page
    assert "The board, since today" in page
    assert "No results" in client.get(at("escalation-list") + "?body=x").content.decode()
    sheet = client.get(at("escalation-export") + "?body=board").content.decode()
    assert "'=1+1" in sheet
    assert sheet.count("\n") == 2


def test_an_empty_list_of_escalations_says_when_there_is_something(cast: Cast) -> None:
    for query in ("", "?show=all"):
        page = cast.client(cast.officer, Client).get(at("escalation-list") + query).content.decode()
        assert "You’ll see it here." in page
