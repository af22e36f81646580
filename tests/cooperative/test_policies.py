"""Every cell: who of the cast may, when not yet or not any more, and that it is said why."""

import pytest
from django.utils import timezone

from accounts.models import Membership
from cooperative.enums import BodyStatus, ItemStatus, Presence
from cooperative.models import Meeting
from cooperative.operations.agenda import drop_agenda_item, propose_agenda_item
from cooperative.operations.challenges import accept_answer, answer_challenge, refuse_answer
from cooperative.operations.meetings import record_attendance
from cooperative.operations.reading import answer_member_question, ask_member_question
from cooperative.policies import (
    can_add_agenda_item,
    can_agree_action,
    can_answer_challenge,
    can_answer_member_question,
    can_ask_member_question,
    can_change_agenda_item,
    can_change_meeting,
    can_decide_answer,
    can_drop_agenda_item,
    can_hold_meeting,
    can_mark_workplan_read,
    can_move_agenda_item,
    can_plan_meeting,
    can_propose_agenda_item,
    can_put_out_papers,
    can_raise_challenge,
    can_record_attendance,
    can_record_decision,
    can_see_readiness,
    can_settle_agenda_item,
    can_write_minutes,
)
from outcomes.operations.priorities import close_priority
from tests.cooperative.things import (
    CONSULTANTS,
    DUTY_HOLDERS,
    MEMBERS,
    OFFICERS,
    PLANNERS,
    held,
    its_day,
    make_challenge,
    make_item,
    make_meeting,
    make_overdue,
    papers_out,
    who_may,
)
from tests.factories import make_action, make_priority
from tests.support.cast import Cast
from tests.support.kinds import Policy

pytestmark = pytest.mark.django_db


def test_only_consultants_and_the_coordinator_plan(cast: Cast) -> None:
    assert who_may(cast, can_plan_meeting, cast.cooperative) == PLANNERS
    cast.cooperative.status = BodyStatus.ENDED
    assert who_may(cast, can_plan_meeting, cast.cooperative) == set()
    assert can_plan_meeting(cast.consultant, cast.cooperative).reason == (
        "This group no longer meets."
    )


@pytest.mark.parametrize("policy", [can_change_meeting, can_add_agenda_item])
def test_a_plan_changes_until_the_meeting_is_held(cast: Cast, policy: Policy) -> None:
    meeting = make_meeting(cast)
    assert who_may(cast, policy, meeting) == PLANNERS
    assert who_may(cast, policy, papers_out(cast, meeting)) == PLANNERS
    assert who_may(cast, policy, held(cast)) == set()


def test_papers_go_out_once_and_with_an_agenda(cast: Cast) -> None:
    meeting = make_meeting(cast)
    assert who_may(cast, can_put_out_papers, meeting) == set()
    assert "at least one item" in can_put_out_papers(cast.consultant, meeting).reason
    make_item(cast, meeting)
    meeting = Meeting.objects.get()
    assert who_may(cast, can_put_out_papers, meeting) == PLANNERS
    assert "already been published" in can_put_out_papers(cast.consultant, papers_out(cast)).reason
    assert "has been held" in can_put_out_papers(cast.consultant, held(cast)).reason


@pytest.mark.parametrize("policy", [can_record_attendance, can_record_decision, can_agree_action])
def test_what_happened_is_written_from_the_day_on(cast: Cast, policy: Policy) -> None:
    meeting = papers_out(cast)
    assert who_may(cast, policy, meeting) == set()
    assert "until the day of the meeting" in policy(cast.consultant, meeting).reason
    assert who_may(cast, policy, its_day(meeting)) == PLANNERS
    assert who_may(cast, policy, its_day(meeting, -2)) == PLANNERS
    assert who_may(cast, policy, held(cast)) == PLANNERS


def test_an_action_is_agreed_under_an_open_priority_of_a_theme(cast: Cast) -> None:
    meeting = its_day(papers_out(cast))
    priority = make_priority(cast)
    assert who_may(cast, can_agree_action, meeting, priority) == PLANNERS
    closed = close_priority(
        actor=cast.consultant, priority=priority, met=True, words="Done.", version=None
    )
    assert "closed" in can_agree_action(cast.consultant, meeting, closed).reason
    meeting.theme = None
    assert "no theme" in can_agree_action(cast.consultant, meeting).reason


