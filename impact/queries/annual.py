"""What the annual report says: the year's published quarters, and the year's own counts.

The executive asked for "an annual Corporate Parenting Report setting out the progress and impact
made against the priorities" (Manchester 6.2). The quarters are published and no longer change; the
year's counts are kept with the report when it is composed or refreshed.
"""

import datetime
import re
import statistics
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery
from django.utils import timezone, translation

from accounts.models import Authority
from cooperative.enums import ChallengeStatus, MeetingStatus
from cooperative.models import Challenge, ChallengeAnswer, Meeting
from core.charts import Chart
from expectations.models import Evidence, Expectation, ExpectationVerdict
from impact.models import AnnualReport, ImpactReport
from impact.queries.content import (
    AuthorityFacts,
    ContentPart,
    OutcomeFacts,
    authority_facts,
    loaded,
    report_content,
)
from impact.queries.highlights import Figure, Quotation
from impact.queries.sentences import first_up
from impact.queries.year_charts import asking_chart, quarters_of, standing_chart, waiting_chart
from outcomes.enums import ActionStatus, Feels, WorkplanStatus
from outcomes.models import Action, Period, Priority, Verdict
from outcomes.queries.status_counts import BEHIND, WORDS, Tally, number_of, tally_of, total_of
from voice.models import Ask


@dataclass(frozen=True)
class Foreword:
    text: str
    by: str
    on: datetime.date


@dataclass(frozen=True)
class Quarter:
    """One published report, as it was signed."""

    slug: str
    title: str
    quarter_label: str
    introduction: str
    outcome: OutcomeFacts | None
    parts: list[ContentPart]
    figures: list[Figure]
    status_counts: Tally
    quote: Quotation | None
    signed_by: list[str]
    signed_on: datetime.date | None

    @property
    def months(self) -> str:
        """Its part of the year without the year, which is the report's own: "July to September" is
        short enough to stand whole beside a bar."""
        return re.sub(r" \d{4}", "", self.quarter_label)


@dataclass(frozen=True)
class AnnualContent:
    """Everything the annual report shows, in reading order."""

    authority: AuthorityFacts
    title: str
    period: str
    foreword: Foreword | None
    endorsed_on: datetime.date | None
    # The day its figures were counted.
    as_of: datetime.date
    quarters: list[Quarter]
    totals: dict[str, Any]
    status_counts: Tally
    expectations: list[dict[str, Any]]
    # What else was achieved; and what before this year began.
    evidence: list[dict[str, Any]]
    earlier: list[dict[str, Any]]
    challenges: dict[str, Any]
    points: dict[str, Any]

    @cached_property
    def standing(self) -> Chart | None:
        """Where the actions of each published report stood."""
        return standing_chart((one.months, one.status_counts) for one in self.quarters)

    @cached_property
    def asking(self) -> list[Chart]:
        """Questions asked and answered, and the days a first answer took, by quarter. A year that
        was composed before quarters were kept has none."""
        quarters = self.challenges.get("quarters", [])
        return [one for one in (asking_chart(quarters), waiting_chart(quarters)) if one]

    @property
    def context(self) -> dict[str, Any]:
        """For a template: the same names as the fields, and the charts."""
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**fields, "standing": self.standing, "asking": self.asking}


def annual_content(annual: AnnualReport) -> AnnualContent:
    """The year's report. About seven statements, however many quarters."""
    reports = list(
        loaded(ImpactReport.objects.filter(annual_reports=annual).published()).order_by(
            "meeting__starts_at", "pk"
        )
    )
    facts = annual.facts
    achieved = facts.get("evidence", [])
    return AnnualContent(
        authority=authority_facts(annual.authority),
        title=annual.title,
        period=annual.period.name,
        foreword=_foreword(annual),
        endorsed_on=timezone.localdate(annual.endorsed_at) if annual.endorsed_at else None,
        as_of=timezone.localdate(annual.composed_at),
        quarters=[_quarter(report_content(report)) for report in reports],
        totals=facts.get("totals", {}),
        status_counts=_in_words(facts.get("status_counts", [])),
        expectations=[_judged(one) for one in facts.get("expectations", [])],
        evidence=[one for one in achieved if not _is_earlier(one, annual.period)],
        earlier=[one for one in achieved if _is_earlier(one, annual.period)],
        challenges=facts.get("challenges", {}),
        points=facts.get("points", {}),
    )


