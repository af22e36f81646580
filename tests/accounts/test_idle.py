"""Whoever is away too long is signed out by the server, and comes back to where they were."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.expired_drafts import UNSENT
from tests.accounts.stepping import HOME, arrive, set_up_app
from tests.factories import make_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.proof import prove

OUT = "You’ve been signed out because you were away for a while."
STAY = f"{AT_OURS}stay/"


def later(**ago: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + datetime.timedelta(**ago))


@pytest.fixture
def officer(cast: Cast) -> Client:
    client, _ = arrive(cast.officer)
    set_up_app(client)
    return client


@pytest.mark.parametrize("minutes,expected", [(29, 200), (30, 302), (600, 302)])
def test_an_officer_is_signed_out_after_half_an_hour(
    officer: Client, minutes: int, expected: int
) -> None:
    with later(minutes=minutes):
        assert officer.get(f"{HOME}meetings/?page=1").status_code == expected


def test_they_are_told_and_led_back(officer: Client) -> None:
    with later(minutes=31):
        answer = officer.get(f"{HOME}meetings/?page=1")
        assert answer["Location"] == "/sign-in/?next=%2Fmanchester%2Fwork%2Fmeetings%2F%3Fpage%3D1"
        assert OUT in officer.get(answer["Location"]).content.decode()
        assert "_auth_user_id" not in officer.session


def test_each_page_begins_the_time_again(officer: Client) -> None:
    for times in range(1, 4):
        with later(minutes=25 * times):
            assert officer.get(HOME).status_code == 200


def test_a_page_that_asks_by_itself_does_not(officer: Client) -> None:
    with later(minutes=25):
        assert officer.get(HOME, HTTP_HX_REQUEST="true").status_code == 200
    with later(minutes=35):
        answer = officer.get(HOME, HTTP_HX_REQUEST="true")
        assert answer["HX-Redirect"].startswith("/sign-in/?next=")


def test_staying_begins_it_anew_but_not_once_it_is_over(officer: Client) -> None:
    with later(minutes=29):
        assert officer.post(STAY).status_code == 200
    with later(minutes=50):
        assert officer.get(HOME).status_code == 200
    with later(minutes=81):
        assert officer.post(STAY).status_code == 302
        assert officer.get(HOME).status_code == 302


def test_a_page_of_no_authority_does_not_bring_a_session_back(officer: Client) -> None:
    with later(minutes=29):
        assert officer.get("/sign-in/mine/").status_code == 200
    with later(minutes=31):
        assert officer.get(HOME).status_code == 302


def test_a_young_persons_phone_stays_for_a_week(cast: Cast) -> None:
    client, _ = arrive(cast.consultant)
    with later(days=6, hours=23):
        assert client.get(HOME).status_code == 200
    with later(days=13):
        assert client.get(HOME).status_code == 200
    with later(days=21):
        assert client.get(HOME).status_code == 302


def test_a_form_sent_too_late_leads_back_to_its_page(officer: Client) -> None:
    with later(minutes=31):
        answer = officer.post(
            f"{HOME}words/check/",
            {"text": "x"},
            HTTP_REFERER=f"http://testserver{AT_OURS}actions/3/progress/?a=1",
        )
        assert answer["Location"] == (
            "/sign-in/?next=%2Fmanchester%2Fwork%2Factions%2F3%2Fprogress%2F%3Fa%3D1"
        )


@pytest.mark.parametrize(
    "referer", ["", "https://evil.example/x/", "http://testserver.evil.example/", "javascript:1"]
)
def test_another_sites_page_is_not_where_it_leads(cast: Cast, referer: str) -> None:
    answer = Client().post(f"{HOME}words/check/", {"text": "x"}, HTTP_REFERER=referer)
    assert answer["Location"] == "/sign-in/?next=%2Fstart%2F"


def test_it_costs_no_query_and_one_writing_a_minute(
    officer: Client, django_assert_num_queries: Any
) -> None:
    page = f"{HOME}who-can-do-what/"
    officer.get(page)
    with django_assert_num_queries(4):
        officer.get(page)
    with later(minutes=2), django_assert_num_queries(7):
        officer.get(page)


def test_only_who_is_signed_out_soon_is_warned(cast: Cast) -> None:
    assert 'data-after="1680"' in cast.client(cast.officer).get(HOME).content.decode()
    for who in (cast.consultant, cast.member, cast.partner):
        assert 'id="idle"' not in cast.client(who).get(HOME).content.decode()


def test_an_authority_may_choose_another_time(cast: Cast, settings: Any) -> None:
    settings.IDLE_MINUTES, settings.IDLE_MINUTES_OTHERS = 15, 30
    officer, consultant = cast.client(cast.officer), cast.client(cast.consultant)
    with later(minutes=16):
        assert officer.get(HOME).status_code == 302
        assert consultant.get(HOME).status_code == 200
    with later(minutes=47):
        assert consultant.get(HOME).status_code == 302


def late(cast: Cast, client: Client, **data: str) -> str:
    """Send a form an hour and a minute later. Answers the page it was on."""
    action = make_action(cast, owner=cast.officer)
    page = f"{HOME}actions/{action.pk}/progress/"
    with later(minutes=31):
        sent = {"status": "on-track", "done": "We opened it\non Sundays.", **data}
        assert client.post(page, sent, HTTP_REFERER=f"http://testserver{page}").status_code == 302
    return page


def test_what_was_sent_too_late_waits_for_whoever_wrote_it(cast: Cast, officer: Client) -> None:
    page = late(cast, officer, password="a secret of mine", once="0" * 36)
    officer.force_login(cast.officer.person)
    prove(officer)
    assert "This wasn’t sent" not in officer.get(HOME).content.decode()
    words = officer.get(page).content.decode()
    assert "This wasn’t sent" in words
    assert "We opened it<br>on Sundays." in words
    assert "a secret of mine" not in words
    # Once.
    assert "This wasn’t sent" not in officer.get(page).content.decode()


def test_nobody_else_at_that_machine_sees_it(cast: Cast, officer: Client) -> None:
    page = late(cast, officer)
    officer.force_login(cast.lead.person)
    prove(officer)
    assert "on Sundays" not in officer.get(page).content.decode()
    officer.force_login(cast.officer.person)
    prove(officer)
    assert "on Sundays" not in officer.get(page).content.decode()


def test_it_does_not_wait_for_ever(cast: Cast, officer: Client) -> None:
    page = late(cast, officer)
    with later(minutes=130):
        officer.force_login(cast.officer.person)
        prove(officer)
        assert "on Sundays" not in officer.get(page).content.decode()
    assert UNSENT not in officer.session


def test_a_form_of_the_account_leaves_nothing(officer: Client) -> None:
    with later(days=8):
        officer.post("/sign-in/mine/password/", {"note": "long enough to be words"})
    assert UNSENT not in officer.session
