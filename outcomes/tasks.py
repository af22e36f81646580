"""Celery's part of reminders: the wake-up call. What is to be done is in the rows."""

from celery import shared_task

from outcomes.operations.reminders import remind_of_actions


@shared_task(name="outcomes.remind")
def remind() -> int:
    """Remind of actions that are due, late or stuck. Answers of how many."""
    return remind_of_actions()
