"""The homes of officers, partners and leads."""

import time_machine

from cooperative.operations.reading import ask_member_question
from impact.operations.reports import compose_report
from outcomes.models import Action, Period
from outcomes.operations.actions import propose_action
from outcomes.operations.progress import record_progress
from portal.queries.homes.worker import FOLDED, NAMED
from tests.cooperative.things import papers_out
from tests.factories import days_from_now, in_days, make_action
from tests.impact.quarter import make_quarter
from tests.portal.homes import HOME, home_as, titles
from tests.support.cast import Cast
from tests.support.places import AT_OURS


def test_an_officer_sees_what_is_late_due_or_silent_and_nothing_else(cast: Cast) -> None:
    soon = make_action(cast, title="Soon", due_on=in_days(20))
    make_action(cast, title="Far", due_on=in_days(90))
    late = make_action(cast, title="Late")
    silent = make_action(cast, title="Silent", due_on=in_days(90))
    make_action(cast, title="Somebody else’s", owner=cast.officer_2, due_on=in_days(1))
    Action.objects.filter(pk=late.pk).update(due_on=in_days(-23))
    Action.objects.filter(pk=silent.pk).update(created_at=days_from_now(-63))
    home = home_as(cast, "officer")
    (card,) = home.waiting
    assert card.title == "3 of your actions need an update"
    assert (card.label, card.url) == ("Two-minute update", f"{AT_OURS}update/")
    assert [row.title for row in card.rows] == ["Late", "Soon", "Silent"]
    first = card.rows[0]
    assert first.days_late == 23
    assert first.url == f"{AT_OURS}actions/{late.pk}/progress/"
    assert card.also[1] == "1 of your other actions doesn’t need an update now"
    page = cast.client(cast.officer).get(HOME).content.decode()
    assert "23 days late" in page
    record_progress(actor=cast.officer, action=silent, status="on-track", done="A word.")
    record_progress(actor=cast.officer, action=soon, status="done", done="Done.", difference="Yes.")
    (card,) = home_as(cast, "officer").waiting
    assert card.title == "1 of your actions needs an update"
    assert [row.title for row in card.rows] == ["Late"]
    assert card.also[1] == "2 of your other actions don’t need an update now"


def test_whoever_has_told_is_left_alone_for_a_week(cast: Cast) -> None:
    late = make_action(cast, title="Late")
    Action.objects.filter(pk=late.pk).update(due_on=in_days(-23))
    record_progress(actor=cast.officer, action=late, status="at-risk", done="Waiting for a key.")
    home = home_as(cast, "officer")
    assert home.waiting == []
    assert home.quiet.title == "Thank you for your updates"
    with time_machine.travel(days_from_now(7), tick=False):
        assert [row.title for row in home_as(cast, "officer").waiting[0].rows] == ["Late"]


def test_what_is_on_its_way_is_named_with_its_date(cast: Cast) -> None:
    make_action(cast, title="Far", due_on=in_days(90))
    make_action(cast, title="Farther", due_on=in_days(120))
    quiet = home_as(cast, "officer").quiet
    assert quiet.title == "None of your actions are due in the next 30 days"
    assert quiet.text.startswith("2 actions are coming up. The next is “Far”, due on ")


def test_a_long_list_names_five_and_says_how_many(cast: Cast) -> None:
    for index in range(7):
        make_action(cast, title=f"Soon {index}", due_on=in_days(3))
    (card,) = home_as(cast, "officer").waiting
    assert card.title == "7 of your actions need an update"
    assert len(card.rows) == 5
    assert (card.fold, [row.title for row in card.folded]) == ("And 2 more", ["Soon 5", "Soon 6"])
    page = cast.client(cast.officer).get(HOME).content.decode()
    assert "<summary>And 2 more</summary>" in page
    assert "Soon 6" in page
    assert home_as(cast, "officer").number == 7