def test_a_meeting_is_held_once_with_papers_and_attendance(cast: Cast) -> None:
    meeting = make_meeting(cast)
    assert "until the day of the meeting" in can_hold_meeting(cast.consultant, meeting).reason
    assert "Publish the agenda first" in can_hold_meeting(cast.consultant, its_day(meeting)).reason
    meeting = its_day(papers_out(cast, make_meeting(cast)))
    assert "Record attendance first" in can_hold_meeting(cast.consultant, meeting).reason
    assert who_may(cast, can_hold_meeting, meeting) == set()
    record_attendance(
        actor=cast.consultant, meeting=meeting, presence={cast.member: Presence.ABSENT}
    )
    assert who_may(cast, can_hold_meeting, Meeting.objects.get(pk=meeting.pk)) == PLANNERS
    assert "already" in can_hold_meeting(cast.consultant, held(cast)).reason


def test_whose_role_proposes_may_until_the_papers_are_out(cast: Cast) -> None:
    meeting = make_meeting(cast)
    proposers = PLANNERS | DUTY_HOLDERS | {"safeguarding"}
    assert who_may(cast, can_propose_agenda_item, meeting) == proposers
    out = papers_out(cast, meeting)
    assert who_may(cast, can_propose_agenda_item, out) == set()
    assert "next meeting" in can_propose_agenda_item(cast.member, out).reason
    assert "has been held" in can_propose_agenda_item(cast.member, held(cast)).reason


def test_planners_settle_what_was_proposed(cast: Cast) -> None:
    meeting = make_meeting(cast)
    proposed = propose_agenda_item(actor=cast.officer, meeting=meeting, title="Gyms")
    assert who_may(cast, can_settle_agenda_item, proposed) == PLANNERS
    for policy in (can_change_agenda_item, can_move_agenda_item, can_drop_agenda_item):
        assert who_may(cast, policy, proposed) == set()
        assert "not on the agenda" in policy(cast.consultant, proposed).reason
    item = make_item(cast, meeting)
    assert "already on the agenda" in can_settle_agenda_item(cast.consultant, item).reason
    dropped = drop_agenda_item(actor=cast.consultant, item=item)
    assert dropped.status == ItemStatus.DECLINED
    assert who_may(cast, can_settle_agenda_item, dropped) == PLANNERS


def test_planners_shape_the_agenda_but_not_an_overdue_challenge(cast: Cast) -> None:
    meeting = make_meeting(cast)
    make_overdue(make_challenge(cast))
    item = make_item(cast, meeting)
    for policy in (can_change_agenda_item, can_move_agenda_item, can_drop_agenda_item):
        assert who_may(cast, policy, item) == PLANNERS
    papers_out(cast, meeting)
    head = meeting.items.order_by("position")[0]
    assert head.challenge is not None
    assert who_may(cast, can_change_agenda_item, head) == PLANNERS
    for policy in (can_move_agenda_item, can_drop_agenda_item):
        assert who_may(cast, policy, head) == set()
        assert "A late challenge" in policy(cast.consultant, head).reason


def test_notes_are_written_from_the_day_on(cast: Cast) -> None:
    meeting = make_meeting(cast)
    item = make_item(cast, meeting)
    assert "until the day of the meeting" in can_write_minutes(cast.consultant, item).reason
    item.meeting = its_day(meeting)
    assert who_may(cast, can_write_minutes, item) == PLANNERS
    item.status = ItemStatus.PROPOSED
    assert "not on the agenda" in can_write_minutes(cast.consultant, item).reason


def test_only_consultants_raise_a_challenge(cast: Cast) -> None:
    assert who_may(cast, can_raise_challenge) == CONSULTANTS | {"bury care-consultant"}


