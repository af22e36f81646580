"""Email that is refused for good is not sent again, and the coordinator sees whose it was."""

import datetime
import logging
import smtplib
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from accounts.models import OutgoingMail, UndeliveredMail
from accounts.operations.invitations import invite
from accounts.operations.mail import post, send_waiting_mail
from accounts.operations.undelivered import LONGEST_PAUSE, forget_undelivered, pause_after
from tests.support.cast import Cast
from tests.support.places import AT_OURS

PEOPLE = f"{AT_OURS}people/"


def refused(code: int, words: bytes = b"no") -> Exception:
    return smtplib.SMTPRecipientsRefused({"someone@council.example": (code, words)})


FOR_GOOD = [refused(550), refused(553), smtplib.SMTPDataError(554, b"no")]
FOR_NOW = [
    refused(450),
    smtplib.SMTPDataError(451, b"later"),
    smtplib.SMTPSenderRefused(550, b"who are you", "golden-thread@localhost"),
    smtplib.SMTPSenderRefused(451, b"later", "golden-thread@localhost"),
]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A mail server that answers with `problem`, and counts how often it is asked."""
    state: dict[str, Any] = {"problem": None, "asked": 0}
    send = EmailBackend.send_messages

    def answer(self: EmailBackend, messages: Any) -> int:
        state["asked"] += 1
        if state["problem"]:
            raise state["problem"]
        return int(send(self, messages))

    monkeypatch.setattr(EmailBackend, "send_messages", answer)
    return state


def try_again_at_once() -> None:
    OutgoingMail.objects.update(not_before=timezone.now())
    send_waiting_mail()


@pytest.mark.parametrize("problem", FOR_GOOD, ids=repr)
def test_a_permanent_refusal_is_tried_once(
    db: None, server: dict[str, Any], problem: Exception
) -> None:
    post(to="Someone@council.example", subject="News", text="Read it.")
    server["problem"] = problem
    for _ in range(3):
        try_again_at_once()
    assert server["asked"] == 1
    assert not OutgoingMail.objects.exists()
    assert UndeliveredMail.objects.get().to == "someone@council.example"


@pytest.mark.parametrize("problem", FOR_NOW, ids=repr)
def test_a_temporary_refusal_waits_longer_each_time(
    db: None, server: dict[str, Any], problem: Exception
) -> None:
    mail = post(to="someone@council.example", subject="News", text="Read it.")
    server["problem"] = problem
    waited = []
    for _ in range(4):
        try_again_at_once()
        mail.refresh_from_db()
        waited.append(round((mail.not_before - timezone.now()).total_seconds(), -1))
    assert waited == [40, 80, 160, 320]
    assert mail.tries == 4
    assert not UndeliveredMail.objects.exists()


def test_the_pause_has_an_end() -> None:
    assert pause_after(1) == datetime.timedelta(seconds=40)
    assert pause_after(60) == LONGEST_PAUSE


def test_what_is_too_late_is_told_too(db: None, server: dict[str, Any]) -> None:
    post(
        to="someone@council.example", subject="Code", text="1", within=datetime.timedelta(seconds=0)
    )
    send_waiting_mail()
    assert server["asked"] == 0
    assert UndeliveredMail.objects.get().code == 0


def test_the_next_that_arrives_settles_it(db: None, server: dict[str, Any]) -> None:
    UndeliveredMail.objects.create(to="someone@council.example", code=550, failed_at=timezone.now())
    post(to="Someone@council.example", subject="News", text="Read it.")
    send_waiting_mail()
    assert not UndeliveredMail.objects.exists()


@pytest.mark.parametrize("problem", [FOR_GOOD[0], FOR_NOW[0]], ids=repr)
def test_the_log_names_row_and_code_and_no_address(
    db: None, server: dict[str, Any], problem: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    mail = post(to="someone@council.example", subject="Secret 123456", text="654321")
    server["problem"] = problem
    send_waiting_mail()
    (line,) = [one for one in caplog.messages if "could not be sent" in one]
    assert f"Email {mail.pk} " in line
    assert str(problem.recipients["someone@council.example"][0]) in line  # type: ignore[attr-defined]
    for secret in ("someone", "council.example", "123456", "654321"):
        assert secret not in caplog.text


def test_the_coordinator_sees_whose_and_what_to_do(cast: Cast) -> None:
    invite(actor=cast.coordinator, name="Robin New", email="robin@new.example", role="officer")
    for address in ("robin@new.example", cast.officer.person.email.lower()):
        UndeliveredMail.objects.create(to=address, code=550, failed_at=timezone.now())
    UndeliveredMail.objects.create(
        to=cast.bury_people["officer"].person.email, code=550, failed_at=timezone.now()
    )
    page = cast.client(cast.coordinator).get(PEOPLE).content.decode()
    card = page[page.index("Emails that didn’t arrive") :].split("</section>")[0]
    assert "Robin New" in card
    assert "withdraw the invitation" in card
    assert cast.officer.person.name in card
    assert "set a leaving date" in card
    assert cast.bury_people["officer"].person.email not in page
    for other in (cast.officer, cast.lead, cast.member):
        assert "Emails that didn’t arrive" not in cast.client(other).get(PEOPLE).content.decode()


def test_nothing_failed_nothing_is_shown(cast: Cast) -> None:
    page = cast.client(cast.coordinator).get(PEOPLE).content.decode()
    assert "Emails that didn’t arrive" not in page


def test_it_is_forgotten_after_ninety_days(db: None) -> None:
    now = timezone.now()
    for days in (91, 89):
        UndeliveredMail.objects.create(
            to=f"{days}@council.example", failed_at=now - datetime.timedelta(days=days)
        )
    assert forget_undelivered() == 1
    assert UndeliveredMail.objects.get().to == "89@council.example"