def _is_earlier(item: dict[str, Any], period: Period) -> bool:
    """Whether something was achieved before a year began, as far as its own words say: "the year to
    May 2024". What says no year is not counted as this year's either."""
    years = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", item.get("period") or "")]
    return not years or max(years) < period.starts_on.year


def _quarter(content: Any) -> Quarter:
    report = content.report
    return Quarter(
        slug=report.slug,
        title=report.title,
        quarter_label=report.quarter_label,
        introduction=report.introduction,
        outcome=report.outcome,
        parts=content.parts,
        figures=content.figures,
        status_counts=content.status_counts,
        quote=content.quote,
        signed_by=report.signed_by,
        signed_on=report.signed_on,
    )


def _foreword(annual: AnnualReport) -> Foreword | None:
    if annual.foreword_by is None or annual.foreword_signed_at is None:
        return None
    by = annual.foreword_by.public_name or first_up(annual.authority.word("care consultant"))
    on = timezone.localdate(annual.foreword_signed_at)
    return Foreword(text=annual.foreword, by=by, on=on)


def year_facts(authority: Authority, period: Period) -> dict[str, Any]:
    """The year's counts as they are now, fit to be stored, and in the authority's own language
    whatever language the one who composes them reads in. Nine statements."""
    actions = Action.objects.agreed().filter(
        workplan__period=period, workplan__status__in=(WorkplanStatus.SHARED, WorkplanStatus.CLOSED)
    )
    with translation.override(settings.LANGUAGE_CODE):
        counts = tally_of(actions)
    felt = _felt(actions)
    return {
        "totals": {
            "reports": ImpactReport.objects.published().filter(meeting__period=period).count(),
            "priorities": Priority.objects.filter(workplan__period=period).count(),
            "actions": total_of(counts),
            "done": number_of(counts, ActionStatus.DONE),
            "late": number_of(counts, BEHIND),
            "judged": sum(felt.values()),
            "feel_different": felt[Feels.YES],
            "feel_a_bit_different": felt[Feels.A_BIT],
            "feel_no_different": felt[Feels.NOT_YET],
        },
        "status_counts": counts,
        "expectations": _expectations(authority, period, actions),
        "evidence": list(
            Evidence.objects.filter(authority=authority).values(
                "text", "period", "quantity", "felt_by"
            )
        ),
        "challenges": _challenges(authority, period),
        "points": _points(authority, period),
    }


def _in_words(stored: list[list[Any]]) -> Tally:
    """Counts as they were stored, in the words of whoever reads them now."""
    return [(key, str(WORDS.get(key, words)), number) for key, words, number in stored]


def _felt(actions: Any) -> Counter[str]:
    """The verdict that stands on each action, counted."""
    latest = Verdict.objects.filter(action=OuterRef("pk")).order_by("-at", "-pk").values("feels")
    judged = actions.annotate(felt=Subquery(latest[:1])).exclude(felt=None)
    return Counter(judged.values_list("felt", flat=True))


