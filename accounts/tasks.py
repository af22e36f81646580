"""Celery's part of sending mail: the wake-up call. What is to be sent is in the rows."""

from celery import shared_task

from accounts.operations.mail import WAKE, send_waiting_mail


@shared_task(name=WAKE)
def send_mail() -> int:
    """Send every e-mail that waits. Answers how many went."""
    return send_waiting_mail()
