"""Celery's part of reminders: the wake-up call. What is to be done is in the rows."""

from celery import shared_task

from cooperative.operations.reminders import (
    remind_of_challenges,
    remind_of_escalations,
    remind_of_questions,
    remind_of_reading,
)


@shared_task(name="cooperative.remind")
def remind() -> int:
    """Remind of challenges, of obstacles, of workplans to read and of members' questions. Answers
    of how many."""
    return sum(
        one()
        for one in (
            remind_of_challenges,
            remind_of_escalations,
            remind_of_reading,
            remind_of_questions,
        )
    )