def _expectations(authority: Authority, period: Period, actions: Any) -> list[dict[str, Any]]:
    """The main set, each with how many of the year's actions serve it and the year's last verdict:
    a year in which nobody judged it has none, whatever was said before."""
    ids = actions.values("pk")
    verdict = ExpectationVerdict.objects.filter(
        expectation=OuterRef("pk"),
        at__date__gte=period.starts_on,
        at__date__lte=period.ends_on,
    )
    rows = (
        Expectation.objects.in_main_set()
        .filter(expectation_set__authority=authority)
        .annotate(
            n_actions=Count("actions", filter=Q(actions__in=ids), distinct=True),
            feels=Subquery(verdict.values("feels")[:1]),
            judged_at=Subquery(verdict.values("at")[:1]),
        )
        .order_by("number")
    )
    return [
        {
            "number": row["number"],
            "text": row["text"],
            "n_actions": row["n_actions"],
            "feels": row["feels"] or "",
            "judged_on": timezone.localdate(row["judged_at"]).isoformat()
            if row["judged_at"]
            else "",
        }
        for row in rows.values("number", "text", "n_actions", "feels", "judged_at")
    ]


def _judged(stored: dict[str, Any]) -> dict[str, Any]:
    """An expectation as it was stored; without a verdict where none was kept then."""
    said = stored.get("judged_on", "")
    day = datetime.date.fromisoformat(said) if said else None
    return {"feels": "", **stored, "judged_on": day}


def _points(authority: Authority, period: Period) -> dict[str, int]:
    """How many points young people raised this year, of those that have been released, and how many
    became part of a priority: promise-keeping, measured. One statement."""
    heard = Ask.objects.released().filter(
        authority=authority, said_on__gte=period.starts_on, said_on__lte=period.ends_on
    )
    taken_up = Count("pk", filter=Q(priorities__isnull=False), distinct=True)
    return heard.aggregate(raised=Count("pk", distinct=True), taken_up=taken_up)


def _challenges(authority: Authority, period: Period) -> dict[str, Any]:
    """How many questions were put this year, answered and accepted, and how long a first answer
    took: promise-keeping, measured."""
    answers = ChallengeAnswer.objects.filter(challenge=OuterRef("pk")).order_by()
    first = answers.values("challenge").annotate(first=Min("at")).values("first")
    rows = list(
        Challenge.objects.filter(
            authority=authority,
            raised_at__date__gte=period.starts_on,
            raised_at__date__lte=period.ends_on,
        )
        .annotate(first_answer=Subquery(first))
        .values_list("raised_at", "first_answer", "status")
    )
    days = [(answer - raised).days for raised, answer, _status in rows if answer]
    return {
        "raised": len(rows),
        "answered": len(days),
        "accepted": sum(row[2] == ChallengeStatus.ACCEPTED for row in rows),
        "median_days": int(statistics.median(days)) if days else None,
        "quarters": quarters_of(period, [row[:2] for row in rows]),
    }


# A meeting that was cancelled needs no report.
GOING_AHEAD = (MeetingStatus.PLANNED, MeetingStatus.PAPERS_OUT, MeetingStatus.HELD)


@dataclass(frozen=True)
class YearGaps:
    """What a year's report cannot have in it yet: whether the year goes on, and its meetings whose
    report has not been published."""

    ends_on: datetime.date
    is_over: bool
    unreported: list[str]

    def __bool__(self) -> bool:
        return not self.is_over or bool(self.unreported)


def gaps_of(annual: AnnualReport) -> YearGaps:
    """What is missing of the year today. One statement."""
    period = annual.period
    unreported = (
        Meeting.objects.to_report_on()
        .filter(period=period, status__in=GOING_AHEAD)
        .exclude(impact_report__in=ImpactReport.objects.published())
        .order_by("starts_at", "pk")
    )
    return YearGaps(
        ends_on=period.ends_on,
        is_over=period.ends_on < timezone.localdate(),
        unreported=list(unreported.values_list("title", flat=True)),
    )


def has_new_quarters(annual: AnnualReport) -> bool:
    """Whether a report of the year has been published that is not in it yet."""
    mine = annual.reports.filter(pk=OuterRef("pk"))
    return (
        ImpactReport.objects.published()
        .filter(meeting__period_id=annual.period_id)
        .exclude(Exists(mine))
        .exists()
    )
