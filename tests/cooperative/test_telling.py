"""Who is told of challenges, meetings and questions, and who is reminded."""

import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Notice
from cooperative.enums import SeatKind
from cooperative.models import Challenge, Meeting, Seat
from cooperative.operations.agenda import propose_agenda_item, settle_agenda_item
from cooperative.operations.bodies import seat_person
from cooperative.operations.challenges import accept_answer, answer_challenge, refuse_answer
from cooperative.operations.meetings import change_meeting
from cooperative.operations.reading import (
    answer_member_question,
    ask_member_question,
    mark_workplan_read,
)
from cooperative.operations.reminders import (
    remind_of_challenges,
    remind_of_questions,
    remind_of_reading,
)
from tests.cooperative.things import (
    its_day,
    make_challenge,
    make_item,
    make_meeting,
    make_overdue,
    papers_out,
)
from tests.factories import days_from_now, in_days, make_action
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
HANA, PRIYA, JAY, SAM, ARI, KIT = (
    "Hana Lind",
    "Priya Nash",
    "Jay Moss",
    "Sam Reed",
    "Ari Bloom",
    "Kit Marsh",
)
NOOR, TOM = "Cllr Noor Ames", "Cllr Tom Vale"


def told(what: str) -> set[str]:
    found = Notice.objects.filter(what=what)
    return set(found.values_list("membership__person__name", flat=True))


def whats() -> set[str]:
    return set(Notice.objects.values_list("what", flat=True))


def forget() -> None:
    Notice.objects.all().delete()


def test_a_challenge_goes_back_and_forth_and_each_is_told(cast: Cast) -> None:
    challenge = make_challenge(cast)
    assert told("challenge-raised") == {PRIYA}
    answer_challenge(actor=cast.officer, challenge=challenge, text="Because.")
    assert told("challenge-answered") == {JAY}
    refuse_answer(actor=cast.consultant, challenge=challenge, because="Not enough.")
    assert told("challenge-refused") == {PRIYA}
    answer_challenge(actor=cast.officer, challenge=challenge, text="We will.")
    assert Notice.objects.filter(what="challenge-answered").count() == 2
    accept_answer(actor=cast.consultant, challenge=challenge)
    assert told("challenge-accepted") == {PRIYA}


def test_when_the_challenger_has_moved_on_the_others_hear_of_the_answer(cast: Cast) -> None:
    challenge = make_challenge(cast)
    Membership.objects.filter(pk=cast.consultant.pk).update(ends_on=timezone.localdate())
    answer_challenge(actor=cast.officer, challenge=challenge, text="Because.")
    assert told("challenge-answered") == {SAM, ARI}


def test_papers_are_told_to_whoever_comes(cast: Cast) -> None:
    seat = Seat.objects.create(body=cast.cooperative, title="NHS", kind=SeatKind.MEMBER)
    seat_person(actor=cast.coordinator, seat=seat, membership=cast.partner)
    assert told("seat-taken") == {"Nia Stone"}
    papers_out(cast)
    # She holds the only seat: a council's other members are not invited to this group.
    assert told("papers-out") == {"Nia Stone"}


def test_leaders_hear_that_they_lead_and_of_a_move(cast: Cast) -> None:
    meeting = make_meeting(cast, led_by=[cast.consultant, cast.consultant_2])
    assert told("meeting-to-lead") == {SAM}
    values: dict[str, Any] = {
        "number": meeting.number,
        "theme": meeting.theme,
        "title": meeting.title,
        "led_by": [cast.consultant_2, cast.consultant_3],
    }
    later = meeting.starts_at + datetime.timedelta(days=1)
    change_meeting(
        actor=cast.consultant,
        meeting=meeting,
        starts_at=later,
        reason="The hall is taken.",
        **values,
    )
    assert told("meeting-to-lead") == {SAM, ARI}
    # Everyone invited: the day stood on all their home pages.
    assert told("meeting-moved") == {SAM, ARI, NOOR, TOM}
    forget()
    change_meeting(actor=cast.consultant, meeting=meeting, starts_at=later, **values)
    assert not Notice.objects.exists()
    papers_out(cast, meeting)
    forget()
    change_meeting(actor=cast.consultant, meeting=meeting, starts_at=later, place="Hall", **values)
    assert told("meeting-place") == {SAM, ARI, NOOR, TOM}


def test_a_proposal_for_the_agenda_and_what_became_of_it(cast: Cast) -> None:
    led = make_meeting(cast, led_by=[cast.consultant_2])
    item = propose_agenda_item(actor=cast.officer, meeting=led, title="Buses")
    assert told("item-proposed") == {SAM}
    settle_agenda_item(actor=cast.consultant_2, item=item, accept=False, because="Not now.")
    settle_agenda_item(actor=cast.consultant_2, item=item, accept=True)
    assert (told("item-declined"), told("item-accepted")) == ({PRIYA}, {PRIYA})
    forget()
    propose_agenda_item(actor=cast.officer, meeting=make_meeting(cast), title="Trains")
    assert told("item-proposed") == {KIT}


def test_a_question_goes_to_who_can_answer_and_the_answer_back(cast: Cast) -> None:
    action = make_action(cast)
    meeting = papers_out(cast)
    question = ask_member_question(
        actor=cast.member, meeting=meeting, text="Why so few?", action=action
    )
    assert told("question-asked") == {HANA, PRIYA}
    answer_member_question(actor=cast.lead, question=question, answer="Soon more.")
    assert told("question-answered") == {NOOR}


