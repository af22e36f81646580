"""E-mail: written down in the transaction of the deed, sent by the worker, then forgotten."""

import datetime
import logging
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from accounts.models import OutgoingMail
from core import broker
from core.text import clean_text

log = logging.getLogger(__name__)

WAKE = "accounts.send_mail"
# How long one try may take before another process may try again.
LEASE = datetime.timedelta(seconds=40)
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


def send_waiting_mail() -> int:
    """Send what waits; returns how many went. Safe in several processes: each e-mail is taken by
    one. What fails is tried again after a pause; what is too late, or for nobody, is dropped."""
    sent = 0
    now = timezone.now()
    OutgoingMail.objects.filter(send_before__lte=now).delete()
    for mail in list(OutgoingMail.objects.filter(not_before__lte=now)[:200]):
        if _take(mail):
            sent += _send(mail)
    return sent


def _take(mail: OutgoingMail) -> bool:
    """Whether this process is the one that sends it."""
    mine = OutgoingMail.objects.filter(pk=mail.pk, not_before=mail.not_before)
    return bool(mine.update(not_before=timezone.now() + LEASE))


def _send(mail: OutgoingMail) -> bool:
    try:
        _message(mail).send()
    except Exception as problem:  # a mail server has many ways to refuse
        # Its text may name the person or hold the code, so only the kind of problem is told.
        log.warning("An e-mail could not be sent: %s. It is tried again.", type(problem).__name__)
        return False
    mail.delete()
    return True


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
    broker.wake(WAKE)
