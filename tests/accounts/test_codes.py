"""A code by e-mail: once, in one browser, for 15 minutes, and nobody learns who is here."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import OutgoingMail
from accounts.operations.mail import post, send_waiting_mail
from accounts.operations.rate_limits import TOO_MANY
from tests.support.cast import Cast
from tests.support.post import code_for, delivered

ASK, TYPE = "/sign-in/", "/sign-in/code/"
NOBODY = "nobody@nowhere.example"
PLANS = reverse("outcomes:outcome-list", args=["manchester"])


def ask(client: Client, email: str, **more: Any) -> Any:
    return client.post(ASK, {"email": email} | more)


def type_in(client: Client, code: str, **more: Any) -> Any:
    return client.post(TYPE, {"code": code} | more)


def is_in(client: Client) -> bool:
    return client.get(reverse("portal:home", args=["manchester"])).status_code == 200


def test_a_code_lets_in_and_leads_on(cast: Cast) -> None:
    client, email = Client(), cast.consultant.person.email
    answer = ask(client, f" {email.upper()} ", next=PLANS)
    assert answer["Location"] == "/sign-in/code/?next=%2Fmanchester%2Fwork%2Foutcomes%2F"
    page = client.get(answer["Location"]).content.decode()
    assert f'value="{PLANS}"' in page
    assert email in page
    answer = type_in(client, code_for(email), next=PLANS)
    assert answer["Location"] == PLANS
    assert is_in(client)


def test_the_e_mail_holds_a_code_and_no_name_and_the_row_is_gone_after(cast: Cast) -> None:
    ask(Client(), cast.consultant.person.email)
    assert OutgoingMail.objects.count() == 1
    (letter,) = delivered()
    assert "Jay" not in f"{letter.subject}{letter.body}"
    assert not re.search(r"[A-Z]{4}-", str(letter.subject))
    assert "15 minutes" in letter.body
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("change", [str.lower, lambda c: c.replace("-", " "), lambda c: f" {c} "])
def test_capitals_dashes_and_spaces_do_not_matter(cast: Cast, change: Any) -> None:
    client, email = Client(), cast.consultant.person.email
    ask(client, email)
    assert type_in(client, change(code_for(email))).status_code == 302
    assert is_in(client)


def test_a_code_works_once(cast: Cast) -> None:
    client, email = Client(), cast.consultant.person.email
    ask(client, email)
    code = code_for(email)
    type_in(client, code)
    client.post("/sign-out/")
    answer = type_in(client, code)
    assert answer["Location"] == "/sign-in/"
    assert not is_in(client)


def test_a_code_works_only_where_it_was_asked_for(cast: Cast) -> None:
    client, thief, email = Client(), Client(), cast.consultant.person.email
    ask(client, email)
    code = code_for(email)
    assert type_in(thief, code)["Location"] == "/sign-in/"
    ask(thief, "thief@nowhere.example")
    assert type_in(thief, code).status_code == 422
    ask(thief, cast.member.person.email)
    assert type_in(thief, code).status_code == 422
    assert not is_in(thief)


def test_a_newer_code_ends_the_older_one(cast: Cast) -> None:
    client, email = Client(), cast.consultant.person.email
    ask(client, email)
    old = code_for(email)
    ask(client, email)
    assert code_for(email) != old
    assert type_in(client, old).status_code == 422
    assert type_in(client, code_for(email)).status_code == 302


def test_a_code_runs_out(cast: Cast) -> None:
    client, email = Client(), cast.consultant.person.email
    ask(client, email)
    code = code_for(email)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=15, seconds=1)):
        answer = client.post(TYPE, {"code": code}, follow=True)
        assert "That code no longer works." in answer.content.decode()
        assert not is_in(client)


def test_five_wrong_ones_end_it(cast: Cast) -> None:
    client, email = Client(), cast.consultant.person.email
    ask(client, email)
    code = code_for(email)
    for _ in range(5):
        answer = type_in(client, "BBBB-BBBB")
        assert answer.status_code == 422
        assert "That isn’t the code we sent you." in answer.content.decode()
    assert type_in(client, code)["Location"] == "/sign-in/"


@pytest.mark.parametrize("code", ["", "\x00", "-", "٣٣٣٣", "x" * 5000, "🧵"])
def test_nonsense_is_no_code(cast: Cast, code: str) -> None:
    client = Client()
    for email in (cast.consultant.person.email, NOBODY):
        ask(client, email)
        assert type_in(client, code).status_code == 422
        assert not is_in(client)


# --- Nobody learns who is here -------------------------------------------------------------------


def _plain(page: bytes, email: str) -> str:
    """A page without what is different each time: tokens, keys, and the address that was typed."""
    text = page.decode().replace(email, "…")
    return re.sub(r'value="[\w-]{20,}"', 'value="…"', text)


def _story(email: str) -> tuple[list[str], list[int]]:
    """All that a stranger sees of an address, and how many questions each step asked."""
    client, seen, asked = Client(), [], []

    def step(method: str, url: str, data: dict[str, str]) -> None:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = getattr(client, method)(url, data)
        seen.append(f"{answer.status_code} {answer.get('Location')} {sorted(answer.headers)}")
        seen.append(_plain(answer.content, email))
        asked.append(len(queries))

    step("post", ASK, {"email": email})
    step("get", TYPE, {})
    for _ in range(5):
        step("post", TYPE, {"code": "BBBB-BBBB"})
    step("post", TYPE, {"code": "BBBB-BBBB"})
    for _ in range(6):
        step("post", ASK, {"email": email})
    return seen, asked


def test_a_known_and_an_unknown_address_are_told_apart_by_nothing(cast: Cast) -> None:
    known, asked_known = _story(cast.consultant.person.email)
    unknown, asked_unknown = _story(NOBODY)
    assert known == unknown
    assert asked_known == asked_unknown
    assert any(str(TOO_MANY) in page for page in known)


def test_somebody_let_go_is_told_apart_from_a_stranger_by_nothing(cast: Cast) -> None:
    person = cast.consultant.person
    person.is_active = False
    person.save()
    assert _story(person.email) == _story(NOBODY)
    assert delivered() == []


def test_no_mail_goes_to_an_unknown_address(cast: Cast) -> None:
    ask(Client(), NOBODY)
    assert OutgoingMail.objects.count() == 1
    assert delivered() == []
    assert not OutgoingMail.objects.exists()


# --- Guessing ------------------------------------------------------------------------------------


def test_guesses_at_codes_are_stopped_wherever_they_come_from(cast: Cast) -> None:
    email, looked_at, letters = cast.consultant.person.email, 0, 0
    for number in range(1000):
        # From five places in turn: one alone is stopped after ten.
        client = Client(REMOTE_ADDR=f"192.0.2.{number % 5}")
        letters += ask(client, email).status_code == 302
        looked_at += type_in(client, "BBBB-BBBB").status_code == 422
        assert not is_in(client)
        if number > 100:
            break
    assert looked_at <= 60
    assert letters <= 20


def test_guesses_from_one_place_are_stopped_after_ten(cast: Cast) -> None:
    client, email = Client(), cast.consultant.person.email
    answers = []
    for number in range(12):
        if number % 4 == 0:
            ask(client, email)
        answers.append(type_in(client, "BBBB-BBBB").status_code)
    assert answers == [422] * 10 + [429] * 2
    # Not even the right one counts now.
    assert type_in(client, code_for(email)).status_code == 429
    assert not is_in(client)


def test_a_thousand_guesses_at_a_password_are_stopped_wherever_they_come_from(cast: Cast) -> None:
    email, looked_at = cast.consultant.person.email, 0
    for number in range(1000):
        answer = Client(REMOTE_ADDR=f"192.0.{number // 250}.{number % 250}").post(
            "/sign-in/password/", {"email": email, "password": f"guess {number}"}
        )
        looked_at += answer.status_code == 422
        if number > 100 and answer.status_code == 429:
            break
    assert looked_at <= 60
    # And the person themselves is not shut out: there is the code.
    client = Client()
    ask(client, email)
    assert type_in(client, code_for(email)).status_code == 302


def test_one_place_cannot_try_every_address(cast: Cast) -> None:
    looked_at = 0
    for number in range(260):
        answer = ask(Client(), f"somebody{number}@manchester.example")
        looked_at += answer.status_code == 302
    assert looked_at == 200
    assert ask(Client(REMOTE_ADDR="192.0.2.9"), cast.consultant.person.email).status_code == 302


def test_who_forges_the_proxys_header_is_still_counted(cast: Cast) -> None:
    email = cast.consultant.person.email
    codes = [
        ask(Client(HTTP_X_FORWARDED_FOR=f"203.0.113.{number}"), email).status_code
        for number in range(7)
    ]
    assert codes == [302] * 5 + [429] * 2


def test_behind_one_proxy_the_address_it_adds_is_counted(cast: Cast, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(7):
        forged = f"10.0.0.{number}, 203.0.113.5"
        last = ask(Client(HTTP_X_FORWARDED_FOR=forged), cast.member.person.email).status_code
    assert last == 429


# --- Where it leads, and what it says of the host ------------------------------------------------


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_code_leads_nowhere_else(cast: Cast, target: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client, email = Client(), cast.consultant.person.email
    assert ask(client, email, next=target)["Location"] == "/sign-in/code/"
    assert type_in(client, code_for(email), next=target)["Location"] == "/start/"


def test_another_host_gets_no_mail_sent(cast: Cast) -> None:
    answer = Client().post(ASK, {"email": cast.consultant.person.email}, HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert delivered() == []


@pytest.mark.parametrize(
    "path",
    [
        "login",
        "signup",
        "accounts/login",
        "accounts/signup",
        "accounts/email",
        "accounts/password/reset",
        "accounts/2fa",
    ],
)
def test_none_of_allauths_own_pages_is_there(cast: Cast, path: str) -> None:
    for client in (Client(), cast.client(cast.officer)):
        assert client.get(f"/{path}/").status_code == 404


# --- Mail ----------------------------------------------------------------------------------------


def test_mail_that_cannot_be_sent_is_tried_again_and_says_no_code_in_the_log(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    post(to="jay@manchester.example", subject="Your code", text="Your code is BCDF-GHJK")

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OSError("no route to jay@manchester.example BCDF-GHJK")

    with monkeypatch.context() as patch:
        patch.setattr("accounts.operations.mail.EmailMultiAlternatives.send", refuse)
        assert send_waiting_mail() == 0
    assert "BCDF" not in caplog.text
    assert "jay" not in caplog.text
    assert delivered() == []  # it rests a little first
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=1)):
        assert len(delivered()) == 1


def test_mail_too_late_to_be_of_use_is_dropped(cast: Cast) -> None:
    ask(Client(), cast.consultant.person.email)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=16)):
        assert delivered() == []
    assert not OutgoingMail.objects.exists()


def test_two_workers_send_an_e_mail_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second looks while the first is at it."""
    post(to="jay@manchester.example", subject="Hello", text="Hello")
    from accounts.operations import mail as module

    sent, inner = [], module._send

    def slowly(mail: OutgoingMail, connection: Any) -> bool:
        sent.append(mail.pk)
        send_waiting_mail()
        return inner(mail, connection)

    monkeypatch.setattr(module, "_send", slowly)
    assert send_waiting_mail() == 1
    assert len(sent) == 1


def test_a_name_cannot_add_a_line_to_an_e_mail(cast: Cast) -> None:
    name = "Robin\r\nBcc: everybody@evil.example"
    cast.client(cast.coordinator).post(
        reverse("accounts:invite", args=["manchester"]),
        {
            "name": name,
            "email": "robin@new.example",
            "role": "officer",
            "organisation": "",
            "title": name,
        },
    )
    (letter,) = delivered()
    assert "evil" not in str(letter.message())
    assert letter.recipients() == ["robin@new.example"]


def test_nobodys_pages_are_offered_before_anybody_is_in(cast: Cast) -> None:
    client = Client()
    asked = client.post("/sign-in/", {"email": cast.member.person.email}, follow=True)
    assert asked.status_code == 200
    for page in (asked, client.get("/manchester/")):
        assert "Your pages" not in page.content.decode()
        assert 'href="/sign-in/"' in page.content.decode()
    inside = cast.client(cast.member).get("/manchester/").content.decode()
    assert "Your pages" in inside
