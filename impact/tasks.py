"""Reminders that Celery sends at their hour (config/celery.py)."""

from celery import shared_task

from impact.operations.reminders import remind_of_reports, remind_of_scrutiny


@shared_task(name="impact.remind")
def remind() -> int:
    """Remind of reports that wait for names, and of recommendations that wait for an answer.
    Returns how many."""
    return remind_of_reports() + remind_of_scrutiny()
