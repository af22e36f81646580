"""A whole quarter under Happy: what was said, promised, done, not done, judged and agreed."""

import datetime
from dataclasses import dataclass
from typing import Any

import time_machine
from django.utils import timezone

from cooperative.enums import MeetingStatus, Presence
from cooperative.models import Challenge, Meeting, MeetingDecision
from cooperative.operations.challenges import raise_challenge
from cooperative.operations.decisions import agree_action, record_decision
from cooperative.operations.meetings import (
    hold_meeting,
    plan_meeting,
    put_out_papers,
    record_attendance,
)
from outcomes.models import Action, Priority
from outcomes.operations.progress import give_verdict, record_progress
from tests.factories import in_days, make_action, make_priority
from tests.support.cast import Cast
from voice.enums import AskSource
from voice.models import Ask


@dataclass
class Quarter:
    """Everything the report of one meeting is composed from."""

    ask: Ask
    priority: Priority
    clubs: Action
    late: Action
    quiet: Action
    agreed: Action
    decision: MeetingDecision
    challenge: Challenge
    meeting: Meeting


def make_ask(cast: Cast, text: str = "Clubs cost too much.", **fields: object) -> Ask:
    """A point with consent, said by 43, unless told."""
    values = {
        "authority": cast.manchester,
        "text": text,
        "source": AskSource.CONSULTATION,
        "source_name": "Christmas consultation",
        "said_on": in_days(-90),
        "said_by": 43,
        "may_be_published": True,
        "state": "released",
        "recorded_by": cast.coordinator,
    } | fields
    return Ask.objects.create(**values)


def make_meeting(cast: Cast, number: int = 1) -> Meeting:
    """A meeting about Happy that was held a moment ago."""
    meeting = Meeting.objects.create(
        authority=cast.manchester,
        body=cast.cooperative,
        period=cast.year,
        number=number,
        theme=cast.happy,
        title=f"Happy meeting {number}",
        starts_at=timezone.now() - datetime.timedelta(hours=3),
        status=MeetingStatus.HELD,
        held_at=timezone.now(),
    )
    return meeting


def make_quarter(cast: Cast) -> Quarter:
    """Forty days ago it was planned; today it is held. Through the operations people use."""
    ask = make_ask(cast)
    # By the clock on the wall, so that the days come out right on both sides of a clock change.
    with time_machine.travel(timezone.localtime() - datetime.timedelta(days=40), tick=False):
        priority = make_priority(cast, title="Every one of us tries something new", asks=[ask])
        clubs = make_action(
            cast,
            priority=priority,
            title="Link 100 young people to a club they choose",
            target=100,
            unit="linked",
            due_on=in_days(100),
            expectations=cast.expectations[:1],
        )
        late = make_action(
            cast,
            priority=priority,
            title="Make one yes enough for a trip",
            due_on=in_days(17),
            owner=cast.officer_2,
        )
        quiet = make_action(cast, priority=priority, title="Ask every carer", due_on=in_days(99))
        meeting = plan_meeting(
            actor=cast.consultant,
            body=cast.cooperative,
            period=cast.year,
            number=1,
            theme=cast.happy,
            starts_at=timezone.localtime() + datetime.timedelta(days=40, seconds=-1),
            led_by=[cast.consultant],
        )
    with time_machine.travel(timezone.localtime() - datetime.timedelta(days=2), tick=False):
        record_progress(
            actor=cast.officer,
            action=clubs,
            status="on-track",
            done="Two boxing gyms joined",
            difference="Going out is normal now.",
            reached=61,
        )
        record_progress(
            actor=cast.officer_2,
            action=late,
            status="off-track",
            done="We wait for legal advice",
        )
    give_verdict(
        actor=cast.consultant, about=clubs, feels="a-bit", words="Travel is hard.", is_public=True
    )
    give_verdict(actor=cast.consultant, about=late, feels="not-yet")
    return _hold(cast, Quarter(ask, priority, clubs, late, quiet, *_not_yet(), meeting))


def _not_yet() -> tuple[Any, Any, Any]:
    return (None, None, None)


def _hold(cast: Cast, quarter: Quarter) -> Quarter:
    """Its agenda, its challenge, its decision, its agreed action."""
    from cooperative.operations.agenda import add_agenda_item

    jay, meeting = cast.consultant, quarter.meeting
    add_agenda_item(actor=jay, meeting=meeting, title="What we asked for")
    meeting = put_out_papers(actor=jay, meeting=meeting)
    record_attendance(actor=jay, meeting=meeting, presence={jay: Presence.PRESENT})
    quarter.challenge = raise_challenge(
        actor=jay,
        question="Who is holding this up?",
        asked_of=cast.officer_2,
        reply_by=in_days(14),
        meeting=meeting,
        action=quarter.late,
    )
    quarter.decision = record_decision(actor=jay, meeting=meeting, text="Travel to clubs is free")
    quarter.agreed = agree_action(
        actor=jay,
        meeting=meeting,
        priority=quarter.priority,
        title="Give every one of us a bus pass",
        owner=cast.officer,
        due_on=in_days(60),
        success_measure="Nobody pays to go to a club.",
        decision=quarter.decision,
    ).action
    meeting.refresh_from_db()
    quarter.meeting = hold_meeting(actor=jay, meeting=meeting)
    for action in (quarter.clubs, quarter.late, quarter.quiet):
        action.refresh_from_db()
    return quarter
