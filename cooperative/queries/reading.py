"""What an elected member reads before a meeting, and who has read it."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypedDict, cast

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import Membership
from cooperative.enums import ChallengeStatus, MeetingStatus
from cooperative.models import AgendaItem, Challenge, Meeting, MemberQuestion, WorkplanReading
from cooperative.models.meeting import MeetingQuerySet
from cooperative.queries.challenges import with_people
from cooperative.queries.meetings import questions_before, with_readiness
from cooperative.queries.people import members_invited
from outcomes.models import Workplan
from outcomes.queries.actions import ActionRow
from outcomes.queries.workplans import WorkplanPage, workplan_page

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

# How much of each a five-minute brief holds.
MOST = 5


class _Read(TypedDict):
    plan_id: int | None
    plan_title: str
    my_reading: datetime.datetime | None
    last_reading: datetime.datetime | None
    last_meeting: datetime.datetime | None


# A meeting as `meetings_to_read` reads it.
MeetingToRead: TypeAlias = "WithAnnotations[Meeting, _Read]"


@dataclass(frozen=True)
class Brief:
    """Five minutes: what is late, what care consultants will ask, what changed."""

    since: datetime.date
    late: list[ActionRow]
    # What is blocked, the longest first.
    blocked: list[ActionRow]
    challenges: list[Challenge]
    gaps: list[ActionRow]
    moved: list[ActionRow]
    became_late: list[ActionRow]


@dataclass(frozen=True)
class Review:
    """All that the reading page shows."""

    page: WorkplanPage
    brief: Brief
    questions: list[MemberQuestion]
    # Of earlier meetings, still without an answer.
    left: list[MemberQuestion]
    read_at: datetime.datetime | None


def meetings_to_read(actor: Membership) -> MeetingQuerySet:
    """Meetings with their theme's workplan that the actor may see, when the actor read it for this
    one, when they last read it for another, and when the group last met. One statement."""
    plans = Workplan.objects.visible_to(actor).filter(
        outcome=OuterRef("theme"), period=OuterRef("period")
    )
    mine = WorkplanReading.objects.filter(member=actor).order_by("-read_at")
    before = Meeting.objects.filter(
        body=OuterRef("body"), status=MeetingStatus.HELD, starts_at__lt=OuterRef("starts_at")
    ).order_by("-starts_at")
    return (
        with_readiness(Meeting.objects.visible_to(actor))
        .select_related("body", "theme", "period")
        .annotate(
            plan_id=Subquery(plans.values("pk")[:1]),
            plan_title=Subquery(plans.values("title")[:1]),
            my_reading=Subquery(mine.filter(meeting=OuterRef("pk")).values("read_at")[:1]),
            last_reading=Subquery(
                mine.filter(
                    workplan__outcome=OuterRef("theme"), workplan__period=OuterRef("period")
                )
                .exclude(meeting=OuterRef("pk"))
                .values("read_at")[:1]
            ),
            last_meeting=Subquery(before.values("starts_at")[:1]),
        )
    )


def workplan_of(found: Meeting) -> Workplan | None:
    """The workplan of a meeting that `meetings_to_read` has read, as far as its reading page needs
    it; None when there is none to read. No statement of its own."""
    meeting = cast("MeetingToRead", found)
    if meeting.plan_id is None:
        return None
    return Workplan(
        pk=meeting.plan_id,
        title=meeting.plan_title,
        authority_id=meeting.authority_id,
        outcome=meeting.theme,
        period=meeting.period,
    )


def review(actor: Membership, meeting: Meeting, workplan: Workplan) -> Review:
    """The reading page of a meeting that `meetings_to_read` has read. A constant number of
    statements: the workplan's, the challenges, the questions."""
    page, read = workplan_page(actor, workplan), cast("MeetingToRead", meeting)
    about = Q(priority__workplan=workplan) | Q(action__workplan=workplan) | Q(meeting=meeting)
    heading = AgendaItem.objects.filter(meeting=meeting, challenge__isnull=False)
    challenges = list(
        with_people(Challenge.objects.visible_to(actor).unsettled())
        .filter(about | Q(pk__in=heading.values("challenge_id")))
        .order_by("reply_by", "pk")
    )
    questions, left = questions_before(meeting, workplan)
    return Review(
        page=page,
        brief=brief_of(page, challenges, _since(read)),
        questions=questions,
        left=left,
        read_at=read.my_reading,
    )


def _since(meeting: "MeetingToRead") -> datetime.date:
    """From when something is news: since the last reading, else the last meeting, else the year."""
    moment = meeting.last_reading or meeting.last_meeting
    return timezone.localdate(moment) if moment else meeting.period.starts_on


def brief_of(page: WorkplanPage, challenges: list[Challenge], since: datetime.date) -> Brief:
    """The brief of a workplan's page; no statement of its own."""
    rows = page.rows
    late = sorted((row for row in rows if row.days_late), key=lambda row: -row.days_late)
    open_first = sorted(
        challenges, key=lambda one: (one.status != ChallengeStatus.OPEN, one.reply_by, one.pk)
    )
    stuck = [(row.blocked_since, row.id, row) for row in rows if row.blocked_since]
    moved = [row for row in rows if row.officer_at and timezone.localdate(row.officer_at) >= since]
    return Brief(
        since=since,
        late=late[:MOST],
        blocked=[row for _since, _id, row in sorted(stuck)][:MOST],
        challenges=open_first[:MOST],
        gaps=[row for row in rows if row.voices_differ][:MOST],
        moved=moved,
        became_late=[row for row in late if row.late_from >= since],
    )


@dataclass(frozen=True)
class Readiness:
    """Who of today's members who are invited has read it, by name."""

    read: list[WorkplanReading]
    not_yet: list[Membership]

    @property
    def members(self) -> int:
        return len(self.read) + len(self.not_yet)


def readiness_of(meeting: Meeting) -> Readiness:
    """Who has read the workplan of a meeting. Two statements."""
    members = list(members_invited(meeting))
    ids = {member.pk for member in members}
    readings = [
        reading
        for reading in meeting.readings.select_related("member__person", "member__organisation")
        if reading.member_id in ids
    ]
    done = {reading.member_id for reading in readings}
    return Readiness(readings, [member for member in members if member.pk not in done])
