"""The executive's home: the year's report, what they are asked, and the year in a few sentences."""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from cooperative.enums import ChallengeStatus
from cooperative.models import Challenge
from core.charts import Chart, Series
from core.templatetags.words import ago
from impact.enums import AnnualStatus
from impact.models import AnnualReport
from outcomes.enums import ActionStatus, Feels
from outcomes.models import Action, Outcome, Verdict
from outcomes.models.action import ActionQuerySet, is_late
from outcomes.queries.status_counts import BEHIND, Tally, told
from portal.queries.homes.cards import (
    Board,
    Card,
    Home,
    Quiet,
    Row,
    Year,
    actions_in_words,
    consultants,
    joined,
    link,
)
from portal.queries.homes.shared import (
    challenges_to_answer,
    meeting_news,
    next_meeting,
    obstacles_to_decide,
    report_news,
)

Numbers = dict[int, dict[str, int]]
# What a board shows of its outcome, read with the numbers.
SHOWN = ("slug", "name", "short_name", "tone", "icon", "position")


@dataclass
class Standing:
    """How this year's actions stand: a year's name, and a number for each outcome and status; how
    many are late stands as BEHIND beside the statuses."""

    name: str = ""
    starts_on: datetime.date | None = None
    # How many were done in each month.
    done_in: Counter[datetime.date] = field(default_factory=Counter)
    # How many were first promised for each month.
    due_in: Counter[datetime.date] = field(default_factory=Counter)
    by_outcome: Numbers = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    # Those the authority plans under, as far as a board shows them.
    outcomes: dict[int, Outcome] = field(default_factory=dict)

    @property
    def together(self) -> Counter[str]:
        """The same, of all outcomes."""
        total: Counter[str] = Counter()
        for one in self.by_outcome.values():
            total.update(one)
        return total


def executive_home(actor: Membership) -> Home:
    """Eight statements."""
    annuals = list(
        AnnualReport.objects.visible_to(actor)
        .select_related("period")
        .order_by("-period__starts_on")[:4]
    )
    waiting, known = _annual_reports(actor, annuals)
    standing = _standing(actor)
    return Home(
        waiting=joined(challenges_to_answer(actor), obstacles_to_decide(actor), waiting),
        news=joined(known, meeting_news(actor, next_meeting(actor)), report_news(actor)),
        boards=_boards(actor, standing),
        year=_year(actor, standing, annuals),
        quiet=Quiet(
            _("Nothing needs your sign-off today"),
            _(
                "You’ll see the annual report here once %(consultants)s have signed their "
                "foreword. You’ll also see any question they ask you."
            )
            % {"consultants": consultants(actor)},
            url=link(actor, "impact:annual-list"),
            label=_("See the annual reports"),
        ),
    )


def _annual_reports(
    actor: Membership, annuals: list[AnnualReport]
) -> tuple[list[Card], list[Card]]:
    """The reports to endorse; and those to know of: endorsed, or waiting for their foreword."""
    waiting, known = [], []
    words = {"consultants": consultants(actor, capital=True)}
    for annual in annuals:
        url = link(actor, "impact:annual-detail", annual.period.slug)
        if annual.status == AnnualStatus.ENDORSED:
            note = _("Endorsed %(when)s.") % {"when": ago(annual.endorsed_at)}
            known.append(
                Card(annual.title, url=url, label=_("View and download"), note=note, waits=0)
            )
        elif annual.foreword_signed_at:
            lines = (
                _("%(consultants)s have signed their foreword. Now it’s ready for you to endorse.")
                % words,
            )
            waiting.append(Card(annual.title, url=url, label=_("Read and endorse"), lines=lines))
        else:
            lines = (_("This is still a draft. %(consultants)s write the foreword first.") % words,)
            known.append(
                Card(annual.title, url=url, label=_("Read the draft"), lines=lines, waits=0)
            )
    return waiting, known[:1]


def _standing(actor: Membership) -> Standing:
    """How this year's actions stand. One statement."""
    found = Standing()
    rows = (
        _of_this_year(actor)
        .order_by("workplan__period__starts_on")
        .annotate(month=TruncMonth("status_changed_at"), due=TruncMonth("first_due_on"))
        .values_list(
            "workplan__period__name", "workplan__period__starts_on", "workplan__outcome_id",
            "status", "month", "due", "workplan__outcome__outcome_set__is_main",
            *(f"workplan__outcome__{name}" for name in SHOWN),
        )
        .annotate(total=Count("pk"), late=Count("pk", filter=is_late()))
    )  # fmt: skip
    for year, starts_on, outcome_id, status, month, due, is_main, *shown, total, late in rows:
        if is_main:
            values = dict(zip(SHOWN, shown, strict=True))
            found.outcomes[outcome_id] = Outcome(pk=outcome_id, **values)
        found.name, found.starts_on = year, starts_on
        if status == ActionStatus.DONE:
            found.done_in[timezone.localdate(month)] += total
        found.due_in[due] += total
        found.by_outcome[outcome_id][status] += total
        found.by_outcome[outcome_id][BEHIND] += late
    return found


def _tally(numbers: dict[str, int]) -> Tally:
    return told(numbers, numbers[BEHIND])


def _total(numbers: Counter[str]) -> int:
    return sum(number for status, number in numbers.items() if status != BEHIND)


def _of_this_year(actor: Membership) -> ActionQuerySet:
    today = timezone.localdate()
    return (
        Action.objects.visible_to(actor)
        .filter(workplan__period__starts_on__lte=today, workplan__period__ends_on__gte=today)
        .agreed()
    )


