"""What is new is drawn from what is so now: news that is no longer so counts as read."""

import datetime

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.models import Notice
from accounts.notice_kinds import KINDS
from accounts.operations.notices import settle_moved_on
from accounts.queries import news
from cooperative.operations.cancelling import cancel_meeting
from cooperative.operations.challenges import answer_challenge
from cooperative.operations.escalations import pass_up_escalation
from cooperative.operations.meetings import change_meeting
from tests.cooperative.things import (
    give_seat_to,
    make_body,
    make_challenge,
    make_escalation,
    make_meeting,
    papers_out,
)
from tests.factories import in_days
from tests.support.cast import Cast
from tests.support.places import AT_OURS

pytestmark = pytest.mark.django_db


def unread(cast: Cast, who: str) -> set[str]:
    mine = Notice.objects.filter(membership=cast.people[who])
    return set(mine.unread().values_list("what", flat=True))


def test_every_kind_that_holds_for_a_time_can_be_asked_of_its_things(cast: Cast) -> None:
    assert settle_moved_on() == 0
    for kind in KINDS.values():
        if kind.holds:
            assert apps.get_model(kind.about)


def test_a_question_that_is_answered_is_no_news_for_who_answered(cast: Cast) -> None:
    challenge = make_challenge(cast, asked_of=cast.officer)
    assert "challenge-raised" in unread(cast, "officer")
    answer_challenge(actor=cast.officer, challenge=challenge, text="By May.")
    assert "challenge-raised" not in unread(cast, "officer")
    assert "challenge-answered" in unread(cast, "consultant")


def test_an_obstacle_that_went_up_is_no_news_below(cast: Cast) -> None:
    above = make_body(cast, "partnership")
    below = make_body(cast, "group", above=above)
    give_seat_to(cast.executive, below)
    give_seat_to(cast.member, above)
    escalation = make_escalation(cast, body=below)
    assert "escalation-raised" in unread(cast, "executive")
    pass_up_escalation(actor=cast.executive, escalation=escalation, words="Not ours.")
    assert "escalation-raised" not in unread(cast, "executive")
    assert "escalation-raised" in unread(cast, "member")


def test_a_meeting_moved_twice_or_cancelled_is_told_once(cast: Cast) -> None:
    meeting = papers_out(cast, make_meeting(cast))
    for days in (40, 50):
        change_meeting(
            actor=cast.consultant,
            meeting=meeting,
            number=meeting.number,
            theme=meeting.theme,
            starts_at=timezone.now() + datetime.timedelta(days=days),
            reason="The hall is taken.",
        )
    moved = Notice.objects.filter(membership=cast.member, what="meeting-moved").unread()
    assert [one.day for one in moved] == [in_days(50)]
    cancel_meeting(actor=cast.consultant, meeting=meeting, reason="Too few can come.")
    assert unread(cast, "member") == {"meeting-cancelled"}


def test_all_news_of_one_thing_is_one_line_and_read_together(cast: Cast) -> None:
    meeting = papers_out(cast, make_meeting(cast))
    change_meeting(
        actor=cast.consultant,
        meeting=meeting,
        number=meeting.number,
        theme=meeting.theme,
        starts_at=meeting.starts_at,
        place="Library",
    )
    lines = [line for group in news(cast.member).groups for line in group.lines]
    assert [len(line.words) for line in lines] == [2]
    client = cast.client(cast.member)
    page = client.get(f"{AT_OURS}news/").content.decode()
    assert page.count(f">: {meeting.title}</span></button>") == 1
    client.post(f"{AT_OURS}news/{lines[0].first.pk}/read/")
    assert unread(cast, "member") == set()
