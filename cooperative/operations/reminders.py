"""Reminders of challenges, of obstacles, of workplans to read and of members' questions: before the
day, after it, and to somebody else when nobody reacts.

Run every hour by the worker. Whom it told of what is in the notices, so it may be run twice, in two
processes or after a kill: nobody is told twice.
"""

import datetime

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from accounts.operations.notices import Somebody, already_told
from cooperative.enums import ChallengeStatus, MeetingStatus
from cooperative.models import Challenge, ChallengeAnswer, Escalation, Meeting
from cooperative.operations.telling import (
    planners,
    tell_of_challenge,
    tell_of_escalation,
    tell_of_meeting,
    who_answers,
    who_decides,
)
from cooperative.queries.escalations import deciders, who_resolves
from cooperative.queries.people import members_invited

# A plain question needs no week: three days before its day, the day after it, and ten days after it
# no longer is a matter between two people. Whoever asked is reminded of an answer once, after a
# week, and not again: a care consultant's time is their own.
SOON, UNANSWERED, UNDECIDED = (datetime.timedelta(days=days) for days in (3, 10, 7))
A_DAY = datetime.timedelta(days=1)
# Four days leave a weekend to read a workplan in; on the day before, those who plan are told.
TO_READ, UNREAD = (datetime.timedelta(days=days) for days in (4, 1))
MANAGES = "manage_people"


def remind_of_challenges(now: datetime.datetime | None = None) -> int:
    """Remind whoever was asked, three days before the reply-by day and the day after it; ten days
    after tell the coordinator, the lead of the work it is about, and whoever asked. Remind whoever
    asked of an answer that waits for a week. Records nothing in the trail. Answers of how many
    challenges it told."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    waiting = Challenge.objects.filter(status=ChallengeStatus.OPEN).select_related("authority")
    soon = waiting.filter(
        reply_by__gte=today, reply_by__lte=today + SOON, raised_at__lt=now - A_DAY
    )
    told = 0
    for what, challenges in (
        ("challenge-due-soon", soon),
        ("challenge-late", waiting.filter(reply_by__lt=today)),
    ):
        for one in challenges.exclude(already_told(what, day=OuterRef("reply_by"))):
            tell_of_challenge(what, None, one, [one.asked_of_id], mark=one.reply_by)
            told += 1
    unanswered = waiting.filter(reply_by__lte=today - UNANSWERED).select_related(
        "priority__workplan__outcome", "action__workplan__outcome", "meeting__theme"
    )
    known = already_told("challenge-unanswered", day=OuterRef("reply_by"))
    for one in unanswered.exclude(known):
        lead = _lead_of(one)
        tell_of_challenge(
            "challenge-unanswered",
            None,
            one,
            [lead] if lead != one.asked_of_id else [],
            mark=one.reply_by,
            to_holders_of=MANAGES,
        )
        tell_of_challenge("challenge-waits", None, one, [one.raised_by_id], mark=one.reply_by)
        told += 1
    return told + _remind_of_answers(now)


def _remind_of_answers(now: datetime.datetime) -> int:
    latest = ChallengeAnswer.objects.filter(challenge=OuterRef("pk")).order_by("-at", "-pk")
    answered = (
        Challenge.objects.filter(status=ChallengeStatus.ANSWERED)
        .annotate(answered_at=Subquery(latest.values("at")[:1]))
        .filter(answered_at__lte=now - UNDECIDED)
        .exclude(already_told("challenge-undecided", created_at__gt=OuterRef("answered_at")))
        .select_related("authority", "raised_by")
    )
    for one in answered:
        people, right = who_decides(one)
        tell_of_challenge(
            "challenge-undecided", None, one, people, mark=one.version, to_holders_of=right
        )
    return len(answered)


def remind_of_escalations(now: datetime.datetime | None = None) -> int:
    """The day after a decision was needed, tell those who can give it and whoever waits for it;
    where nobody can, the coordinator. Once for each day it was needed by. Records nothing in the
    trail. Answers of how many it told."""
    today = timezone.localdate(now or timezone.now())
    late = Escalation.objects.open().filter(needed_by__lt=today)
    known = already_told("escalation-late", day=OuterRef("needed_by"))
    found = list(late.exclude(known).select_related("authority"))
    _tell_of_unseated()
    for one in found:
        deciding: list[Somebody] = [*who_resolves(one.body_id)]
        tell_of_escalation(
            "escalation-late",
            None,
            one,
            [*deciding, one.owner_id],
            mark=one.needed_by,
            to_holders_of="" if deciding else MANAGES,
        )
    return len(found)


def _tell_of_unseated() -> None:
    """The coordinator, once a step, of what is with a body where nobody can decide any more."""
    stuck = Escalation.objects.open().exclude(Exists(deciders(OuterRef("body"))))
    for one in stuck.exclude(already_told("escalation-unseated")).select_related("authority"):
        tell_of_escalation(
            "escalation-unseated", None, one, [], mark=one.version, to_holders_of=MANAGES
        )


def _lead_of(challenge: Challenge) -> int | None:
    """Who leads the work a challenge is about; None where that is nobody."""
    if challenge.action is not None:
        return challenge.action.workplan.outcome.lead_id
    if challenge.priority is not None:
        return challenge.priority.workplan.outcome.lead_id
    theme = challenge.meeting.theme if challenge.meeting else None
    return theme.lead_id if theme else None


def remind_of_reading(now: datetime.datetime | None = None) -> int:
    """Remind members, four days before a meeting, of its workplan that they have not read; the day
    before, tell those who plan it when somebody still has not. Records nothing in the trail.
    Answers of how many meetings it told."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    near = (
        Meeting.objects.filter(status=MeetingStatus.PAPERS_OUT, starts_at__gt=now)
        .filter(starts_at__date__lte=today + TO_READ)
        .select_related("authority", "theme")
    )
    told = 0
    for meeting in near:
        if meeting.themed_workplan() is None:
            continue
        day = timezone.localdate(meeting.starts_at)
        unread = _who_has_not_read(meeting)
        tell_of_meeting(
            "workplan-to-read", None, meeting, unread, mark=day, page="workplan-review", day=day
        )
        if unread and day - today <= UNREAD:
            tell_of_meeting(
                "workplan-unread",
                None,
                meeting,
                planners(meeting),
                mark=day,
                page="readiness",
                day=day,
            )
        told += bool(unread)
    return told


def remind_of_questions(now: datetime.datetime | None = None) -> int:
    """The day after a meeting, remind the outcome's lead and the action's owner of each question a
    member left before it that nobody has answered. Once a meeting. Records nothing in the trail.
    Returns how many meetings it told."""
    today = timezone.localdate(now or timezone.now())
    over = (
        Meeting.objects.exclude(status=MeetingStatus.CANCELLED)
        .filter(starts_at__date__lt=today, questions__answer="")
        .exclude(already_told("question-unanswered"))
        .select_related("authority")
        .prefetch_related("questions__workplan__outcome", "questions__action")
        .distinct()
    )
    found = list(over)
    for meeting in found:
        people = {
            somebody
            for question in meeting.questions.all()
            if not question.answer
            for somebody in who_answers(question)
        }
        tell_of_meeting("question-unanswered", None, meeting, [*people])
    return len(found)


def _who_has_not_read(meeting: Meeting) -> list[Somebody]:
    members = members_invited(meeting)
    return list(
        members.exclude(pk__in=meeting.readings.values("member")).values_list("pk", flat=True)
    )
