"""Celery's part of reminders: the wake-up call. What is to be done is in the rows."""

from celery import shared_task

from cooperative.operations.reminders import (
    remind_of_challenges,
    remind_of_escalations,
    remind_of_reading,
)


@shared_task(name="cooperative.remind")
def remind() -> int:
    """Remind of challenges, of obstacles and of workplans to read. Answers of how many."""
    return remind_of_challenges() + remind_of_escalations() + remind_of_reading()
