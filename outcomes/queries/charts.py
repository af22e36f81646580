"""How an action's count went over time, and how many of a workplan's actions were done when."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import suppression
from core.charts import Chart, Series, said
from core.components import is_share
from outcomes.enums import ActionStatus
from outcomes.models import Action, ProgressUpdate

# Two points are a line between two things said already; three begin to show a course.
FEWEST = 3


def shown_counts(
    action: Action, updates: Sequence[ProgressUpdate], rule: suppression.Rule
) -> dict[int, str]:
    """The count of each update that has one, as the audience of `rule` may see it, by its id; empty
    words where the group is too small for any."""
    seen = _seen(action, updates, rule)
    return {
        one.pk: f"{one.reached:,}" if seen[one.pk].is_exact else seen[one.pk].words
        for one in updates
        if one.pk in seen
    }


def _seen(
    action: Action, updates: Sequence[ProgressUpdate], rule: suppression.Rule
) -> dict[int, suppression.ShownCount]:
    """The count of each update that has one, without "of 100"."""
    counted = [
        one for one in sorted(updates, key=lambda one: (one.at, one.pk)) if one.reached is not None
    ]
    numbers = [one.reached or 0 for one in counted]
    share = is_share(action.unit)
    if share or not action.counts_people:
        rule = suppression.EXACT
    # "66 per cent paid", never "66 of 100 per cent paid".
    history = suppression.show_history(numbers, None if share else action.target, rule)
    return {one.pk: shown for one, (shown, _near) in zip(counted, history, strict=True)}


def reached_chart(
    action: Action, updates: Sequence[ProgressUpdate], rule: suppression.Rule
) -> Chart | None:
    """What an action had reached, day by day, towards what it aims for: the numbers that whoever
    `rule` is for may see exactly. None where nothing is counted or fewer than three days have such
    a count. The last update of a day counts."""
    seen = _seen(action, updates, rule)
    wrong = {one.corrects_id for one in updates}
    by_day = {
        timezone.localdate(one.at): one.reached
        for one in sorted(updates, key=lambda one: (one.at, one.pk))
        if one.reached is not None and seen[one.pk].is_exact and one.pk not in wrong
    }
    if len(by_day) < FEWEST:
        return None
    days, counts = list(by_day), list(by_day.values())
    first, last = days[0], days[-1]
    many_years = first.year != last.year
    places = {
        "before": said(counts[0]),
        "now": said(counts[-1]),
        "unit": action.unit,
        "aim": said(action.target),
        "since": date_format(first, "j F Y" if many_years else "j F"),
    }
    if action.target and is_share(action.unit):
        says = _("Since %(since)s this has gone from %(before)s to %(now)s %(unit)s (aim %(aim)s).")
    elif action.target:
        says = _(
            "Since %(since)s this has gone from %(before)s to %(now)s, out of %(aim)s %(unit)s."
        )
    else:
        says = _("Since %(since)s this has gone from %(before)s to %(now)s %(unit)s.")
    return Chart(
        title=_("Number reached, update by update"),
        says=(says % places).replace(" .", ".").replace(" %", "%"),
        about=_("Date"),
        labels=[date_format(day, "j M Y" if many_years else "j M") for day in days],
        series=[Series(_("Reached"), counts, "new")],
        where=[(day - first).days / (last - first).days for day in days],
        aim=action.target or None,
    )


@dataclass(frozen=True)
class Course:
    """How many actions were done at the end of each month, up to this one."""

    values: list[int]
    first: datetime.date

    @property
    def title(self) -> str:
        """The same in words, for the drawing."""
        return _("Actions done by the end of each month since %(month)s: %(values)s") % {
            "month": date_format(self.first, "F Y"),
            "values": ", ".join(map(str, self.values)),
        }

    @property
    def says(self) -> str:
        """What it shows of late."""
        new = self.values[-1] - self.values[-FEWEST]
        if not new:
            return _("No actions were completed in the last two months.")
        return ngettext(
            "%(n)s action was completed in the last two months.",
            "%(n)s actions were completed in the last two months.",
            new,
        ) % {"n": new}


def done_by_month(workplans: Iterable[int]) -> dict[int, Course]:
    """For each of these workplans, when the actions that are done now were first said to be. Left
    out are plans with fewer than three months to show. One statement."""
    rows = (
        ProgressUpdate.objects.filter(
            action__workplan__in=list(workplans),
            action__status=ActionStatus.DONE,
            status=ActionStatus.DONE,
            # What was said by mistake and put right is no fact.
            corrected_by=None,
        )
        .order_by()
        .values_list("action__workplan", "action")
        .annotate(first=Min("at"))
    )
    months: dict[int, list[int]] = defaultdict(list)
    for plan, _action, first in rows:
        day = timezone.localdate(first)
        months[plan].append(day.year * 12 + day.month - 1)
    today = timezone.localdate()
    now = today.year * 12 + today.month - 1
    found = {}
    for plan, done in months.items():
        begun = min(done)
        if now - begun + 1 >= FEWEST:
            values = [sum(one <= month for one in done) for month in range(begun, now + 1)]
            found[plan] = Course(values, datetime.date(begun // 12, begun % 12 + 1, 1))
    return found
