"""Email that did not arrive: which refusals are for good, and who is told."""

import datetime
import logging
import smtplib

from django.db import transaction
from django.utils import timezone

from accounts.models import OutgoingMail, UndeliveredMail

log = logging.getLogger(__name__)

# From this code on a mail server says that trying again cannot help (RFC 5321, 4.2.1).
FOR_GOOD = 500
# The pause after the first try that failed; it doubles with each, up to an hour.
FIRST_PAUSE = datetime.timedelta(seconds=40)
LONGEST_PAUSE = datetime.timedelta(hours=1)
KEPT_FOR = datetime.timedelta(days=90)


def code_of(problem: Exception) -> int:
    """The code a mail server refused with; 0 for a problem of another kind."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return max((int(code) for code, _ in problem.recipients.values()), default=0)
    return int(getattr(problem, "smtp_code", 0) or 0)


def is_for_good(problem: Exception) -> bool:
    """Whether this one email is refused for good: its recipient or its text. A refused sender or
    sign-in is a fault of our own set-up, which somebody mends, so it is tried again."""
    about_it = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)
    return isinstance(problem, about_it) and code_of(problem) >= FOR_GOOD


def pause_after(tries: int) -> datetime.timedelta:
    """How long an email waits after so many tries that failed."""
    return min(FIRST_PAUSE * 2 ** min(max(tries - 1, 0), 10), LONGEST_PAUSE)


def put_off(mail: OutgoingMail, problem: Exception) -> None:
    """A try failed: wait for the next one, longer each time, or give up when it was refused for
    good. The log names the row and the code; what a mail server says may hold the address."""
    kind, code = type(problem).__name__, code_of(problem)
    if is_for_good(problem):
        log.warning("Email %s could not be sent: %s %s. That is final.", mail.pk, kind, code)
        give_up(mail, code)
        return
    tries = mail.tries + 1
    pause = pause_after(tries)
    OutgoingMail.objects.filter(pk=mail.pk).update(tries=tries, not_before=timezone.now() + pause)
    log.warning(
        "Email %s could not be sent: %s %s. Try %d; the next one in %d s.",
        *(mail.pk, kind, code, tries, pause.total_seconds()),
    )


@transaction.atomic
def give_up(mail: OutgoingMail, code: int = 0) -> None:
    """Drop an email that will not arrive, and note its address for the coordinator. `code` is what
    the mail server refused it with; 0 for one that is too late now."""
    if mail.to:
        UndeliveredMail.objects.update_or_create(
            to=mail.to.lower(), defaults={"code": code, "failed_at": timezone.now()}
        )
    mail.delete()


def arrived(mail: OutgoingMail) -> None:
    """An email went: what failed at its address before is over. Its row goes."""
    UndeliveredMail.objects.filter(to=mail.to.lower()).delete()
    mail.delete()


def forget_undelivered(now: datetime.datetime | None = None) -> int:
    """Forget addresses at which nothing was tried for 90 days. Answers how many."""
    gone = UndeliveredMail.objects.filter(failed_at__lt=(now or timezone.now()) - KEPT_FOR)
    return gone.delete()[0]
