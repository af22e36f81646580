"""What is new is drawn from what is so now: news that is no longer so counts as read."""

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.models import Notice
from accounts.notice_kinds import KINDS
from accounts.operations.memberships import end_membership
from accounts.operations.notices import Somebody, settle_moved_on, tell_of_leaver
from accounts.queries import news
from cooperative.operations.agenda import propose_agenda_item, settle_agenda_item
from cooperative.operations.cancelling import cancel_meeting
from cooperative.operations.challenges import answer_challenge
from cooperative.operations.deciding import (
    confirm_decision,
    propose_decision,
    send_back_escalation,
    undo_escalation,
)
from cooperative.operations.escalations import pass_up_escalation
from cooperative.operations.handover import hand_over
from cooperative.operations.meetings import change_meeting
from cooperative.operations.reading import (
    answer_member_question,
    ask_member_question,
    mark_workplan_read,
)
from cooperative.operations.telling import tell_of_meeting
from outcomes.models import Action
from tests.cooperative.things import (
    give_seat_to,
    make_body,
    make_challenge,
    make_escalation,
    make_meeting,
    papers_out,
)
from tests.factories import days_from_now, in_days, make_action, make_priority
from tests.support.cast import Cast
from tests.support.places import AT_OURS

pytestmark = pytest.mark.django_db


def unread(cast: Cast, who: str) -> set[str]:
    mine = Notice.objects.filter(membership=cast.people[who])
    return set(mine.unread().values_list("what", flat=True))


def test_every_kind_that_holds_for_a_time_can_be_asked_of_its_things(cast: Cast) -> None:
    assert settle_moved_on() == 0
    for kind in KINDS.values():
        if kind.can_end:
            assert apps.get_model(kind.about)


def test_whatever_asks_for_something_can_end() -> None:
    """News that waits for its reader says as long as what it does, or why nothing here ends it."""
    endless = {what for what, kind in KINDS.items() if kind.asks and not kind.can_end}
    assert endless == {what for what, kind in KINDS.items() if kind.stays}
    assert endless == {"ask-waits", "concern-raised", "meeting-concern"}


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
            starts_at=days_from_now(days),
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


def test_an_item_that_was_taken_up_by_another_planner_is_no_news(cast: Cast) -> None:
    meeting = make_meeting(cast)
    meeting.led_by.set([cast.consultant, cast.consultant_2])
    item = propose_agenda_item(actor=cast.officer, meeting=meeting, title="Bus passes")
    assert "item-proposed" in unread(cast, "consultant_2")
    settle_agenda_item(actor=cast.consultant, item=item, accept=True)
    assert "item-proposed" not in unread(cast, "consultant_2")


def test_a_question_somebody_else_answered_is_no_news(cast: Cast) -> None:
    meeting = papers_out(cast, make_meeting(cast))
    action = make_action(cast)
    ask_member_question(actor=cast.member, meeting=meeting, text="Who pays?", action=action)
    about_all = ask_member_question(actor=cast.member, meeting=meeting, text="Since when?")
    assert "question-asked" in unread(cast, "officer") & unread(cast, "lead")
    about_it = meeting.questions.get(action=action)
    answer_member_question(actor=cast.lead, question=about_it, answer="Leisure does.")
    # The lead has one more to answer; the action's owner has none.
    assert "question-asked" in unread(cast, "lead")
    assert "question-asked" not in unread(cast, "officer")
    answer_member_question(actor=cast.coordinator, question=about_all, answer="May.")
    assert "question-asked" not in unread(cast, "lead")


def test_who_has_read_the_workplan_is_not_asked_to(cast: Cast) -> None:
    meeting = papers_out(cast, make_meeting(cast))
    to: list[Somebody] = [cast.member]
    day = timezone.localdate(meeting.starts_at)
    tell_of_meeting("workplan-to-read", None, meeting, to, day=day)
    assert "workplan-to-read" in unread(cast, "member")
    mark_workplan_read(actor=cast.member, meeting=meeting)
    assert "workplan-to-read" not in unread(cast, "member")


def test_a_proposal_that_was_confirmed_undone_or_replaced_is_no_news(cast: Cast) -> None:
    for who in (cast.partner, cast.member, cast.executive):
        give_seat_to(who, cast.cooperative)
    escalation = make_escalation(cast, body=cast.cooperative)
    propose_decision(actor=cast.partner, escalation=escalation, words="We pay.")
    assert "escalation-proposed" in unread(cast, "member") & unread(cast, "executive")
    undo_escalation(actor=cast.partner, escalation=escalation)
    assert "escalation-proposed" not in unread(cast, "member") | unread(cast, "executive")
    propose_decision(actor=cast.partner, escalation=escalation, words="We pay half.")
    propose_decision(actor=cast.member, escalation=escalation, words="Nobody pays.")
    assert "escalation-proposed" not in unread(cast, "member")
    assert "escalation-proposed" in unread(cast, "executive")
    confirm_decision(actor=cast.partner, escalation=escalation)
    assert "escalation-proposed" not in unread(cast, "executive")


def test_an_action_that_is_over_asks_for_nothing(cast: Cast) -> None:
    give_seat_to(cast.executive, cast.cooperative, kind="chair")
    escalation = make_escalation(cast, body=cast.cooperative)
    send_back_escalation(actor=cast.executive, escalation=escalation, words="Ask the school.")
    assert {"action-given", "escalation-sent-back"} <= unread(cast, "officer")
    Action.objects.update(status="stopped")
    settle_moved_on()
    assert not {"action-given", "escalation-sent-back"} & unread(cast, "officer")


def test_a_new_priority_is_news_until_its_lead_has_planned_something(cast: Cast) -> None:
    priority = make_priority(cast)
    assert "priority-set" in unread(cast, "lead")
    make_action(cast, priority=priority)
    settle_moved_on()
    assert "priority-set" not in unread(cast, "lead")


def test_a_leavers_work_is_news_until_all_of_it_is_handed_over(cast: Cast) -> None:
    make_action(cast)
    challenge = make_challenge(cast, asked_of=cast.officer)
    end_membership(actor=cast.coordinator, membership=cast.officer, ends_on=timezone.localdate())
    tell_of_leaver(cast.officer)
    assert "somebody-left" in unread(cast, "coordinator")
    hand_over(actor=cast.coordinator, giver=cast.officer, takers={"action": cast.officer_2})
    assert "somebody-left" in unread(cast, "coordinator")
    hand_over(actor=cast.coordinator, giver=cast.officer, takers={"challenge": cast.officer_2})
    challenge.refresh_from_db()
    assert challenge.asked_of == cast.officer_2
    assert "somebody-left" not in unread(cast, "coordinator")
