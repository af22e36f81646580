"""The open data sets: what each holds, and its rows. Only what is published or shared, no names.

Every column is described here once; the page, the JSON and the CSV read the same description.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
from impact.queries.small_numbers import told_to_all
from outcomes.models import Priority
from outcomes.queries.status_counts import BEHIND, LATE
from voice.models import Ask

Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    name: str
    kind: str | Promise
    means: str | Promise


@dataclass(frozen=True)
class DataSet:
    """One file, and the dictionary of its columns."""

    name: str
    title: str | Promise
    about: str | Promise
    columns: tuple[Column, ...]
    rows: Callable[[Authority], Iterator[Row]]


def _priorities(authority: Authority) -> Iterator[Row]:
    rule = authority.small_numbers
    rows: Any = (
        Priority.objects.filter(authority=authority, workplan__status__in=OPEN_PLANS)
        .with_public_why()
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
            "why": told_to_all(row.public_why, rule),
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
                "status": LATE if status == BEHIND else status,
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
            "kept": row.feels,
            "judged_on": row.judged_on.isoformat() if row.judged_on else "",
        }


def _reports(authority: Authority) -> Iterator[Row]:
    for report in loaded(public_reports(authority)):
        for line in report.lines.all():
            if line.removed_at is not None:
                continue
            shown = content_line(line, read_facts(line.facts), authority)
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


DATA_SETS = (
    DataSet(
        "priorities",
        _("Priorities"),
        _("What care consultants want changed, in every workplan that has been shared."),
        (
            Column("year", _("text"), _("The year of the workplan.")),
            Column("outcome", _("text"), _("The outcome it is planned under.")),
            Column("rank", _("number"), _("The order care consultants chose, with 1 first.")),
            Column("priority", _("text"), _("What should change, in care consultants’ words.")),
            Column(
                "why",
                _("text or empty"),
                _(
                    "Why it matters, in care consultants’ words. Empty where they want these words "
                    "to stay inside the council."
                ),
            ),
            Column("status", _("open, met or closed"), _("Closed means closed without being met.")),
            Column("set_on", _("date"), _("The day it was set.")),
            Column("closed_on", _("date or empty"), _("The day care consultants closed it.")),
            Column(
                "said_by",
                _("number, “c” or “:”"),
                _(
                    "How many young people raised it, counting only points we have consent to "
                    "publish. “c” means a small number that we keep hidden (1 to 5, unless the "
                    "council has set another limit). “:” means not available."
                ),
            ),
        ),
        _priorities,
    ),
    DataSet(
        "actions",
        _("Actions by outcome and status"),
        _("How many actions in this year’s workplans have each status."),
        (
            Column("outcome", _("text"), _("The outcome.")),
            Column(
                "status",
                _("text"),
                _(
                    "The owner’s status. “late” counts again how many of the others are past their "
                    "first due date, so don’t add it to them."
                ),
            ),
            Column("status_label", _("text"), _("The status in words.")),
            Column(
                "actions", _("number"), _("How many actions. These are pieces of work, not people.")
            ),
        ),
        _actions,
    ),
    DataSet(
        "expectations",
        _("Expectations"),
        _("What young people expect or have been promised, and how much work supports it."),
        (
            Column("set", _("text"), _("The set it belongs to.")),
            Column("number", _("number"), _("Its number in the set.")),
            Column("expectation", _("text"), _("Its agreed wording.")),
            Column(
                "cannot_be_met_because",
                _("text or empty"),
                _("The reason it can’t be met, if there is one."),
            ),
            Column("actions", _("number"), _("Actions in shared workplans that help meet it.")),
            Column("actions_done", _("number"), _("How many of them are done.")),
            Column(
                "kept",
                _("yes, a-bit, not-yet or empty"),
                _(
                    "Care consultants’ verdict: whether it feels kept. Empty if they haven’t "
                    "given one yet."
                ),
            ),
            Column("judged_on", _("date or empty"), _("The day of that verdict.")),
        ),
        _expectations,
    ),
    DataSet(
        "reports",
        _("Impact reports, line by line"),
        _("Every line of every published report, as it was signed off."),
        (
            Column("report", _("text"), _("The report’s name in its web address.")),
            Column("title", _("text"), _("Its title.")),
            Column("quarter", _("text"), _("The months it covers.")),
            Column("published_on", _("date"), _("The day it was published.")),
            Column(
                "part", _("said, achieved or next"), _("Which of the three parts the line is in.")
            ),
            Column("text", _("text"), _("The line.")),
            Column("source", _("text"), _("The record it comes from.")),
            Column("status", _("text or empty"), _("The status when the line was drafted.")),
            Column("days_late", _("number"), _("Days late when the line was drafted.")),
            Column("owner", _("text or empty"), _("The post or organisation responsible for it.")),
            Column(
                "feels",
                _("yes, a-bit, not-yet or empty"),
                _("Care consultants’ verdict at the time."),
            ),
            Column("on_one_page", _("yes or no"), _("Whether it is on the one-page summary.")),
        ),
        _reports,
    ),
)


def data_set(name: str) -> DataSet | None:
    """The set of this name, or None."""
    return next((item for item in DATA_SETS if item.name == name), None)