def test_more_than_a_fold_can_hold_leads_to_the_whole_list(cast: Cast) -> None:
    for index in range(NAMED + FOLDED + 1):
        make_action(cast, title=f"Soon {index}", due_on=in_days(3))
    (card,) = home_as(cast, "officer").waiting
    assert (len(card.rows), card.folded, card.fold) == (NAMED, (), "")
    address, words = card.also
    assert words == "See the list"
    listed = cast.client(cast.officer).get(address).content.decode()
    assert 'aria-current="page">Needs an update' in listed
    assert "Soon 0" in listed


def test_a_partner_sees_the_organisations_work(cast: Cast) -> None:
    make_action(cast, title="Ours", owner=cast.partner, due_on=in_days(3))
    make_action(cast, title="The police’s", owner=cast.other_partner, due_on=in_days(3))
    assert [row.title for row in home_as(cast, "partner").waiting[0].rows] == ["Ours"]


def test_a_lead_sees_the_outcome_at_a_glance(cast: Cast) -> None:
    late = make_action(cast, title="Late one")
    stale = make_action(cast, title="Stale one", due_on=in_days(90))
    Action.objects.filter(pk=late.pk).update(due_on=in_days(-23))
    Action.objects.filter(pk=stale.pk).update(created_at=days_from_now(-63))
    propose_action(
        actor=cast.consultant,
        priority=late.priority,
        title="A youth card",
        owner=cast.officer,
        due_on=in_days(40),
        success_measure="It works.",
    )
    home = home_as(cast, "lead")
    assert titles(home) == ["Someone has proposed an action"]
    (board,) = home.boards
    assert board.outcome == cast.happy
    assert board.counts == [("not-started", "Not started", 2), ("behind", "Late", 1)]
    assert board.lines == (
        "1 action late.",
        "1 action not updated for 60 days.",
        "1 proposal for you to decide on.",
    )
    late_card, silent_card = home.news[:2]
    assert late_card.title == "1 action is late"
    assert [(row.title, row.days_late, row.label) for row in late_card.rows] == [
        ("Late one", 23, "Open action")
    ]
    assert silent_card.title == "1 action hasn’t been updated for 60 days"
    assert silent_card.rows[0].note == "Priya Nash, last update 2 months ago"
    assert silent_card.rows[0].url == f"{AT_OURS}actions/{stale.pk}/"
    assert [one.outcome for one in home_as(cast, "other_lead").boards] == [cast.healthy]
    assert home_as(cast, "officer").boards == []
    # What was done in a year that is over is no part of this year's picture.
    Action.objects.filter(pk=stale.pk).update(status="done")
    assert ("done", "Done", 1) in home_as(cast, "lead").boards[0].counts
    Period.objects.filter(workplans=stale.workplan).update(ends_on=in_days(-1))
    assert home_as(cast, "lead").boards[0].counts == [
        ("not-started", "Not started", 1),
        ("behind", "Late", 1),
    ]


def test_a_lead_answers_members(cast: Cast) -> None:
    meeting = papers_out(cast)
    question = ask_member_question(actor=cast.member, meeting=meeting, text="Who pays?")
    card = next(c for c in home_as(cast, "lead").waiting if c.quote == "Who pays?")
    assert card.url == f"{AT_OURS}meetings/{meeting.pk}/questions/{question.pk}/answer/"
    assert all(c.quote != "Who pays?" for c in home_as(cast, "other_lead").waiting)


def test_a_lead_hears_of_a_report_that_is_being_written(cast: Cast) -> None:
    report = compose_report(actor=cast.consultant, meeting=make_quarter(cast).meeting)
    (card,) = [one for one in home_as(cast, "lead").news if one.title == report.title]
    assert card.url == f"{AT_OURS}reports/{report.slug}/"
    assert "still a draft" in card.lines[0]
    for other in ("officer", "other_lead"):
        assert report.title not in [one.title for one in home_as(cast, other).news]
