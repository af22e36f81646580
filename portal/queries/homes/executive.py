"""The executive's home: the year's report, what they are asked, and how it stands."""

from collections import defaultdict

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Membership
from core.templatetags.words import ago
from impact.enums import AnnualStatus
from impact.models import AnnualReport
from outcomes.enums import NEVER_AGREED, OPEN_STATUSES, ActionStatus
from outcomes.models import Action, Outcome
from portal.queries.homes.cards import Board, Card, Home, joined, link
from portal.queries.homes.shared import (
    challenges_to_answer,
    meeting_news,
    next_meeting,
    report_news,
)

_WORDS = {
    "done": "Done",
    "on-track": "On track",
    "not-started": "Not started",
    "at-risk": "At risk",
    "off-track": "Off track",
    "late": "Late",
}


def executive_home(actor: Membership) -> Home:
    """Six statements."""
    waiting, known = _annual_reports(actor)
    return Home(
        waiting=joined(challenges_to_answer(actor), waiting),
        news=joined(known, meeting_news(actor, next_meeting(actor)), report_news(actor)),
        boards=_boards(actor),
        quiet="The year’s report comes here when it is ready for you.",
    )


def _annual_reports(actor: Membership) -> tuple[list[Card], list[Card]]:
    """The reports to endorse; and those to know of: endorsed, or waiting for their foreword."""
    waiting, known = [], []
    for annual in (
        AnnualReport.objects.visible_to(actor)
        .select_related("period")
        .order_by("-period__starts_on")[:4]
    ):
        url = link(actor, "impact:annual-detail", annual.period.slug)
        if annual.status == AnnualStatus.ENDORSED:
            note = f"Endorsed {ago(annual.endorsed_at)}."
            known.append(Card(annual.title, url=url, label="Download it", note=note, waits=0))
        elif annual.foreword_signed_at:
            lines = ("Care consultants have signed their foreword. Now it needs you.",)
            waiting.append(Card(annual.title, url=url, label="Read and endorse", lines=lines))
        else:
            lines = ("It is being composed. Care consultants write the foreword first.",)
            known.append(Card(annual.title, url=url, label="Read it so far", lines=lines, waits=0))
    return waiting, known[:2]


def _boards(actor: Membership) -> list[Board]:
    """Every outcome at a glance, as it stands this year. Two statements."""
    today = timezone.localdate()
    numbers: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    owed_late = Q(due_on__lt=today, status__in=OPEN_STATUSES)
    for outcome_id, status, total, late in (
        Action.objects.visible_to(actor)
        .filter(workplan__period__starts_on__lte=today, workplan__period__ends_on__gte=today)
        .exclude(status__in=[*NEVER_AGREED, ActionStatus.STOPPED])
        .order_by()
        .values_list("workplan__outcome_id", "status")
        .annotate(total=Count("pk"), late=Count("pk", filter=owed_late))
    ):
        numbers[outcome_id][status] += total - late
        numbers[outcome_id]["late"] += late
    return [
        Board(
            outcome,
            url=link(actor, "outcomes:action-list", query=f"outcome={outcome.slug}"),
            counts=[
                (key, words, numbers[outcome.pk][key])
                for key, words in _WORDS.items()
                if numbers[outcome.pk][key]
            ],
        )
        for outcome in Outcome.objects.visible_to(actor).planned().order_by("position", "name")
        if any(numbers[outcome.pk].values())
    ]
