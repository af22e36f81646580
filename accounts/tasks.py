"""Celery's part: wake-up calls. What is to be done is in the rows."""

from celery import shared_task

from accounts.operations.due_changes import settle_memberships as settle
from accounts.operations.invite_many import delete_unsent_sheets
from accounts.operations.mail import WAKE, send_waiting_mail
from accounts.operations.news_mail import send_news
from accounts.operations.notices import forget_old_news
from accounts.operations.sessions import delete_expired_sessions
from accounts.operations.undelivered import forget_undelivered


@shared_task(name=WAKE)
def send_mail() -> int:
    """Send every e-mail that waits. Answers how many went."""
    return send_waiting_mail()


@shared_task(name="accounts.settle_memberships")
def settle_memberships() -> int:
    """Settle the memberships that ended, or began, by their date. Answers how many."""
    return settle()


@shared_task(name="accounts.send_news")
def write_news() -> int:
    """Write down the e-mails of news that are due. Answers how many."""
    return send_news()


@shared_task(name="accounts.forget_old_news")
def forget_news() -> int:
    """Forget news that is too old. Answers how much."""
    return forget_old_news()


@shared_task(name="accounts.forget_undelivered")
def forget_failed_mail() -> int:
    """Forget failed addresses that are too old. Answers how many."""
    return forget_undelivered()


@shared_task(name="accounts.clean_up")
def clean_up() -> int:
    """Delete sessions that have ended and lists of people that nobody sent. Answers how many."""
    return delete_expired_sessions() + delete_unsent_sheets()
