"""The open data sets: what each holds, and its rows. Only what is published or shared, no names.

Every column is described here once; the page, the JSON and the CSV read the same description.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from accounts.models import Authority
from core import suppression
from impact.queries.content import content_line, loaded
from impact.queries.facts import read_facts
from impact.queries.periods import quarter_label
from impact.queries.public import (
    OPEN_PLANS,
    expectation_rows,
    outcome_rows,
    public_reports,
)
from outcomes.models import Priority
from voice.models import Ask

Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    name: str
    kind: str
    means: str


@dataclass(frozen=True)
class DataSet:
    """One file, and the dictionary of its columns."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[Authority], Iterator[Row]]


def _priorities(authority: Authority) -> Iterator[Row]:
    rule = suppression.rule_of(authority.details)
    rows = (
        Priority.objects.filter(authority=authority, workplan__status__in=OPEN_PLANS)
        .select_related("workplan__outcome", "workplan__period")
        .prefetch_related(Prefetch("asks", queryset=Ask.objects.public()))
        .order_by("workplan__period__starts_on", "workplan__outcome__position", "rank", "pk")
    )
    for row in rows:
        yield {
            "year": row.workplan.period.name,
            "outcome": row.workplan.outcome.name,
            "rank": row.rank,
            "priority": row.title,
            "why": row.why,
            "status": row.status,
            "set_on": row.set_on.isoformat(),
            "closed_on": row.closed_on.isoformat() if row.closed_on else "",
            "said_by": suppression.total([ask.said_by for ask in row.asks.all()], rule),
        }


def _actions(authority: Authority) -> Iterator[Row]:
    for row in outcome_rows(authority):
        for status, label, number in row.counts:
            yield {
                "outcome": row.outcome.name,
                "status": status,
                "status_label": label,
                "actions": number,
            }


def _expectations(authority: Authority) -> Iterator[Row]:
    for row in expectation_rows(authority):
        yield {
            "set": row.expectation.expectation_set.name,
            "number": row.expectation.number,
            "expectation": row.expectation.text,
            "cannot_be_met_because": row.expectation.cannot_be_met_because,
            "actions": row.n_actions,
            "actions_done": row.n_done,
        }


def _reports(authority: Authority) -> Iterator[Row]:
    for report in loaded(public_reports(authority)):
        for line in report.lines.all():
            if line.removed_at is not None:
                continue
            shown = content_line(line, read_facts(line.facts), authority.slug)
            yield {
                "report": report.slug,
                "title": report.title,
                "quarter": quarter_label(report.meeting),
                "published_on": timezone.localdate(report.published_at).isoformat(),
                "part": line.part,
                "text": shown.text,
                "source": shown.source_label,
                "status": shown.status,
                "days_late": shown.days_late,
                "owner": shown.owner,
                "feels": shown.feels,
                "on_one_page": "yes" if line.on_one_page else "no",
            }


SMALL = "“c” stands for 1 to 5 unless the council has set another limit, “:” for not known."

DATA_SETS = (
    DataSet(
        "priorities",
        "Priorities",
        "What care consultants want changed, in every workplan that has been shared.",
        (
            Column("year", "text", "The year of the workplan."),
            Column("outcome", "text", "The outcome it is planned under."),
            Column("rank", "number", "Care consultants’ own order, 1 first."),
            Column("priority", "text", "What should change, in care consultants’ words."),
            Column("why", "text", "Why it matters, in care consultants’ words."),
            Column("status", "open, met or closed", "Closed means closed without being met."),
            Column("set_on", "date", "The day it was set."),
            Column("closed_on", "date or empty", "The day care consultants closed it."),
            Column(
                "said_by",
                "number, c or :",
                f"How many young people raised it, of points with consent. {SMALL}",
            ),
        ),
        _priorities,
    ),
    DataSet(
        "actions",
        "Actions by outcome and status",
        "How many actions of this year’s workplans stand where.",
        (
            Column("outcome", "text", "The outcome."),
            Column("status", "text", "The officer’s status, or “late” once the date has passed."),
            Column("status_label", "text", "The same in words."),
            Column("actions", "number", "How many actions. These are pieces of work, not people."),
        ),
        _actions,
    ),
    DataSet(
        "expectations",
        "Expectations",
        "What young people expect, or are promised, and how much work serves it.",
        (
            Column("set", "text", "The set it belongs to."),
            Column("number", "number", "Its number in the set."),
            Column("expectation", "text", "Its adopted words."),
            Column("cannot_be_met_because", "text or empty", "Why it cannot be met, if so."),
            Column("actions", "number", "Actions that serve it, in shared workplans."),
            Column("actions_done", "number", "How many of them are done."),
        ),
        _expectations,
    ),
    DataSet(
        "reports",
        "Impact reports, line by line",
        "Every line of every published report, as it was signed off.",
        (
            Column("report", "text", "The report’s name in its address."),
            Column("title", "text", "Its title."),
            Column("quarter", "text", "The months it is about."),
            Column("published_on", "date", "The day it was published."),
            Column("part", "said, achieved or next", "Which of the three parts the line is in."),
            Column("text", "text", "The line."),
            Column("source", "text", "The record it comes from."),
            Column("status", "text or empty", "The status when the line was composed."),
            Column("days_late", "number", "Days late when the line was composed."),
            Column("owner", "text or empty", "The post or organisation that answers for it."),
            Column("feels", "yes, a-bit, not-yet or empty", "Care consultants’ verdict then."),
            Column("on_one_page", "yes or no", "Whether it is on the one-page summary."),
        ),
        _reports,
    ),
)


def data_set(name: str) -> DataSet | None:
    """The set of this name, or None."""
    return next((item for item in DATA_SETS if item.name == name), None)
