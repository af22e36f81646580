"""How I sign in: each person's own page, their sessions, and what needs a fresh proof."""

import datetime
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.devices import device_name
from accounts.enums import Role
from accounts.operations.memberships import end_membership, start_membership
from tests.accounts.stepping import HOME, MINE, PASSWORD, arrive, set_up_app, set_up_passkey
from tests.support.cast import Cast
from tests.support.places import AT_THEIRS

CHANGES = ["app/", "passkey/", "password/"]
NEW = {"password": "a long and winding road", "password_again": "a long and winding road"}
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0"


def later(**ago: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + datetime.timedelta(**ago))


# --- The page ------------------------------------------------------------------------------------


def test_it_says_what_there_is(cast: Cast) -> None:
    client, _ = arrive(cast.consultant, HTTP_USER_AGENT=PHONE)
    page = client.get(MINE).content.decode()
    assert cast.consultant.person.email in page
    assert "Chrome, Android" in page
    assert "Set up an authenticator app" in page
    assert "Recovery codes" not in page
    set_up_passkey(client)
    page = client.get(MINE).content.decode()
    assert "my phone" in page
    assert "You have 10 codes left" in page


def test_it_asks_the_same_of_the_database_with_30_passkeys_and_sessions(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    client, _ = arrive(cast.consultant)
    set_up_passkey(client)
    with django_assert_num_queries(5):
        client.get(MINE)
    person, one = cast.consultant.person, Authenticator.objects.get(type="webauthn")
    for number in range(29):
        Authenticator.objects.create(user=person, type="webauthn", data=one.data)
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(
            "/sign-in/password/", {"email": person.email, "password": PASSWORD}
        )
    with django_assert_num_queries(5):
        client.get(MINE)


def test_it_is_in_the_footer_of_every_role(cast: Cast) -> None:
    for member in cast.people.values():
        assert f'href="{MINE}"' in cast.client(member).get(HOME).content.decode()


# --- A fresh proof -------------------------------------------------------------------------------


@pytest.mark.parametrize("page", CHANGES)
def test_a_change_needs_a_fresh_proof(cast: Cast, page: str) -> None:
    client, _ = arrive(cast.consultant)
    assert client.get(MINE + page).status_code == 200
    with later(minutes=16):
        for answer in (client.get(MINE + page), client.post(MINE + page, NEW)):
            assert answer.status_code == 403
            assert "Sign in again" in answer.content.decode()
        assert "Sign in again to change anything here." in client.get(MINE).content.decode()
        again = client.post(f"{MINE}again/")
        assert again["Location"] == "/sign-in/?next=%2Fsign-in%2Fmine%2F"
    cast.consultant.person.refresh_from_db()
    assert cast.consultant.person.check_password(PASSWORD)


def test_removing_needs_a_fresh_proof_and_is_only_ever_of_ones_own(cast: Cast) -> None:
    client, _ = arrive(cast.consultant)
    set_up_app(client)
    step = Authenticator.objects.get(type="totp")
    assert arrive(cast.member)[0].post(f"{MINE}{step.pk}/remove/").status_code == 404
    with later(minutes=16):
        assert client.post(f"{MINE}{step.pk}/remove/").status_code == 403
    assert client.get(f"{MINE}{step.pk}/remove/").status_code == 200
    assert client.post(f"{MINE}{step.pk}/remove/").status_code == 302
    assert not Authenticator.objects.exists()  # the recovery codes went with the last of them


def test_a_password_alone_changes_nothing_for_who_has_a_second_step(cast: Cast) -> None:
    """Somebody whose session is from before they set one up in another browser."""
    early, _ = arrive(cast.consultant)
    set_up_app(arrive(cast.consultant)[0])
    for page in CHANGES:
        assert early.get(MINE + page).status_code == 403


# --- The password --------------------------------------------------------------------------------


def test_a_new_password_signs_out_everywhere_else(cast: Cast) -> None:
    client, _ = arrive(cast.consultant)
    other, _ = arrive(cast.consultant)
    assert client.post(f"{MINE}password/", NEW)["Location"] == MINE
    assert client.get(HOME).status_code == 200
    assert "This device" in client.get(MINE).content.decode()
    assert other.get(HOME).status_code == 302
    email = cast.consultant.person.email
    for password, expected in ((PASSWORD, 422), (NEW["password"], 302)):
        answer = Client().post("/sign-in/password/", {"email": email, "password": password})
        assert answer.status_code == expected


def test_a_session_that_nobody_ended_ends_with_its_password(cast: Cast) -> None:
    client, _ = arrive(cast.consultant)
    person = cast.consultant.person
    person.set_password("changed by other means")
    person.save()
    assert client.get(HOME).status_code == 302
    assert client.get(HOME).status_code == 302


def test_a_session_outlives_the_secret_key_it_was_signed_with(cast: Cast, settings: Any) -> None:
    client, _ = arrive(cast.consultant)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert client.get(HOME).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(HOME).status_code == 200


def test_no_password_at_all(cast: Cast) -> None:
    client, _ = arrive(cast.consultant)
    client.post(f"{MINE}password/", {"none": "yes"})
    cast.consultant.person.refresh_from_db()
    assert not cast.consultant.person.has_usable_password()
    assert "you don’t need one" in client.get(MINE).content.decode()
    for password in ("", "!", PASSWORD):
        answer = Client().post(
            "/sign-in/password/", {"email": cast.consultant.person.email, "password": password}
        )
        assert answer.status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "short", "password_again": "short"},
        {"password": "", "password_again": ""},
        {"password": "a long and winding road", "password_again": ""},
        {"password": "a long and winding road", "password_again": "another road"},
    ],
)
def test_a_bad_password_is_not_taken(cast: Cast, wrong: dict[str, str]) -> None:
    client, _ = arrive(cast.consultant)
    assert client.post(f"{MINE}password/", wrong).status_code == 422


