"""The year's charts: where each quarter's actions stood, how many questions were asked and how
many answered, and how many days a first answer took. Drawn from what the annual report holds."""

import datetime
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import Chart, Series
from core.components import STATUS
from outcomes.enums import TELLING_ORDER, ActionStatus
from outcomes.models import Period
from outcomes.queries.status_counts import BEHIND, LATE, WORDS, Tally

# A question of this year: when it was put, and when it had its first answer.
Asked = tuple[datetime.datetime, datetime.datetime | None]
QUARTER_MONTHS = 3


def quarters_of(period: Period, asked: Sequence[Asked]) -> list[dict[str, Any]]:
    """What was asked in each quarter of the year that has begun, fit to be stored: its first and
    last day, how many questions, how many of those are answered, and the days half of them took."""
    found = []
    first = period.starts_on
    while first <= min(period.ends_on, timezone.localdate()):
        after = _months_on(first, QUARTER_MONTHS)
        mine = [row for row in asked if first <= timezone.localdate(row[0]) < after]
        days = [(answer - raised).days for raised, answer in mine if answer]
        found.append(
            {
                "from": first.isoformat(),
                "to": (after - datetime.timedelta(days=1)).isoformat(),
                "raised": len(mine),
                "answered": len(days),
                "median_days": int(statistics.median(days)) if days else None,
            }
        )
        first = after
    return found


def _months_on(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months on, or the last there is."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return datetime.date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def standing_chart(quarters: Iterable[tuple[str, Tally]]) -> Chart | None:
    """Where the actions of each published report stood, by its part of the year. None for fewer
    than two, which show no change."""
    told = [(label, {key: number for key, _words, number in counts}) for label, counts in quarters]
    told = [(label, counts) for label, counts in told if counts]
    if len(told) < 2:
        return None
    total: Counter[str] = Counter()
    for _label, counts in told:
        total.update(counts)
    # Reports of before told late actions among the statuses.
    late = total.pop(BEHIND, 0) + total[LATE]
    done = total[ActionStatus.DONE]
    says = _("Across %(reports)s reports, %(done)s of %(all)s actions were done. %(late)s") % {
        "reports": len(told),
        "done": done,
        "all": total.total(),
        "late": ngettext("%(n)s was late.", "%(n)s were late.", late) % {"n": late}
        if late
        else _("None were late."),
    }
    return Chart(
        title=_("Status of actions, report by report"),
        says=says,
        about=_("Report"),
        labels=[label for label, _counts in told],
        series=[
            Series(str(WORDS[key]), [counts.get(key, 0) for _label, counts in told], _mood(key))
            for key in TELLING_ORDER
            if total[key]
        ],
        unit=_("actions"),
    )


def _mood(status: str) -> str:
    return STATUS[status].mood


def asking_chart(quarters: Sequence[dict[str, Any]]) -> Chart | None:
    """How many questions were put in each quarter, and how many of those have an answer."""
    if len(quarters) < 2 or not any(one["raised"] for one in quarters):
        return None
    raised = sum(one["raised"] for one in quarters)
    answered = sum(one["answered"] for one in quarters)
    return Chart(
        title=_("Questions asked and answered, every three months"),
        says=ngettext(
            "Care consultants asked %(n)s question. Answered so far: %(answered)s.",
            "Care consultants asked %(n)s questions. Answered so far: %(answered)s.",
            raised,
        )
        % {"n": raised, "answered": answered},
        about=_("When"),
        labels=[_months(one) for one in quarters],
        series=[
            Series(_("Asked"), [one["raised"] for one in quarters], "voice"),
            Series(_("Answered"), [one["answered"] for one in quarters], "done"),
        ],
    )


def waiting_chart(quarters: Sequence[dict[str, Any]]) -> Chart | None:
    """How many days the middle first answer took, for the quarters in which a question was asked
    that has one."""
    known = [one for one in quarters if one["median_days"] is not None]
    if len(known) < 2:
        return None
    first, last = known[0]["median_days"], known[-1]["median_days"]
    places = {"before": first, "now": last}
    if last < first:
        says = _("First answers came sooner: half came within %(now)s days, down from %(before)s.")
    elif last > first:
        says = _("First answers took longer: half came within %(now)s days, up from %(before)s.")
    else:
        says = _("First answers took as long as before: half came within %(now)s days.")
    return Chart(
        title=_("Days until a first answer, every three months"),
        says=says % places,
        about=_("When"),
        labels=[_months(one) for one in known],
        series=[Series(_("Days"), [one["median_days"] for one in known], "new")],
        unit=_("days"),
    )


def _months(quarter: dict[str, Any]) -> str:
    """ "Apr to Jun": short, for it stands beside a bar."""
    first, last = (datetime.date.fromisoformat(quarter[end]) for end in ("from", "to"))
    return _("%(first)s to %(last)s") % {
        "first": date_format(first, "M"),
        "last": date_format(last, "M Y"),
    }
