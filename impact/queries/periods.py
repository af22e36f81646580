"""Which part of the year a meeting's report is about, in words: "April to June 2026"."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cooperative.models import Meeting


def quarter_label(meeting: Meeting) -> str:
    """For a body that meets so often that the months divide evenly, the part of the year in which
    the meeting's day lies, whichever of the year's meetings it is; for any other, and for a day
    outside the year, the month it met."""
    times = meeting.body.meetings_a_year or 0
    day, begins = timezone.localdate(meeting.starts_at), meeting.period.starts_on
    since = (day.year - begins.year) * 12 + day.month - begins.month
    if times and 12 % times == 0 and times < 12 and 0 <= since < 12:
        months = 12 // times
        first = _add_months(begins, since // months * months)
        return _span(first, _add_months(first, months - 1))
    return date_format(day, "F Y")


def _add_months(day: datetime.date, months: int) -> datetime.date:
    """The first of the month so many months on."""
    index = day.year * 12 + day.month - 1 + months
    return datetime.date(index // 12, index % 12 + 1, 1)


def _span(first: datetime.date, last: datetime.date) -> str:
    """ "April to June 2026", with both years over the turn of one, one month alone."""
    if first == last:
        return date_format(first, "F Y")
    start = date_format(first, "F" if first.year == last.year else "F Y")
    return _("%(first)s to %(last)s") % {"first": start, "last": date_format(last, "F Y")}
