"""Days between days: the one place that says how late something is."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format


def days_late(due: datetime.date, today: datetime.date | None = None) -> int:
    """Whole days past `due`; 0 on the day itself and before. `today` where it is known already."""
    return max(0, ((today or timezone.localdate()) - due).days)


def full_day(day: datetime.date) -> str:
    """ "12 June 2026": the one form of a date in tables and wherever the year matters."""
    return date_format(day, "j F Y")