# --- Sessions ------------------------------------------------------------------------------------


def test_a_session_elsewhere_can_be_ended(cast: Cast) -> None:
    client, _ = arrive(cast.consultant)
    other, _ = arrive(cast.consultant, HTTP_USER_AGENT=PHONE)
    found = UserSession.objects.get(user_agent=PHONE)
    assert arrive(cast.member)[0].post(f"{MINE}sessions/{found.pk}/end/").status_code == 404
    assert other.get(HOME).status_code == 200
    client.post(f"{MINE}sessions/{found.pk}/end/")
    assert other.get(HOME).status_code == 302
    assert client.get(HOME).status_code == 200


def test_all_others_can_be_ended_at_once(cast: Cast) -> None:
    client, *others = [arrive(cast.consultant)[0] for _ in range(3)]
    stranger, _ = arrive(cast.member)
    client.post(f"{MINE}sessions/end/")
    assert [other.get(HOME).status_code for other in others] == [302, 302]
    assert client.get(HOME).status_code == 200
    assert stranger.get(HOME).status_code == 200


def test_ending_this_one_signs_out(cast: Cast) -> None:
    client, _ = arrive(cast.consultant)
    this = UserSession.objects.get()
    assert client.post(f"{MINE}sessions/{this.pk}/end/")["Location"] == "/"
    assert client.get(HOME).status_code == 302


def test_a_session_after_the_membership_ended_opens_nothing(cast: Cast) -> None:
    client, _ = arrive(cast.consultant)
    assert client.get(HOME).status_code == 200
    end_membership(actor=cast.coordinator, membership=cast.consultant)
    for page in ("", "outcomes/", "meetings/"):
        assert client.get(HOME + page).status_code == 302
    assert not UserSession.objects.exists()
    again, _ = arrive(cast.consultant)
    assert again.get(HOME).status_code == 404


def test_a_session_stays_while_there_is_another_membership(cast: Cast) -> None:
    client, _ = arrive(cast.consultant)
    start_membership(
        actor=None, authority=cast.bury, person=cast.consultant.person, role=Role.ELECTED_MEMBER
    )
    end_membership(actor=cast.coordinator, membership=cast.consultant)
    assert client.get(HOME).status_code == 404
    assert client.get(AT_THEIRS).status_code == 200


def test_signing_in_gives_the_session_a_new_name(cast: Cast) -> None:
    client = Client()
    client.post("/sign-in/", {"email": cast.consultant.person.email})
    before = client.session.session_key
    from tests.support.post import code_for

    client.post("/sign-in/code/", {"code": code_for(cast.consultant.person.email)})
    assert client.session.session_key != before


# --- The command, and what browsers are called ---------------------------------------------------


def test_the_command_takes_it_all_away(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    client, _ = arrive(cast.officer)
    set_up_app(client)
    call_command("forget_second_step", cast.officer.person.email.upper())
    assert "Priya Nash sets up" in capsys.readouterr().out
    assert not Authenticator.objects.exists()
    assert client.get(HOME).status_code == 302
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("forget_second_step", "nobody@nowhere.example")


@pytest.mark.parametrize(
    "agent,name",
    [
        (PHONE, "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Firefox/133.0", "Firefox, Linux"),
        ("curl/8", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(agent: str, name: str) -> None:
    assert device_name(agent) == name
