"""The second step: who must take it, how, and that nothing opens before it."""

import datetime
import json
import re
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, Person
from accounts.operations.invitations import invite
from accounts.operations.second_step import forget_second_step
from accounts.operations.tries import TOO_MANY
from accounts.roles import SECOND_STEP_ROLES
from core.models import AuditEvent
from tests.support.cast import Cast
from tests.support.passkey import PRESENT, Passkey
from tests.support.post import code_for, delivered

MINE, STEP, HOME = "/sign-in/mine/", "/sign-in/second-step/", "/manchester/work/"
PASSWORD = "correct horse battery"
NEEDED = f"{STEP}?next=%2Fmanchester%2Fwork%2F"


def arrive(who: Membership | Person, **more: Any) -> tuple[Client, Any]:
    """Come in with a code by e-mail, as far as that goes."""
    person = who.person if isinstance(who, Membership) else who
    client = Client(**more)
    client.post("/sign-in/", {"email": person.email})
    return client, client.post("/sign-in/code/", {"code": code_for(person.email)})


def shown(secret: str, ahead: int = 0) -> str:
    """What an app shows now, or so many half minutes from now."""
    counter = int(timezone.now().timestamp()) // 30 + ahead
    return format_hotp_value(hotp_value(secret, counter))


def set_up_app(client: Client, **more: str) -> str:
    page = client.get(f"{MINE}app/").content.decode()
    found = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert found, page
    answer = client.post(f"{MINE}app/", {"code": shown(found[1]), **more})
    assert answer.status_code == 302, answer.content.decode()
    return found[1]


def options_of(page: str) -> dict[str, Any]:
    import html

    found = re.search(r'data-options="([^"]+)"', page)
    assert found, page
    options: dict[str, Any] = json.loads(html.unescape(found[1]))
    return options


def set_up_passkey(client: Client) -> Passkey:
    passkey = Passkey()
    options = options_of(client.get(f"{MINE}passkey/").content.decode())
    answer = client.post(
        f"{MINE}passkey/", {"name": "my phone", "credential": passkey.make(options)}
    )
    assert answer.status_code == 302, answer.content.decode()
    return passkey


def later(**ago: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + datetime.timedelta(**ago))


def test_who_must_is_said_in_one_place() -> None:
    assert {Role.OFFICER, Role.COORDINATOR, Role.SAFEGUARDING_LEAD} == SECOND_STEP_ROLES


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
    assert "Set up a second step" in needed.content.decode()
    set_up_app(client)
    assert client.get(HOME).status_code == 200


@pytest.mark.parametrize("who", ["consultant", "member", "partner", "executive"])
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


# --- Recovery codes ------------------------------------------------------------------------------


def recovery_codes(client: Client) -> list[str]:
    page = client.post(f"{MINE}recovery-codes/")
    assert page["Cache-Control"] == "no-store"
    return re.findall(r"<li><code>([\d ]+)</code>", page.content.decode())


def test_a_recovery_code_lets_in_once(cast: Cast) -> None:
    client, _ = arrive(cast.officer)
    set_up_app(client)
    codes = recovery_codes(client)
    assert len(set(codes)) == 10
    for expected in (302, 422):
        client, _ = arrive(cast.officer)
        assert client.post(STEP, {"code": codes[0]}).status_code == expected
    client, _ = arrive(cast.officer)
    client.post(STEP, {"code": codes[1]})
    assert "You have 8 left" in client.get(MINE).content.decode()


def test_new_recovery_codes_end_the_old_ones_and_are_shown_once(cast: Cast) -> None:
    client, _ = arrive(cast.officer)
    set_up_app(client)
    old, new = recovery_codes(client), recovery_codes(client)
    assert not set(old) & set(new)
    assert new[0] not in client.get(f"{MINE}recovery-codes/").content.decode()
    client, _ = arrive(cast.officer)
    assert client.post(STEP, {"code": old[0]}).status_code == 422


# --- Passkeys ------------------------------------------------------------------------------------


def test_a_passkey_alone_lets_in_and_is_both_steps(cast: Cast) -> None:
    passkey = set_up_passkey(arrive(cast.officer)[0])
    client = Client()
    options = options_of(client.get("/sign-in/passkey/").content.decode())
    answer = client.post(
        "/sign-in/passkey/", {"credential": passkey.use(options), "next": f"{HOME}meetings/"}
    )
    assert answer["Location"] == f"{HOME}meetings/"
    assert client.get(HOME).status_code == 200


def test_a_passkey_as_second_step(cast: Cast) -> None:
    passkey = set_up_passkey(arrive(cast.officer)[0])
    client, answer = arrive(cast.officer)
    assert answer["Location"] == STEP
    options = options_of(client.get(STEP).content.decode())
    assert options["publicKey"]["allowCredentials"]
    answer = client.post(STEP, {"code": "", "credential": passkey.use(options)})
    assert answer["Location"] == "/start/"
    assert client.get(HOME).status_code == 200


def test_a_passkeys_answer_works_once(cast: Cast) -> None:
    passkey = set_up_passkey(arrive(cast.officer)[0])
    client = Client()
    options = options_of(client.get("/sign-in/passkey/").content.decode())
    answer = passkey.use(options)
    assert client.post("/sign-in/passkey/", {"credential": answer}).status_code == 302
    client.post("/sign-out/")
    thief = Client()
    thief.get("/sign-in/passkey/")
    for who in (client, thief, Client()):
        assert who.post("/sign-in/passkey/", {"credential": answer}).status_code == 422
        assert who.get(HOME).status_code == 302


