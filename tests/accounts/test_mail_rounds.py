"""A mail server in trouble costs the worker one time limit, not one for every email that waits."""

import smtplib
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from accounts.models import OutgoingMail
from accounts.operations import mail as module
from accounts.operations.mail import LEASE, REST, post, send_waiting_mail
from core.locks import machine_lock

pytestmark = pytest.mark.django_db


def post_many(count: int = 12) -> None:
    for number in range(count):
        post(to=f"person-{number}@manchester.example", subject="Your code", text="BCDF-GHJK")


def fail_at(problem: Exception, where: str, tries: list[str]) -> Any:
    """A connection that fails in one place, and keeps what was tried."""

    class Failing(EmailBackend):
        def open(self) -> bool:
            tries.append("open")
            if where == "open":
                raise problem
            return True

        def send_messages(self, messages: Any) -> int:
            tries.append("send")
            if where == "send":
                raise problem
            return super().send_messages(messages)

    return Failing


SERVER_TROUBLE = [
    (ConnectionRefusedError("refused"), "open"),
    (TimeoutError("timed out"), "open"),
    (smtplib.SMTPConnectError(421, b"too busy"), "open"),
    (smtplib.SMTPServerDisconnected("unexpectedly closed"), "open"),
    (smtplib.SMTPAuthenticationError(535, b"no"), "open"),
    (smtplib.SMTPServerDisconnected("unexpectedly closed"), "send"),
    (TimeoutError("timed out"), "send"),
    (ConnectionResetError("reset"), "send"),
]
ABOUT_ONE = [
    smtplib.SMTPRecipientsRefused({"x": (450, b"later")}),
    smtplib.SMTPRecipientsRefused({"x": (550, b"never")}),
    smtplib.SMTPSenderRefused(450, b"later", "x"),
    smtplib.SMTPDataError(451, b"later"),
    ValueError("a header nobody can write"),
]


@pytest.mark.parametrize("problem, where", SERVER_TROUBLE)
def test_a_round_stops_at_the_first_failed_connection_and_all_mail_rests(
    problem: Exception, where: str, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    post_many()
    tries: list[str] = []
    monkeypatch.setattr(module, "get_connection", fail_at(problem, where, tries))
    assert send_waiting_mail() == 0
    assert tries == (["open"] if where == "open" else ["open", "send"])
    assert OutgoingMail.objects.count() == 12
    assert send_waiting_mail() == 0
    assert tries.count("open") == 1  # nothing is due before the rest is over
    latest = max(OutgoingMail.objects.values_list("not_before", flat=True))
    assert latest <= timezone.now() + max(REST, LEASE)
    assert [each for each in caplog.messages if "mail server failed" in each] == [
        f"The mail server failed: {type(problem).__name__}. "
        f"{12 if where == 'open' else 11} more emails wait."
    ]
    assert "BCDF" not in caplog.text
    assert "person-" not in caplog.text


@pytest.mark.parametrize("problem", ABOUT_ONE)
def test_what_is_refused_for_one_email_does_not_stop_the_others(
    problem: Exception, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[EmailMessage]
) -> None:
    post_many(3)
    inner = EmailMessage.send

    def refuse_one(self: EmailMessage, fail_silently: bool = False) -> int:
        if self.to == ["person-0@manchester.example"]:
            raise problem
        return inner(self, fail_silently)

    monkeypatch.setattr(EmailMessage, "send", refuse_one)
    assert send_waiting_mail() == 2
    assert len(mailoutbox) == 2


def test_one_connection_carries_a_whole_round(monkeypatch: pytest.MonkeyPatch) -> None:
    post_many(5)
    tries: list[str] = []
    monkeypatch.setattr(module, "get_connection", fail_at(OSError(), "nowhere", tries))
    assert send_waiting_mail() == 5
    assert tries == ["open"] + ["send"] * 5


def test_a_second_sender_leaves_at_once() -> None:
    post_many(1)
    with machine_lock("mail") as held:
        assert held
        assert send_waiting_mail() == 0
    assert send_waiting_mail() == 1


def test_what_is_posted_during_a_round_goes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own call found the lock taken, and nobody else would come before the next sweep."""
    post_many(1)
    inner = module._send

    def slowly(mail: OutgoingMail, connection: Any) -> bool:
        if mail.to == "person-0@manchester.example":
            post(to="late@manchester.example", subject="Late", text="Late")
        return inner(mail, connection)

    monkeypatch.setattr(module, "_send", slowly)
    assert send_waiting_mail() == 2


def test_a_long_round_lets_the_worker_do_other_things(monkeypatch: pytest.MonkeyPatch) -> None:
    post_many(3)
    calls: list[str] = []
    monkeypatch.setattr(module.broker, "notify_worker", calls.append)
    monkeypatch.setattr(module, "STRETCH_SECONDS", 0.0)
    assert send_waiting_mail() == 1
    assert calls == [module.WAKE]
