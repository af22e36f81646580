"""What is new in the demo: the last weeks of its story, and what is due today. Nobody gets an
e-mail of what happened before the demo was there."""

import datetime

from django.utils import timezone

from accounts.models import Authority
from accounts.operations.notices import settle_news
from cooperative.operations.reminders import (
    remind_of_challenges,
    remind_of_escalations,
    remind_of_reading,
)
from impact.operations.reminders import remind_of_reports
from outcomes.operations.reminders import remind_of_actions

# Long enough that there is something for everybody, short enough to be read.
STILL_NEW = datetime.timedelta(days=35)


def leave_some_news() -> None:
    """Remind of what is due, once every story is told, and let what is older count as read."""
    remind_of_actions()
    remind_of_challenges()
    remind_of_escalations()
    remind_of_reading()
    remind_of_reports()
    for authority in Authority.objects.all():
        settle_news(authority=authority, read_before=timezone.now() - STILL_NEW)