def test_a_question_left_without_an_answer_is_chased_once_and_stands_in_the_next_brief(
    cast: Cast,
) -> None:
    meeting = papers_out(cast)
    question = ask_member_question(
        actor=cast.member, meeting=meeting, text="Why so few?", action=make_action(cast)
    )
    forget()
    assert remind_of_questions() == 0
    its_day(meeting, -1)
    assert [remind_of_questions(), remind_of_questions()] == [1, 0]
    assert told("question-unanswered") == {HANA, PRIYA}

    ahead = papers_out(cast)
    its_day(ahead, 10)
    brief = reverse("portal:brief", args=["manchester", ahead.pk])
    page = cast.client(cast.lead).get(brief).content.decode()
    assert page.count("Why so few?") == 1
    assert "Unanswered questions from earlier meetings" in page
    assert reverse("cooperative:meeting-detail", args=["manchester", meeting.pk]) in page

    answer_member_question(actor=cast.lead, question=question, answer="Soon more.")
    assert "Why so few?" not in cast.client(cast.lead).get(brief).content.decode()
    unread = Notice.objects.filter(what="question-unanswered", seen_at=None)
    assert not unread.exists()


def test_an_overdue_challenge_at_the_head_of_an_agenda_is_told_to_both(cast: Cast) -> None:
    meeting = make_meeting(cast)
    make_overdue(make_challenge(cast, actor=cast.consultant_2, meeting=meeting))
    papers_out(cast, meeting)
    assert told("challenge-on-agenda") == {SAM, PRIYA}


# Reminders


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (4, set()),
        (3, {"challenge-due-soon"}),
        (0, {"challenge-due-soon"}),
        (-1, {"challenge-late"}),
        (-9, {"challenge-late"}),
        (-10, {"challenge-late", "challenge-unanswered", "challenge-waits"}),
    ],
)
def test_a_challenge_reminds_before_and_after_and_then_tells_others(
    cast: Cast, days: int, expected: set[str]
) -> None:
    challenge = make_challenge(cast, action=make_action(cast))
    long_ago = days_from_now(-40)
    Challenge.objects.filter(pk=challenge.pk).update(reply_by=in_days(days), raised_at=long_ago)
    forget()
    remind_of_challenges()
    assert whats() == expected
    for what in expected & {"challenge-due-soon", "challenge-late"}:
        assert told(what) == {PRIYA}
    if "challenge-unanswered" in expected:
        assert told("challenge-unanswered") == {KIT, HANA}
        assert told("challenge-waits") == {JAY}
    before = Notice.objects.count()
    assert remind_of_challenges() == 0
    assert Notice.objects.count() == before


def test_a_question_put_today_is_not_reminded_of_today(cast: Cast) -> None:
    make_challenge(cast, reply_by=in_days(1))
    assert remind_of_challenges() == 0


def test_an_answer_that_waits_a_week_is_reminded_of_once(cast: Cast) -> None:
    challenge = make_challenge(cast)
    answer_challenge(actor=cast.officer, challenge=challenge, text="Because.")
    later = timezone.now() + datetime.timedelta(days=7, minutes=1)
    with time_machine.travel(later - datetime.timedelta(hours=1), tick=False):
        assert remind_of_challenges() == 0
    with time_machine.travel(later, tick=False):
        assert (remind_of_challenges(), remind_of_challenges()) == (1, 0)
        assert told("challenge-undecided") == {JAY}
        refuse_answer(
            actor=cast.consultant, challenge=challenge, because="No.", reply_by=in_days(20)
        )
        answer_challenge(actor=cast.officer, challenge=challenge, text="Then so.")
        assert remind_of_challenges() == 0
    with time_machine.travel(later + datetime.timedelta(days=8), tick=False):
        assert remind_of_challenges() == 1


def near(cast: Cast, days: int) -> Meeting:
    meeting = papers_out(cast)
    its_day(meeting, days)
    forget()
    return Meeting.objects.get(pk=meeting.pk)


def test_members_who_have_not_read_are_reminded_and_then_those_who_plan_are_told(
    cast: Cast,
) -> None:
    meeting = near(cast, 4)
    mark_workplan_read(actor=cast.member, meeting=meeting)
    assert remind_of_reading() == 1
    remind_of_reading()
    assert list(Notice.objects.values_list("what", "membership__person__name")) == [
        ("workplan-to-read", TOM)
    ]
    its_day(meeting, 1)
    forget()
    remind_of_reading()
    assert told("workplan-unread") == {KIT}


def test_members_are_reminded_to_read_once_and_not_each_day(cast: Cast) -> None:
    near(cast, 4)
    remind_of_reading()
    remind_of_reading(days_from_now(1))
    members = Notice.objects.filter(what="workplan-to-read")
    assert sorted(members.values_list("membership__person__name", flat=True)) == [NOOR, TOM]


@pytest.mark.parametrize("days", [5, -1])
def test_too_early_or_too_late_nobody_is_reminded_to_read(cast: Cast, days: int) -> None:
    near(cast, days)
    assert remind_of_reading() == 0


def test_a_meeting_without_papers_has_nothing_to_read(cast: Cast) -> None:
    meeting = make_meeting(cast)
    make_item(cast, meeting)
    its_day(meeting, 2)
    assert remind_of_reading() == 0
