"""E-mail: written down in the transaction of the deed, sent by the worker, then forgotten."""

import contextlib
import datetime
import logging
import smtplib
import time
from collections.abc import Iterator
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import timezone

from accounts.models import OutgoingMail
from accounts.operations.undelivered import arrived, give_up, put_off
from core import broker
from core.locks import machine_lock
from core.text import clean_text

log = logging.getLogger(__name__)

WAKE = "accounts.send_mail"
# How long one try may take before another process may try again.
LEASE = datetime.timedelta(seconds=40)
# How long all mail rests after the mail server could not be reached or stopped answering.
REST = datetime.timedelta(seconds=20)
# After this long in one go the worker turns to its other messages, and calls itself again.
STRETCH_SECONDS = 60.0
A_DAY = datetime.timedelta(days=1)


@transaction.atomic
def post(
    *,
    to: str,
    subject: str,
    text: str,
    within: datetime.timedelta = A_DAY,
    html: str = "",
    stop_url: str = "",
) -> OutgoingMail:
    """Write an e-mail down for the worker to send, which tries again until `within` has passed. It
    goes only if the transaction it was written in holds. A subject becomes one line
    without control or direction characters: a name may hold them, no header may. Returns the row.
    """
    mail = OutgoingMail(
        to=to,
        subject=clean_text(subject)[:200],
        text=text,
        html=html,
        stop_url=stop_url,
        send_before=timezone.now() + within,
    )
    mail.save()
    transaction.on_commit(_wake)
    return mail


def post_nothing() -> None:
    """Do all that `post` does, for an address nobody has: whoever measures the time it takes to be
    answered learns nothing about who is here."""
    post(to="", subject="-", text="-", within=datetime.timedelta(0))


class ServerTrouble(Exception):
    """The mail server cannot be reached or no longer answers: no other e-mail would go either."""


def send_waiting_mail() -> int:
    """Send what waits; returns how many went. One sender at a time on a machine, and each e-mail is
    taken by one process. What fails is tried again after a pause that grows; what was refused for
    good, is too late, or is for nobody, is dropped (`accounts.operations.undelivered`). A server
    that cannot be reached ends the round, and all mail rests for a while: it costs the worker one
    time limit, not one an e-mail."""
    sent, until = 0, time.monotonic() + STRETCH_SECONDS
    while True:
        with machine_lock("mail") as held:
            if not held:
                return sent  # whoever holds it looks once more after releasing it
            went, over = _send_round(until)
            sent += went
        if over or not _due().exists():
            return sent


def _due() -> Any:
    return OutgoingMail.objects.filter(not_before__lte=timezone.now())


def _send_round(until: float) -> tuple[int, bool]:
    """How many went, over one connection, and whether that is all for now."""
    sent = 0
    for late in OutgoingMail.objects.filter(send_before__lte=timezone.now()):
        give_up(late)
    waiting = list(_due()[:200])
    if not waiting:
        return 0, True
    try:
        with _open_connection() as connection:
            for mail in waiting:
                if _take(mail):
                    sent += _send(mail, connection)
                if time.monotonic() > until:
                    _wake()
                    return sent, True
    except ServerTrouble as problem:
        resting = _due().update(not_before=timezone.now() + REST)
        log.warning("The mail server failed: %s. %d more emails wait.", problem, resting)
        return sent, True
    return sent, False


@contextlib.contextmanager
def _open_connection() -> Iterator[Any]:
    connection = get_connection()
    try:
        connection.open()
    except Exception as problem:
        raise ServerTrouble(type(problem).__name__) from None
    try:
        yield connection
    finally:
        with contextlib.suppress(Exception):  # what was sent is sent, however the server says bye
            connection.close()


def _take(mail: OutgoingMail) -> bool:
    """Whether this process is the one that sends it."""
    mine = OutgoingMail.objects.filter(pk=mail.pk, not_before=mail.not_before)
    return bool(mine.update(not_before=timezone.now() + LEASE))


def _send(mail: OutgoingMail, connection: Any) -> bool:
    message = _message(mail)
    message.connection = connection
    try:
        message.send()
    except Exception as problem:  # a mail server has many ways to refuse
        if _is_server_trouble(problem):
            # Its text may name the person or hold the code, so only the kind of problem is told.
            raise ServerTrouble(type(problem).__name__) from None
        put_off(mail, problem)
        return False
    arrived(mail)
    return True


def _is_server_trouble(problem: Exception) -> bool:
    """Whether every other email would fare the same: no connection, no answer, no sign-in. A
    refusal of this sender, recipient or text is about one email."""
    about_one = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)
    return isinstance(problem, OSError) and not isinstance(problem, about_one)


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The row as it goes out, each time under the same Message-ID: after a worker that was killed
    before it heard that it went, the next one sends it again (decision 53), and many mail servers
    show one of two such. What can be stopped says how, as mail programs ask for it (RFC 8058)."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<{mail.pk}.{mail.send_before.timestamp():.6f}@{domain}>"}
    if mail.stop_url:
        headers["List-Unsubscribe"] = f"<{mail.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=headers
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _wake() -> None:
    broker.notify_worker(WAKE)
