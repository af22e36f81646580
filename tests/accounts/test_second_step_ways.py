"""The second step by recovery code and passkey; what of it is kept, told and forgotten."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import Person
from accounts.operations.second_step import forget_second_step
from core.models import AuditEvent
from tests.accounts.stepping import (
    HOME,
    MINE,
    NEEDED,
    STEP,
    arrive,
    later,
    options_of,
    recovery_codes,
    set_up_app,
    set_up_passkey,
    shown,
)
from tests.support.cast import Cast
from tests.support.passkey import PRESENT, Passkey
from tests.support.post import delivered

# --- Recovery codes ------------------------------------------------------------------------------


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
    assert "You have 8 codes left" in client.get(MINE).content.decode()


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
