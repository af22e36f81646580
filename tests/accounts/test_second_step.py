"""The second step: who must take it, how, and that nothing opens before it."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Person
from accounts.operations.invitations import invite
from accounts.operations.rate_limits import TOO_MANY
from accounts.roles import SECOND_STEP_ROLES
from tests.accounts.stepping import (
    HOME,
    MINE,
    NEEDED,
    PASSWORD,
    STEP,
    arrive,
    later,
    set_up_app,
    shown,
)
from tests.support.cast import Cast


def test_who_must_is_said_in_one_place() -> None:
    assert {
        Role.OFFICER, Role.COORDINATOR, Role.EXECUTIVE, Role.SAFEGUARDING_LEAD,
    } == SECOND_STEP_ROLES  # fmt: skip


# --- Nothing opens before it ---------------------------------------------------------------------


@pytest.mark.parametrize("who", ["officer", "coordinator", "safeguarding"])
def test_at_the_first_sign_in_it_is_set_up_before_anything_opens(cast: Cast, who: str) -> None:
    client, answer = arrive(cast.people[who])
    assert answer["Location"] == "/start/"
    for page in ("", "outcomes/", "meetings/", "reports/"):
        assert client.get(HOME + page)["Location"].startswith(STEP)
    assert client.post(f"{HOME}words/check/", {"text": "x"}).status_code == 302
    needed = client.get(NEEDED, follow=True)
    assert needed.redirect_chain[-1][0] == f"{MINE}needed/?next=%2Fmanchester%2Fwork%2F"
    assert "Set up a second sign-in step" in needed.content.decode()
    set_up_app(client)
    assert client.get(HOME).status_code == 200


@pytest.mark.parametrize("who", ["consultant", "member", "partner"])
def test_nobody_else_is_asked(cast: Cast, who: str) -> None:
    client, _ = arrive(cast.people[who])
    assert client.get(HOME).status_code == 200


def test_an_invited_officer_sets_it_up_on_the_way_in(cast: Cast) -> None:
    _, link = invite(
        actor=cast.coordinator, name="Robin Ash", email="robin@new.example", role=Role.OFFICER
    )
    client = Client()
    client.post(link, {"name": "Robin Ash", "password": "", "password_again": ""})
    person = Person.objects.get(email="robin@new.example")
    assert not person.has_usable_password()
    page = client.get(HOME, follow=True)
    assert page.redirect_chain[-1][0].startswith(f"{MINE}needed/")
    set_up_app(client)
    assert client.get(HOME).status_code == 200


def test_the_demo_never_asks(cast: Cast) -> None:
    client = Client()
    client.post("/demo/", {"person": "manchester-officer"})
    assert client.get(HOME).status_code == 200


def test_the_demos_word_does_not_outlive_its_session(cast: Cast) -> None:
    client = Client()
    client.post("/demo/", {"person": "manchester-care-consultant"})
    client.post("/sign-out/")
    client.post("/sign-in/password/", {"email": cast.officer.person.email, "password": PASSWORD})
    assert client.get(HOME)["Location"] == NEEDED


def test_signing_in_as_another_forgets_the_first_ones_step(cast: Cast) -> None:
    client = Client()
    client.post("/demo/", {"person": "manchester-care-consultant"})
    client.post("/sign-in/password/", {"email": cast.officer.person.email, "password": PASSWORD})
    assert client.get(HOME)["Location"] == NEEDED


# --- Taking it -----------------------------------------------------------------------------------


def test_with_an_app_a_code_by_e_mail_is_half_the_way(cast: Cast) -> None:
    secret = set_up_app(arrive(cast.officer)[0])
    with later(minutes=5):
        client, answer = arrive(cast.officer)
        assert answer["Location"] == STEP
        assert client.get(HOME).status_code == 302
        assert client.get(MINE).status_code == 302
        assert "Code from your app" in client.get(STEP).content.decode()
        answer = client.post(STEP, {"code": shown(secret)})
        assert answer["Location"] == "/start/"
        assert client.get(HOME).status_code == 200


def test_with_an_app_a_password_is_half_the_way_and_the_page_asked_for_is_kept(cast: Cast) -> None:
    secret = set_up_app(arrive(cast.consultant)[0])
    with later(minutes=5):
        client = Client()
        answer = client.post(
            "/sign-in/password/",
            {
                "email": cast.consultant.person.email,
                "password": PASSWORD,
                "next": f"{HOME}meetings/",
            },
        )
        assert answer["Location"] == STEP
        assert client.get(HOME).status_code == 302
        assert client.post(STEP, {"code": shown(secret)})["Location"] == f"{HOME}meetings/"


def test_a_code_of_the_app_works_once_even_when_its_time_is_not_over(cast: Cast) -> None:
    secret = set_up_app(arrive(cast.officer)[0])
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=5), tick=False) as clock:
        code = shown(secret)
        client, _ = arrive(cast.officer)
        assert client.post(STEP, {"code": code}).status_code == 302
        clock.shift(35)  # it would still fit, for clocks that are slow
        other, _ = arrive(cast.officer)
        assert other.post(STEP, {"code": code}).status_code == 422
        assert other.get(HOME).status_code == 302


def test_the_code_that_set_it_up_does_not_let_in_again(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        secret = set_up_app(arrive(cast.officer)[0])
        client, _ = arrive(cast.officer)
        assert client.post(STEP, {"code": shown(secret)}).status_code == 422


def test_anothers_code_does_not_fit(cast: Cast) -> None:
    set_up_app(arrive(cast.officer)[0])
    secret = set_up_app(arrive(cast.coordinator)[0])
    with later(minutes=5):
        client, _ = arrive(cast.officer)
        assert client.post(STEP, {"code": shown(secret)}).status_code == 422


def test_guesses_are_stopped_and_then_not_even_the_right_one_counts(cast: Cast) -> None:
    secret = set_up_app(arrive(cast.officer)[0])
    with later(minutes=5):
        client, _ = arrive(cast.officer)
        for _ in range(10):
            assert client.post(STEP, {"code": "000000"}).status_code == 422
        answer = client.post(STEP, {"code": shown(secret)})
        assert answer.status_code == 429
        assert str(TOO_MANY) in answer.content.decode()
        # From other places it is not endless either.
        wrong = 0
        for number in range(4):
            client, answer = arrive(cast.officer, REMOTE_ADDR=f"192.0.2.{number}")
            for _ in range(10):
                wrong += client.post(STEP, {"code": "000000"}).status_code == 422
        assert wrong <= 10


@pytest.mark.parametrize("code", ["", "\x00", "٣" * 6, "x" * 9000, "🧵"])
def test_nonsense_is_no_code(cast: Cast, code: str) -> None:
    set_up_app(arrive(cast.officer)[0])
    client, _ = arrive(cast.officer)
    assert client.post(STEP, {"code": code}).status_code == 422
    assert client.post(STEP, {"code": "", "credential": code}).status_code == 422


def test_without_a_sign_in_there_is_no_second_step(cast: Cast) -> None:
    assert Client().get(STEP)["Location"] == "/sign-in/"
    assert Client().post(STEP, {"code": "000000"})["Location"] == "/sign-in/"
    assert Client().get(f"{MINE}needed/").status_code == 302


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_it_leads_nowhere_else(cast: Cast, target: str) -> None:
    client, _ = arrive(cast.officer)
    answer = client.get(STEP, {"next": target}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{MINE}needed/"
    set_up_app(client, next=target)
    assert client.get(STEP, {"next": target})["Location"] == "/start/"
