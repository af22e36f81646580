"""A meeting from its plan to the action it agreed: the thin line through this app."""

import datetime

import pytest
from django.utils import timezone

from cooperative.enums import ChallengeStatus, MeetingStatus, Presence
from cooperative.models import Meeting
from cooperative.operations.agenda import add_agenda_item
from cooperative.operations.challenges import accept_answer, answer_challenge, raise_challenge
from cooperative.operations.decisions import agree_action, record_decision
from cooperative.operations.meetings import (
    hold_meeting,
    plan_meeting,
    put_out_papers,
    record_attendance,
)
from cooperative.operations.reading import (
    answer_member_question,
    ask_member_question,
    mark_workplan_read,
)
from core.models import AuditEvent
from tests.factories import in_days, make_priority
from tests.support.cast import Cast


@pytest.mark.django_db
def test_a_meeting_from_plan_to_agreed_action(cast: Cast) -> None:
    jay = cast.consultant
    priority = make_priority(cast)
    meeting = plan_meeting(
        actor=jay,
        body=cast.cooperative,
        period=cast.year,
        number=1,
        theme=cast.happy,
        starts_at=timezone.now() + datetime.timedelta(seconds=1),
        led_by=[jay, cast.consultant_2],
    )
    assert meeting.title == "Happy meeting"
    item = add_agenda_item(actor=jay, meeting=meeting, title="What we asked for")
    meeting = put_out_papers(actor=jay, meeting=meeting)
    mark_workplan_read(actor=cast.member, meeting=meeting)
    question = ask_member_question(actor=cast.member, meeting=meeting, text="Who pays?")
    answer_member_question(actor=cast.lead, question=question, answer="Leisure does.")
    challenge = raise_challenge(
        actor=jay,
        question="Why do we wait six weeks?",
        asked_of=cast.officer,
        reply_by=in_days(7),
        meeting=meeting,
    )
    answer_challenge(actor=cast.officer, challenge=challenge, text="We will stop.")
    challenge.refresh_from_db()
    challenge = accept_answer(actor=jay, challenge=challenge)
    assert challenge.status == ChallengeStatus.ACCEPTED
    record_attendance(
        actor=jay,
        meeting=meeting,
        presence={jay: Presence.PRESENT, cast.member: Presence.APOLOGIES},
    )
    decision = record_decision(actor=jay, meeting=meeting, text="No more waiting", item=item)
    agreed = agree_action(
        actor=jay,
        meeting=meeting,
        priority=priority,
        title="Starter packs in a week",
        owner=cast.officer,
        due_on=in_days(60),
        success_measure="Nobody waits more than a week.",
        decision=decision,
        challenge=challenge,
    )
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now())
    meeting.refresh_from_db()
    meeting = hold_meeting(actor=jay, meeting=meeting)
    assert meeting.status == MeetingStatus.HELD
    assert agreed.action.workplan == cast.workplan
    assert list(
        AuditEvent.objects.filter(code__startswith="cooperative.")
        .order_by("id")
        .values_list("code", flat=True)
    ) == [
        "cooperative.meeting.planned",
        "cooperative.agenda_item.added",
        "cooperative.meeting.papers_sent",
        "cooperative.workplan.read",
        "cooperative.question.asked",
        "cooperative.question.answered",
        "cooperative.challenge.raised",
        "cooperative.challenge.answered",
        "cooperative.challenge.accepted",
        "cooperative.attendance.recorded",
        "cooperative.decision.recorded",
        "cooperative.action.agreed",
        "cooperative.meeting.held",
    ]