@pytest.mark.parametrize(
    "forgery",
    [
        lambda key, options: Passkey().use(options, userHandle=_handle(key)),
        lambda key, options: key.use(options, signature="AAAA"),
        lambda key, options: key.use(options, flags=PRESENT),
        lambda key, options: key.use({"publicKey": {"challenge": "AAAA"}}),
        lambda key, options: key.use(options, userHandle="OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"),
        lambda key, options: key.use(options, userHandle=None),
        lambda key, options: key.use(options, clientDataJSON="e30"),
        lambda key, options: _at("evil.example", key, options),
        lambda key, options: "[" * 15000,
        lambda key, options: "x" * 30000,
        lambda key, options: "[]",
        lambda key, options: "1",
        lambda key, options: '{"response": {}}',
        lambda key, options: '{"response": []}',
        lambda key, options: '{"rawId": "\\u0000", "id": "", "response": {"userHandle": "MQ"}}',
    ],
)
def test_a_forged_passkey_lets_nobody_in(cast: Cast, forgery: Any) -> None:
    passkey = set_up_passkey(arrive(cast.officer)[0])
    client = Client()
    options = options_of(client.get("/sign-in/passkey/").content.decode())
    answer = client.post("/sign-in/passkey/", {"credential": forgery(passkey, options)})
    assert answer.status_code == 422
    assert client.get(HOME).status_code == 302
    half, _ = arrive(cast.officer)
    options = options_of(half.get(STEP).content.decode())
    if "userHandle" not in str(forgery(passkey, options)):
        answer = half.post(STEP, {"credential": forgery(passkey, options)})
        assert answer.status_code == 422


def _handle(key: Passkey) -> str:
    from fido2.utils import websafe_encode

    return websafe_encode(key.owner)


def _at(host: str, key: Passkey, options: dict[str, Any]) -> str:
    key.host = host
    return key.use(options)


def test_anothers_passkey_is_no_second_step_of_mine(cast: Cast) -> None:
    set_up_passkey(arrive(cast.officer)[0])
    theirs = set_up_passkey(arrive(cast.coordinator)[0])
    client, _ = arrive(cast.officer)
    options = options_of(client.get(STEP).content.decode())
    assert client.post(STEP, {"credential": theirs.use(options)}).status_code == 422
    assert client.get(HOME).status_code == 302


@pytest.mark.parametrize("credential", ["{}", "[]", "x", "null", '{"response": 1}', "[" * 9000])
def test_nonsense_adds_no_passkey(cast: Cast, credential: str) -> None:
    client, _ = arrive(cast.officer)
    client.get(f"{MINE}passkey/")
    answer = client.post(f"{MINE}passkey/", {"name": "x", "credential": credential})
    assert answer.status_code == 422
    assert not Authenticator.objects.exists()


def test_a_passkey_that_did_not_check_who_was_there_is_not_added(cast: Cast) -> None:
    client, _ = arrive(cast.officer)
    options = options_of(client.get(f"{MINE}passkey/").content.decode())
    answer = client.post(
        f"{MINE}passkey/", {"name": "x", "credential": Passkey().make(options, flags=PRESENT)}
    )
    assert answer.status_code == 422
    assert not Authenticator.objects.exists()


def test_somebody_let_go_does_not_come_in_with_a_passkey(cast: Cast) -> None:
    passkey = set_up_passkey(arrive(cast.officer)[0])
    Person.objects.filter(pk=cast.officer.person_id).update(is_active=False)
    client = Client()
    options = options_of(client.get("/sign-in/passkey/").content.decode())
    answer = client.post("/sign-in/passkey/", {"credential": passkey.use(options)})
    assert answer.status_code == 422


# --- Kept, told, forgotten -----------------------------------------------------------------------


def test_secrets_are_locked_up_in_the_database(cast: Cast, settings: Any) -> None:
    secret = set_up_app(arrive(cast.officer)[0])
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    # A new key with the old one known: it goes on. Without: no code fits, and nothing breaks.
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    with later(minutes=5):
        client, _ = arrive(cast.officer)
        assert client.post(STEP, {"code": shown(secret)}).status_code == 302
    settings.SECRET_KEY_FALLBACKS = []
    with later(minutes=10):
        client, _ = arrive(cast.officer)
        assert client.post(STEP, {"code": shown(secret)}).status_code == 422


def test_each_change_is_recorded_and_told_without_a_secret(cast: Cast) -> None:
    client, _ = arrive(cast.officer)
    set_up_app(client)
    set_up_passkey(client)
    recovery_codes(client)
    told = [mail.body for mail in delivered() if "has changed" in mail.subject]
    assert len(told) == 3
    codes = set(AuditEvent.objects.values_list("code", flat=True))
    assert {"accounts.app.added", "accounts.passkey.added", "accounts.recovery_codes.made"} <= codes


def test_who_lost_everything_sets_it_up_anew(cast: Cast) -> None:
    set_up_app(arrive(cast.officer)[0])
    forget_second_step(actor=None, membership=cast.officer)
    client, answer = arrive(cast.officer)
    assert answer["Location"] == "/start/"
    assert client.get(HOME)["Location"] == NEEDED
