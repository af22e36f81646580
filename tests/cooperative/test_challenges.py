"""Challenges, decisions, agreed actions and reading: what they do and what they refuse."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Membership
from cooperative.enums import ChallengeStatus
from cooperative.models import AgreedAction, Challenge
from cooperative.operations.challenges import accept_answer, answer_challenge, refuse_answer
from cooperative.operations.decisions import agree_action, record_decision
from cooperative.operations.reading import (
    answer_member_question,
    ask_member_question,
    mark_workplan_read,
)
from cooperative.queries.challenges import overdue_for
from core.concurrency import Conflict
from core.decisions import Refused
from core.models import AuditEvent
from outcomes.models import Action
from tests.cooperative.test_meetings import problems
from tests.cooperative.things import (
    held,
    its_day,
    make_bury_challenge,
    make_bury_meeting,
    make_challenge,
    make_item,
    make_meeting,
    make_overdue,
    papers_out,
)
from tests.factories import in_days, make_action, make_bury_action, make_priority
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def test_bad_challenges_are_refused_beside_their_fields(cast: Cast) -> None:
    make_challenge(cast, question="Why?")
    for fields, field in (
        ({"question": ""}, "question"),
        ({"question": "x" * 301}, "question"),
        ({"question": "WHY?"}, "question"),
        ({"why": "x" * 1001}, "why"),
        ({"reply_by": in_days(0)}, "reply_by"),
        ({"reply_by": in_days(-1)}, "reply_by"),
        ({"reply_by": in_days(400)}, "reply_by"),
        ({"asked_of": cast.consultant_2}, "asked_of"),
        ({"asked_of": cast.coordinator}, "asked_of"),
        ({"asked_of": cast.bury_people["officer"]}, "asked_of"),
        ({"meeting": make_bury_meeting(cast)}, "meeting"),
        ({"action": make_bury_action(cast)}, "action"),
    ):
        with pytest.raises(ValidationError) as error:
            make_challenge(cast, **{"question": "Who?"} | fields)
        assert problems(error) == {field}, fields
    assert Challenge.objects.count() == 1


def test_somebody_who_has_moved_on_is_not_asked(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.officer.pk).update(ends_on=timezone.localdate())
    with pytest.raises(ValidationError) as error:
        make_challenge(cast)
    assert problems(error) == {"asked_of"}


def test_a_refused_answer_opens_it_again_and_every_answer_is_kept(cast: Cast) -> None:
    challenge = make_overdue(make_challenge(cast))
    assert challenge.days_overdue == 3
    answer_challenge(actor=cast.officer, challenge=challenge, text="Soon.", version=1)
    challenge.refresh_from_db()
    assert challenge.status == ChallengeStatus.ANSWERED
    assert challenge.days_overdue == 0
    for fields, field in (
        ({"because": "When?", "reply_by": in_days(0)}, "reply_by"),
        # Its day has passed: kept, whoever answers would be late in the same second.
        ({"because": "When?"}, "reply_by"),
        ({"because": "x" * 501, "reply_by": in_days(9)}, "refused_because"),
    ):
        with pytest.raises(ValidationError) as error:
            refuse_answer(actor=cast.consultant, challenge=challenge, **fields)
        assert problems(error) == {field}
    refuse_answer(
        actor=cast.consultant, challenge=challenge, because="When?", reply_by=in_days(9), version=2
    )
    challenge.refresh_from_db()
    assert (challenge.status, challenge.reply_by) == (ChallengeStatus.OPEN, in_days(9))
    answer_challenge(actor=cast.officer, challenge=challenge, text="In May, we hope.")
    refuse_answer(actor=cast.consultant, challenge=challenge, because="You hope?")
    challenge.refresh_from_db()
    assert challenge.reply_by == in_days(9)
    answer_challenge(actor=cast.officer, challenge=challenge, text="In May.")
    accept_answer(actor=cast.consultant, challenge=challenge)
    challenge.refresh_from_db()
    assert challenge.status == ChallengeStatus.ACCEPTED
    assert challenge.closed_at is not None
    assert [(answer.text, answer.accepted) for answer in challenge.answers.all()] == [
        ("Soon.", False),
        ("In May, we hope.", False),
        ("In May.", True),
    ]


def test_two_answers_at_once_the_second_is_told(cast: Cast) -> None:
    challenge = make_challenge(cast)
    answer_challenge(actor=cast.officer, challenge=challenge, text="Soon.", version=1)
    with pytest.raises(Conflict):
        answer_challenge(actor=cast.officer, challenge=challenge, text="Later.", version=1)
    with pytest.raises(Refused, match="You’ve answered"):
        answer_challenge(actor=cast.officer, challenge=challenge, text="Later.")
    assert challenge.answers.count() == 1


def test_an_empty_answer_is_refused(cast: Cast) -> None:
    challenge = make_challenge(cast)
    with pytest.raises(ValidationError) as error:
        answer_challenge(actor=cast.officer, challenge=challenge, text="")
    assert problems(error) == {"text"}
    challenge.refresh_from_db()
    assert challenge.status == ChallengeStatus.OPEN


def test_a_decision_is_written_once_under_its_own_meeting(cast: Cast) -> None:
    meeting = its_day(papers_out(cast))
    elsewhere = make_item(cast, make_meeting(cast), "Elsewhere")
    record_decision(actor=cast.coordinator, meeting=meeting, text="Yes", item=meeting.items.get())
    for fields, field in (
        ({"text": "yes"}, "text"),
        ({"text": ""}, "text"),
        ({"text": "x" * 501}, "text"),
        ({"text": "No", "item": elsewhere}, "item"),
        ({"text": "No", "reason": "x" * 1001}, "reason"),
    ):
        with pytest.raises(ValidationError) as error:
            record_decision(actor=cast.consultant, meeting=meeting, **fields)
        assert problems(error) == {field}, fields
    assert meeting.decisions.count() == 1


def test_a_consultant_who_may_not_plan_actions_records_an_agreed_one(cast: Cast) -> None:
    meeting = held(cast)
    priority = make_priority(cast)
    assert not cast.consultant.holds("plan_actions")
    agreed = agree_action(
        actor=cast.consultant,
        meeting=meeting,
        priority=priority,
        title="Bus passes",
        owner=cast.partner,
        due_on=in_days(30),
        success_measure="Nobody walks.",
        collaborators=[cast.officer],
        expectations=cast.expectations[:1],
    )
    action = Action.objects.get()
    assert agreed.action == action
    assert (action.workplan, action.owner) == (cast.workplan, cast.partner)
    assert list(action.collaborators.all()) == [cast.officer]
    assert set(
        AuditEvent.objects.filter(code__endswith="action.agreed").values_list("code", flat=True)
    ) == {"outcomes.action.agreed", "cooperative.action.agreed"}


def test_bad_agreed_actions_change_nothing(cast: Cast) -> None:
    meeting = its_day(papers_out(cast))
    other = held(cast)
    decided_there = record_decision(actor=cast.consultant, meeting=other, text="There")
    priority = make_priority(cast)
    healthy = make_priority(cast, workplan=cast.healthy_workplan)
    make_action(cast, priority=priority, title="Taken")
    for fields, field in (
        ({"priority": healthy}, "priority"),
        ({"title": ""}, "title"),
        ({"title": "taken"}, "title"),
        ({"due_on": in_days(-1)}, "due_on"),
        ({"owner": cast.bury_people["officer"]}, "owner"),
        ({"success_measure": ""}, "success_measure"),
        ({"decision": decided_there}, "decision"),
        ({"challenge": make_bury_challenge(cast)}, "challenge"),
    ):
        values: dict[str, Any] = {
            "priority": priority,
            "title": "New",
            "owner": cast.officer,
            "due_on": in_days(9),
            "success_measure": "Seen.",
        } | fields
        with pytest.raises(ValidationError) as error:
            agree_action(actor=cast.consultant, meeting=meeting, **values)
        assert problems(error) == {field}, fields
    assert Action.objects.count() == 1
    assert not AgreedAction.objects.exists()


def test_a_member_marks_a_workplan_read_once(cast: Cast) -> None:
    meeting = papers_out(cast)
    mark_workplan_read(actor=cast.member, meeting=meeting)
    with pytest.raises(ValidationError, match="already"):
        mark_workplan_read(actor=cast.member, meeting=meeting)
    mark_workplan_read(actor=cast.member_2, meeting=meeting)
    assert meeting.readings.count() == 2


def test_without_a_workplan_there_is_nothing_to_read(cast: Cast) -> None:
    cast.cooperative.themed = False
    meeting = papers_out(cast, make_meeting(cast, theme=None))
    with pytest.raises(ValidationError, match="no workplan"):
        mark_workplan_read(actor=cast.member, meeting=meeting)


def test_bad_questions_and_answers_are_refused(cast: Cast) -> None:
    meeting = papers_out(cast)
    healthy = make_priority(cast, workplan=cast.healthy_workplan)
    elsewhere = make_action(cast, priority=healthy, actor=cast.other_lead)
    question = ask_member_question(actor=cast.member, meeting=meeting, text="Why?")
    for fields, field in (
        ({"text": ""}, "text"),
        ({"text": "x" * 501}, "text"),
        ({"text": "why?"}, "text"),
        ({"text": "Who?", "action": elsewhere}, "action"),
    ):
        with pytest.raises(ValidationError) as error:
            ask_member_question(actor=cast.member, meeting=meeting, **fields)
        assert problems(error) == {field}, fields
    for answer in ("", "x" * 1001):
        with pytest.raises(ValidationError) as error:
            answer_member_question(actor=cast.lead, question=question, answer=answer)
        assert problems(error) == {"answer"}
    answer_member_question(actor=cast.lead, question=question, answer="Because.")
    with pytest.raises(Refused, match="has been answered"):
        answer_member_question(actor=cast.lead, question=question, answer="Again.")


@pytest.mark.parametrize(("days", "late"), [(1, False), (0, False), (-1, True)])
def test_a_challenge_is_late_from_the_day_after_its_day(cast: Cast, days: int, late: bool) -> None:
    challenge = make_challenge(cast)
    Challenge.objects.filter(pk=challenge.pk).update(reply_by=in_days(days))
    challenge.refresh_from_db()
    assert Challenge.objects.overdue().exists() == late
    assert bool(challenge.days_overdue) == late
    assert overdue_for(make_meeting(cast)).exists() == late
