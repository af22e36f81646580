"""The journey of a point: every step, where it stands, for how long, and what comes."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership, Person
from cooperative.models import Meeting
from cooperative.operations.challenges import accept_answer, answer_challenge
from core.components import ThreadStep
from impact.operations.reports import compose_report, publish_report, sign_off_report
from outcomes.models import Action, Priority
from outcomes.operations.actions import propose_action
from outcomes.operations.leads import appoint_lead
from outcomes.operations.priorities import close_priority
from outcomes.operations.progress import give_verdict, record_progress
from portal.queries.journey import Journey, journey, priorities_to_follow
from portal.queries.journey_steps import LATEST_UPDATES
from tests.cooperative.things import (
    held,
    make_challenge,
    make_escalation,
    make_meeting,
    make_overdue,
)
from tests.factories import days_from_now, in_days, make_action, make_priority
from tests.impact.quarter import make_ask, make_quarter
from tests.support.cast import Cast
from tests.support.places import AT_OURS, AT_THEIRS


def _journey(cast: Cast, priority: Priority, name: str = "consultant") -> Journey:
    actor = cast.people[name]
    return journey(actor, priorities_to_follow(actor).get(pk=priority.pk))


def _page(cast: Cast, priority: Priority) -> str:
    return f"{AT_OURS}journey/{priority.pk}/"


def _titles(page: Journey, state: str) -> list[str]:
    return [step.title for step in page.steps if step.state == state]


def test_a_whole_quarter_is_told_in_order(cast: Cast) -> None:
    quarter = make_quarter(cast)
    answer_challenge(actor=quarter.challenge.asked_of, challenge=quarter.challenge, text="Soon.")
    quarter.challenge.refresh_from_db()
    accept_answer(actor=cast.consultant, challenge=quarter.challenge)
    give_verdict(actor=cast.consultant_2, about=quarter.priority, feels="a-bit", words="Slowly.")
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    for consultant in (cast.consultant, cast.consultant_2):
        sign_off_report(actor=consultant, report=report)
    publish_report(actor=cast.coordinator, report=report)

    page = _journey(cast, quarter.priority)
    told = _titles(page, "done")
    order = [
        "43 young people said: “Clubs cost too much.”",
        "Care consultants chose it as priority 1",
        "Action agreed: Link 100 young people to a club they choose",
        "Progress: Link 100 young people to a club they choose",
        f"Talked about at {quarter.meeting.title}",
        f"In the report: {report.title}",
        "Published for everyone",
        "Sam Reed said how it feels",
    ]
    assert [title for title in told if title in order] == order
    assert f"Agreed at {quarter.meeting.title}: {quarter.agreed.title}" in told
    days = [str(step.when) for step in page.steps if step.state == "done"]
    assert days == sorted(days)
    urls = {step.url for step in page.steps}
    assert f"{AT_OURS}reports/{report.slug}/" in urls
    assert f"/manchester/reports/{report.slug}/" in urls
    assert f"{AT_OURS}actions/{quarter.clubs.pk}/" in urls
    html = cast.client(cast.member).get(_page(cast, quarter.priority)).content.decode()
    for title in order:
        assert title in html


def test_the_challenge_and_its_answer_are_steps(cast: Cast) -> None:
    action = make_action(cast)
    challenge = make_challenge(cast, question="Why so slow?", action=action, reply_by=in_days(9))
    page = _journey(cast, action.priority)
    assert "Jay Moss asked Priya Nash: “Why so slow?”" in _titles(page, "done")
    assert "Priya Nash to answer: “Why so slow?”" in _titles(page, "next")
    assert page.standing.next_words.startswith("Priya Nash needs to answer care consultants by ")
    answer_challenge(actor=cast.officer, challenge=challenge, text="No staff.")
    page = _journey(cast, action.priority)
    step = next(step for step in page.steps if step.title == "Priya Nash answered")
    assert step.text == "“No staff.”"
    assert "Priya Nash to answer: “Why so slow?”" not in _titles(page, "next")


# --- Where it stands, for how long, and what is next ----------------------------------------------


def _days_ago(days: int) -> time_machine.travel:
    # By the clock on the wall: an hour before midnight, 40 times 24 hours may be 39 days.
    return time_machine.travel(timezone.localtime() - datetime.timedelta(days=days), tick=False)


def test_chosen_and_nobody_has_planned_anything(cast: Cast) -> None:
    with _days_ago(12):
        priority = make_priority(cast)
    page = _journey(cast, priority)
    assert page.standing.words == "chosen, but nobody has planned an action yet"
    assert page.standing.stood == "It has been at this stage for 12 days."
    assert page.standing.next_words == "Hana Lind will turn it into actions."
    assert page.steps[-2].title == "Hana Lind will turn it into actions."
    appoint_lead(actor=None, outcome=cast.happy, lead=None)
    page = _journey(cast, priority)
    assert page.standing.next_words == "Once there’s a lead, they’ll turn it into actions."


def test_only_proposed(cast: Cast) -> None:
    priority = make_priority(cast)
    with _days_ago(1):
        _propose(cast, priority)
    page = _journey(cast, priority)
    assert page.standing.words == "1 proposed action, none agreed yet"
    assert page.standing.stood == "It has been at this stage for 1 day."
    assert page.standing.next_words == "Hana Lind will say yes or no."
    assert page.actions == []


def _propose(cast: Cast, priority: Priority) -> Action:
    return propose_action(
        actor=cast.consultant,
        priority=priority,
        title="A youth card",
        owner=cast.officer,
        due_on=in_days(40),
        success_measure="It works.",
    )


def test_being_worked_on_with_something_late(cast: Cast) -> None:
    priority = make_priority(cast)
    with _days_ago(40):
        first = make_action(cast, priority=priority, title="One", due_on=in_days(17))
    second = make_action(cast, priority=priority, title="Two")
    record_progress(
        actor=cast.officer, action=second, status="done", done="Done.", difference="Yes."
    )
    page = _journey(cast, priority)
    assert page.standing.words == "being worked on: 1 of 2 actions done, 1 late"
    # Since the second action was done, today; that the first was agreed 40 days ago is no figure
    # of this stage.
    assert page.standing.days == 0
    assert page.standing.next_words == ""
    late = "“One” isn’t finished. 23 days late. Priya Nash is responsible."
    assert _titles(page, "late") == [late]
    assert [one.words for one in page.missed] == [late]
    assert page.last_moved == timezone.localdate()
    assert [one.action for one in page.actions] == [first, second]


def test_the_next_meeting_comes_before_a_later_date(cast: Cast) -> None:
    action = make_action(cast, due_on=in_days(60))
    meeting = make_meeting(cast)
    page = _journey(cast, action.priority)
    assert page.standing.next_words.startswith(f"{meeting.title}, ")
    assert _titles(page, "next") == [
        f"Coming up at {meeting.title}",
        f"Due: {action.title}",
        "Care consultants say whether it’s been met",
    ]


def test_finished_but_not_yet_met(cast: Cast) -> None:
    action = make_action(cast)
    with _days_ago(3):
        record_progress(
            actor=cast.officer, action=action, status="done", done="Done.", difference="Yes."
        )
    page = _journey(cast, action.priority)
    assert page.standing.words == "all its actions are finished"
    assert page.standing.days == 3
    assert page.standing.next_words == "Care consultants decide if it’s been met."


@pytest.mark.parametrize(
    "met,words,step",
    [
        (True, "met, say care consultants", "Care consultants said it’s been met"),
        (False, "closed without being met", "Care consultants closed it as not met"),
    ],
)
def test_closed(cast: Cast, met: bool, words: str, step: str) -> None:
    priority = make_priority(cast)
    close_priority(
        actor=cast.consultant, priority=priority, version=None, met=met, words="We all went."
    )
    page = _journey(cast, priority)
    assert page.standing.words == words
    assert page.standing.stood == "It reached this stage today."
    assert page.standing.next_words == ""
    assert _titles(page, "next") == []
    closing = next(one for one in page.steps if one.title == step)
    assert closing.state == "now"
    assert closing.text == "We all went. It reached this stage today."
    html = cast.client(cast.consultant).get(_page(cast, priority)).content.decode()
    assert "Does it feel different?" not in html


def test_exactly_one_step_is_now_and_the_line_is_whole(cast: Cast) -> None:
    page = _journey(cast, make_quarter(cast).priority)
    states = [step.state for step in page.steps]
    assert states.count("now") == 1
    assert states == sorted(states, key=["done", "late", "now", "next"].index)
    assert all(isinstance(step, ThreadStep) for step in page.steps)


def test_what_was_written_for_care_consultants_is_marked_so(cast: Cast) -> None:
    priority = make_priority(cast, actor=cast.coordinator)
    html = cast.client(cast.member).get(_page(cast, priority)).content.decode()
    assert "Written down for care consultants by Kit Marsh" in html


def test_words_of_people_cannot_become_markup(cast: Cast) -> None:
    priority = make_priority(
        cast, title="<b>bold</b>", why="<script>1</script>", asks=[make_ask(cast, text="<i>x</i>")]
    )
    html = cast.client(cast.consultant).get(_page(cast, priority)).content.decode()
    for raw in ("<b>bold", "<script>1", "<i>x"):
        assert raw not in html


def test_many_updates_are_told_in_one_step_but_for_the_latest(cast: Cast) -> None:
    action = make_action(cast)
    for number in range(LATEST_UPDATES + 5):
        record_progress(
            actor=cast.officer, action=action, status="on-track", done=f"Step {number}."
        )
    titles = _titles(_journey(cast, action.priority), "done")
    assert "5 earlier updates on these actions" in titles
    assert sum(title.startswith("Progress: ") for title in titles) == LATEST_UPDATES


# --- Who may, and what it costs -------------------------------------------------------------------


def test_everyone_inside_follows_and_nobody_outside(cast: Cast) -> None:
    priority = make_priority(cast)
    for name, person in cast.people.items():
        assert cast.client(person).get(_page(cast, priority)).status_code == 200, name
    strangers: list[Membership | Person] = [cast.outsider, cast.superuser]
    for stranger in (*strangers, *cast.bury_people.values()):
        assert cast.client(stranger).get(_page(cast, priority)).status_code == 404
    bury = cast.client(cast.bury_people["coordinator"])
    assert bury.get(f"{AT_THEIRS}journey/{priority.pk}/").status_code == 404
    assert bury.get(f"{AT_THEIRS}journey/999999/").status_code == 404
    assert cast.client(None).get(_page(cast, priority)).status_code == 302


def test_a_partner_sees_neither_drafts_nor_what_is_not_theirs(cast: Cast) -> None:
    priority = make_priority(cast)
    make_challenge(cast, question="Not for partners?", priority=priority)
    html = cast.client(cast.partner).get(_page(cast, priority)).content.decode()
    assert "Not for partners?" not in html
    cast.workplan.status = "draft"
    cast.workplan.save()
    assert cast.client(cast.partner).get(_page(cast, priority)).status_code == 404
    assert cast.client(cast.officer).get(_page(cast, priority)).status_code == 200


def test_a_draft_report_is_no_step_for_a_partner(cast: Cast) -> None:
    action = make_action(cast, owner=cast.partner)
    record_progress(actor=cast.partner, action=action, status="on-track", done="Begun.")
    report = compose_report(actor=cast.consultant, meeting=held(cast))
    assert f"In the report: {report.title}" in _titles(_journey(cast, action.priority), "done")
    for_partner = _titles(_journey(cast, action.priority, "partner"), "done")
    assert not any(title.startswith("In the report") for title in for_partner)


@pytest.mark.parametrize("number", [1, 30])
def test_it_takes_as_many_queries_for_one_as_for_thirty(cast: Cast, number: int) -> None:
    asks = [make_ask(cast, text=f"Point {index}") for index in range(number)]
    priority = make_priority(cast, asks=asks)
    for _ in range(number):
        action = make_action(cast, priority=priority)
        record_progress(actor=cast.officer, action=action, status="on-track", done="Going.")
        give_verdict(actor=cast.consultant, about=action, feels="a-bit")
        challenge = make_challenge(cast, action=action)
        answer_challenge(actor=cast.officer, challenge=challenge, text="Because.")
        report = compose_report(actor=cast.coordinator, meeting=held(cast))
        assert report.lines.exists()
    client = cast.client(cast.consultant)
    client.get(_page(cast, priority))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(_page(cast, priority)).status_code == 200
    assert len(queries) == 12, [query["sql"] for query in queries]


# --- What should have happened, and did not -------------------------------------------------------


def test_what_is_late_stands_before_now_and_never_as_next(cast: Cast) -> None:
    priority = make_priority(cast)
    action = make_action(cast, priority=priority, title="One")
    Action.objects.update(due_on=in_days(-45), first_due_on=in_days(-45))
    make_overdue(make_challenge(cast, question="Why so slow?", action=action), 13)
    ahead = make_challenge(cast, question="And then?", action=action, reply_by=in_days(9))
    meeting = make_meeting(cast)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=days_from_now(-4))
    page = _journey(cast, priority)
    assert _titles(page, "late") == [
        "“One” isn’t finished. 45 days late. Priya Nash is responsible.",
        "Priya Nash hasn’t answered “Why so slow?”. 13 days late.",
    ]
    coming = [step for step in page.steps if step.state == "next"]
    assert all(not isinstance(step.when, datetime.date) or step.when >= in_days(0)
               for step in coming)  # fmt: skip
    assert not any("One" in step.title or "Why so slow" in step.title for step in coming)
    assert not any(meeting.title in step.title for step in coming)
    assert page.standing.next_words.startswith(f"{ahead.asked_of.label} needs to answer")
    html = cast.client(cast.consultant).get(_page(cast, priority)).content.decode()
    line = html[html.index('class="thread"') :]
    assert line.index("hasn’t answered") < line.index("Now:")
    assert "thread-step is-late" in line


def test_a_moved_date_is_late_and_still_ahead(cast: Cast) -> None:
    action = make_action(cast, title="One")
    Action.objects.update(due_on=in_days(20), first_due_on=in_days(-5), times_moved=1)
    page = _journey(cast, action.priority)
    assert len(_titles(page, "late")) == 1
    assert "Due: One" in _titles(page, "next")


def test_days_at_a_stage_are_not_days_since_it_was_said(cast: Cast) -> None:
    with _days_ago(208):
        priority = make_priority(cast, asks=[make_ask(cast)])
    with _days_ago(30):
        make_action(cast, priority=priority)
    page = _journey(cast, priority)
    assert page.standing.stood == "It has been at this stage for 30 days."
    html = cast.client(cast.consultant).get(_page(cast, priority)).content.decode()
    assert "It was first said" in html


def test_what_is_blocked_is_told_with_whom_and_since_when(cast: Cast) -> None:
    action = make_action(cast, title="One")
    problem = make_escalation(cast, actor=cast.officer, action=action)
    page = _journey(cast, action.priority)
    assert _titles(page, "late") == [f"“One” is blocked. With {problem.body} since today."]
    assert page.standing.words.endswith("1 blocked")