def _boards(actor: Membership, standing: Standing) -> list[Board]:
    """Every outcome at a glance. No statement of its own."""
    return [
        Board(
            outcome,
            url=link(actor, "outcomes:action-list", query=f"outcome={outcome.slug}"),
            counts=_tally(standing.by_outcome[outcome.pk]),
        )
        for outcome in sorted(standing.outcomes.values(), key=lambda one: (one.position, one.name))
        if any(standing.by_outcome[outcome.pk].values())
    ]


# --- The year ------------------------------------------------------------------------------------


def _year(actor: Membership, standing: Standing, annuals: list[AnnualReport]) -> Year | None:
    """The year in a few sentences, and what can be taken away. Two statements; nothing while
    there is no action in it."""
    numbers = standing.together
    if not _total(numbers):
        return None
    return Year(
        _("%(year)s so far") % {"year": standing.name},
        as_of=timezone.localdate(),
        sentences=[*_of_actions(numbers), *_felt(actor), *_asked(actor)],
        counts=_tally(numbers),
        chart=done_over_time(standing),
        downloads=_downloads(actor, annuals),
    )


def done_over_time(standing: Standing) -> Chart | None:
    """How many actions were done by the end of each month, and how many were first promised for by
    then; nothing before the second month."""
    day, today = standing.starts_on, timezone.localdate()
    months: list[datetime.date] = []
    while day is not None and day <= today:
        months.append(day.replace(day=1))
        day = (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    if len(months) < 2 or not standing.done_in:
        return None
    done = [sum(n for month, n in standing.done_in.items() if month <= one) for one in months]
    due = [sum(n for month, n in standing.due_in.items() if month <= one) for one in months]
    lately = done[-1] - done[-3] if len(done) > 2 else done[-1]
    says = _("No actions have been completed since %(day)s.")
    if lately:
        says = ngettext(
            "%(n)s action has been completed since %(day)s.",
            "%(n)s actions have been completed since %(day)s.",
            lately,
        )
    return Chart(
        title=_("Actions done and due, month by month"),
        says=says % {"n": lately, "day": date_format(months[-2], "j F")},
        about=_("Month"),
        labels=[date_format(one, "M") for one in months],
        series=[Series(_("Done"), done, "done"), Series(_("Due by then"), due, "warn")],
    )


def _of_actions(numbers: Counter[str]) -> list[str]:
    total = _total(numbers)
    done = ngettext(
        "%(done)s of %(actions)s is done.", "%(done)s of %(actions)s are done.", numbers["done"]
    ) % {"done": numbers["done"], "actions": actions_in_words(total)}
    if not numbers[BEHIND]:
        return [done, _("Nothing is late.")]
    late = ngettext("%(n)s is late.", "%(n)s are late.", numbers[BEHIND])
    return [done, late % {"n": numbers[BEHIND]}]


def _felt(actor: Membership) -> list[str]:
    """What care consultants say of the year's actions: the verdict that stands on each."""
    latest = Verdict.objects.filter(action=OuterRef("pk")).order_by("-at", "-pk").values("feels")
    felt = Counter(
        _of_this_year(actor)
        .annotate(felt=Subquery(latest[:1]))
        .exclude(felt=None)
        .order_by()
        .values_list("felt", flat=True)
    )
    judged = sum(felt.values())
    if not judged:
        words = {"consultants": consultants(actor, capital=True)}
        return [_("%(consultants)s haven’t given a verdict on any of them yet.") % words]
    return [
        ngettext(
            "%(consultants)s have given a verdict on %(judged)s: %(yes)s feels really different, "
            "%(no)s no different yet.",
            "%(consultants)s have given a verdict on %(judged)s: %(yes)s feel really different, "
            "%(no)s no different yet.",
            felt[Feels.YES],
        )
        % {
            "consultants": consultants(actor, capital=True),
            "judged": judged,
            "yes": felt[Feels.YES],
            "no": felt[Feels.NOT_YET],
        }
    ]


def _asked(actor: Membership) -> list[str]:
    """Challenges that are open now."""
    today = timezone.localdate()
    found = (
        Challenge.objects.visible_to(actor)
        .filter(status=ChallengeStatus.OPEN)
        .aggregate(n=Count("pk"), overdue=Count("pk", filter=Q(reply_by__lt=today)))
    )
    if not found["n"]:
        return [_("No challenges are waiting for an answer.")]
    return [
        ngettext(
            "%(n)s challenge is waiting for an answer (%(overdue)s late).",
            "%(n)s challenges are waiting for an answer (%(overdue)s late).",
            found["n"],
        )
        % found
    ]


def _downloads(actor: Membership, annuals: list[AnnualReport]) -> list[Row]:
    """What can be taken away: reports, and the figures behind them."""
    reports = [
        Row(
            annual.title,
            url=link(actor, "impact:annual-detail", annual.period.slug),
            note=_("Annual report (PDF)"),
        )
        for annual in annuals
        if annual.status == AnnualStatus.ENDORSED
    ]
    return [
        *reports[:2],
        Row(
            _("All actions"),
            url=link(actor, "outcomes:action-export"),
            note=_("Spreadsheet, up to date today"),
        ),
        Row(
            _("All challenges"),
            url=link(actor, "cooperative:challenge-export"),
            note=_("Spreadsheet, with dates"),
        ),
        Row(
            _("Open data"),
            url=link(actor, "impact:open-data"),
            note=_("Figures anyone can download"),
        ),
    ]
