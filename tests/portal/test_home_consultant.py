"""A care consultant’s home."""

import time_machine

from cooperative.operations.challenges import answer_challenge
from expectations.operations.verdicts import judge_expectation
from impact.operations.reports import sign_off_report
from outcomes.models import Action
from outcomes.operations.progress import give_verdict, record_progress
from portal.queries.homes.cards import Card
from tests.cooperative.things import (
    its_day,
    make_challenge,
    make_meeting,
    papers_out,
)
from tests.factories import days_from_now, in_days, make_action, make_priority
from tests.impact.quarter import make_ask
from tests.portal.homes import HOME, draft_report, home_as, titles
from tests.support.cast import Cast
from tests.support.places import AT_OURS


def test_consultants_begin_with_a_meeting_and_priorities(cast: Cast) -> None:
    home = home_as(cast, "consultant")
    assert titles(home) == [
        "No meeting is planned",
        "Happy has no priorities yet",
        "Healthy has no priorities yet",
    ]
    assert home.sentence == "3 things are waiting for you."
    assert home.story is None


def test_a_consultant_finishes_the_agenda_and_knows_who_leads(cast: Cast) -> None:
    make_priority(cast)
    make_priority(cast, workplan=cast.healthy_workplan)
    meeting = make_meeting(cast, led_by=[cast.consultant, cast.consultant_2], place="The Space")
    card = home_as(cast, "consultant").waiting[0]
    assert (card.title, card.label) == ("Our next meeting", "Finish the agenda")
    assert card.url == f"{AT_OURS}meetings/{meeting.pk}/"
    assert "The Space." in card.lines[0]
    assert card.lines[1] == "You’re leading it with Sam."
    assert home_as(cast, "consultant_3").waiting[0].lines[1] == "Jay and Sam lead it."
    papers_out(cast, meeting)
    home = home_as(cast, "consultant")
    assert home.sentence == "Nothing is waiting for you."
    assert [card.label for card in home.news] == [
        "See the agenda",
        "Check the first one",
        "Give your verdict",
    ]
    its_day(meeting)
    assert home_as(cast, "consultant").waiting[0].label == "Record who came and what was agreed"


def test_an_answer_comes_back_to_whoever_asked_and_to_nobody_else(cast: Cast) -> None:
    challenge = make_challenge(cast, question="Why do we wait six weeks?")
    assert "Your question has been answered" not in titles(home_as(cast, "consultant"))
    answer_challenge(actor=cast.officer, challenge=challenge, text="We had no money.")
    card = next(
        c
        for c in home_as(cast, "consultant").waiting
        if c.title == "Your question has been answered"
    )
    assert card.quote == "Why do we wait six weeks?"
    assert card.note == "Answered today by Priya Nash, Leisure"
    assert card.label == "Read and decide"
    assert "Your question has been answered" not in titles(home_as(cast, "consultant_2"))
    page = cast.client(cast.consultant).get(HOME).content.decode()
    assert "“Why do we wait six weeks?”" in page


def test_a_report_waits_for_each_name_until_it_is_signed(cast: Cast) -> None:
    report = draft_report(cast)
    card = next(
        c for c in home_as(cast, "consultant").waiting if c.title == "Ready for you to sign"
    )
    assert card.label == "Read the report (1 minute)"
    sign_off_report(actor=cast.consultant, report=report)
    assert "Ready for you to sign" not in titles(home_as(cast, "consultant"))
    assert "Ready for you to sign" in titles(home_as(cast, "consultant_2"))
    sign_off_report(actor=cast.consultant_2, report=report)
    assert "Ready for you to sign" not in titles(home_as(cast, "consultant_3"))


def test_finished_work_asks_consultants_whether_it_is_met(cast: Cast) -> None:
    action = make_action(cast)
    assert "Has it been met?" not in titles(home_as(cast, "consultant"))
    record_progress(
        actor=cast.officer, action=action, status="done", done="All.", difference="Much."
    )
    assert "Has it been met?" in titles(home_as(cast, "consultant"))


def test_work_that_moved_asks_how_it_feels_until_somebody_says(cast: Cast) -> None:
    action = make_action(cast)
    assert "Does it feel different?" not in titles(home_as(cast, "consultant"))
    record_progress(actor=cast.officer, action=action, status="at-risk", done="Slow.")
    assert "Does it feel different?" in titles(home_as(cast, "consultant"))
    give_verdict(actor=cast.consultant_2, about=action, feels="not-yet")
    assert "Does it feel different?" not in titles(home_as(cast, "consultant"))


def test_a_home_says_which_promises_nobody_judged_for_long(cast: Cast) -> None:
    def card() -> Card | None:
        news = home_as(cast, "consultant").news
        return next((one for one in news if one.title == "Does it feel kept?"), None)

    first, second, third = cast.expectations
    with time_machine.travel(days_from_now(-101)):
        judge_expectation(actor=cast.consultant_2, expectation=first, feels="yes")
    with time_machine.travel(days_from_now(-99)):
        judge_expectation(actor=cast.consultant_2, expectation=second, feels="not-yet")
    found = card()
    assert found is not None
    assert [(row.title, row.note) for row in found.rows] == [
        ("1. Expectation 1", "Last verdict 3 months ago"),
        ("3. Expectation 3", "No verdict yet"),
    ]
    assert found.url == f"{AT_OURS}expectations/{first.pk}/verdict/"
    assert found.waits == 0
    for expectation in (first, third):
        judge_expectation(actor=cast.consultant, expectation=expectation, feels="a-bit")
    assert card() is None


def test_what_happened_to_what_we_said_follows_the_one_that_moved(cast: Cast) -> None:
    make_priority(cast, title="Something without a story")
    priority = make_priority(cast, title="Clubs", asks=[make_ask(cast)])
    action = make_action(cast, priority=priority, target=100, unit="linked")
    record_progress(
        actor=cast.officer, action=action, status="on-track", done="Two gyms.", reached=61
    )
    give_verdict(actor=cast.consultant, about=action, feels="a-bit")
    story = home_as(cast, "consultant").story
    assert story is not None
    assert story.url == f"{AT_OURS}journey/{priority.pk}/"
    assert [step.title for step in story.steps] == [
        "43 of you said “Clubs cost too much.”",
        "We chose it as priority 2: Clubs",
        "1 action started",
        "Next: an action is due",
    ]
    assert [step.state for step in story.steps] == ["done", "done", "now", "next"]
    assert story.steps[2].text == "61 of 100 linked."
    make_meeting(cast)
    story = home_as(cast, "consultant").story
    assert story is not None
    assert story.steps[3].title == "Next: we talk about it at our meeting"


def test_what_is_late_is_no_next_step_of_the_story(cast: Cast) -> None:
    action = make_action(cast, due_on=in_days(20))
    Action.objects.filter(pk=action.pk).update(first_due_on=in_days(-13), times_moved=1)
    home = home_as(cast, "consultant")
    assert home.story is not None
    steps = {step.state: step.title for step in home.story.steps}
    assert steps["late"] == "An action is 13 days late"
    assert steps["next"] == "Next: an action is due"
    Action.objects.filter(pk=action.pk).update(due_on=in_days(-3))
    home = home_as(cast, "consultant")
    assert home.story is not None
    assert not any("late" in step.title for step in home.story.steps if step.state == "next"
                   and step.when)  # fmt: skip