def test_only_the_one_asked_answers_and_only_while_it_waits(cast: Cast) -> None:
    challenge = make_challenge(cast, asked_of=cast.partner)
    assert who_may(cast, can_answer_challenge, challenge) == {"partner"}
    assert "Nia Stone was asked this" in can_answer_challenge(cast.officer, challenge).reason
    answer_challenge(actor=cast.partner, challenge=challenge, text="Soon.")
    challenge.refresh_from_db()
    assert who_may(cast, can_answer_challenge, challenge) == set()
    assert "You’ve answered" in can_answer_challenge(cast.partner, challenge).reason
    accept_answer(actor=cast.consultant, challenge=challenge)
    challenge.refresh_from_db()
    assert "This challenge is closed" in can_answer_challenge(cast.partner, challenge).reason


def test_being_asked_is_not_enough_without_the_right_or_from_elsewhere(cast: Cast) -> None:
    challenge = make_challenge(cast)
    challenge.asked_of = cast.coordinator
    assert "can answer a challenge" in can_answer_challenge(cast.coordinator, challenge).reason
    challenge.asked_of = cast.bury_people["officer"]
    assert "another authority" in can_answer_challenge(challenge.asked_of, challenge).reason


def test_only_the_challenger_decides_and_only_on_an_answer(cast: Cast) -> None:
    challenge = make_challenge(cast)
    assert who_may(cast, can_decide_answer, challenge) == set()
    assert "hasn’t been answered yet" in can_decide_answer(cast.consultant, challenge).reason
    answer_challenge(actor=cast.officer, challenge=challenge, text="Soon.")
    challenge.refresh_from_db()
    assert who_may(cast, can_decide_answer, challenge) == {"consultant"}
    assert "Jay Moss asked this" in can_decide_answer(cast.consultant_2, challenge).reason
    refuse_answer(actor=cast.consultant, challenge=challenge, because="When?")
    challenge.refresh_from_db()
    assert who_may(cast, can_decide_answer, challenge) == set()
    assert who_may(cast, can_answer_challenge, challenge) == {"officer"}
    answer_challenge(actor=cast.officer, challenge=challenge, text="In May.")
    challenge.refresh_from_db()
    accept_answer(actor=cast.consultant, challenge=challenge)
    challenge.refresh_from_db()
    assert "This challenge is closed" in can_decide_answer(cast.consultant, challenge).reason


def test_when_the_challenger_has_moved_on_another_consultant_decides(cast: Cast) -> None:
    challenge = make_challenge(cast)
    answer_challenge(actor=cast.officer, challenge=challenge, text="Soon.")
    Membership.objects.filter(pk=cast.consultant.pk).update(ends_on=timezone.localdate())
    challenge = type(challenge).objects.get()
    assert who_may(cast, can_decide_answer, challenge) == CONSULTANTS


@pytest.mark.parametrize("policy", [can_mark_workplan_read, can_ask_member_question])
def test_members_read_and_ask_before_the_meeting(cast: Cast, policy: Policy) -> None:
    meeting = make_meeting(cast)
    assert who_may(cast, policy, meeting) == set()
    assert "haven’t been published yet" in policy(cast.member, meeting).reason
    meeting = papers_out(cast, meeting)
    assert who_may(cast, policy, meeting) == MEMBERS
    assert who_may(cast, policy, its_day(meeting)) == MEMBERS
    passed = policy(cast.member, its_day(meeting, -1))
    assert "has passed" in passed.reason
    assert "been held" in policy(cast.member, held(cast)).reason


def test_who_answers_a_members_question(cast: Cast) -> None:
    meeting = papers_out(cast)
    action = make_action(cast, owner=cast.partner)
    ask = ask_member_question(actor=cast.member, meeting=meeting, text="Who?", action=action)
    assert who_may(cast, can_answer_member_question, ask) == OFFICERS | {"coordinator", "partner"}
    plain = ask_member_question(actor=cast.member, meeting=meeting, text="When?")
    assert who_may(cast, can_answer_member_question, plain) == OFFICERS | {"coordinator"}
    plain.workplan.outcome.lead = cast.executive
    assert "executive" in who_may(cast, can_answer_member_question, plain)
    answered = answer_member_question(actor=cast.lead, question=plain, answer="In May.")
    assert "has been answered" in can_answer_member_question(cast.lead, answered).reason


def test_planners_and_members_see_who_is_ready(cast: Cast) -> None:
    assert who_may(cast, can_see_readiness, make_meeting(cast)) == PLANNERS | MEMBERS
