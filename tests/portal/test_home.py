"""Homes: what needs each person now, from the first day to a full year."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Invitation
from accounts.operations.invitations import invite
from cooperative.models import Challenge, Meeting
from cooperative.operations.challenges import answer_challenge, refuse_answer
from cooperative.operations.reading import answer_member_question, ask_member_question
from impact.operations.annual import compose_annual_report, endorse_annual_report, sign_foreword
from impact.operations.reports import compose_report, publish_report, sign_off_report
from outcomes.models import Action, Outcome, Workplan
from outcomes.operations.actions import propose_action
from outcomes.operations.progress import give_verdict, record_progress
from outcomes.personal import forget_personal_rights
from portal.queries.homes import HOMES, home_of
from portal.queries.homes.cards import Home, first_name
from tests.cooperative.things import (
    held,
    its_day,
    make_challenge,
    make_meeting,
    make_overdue,
    papers_out,
)
from tests.factories import in_days, make_action, make_priority
from tests.impact.quarter import make_ask
from tests.support.cast import Cast

HOME = "/manchester/work/"
EVERYBODY = (
    "consultant",
    "member",
    "officer",
    "lead",
    "partner",
    "executive",
    "coordinator",
    "safeguarding",
)


def _home(cast: Cast, name: str) -> Home:
    actor = cast.people[name]
    actor.__dict__.pop("rights", None)
    forget_personal_rights(actor)
    return home_of(actor)


def _titles(home: Home) -> list[str]:
    return [card.title for card in home.waiting]


def _news(home: Home) -> list[str]:
    return [card.title for card in home.news]


# --- The first day -------------------------------------------------------------------------------


def test_every_role_has_a_home() -> None:
    from accounts.enums import Role

    assert set(HOMES) == set(Role)


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_first_day_has_a_page_that_says_what_to_do_or_wait_for(cast: Cast, name: str) -> None:
    actor = cast.people[name]
    answer = cast.client(actor).get(HOME)
    assert answer.status_code == 200
    home = _home(cast, name)
    page = answer.content.decode()
    assert home.sentence in page
    assert home.waiting or home.quiet in page
    assert f"Hi {first_name(actor.label)}" in page


def test_consultants_begin_with_a_meeting_and_priorities(cast: Cast) -> None:
    home = _home(cast, "consultant")
    assert _titles(home) == [
        "No meeting is planned",
        "Happy has no priorities yet",
        "Healthy has no priorities yet",
    ]
    assert home.sentence == "3 things are waiting for you."
    assert home.story is None


def test_who_may_enter(cast: Cast) -> None:
    for stranger in (cast.outsider, cast.superuser, cast.bury_people["coordinator"]):
        assert cast.client(stranger).get(HOME).status_code == 404
    assert cast.client(None).get(HOME)["Location"].startswith("/sign-in/")
    assert cast.client(cast.member).get("/nowhere/work/").status_code == 404


# --- What waits, role by role --------------------------------------------------------------------


def test_a_consultant_finishes_the_agenda_and_knows_who_leads(cast: Cast) -> None:
    make_priority(cast)
    make_priority(cast, workplan=cast.healthy_workplan)
    meeting = make_meeting(cast, led_by=[cast.consultant, cast.consultant_2], place="The Space")
    card = _home(cast, "consultant").waiting[0]
    assert (card.title, card.label) == ("Our next meeting", "Finish the agenda")
    assert card.url == f"/manchester/work/meetings/{meeting.pk}/"
    assert "The Space." in card.lines[0]
    assert card.lines[1] == "You are leading with Sam."
    assert _home(cast, "consultant_3").waiting[0].lines[1] == "Jay and Sam lead it."
    papers_out(cast, meeting)
    home = _home(cast, "consultant")
    assert home.sentence == "Nothing is waiting for you."
    assert [card.label for card in home.news] == ["See the agenda"]
    its_day(meeting)
    assert _home(cast, "consultant").waiting[0].label == "Say who came and what was agreed"


def test_an_answer_comes_back_to_whoever_asked_and_to_nobody_else(cast: Cast) -> None:
    challenge = make_challenge(cast, question="Why do we wait six weeks?")
    assert "They answered you" not in _titles(_home(cast, "consultant"))
    answer_challenge(actor=cast.officer, challenge=challenge, text="We had no money.")
    card = next(c for c in _home(cast, "consultant").waiting if c.title == "They answered you")
    assert card.quote == "Why do we wait six weeks?"
    assert card.note == "Answered today by Priya Nash, Leisure"
    assert card.label == "Read and decide"
    assert "They answered you" not in _titles(_home(cast, "consultant_2"))
    page = cast.client(cast.consultant).get(HOME).content.decode()
    assert "“Why do we wait six weeks?”" in page


def test_a_report_waits_for_each_name_until_it_is_signed(cast: Cast) -> None:
    report = _report(cast)
    card = next(c for c in _home(cast, "consultant").waiting if c.title == "Ready for your name")
    assert card.label == "Read it (1 minute)"
    sign_off_report(actor=cast.consultant, report=report)
    assert "Ready for your name" not in _titles(_home(cast, "consultant"))
    assert "Ready for your name" in _titles(_home(cast, "consultant_2"))
    sign_off_report(actor=cast.consultant_2, report=report)
    assert "Ready for your name" not in _titles(_home(cast, "consultant_3"))


def _report(cast: Cast) -> Any:
    action = make_action(cast)
    record_progress(actor=cast.officer, action=action, status="on-track", done="Begun.")
    return compose_report(actor=cast.consultant, meeting=held(cast))


def test_finished_work_asks_consultants_whether_it_is_met(cast: Cast) -> None:
    action = make_action(cast)
    assert "Is it met?" not in _titles(_home(cast, "consultant"))
    record_progress(
        actor=cast.officer, action=action, status="done", done="All.", difference="Much."
    )
    assert "Is it met?" in _titles(_home(cast, "consultant"))


def test_work_that_moved_asks_how_it_feels_until_somebody_says(cast: Cast) -> None:
    action = make_action(cast)
    assert "Does it feel different?" not in _titles(_home(cast, "consultant"))
    record_progress(actor=cast.officer, action=action, status="at-risk", done="Slow.")
    assert "Does it feel different?" in _titles(_home(cast, "consultant"))
    give_verdict(actor=cast.consultant_2, about=action, feels="not-yet")
    assert "Does it feel different?" not in _titles(_home(cast, "consultant"))


def test_what_happened_to_what_we_said_follows_the_one_that_moved(cast: Cast) -> None:
    make_priority(cast, title="Something without a story")
    priority = make_priority(cast, title="Clubs", asks=[make_ask(cast)])
    action = make_action(cast, priority=priority, target=100, unit="linked")
    record_progress(
        actor=cast.officer, action=action, status="on-track", done="Two gyms.", reached=61
    )
    give_verdict(actor=cast.consultant, about=action, feels="a-bit")
    story = _home(cast, "consultant").story
    assert story is not None
    assert story.url == f"/manchester/work/journey/{priority.pk}/"
    assert [step.title for step in story.steps] == [
        "43 of you said “Clubs cost too much.”",
        "We chose it as priority 2: Clubs",
        "1 action started",
        "Next: the first action is due",
    ]
    assert [step.state for step in story.steps] == ["done", "done", "now", "next"]
    assert story.steps[2].text == "61 of 100 linked."
    make_meeting(cast)
    story = _home(cast, "consultant").story
    assert story is not None
    assert story.steps[3].title == "Next: our meeting talks about it"


def test_a_member_reads_before_the_date_and_hears_back(cast: Cast) -> None:
    meeting = make_meeting(cast)
    assert _titles(_home(cast, "member")) == []
    meeting = papers_out(cast, meeting)
    card = _home(cast, "member").waiting[0]
    assert card.title == "Read the Happy workplan"
    assert card.url == f"/manchester/work/meetings/{meeting.pk}/workplan/"
    question = ask_member_question(actor=cast.member, meeting=meeting, text="Who pays?")
    answer_member_question(actor=cast.lead, question=question, answer="We do.")
    home = _home(cast, "member")
    assert _news(home)[0] == "Your question was answered"
    assert home.number == 1
    from cooperative.operations.reading import mark_workplan_read

    mark_workplan_read(actor=cast.member, meeting=meeting)
    assert _titles(_home(cast, "member")) == []
    assert _titles(_home(cast, "member_2")) == ["Read the Happy workplan"]


def test_an_officer_sees_what_is_late_due_or_silent_and_nothing_else(cast: Cast) -> None:
    soon = make_action(cast, title="Soon", due_on=in_days(20))
    make_action(cast, title="Far", due_on=in_days(90))
    late = make_action(cast, title="Late")
    silent = make_action(cast, title="Silent", due_on=in_days(90))
    make_action(cast, title="Somebody else’s", owner=cast.officer_2, due_on=in_days(1))
    Action.objects.filter(pk=late.pk).update(due_on=in_days(-23))
    Action.objects.filter(pk=silent.pk).update(
        created_at=timezone.now() - datetime.timedelta(days=61)
    )
    home = _home(cast, "officer")
    assert _titles(home) == ["Late", "Soon", "Silent"]
    first = home.waiting[0]
    assert first.days_late == 23
    assert first.url == f"/manchester/work/actions/{late.pk}/progress/"
    page = cast.client(cast.officer).get(HOME).content.decode()
    assert "23 days late" in page
    record_progress(actor=cast.officer, action=silent, status="on-track", done="A word.")
    record_progress(actor=cast.officer, action=soon, status="done", done="Done.", difference="Yes.")
    assert _titles(_home(cast, "officer")) == ["Late"]


def test_a_partner_sees_the_organisations_work(cast: Cast) -> None:
    make_action(cast, title="Ours", owner=cast.partner, due_on=in_days(3))
    make_action(cast, title="The police’s", owner=cast.other_partner, due_on=in_days(3))
    assert _titles(_home(cast, "partner")) == ["Ours"]


def test_a_question_put_to_somebody_waits_until_it_is_answered(cast: Cast) -> None:
    challenge = make_overdue(make_challenge(cast, asked_of=cast.executive), 4)
    card = _home(cast, "executive").waiting[0]
    assert (card.title, card.days_late, card.label) == ("Care consultants ask you", 4, "Answer")
    answer_challenge(
        actor=cast.executive, challenge=Challenge.objects.get(pk=challenge.pk), text="Money."
    )
    assert _titles(_home(cast, "executive")) == []
    refuse_answer(
        actor=cast.consultant,
        challenge=Challenge.objects.get(pk=challenge.pk),
        because="That is no reason.",
        reply_by=in_days(5),
    )
    card = _home(cast, "executive").waiting[0]
    assert card.lines == ("Your last answer was not enough: That is no reason.",)


def test_a_lead_sees_the_outcome_at_a_glance(cast: Cast) -> None:
    late = make_action(cast, title="Late one")
    stale = make_action(cast, title="Stale one", due_on=in_days(90))
    Action.objects.filter(pk=late.pk).update(due_on=in_days(-23))
    Action.objects.filter(pk=stale.pk).update(
        created_at=timezone.now() - datetime.timedelta(days=61)
    )
    propose_action(
        actor=cast.consultant,
        priority=late.priority,
        title="A youth card",
        owner=cast.officer,
        due_on=in_days(40),
        success_measure="It works.",
    )
    home = _home(cast, "lead")
    assert _titles(home) == ["Somebody proposes an action"]
    (board,) = home.boards
    assert board.outcome == cast.happy
    assert board.counts == [("not-started", "Not started", 1), ("late", "Late", 1)]
    assert board.lines == (
        "1 action late. “Late one” the longest: 23 days, Priya Nash.",
        "1 action without a word for 60 days. Ask Priya Nash.",
        "1 proposal for you to decide.",
    )
    assert [one.outcome for one in _home(cast, "other_lead").boards] == [cast.healthy]
    assert _home(cast, "officer").boards == []


def test_a_lead_answers_members(cast: Cast) -> None:
    meeting = papers_out(cast)
    question = ask_member_question(actor=cast.member, meeting=meeting, text="Who pays?")
    card = next(c for c in _home(cast, "lead").waiting if c.quote == "Who pays?")
    assert card.url == f"/manchester/work/meetings/{meeting.pk}/questions/{question.pk}/answer/"
    assert all(c.quote != "Who pays?" for c in _home(cast, "other_lead").waiting)


def test_the_coordinator_moves_each_quarter_on_step_by_step(cast: Cast) -> None:
    action = make_action(cast)
    record_progress(actor=cast.officer, action=action, status="on-track", done="Begun.")
    assert _titles(_home(cast, "coordinator")) == ["No meeting is planned"]
    meeting = make_meeting(cast)
    assert _titles(_home(cast, "coordinator")) == ["Put the papers out"]
    papers_out(cast, meeting)
    assert _titles(_home(cast, "coordinator")) == []
    its_day(meeting)
    assert _titles(_home(cast, "coordinator")) == ["Write down how the meeting went"]
    meeting = _hold(cast, meeting)
    assert _titles(_home(cast, "coordinator")) == ["Compose the report", "No meeting is planned"]
    report = compose_report(actor=cast.coordinator, meeting=meeting)
    home = _home(cast, "coordinator")
    assert _titles(home) == ["No meeting is planned"]
    assert home.story is not None
    assert [(step.title, step.state) for step in home.story.steps] == [
        ("The day is set", "done"),
        ("The papers are out", "done"),
        ("The meeting is held", "done"),
        ("The report is composed", "done"),
        ("0 of 2 care consultants have signed", "now"),
        ("The report is published", "next"),
    ]
    for consultant in (cast.consultant, cast.consultant_2):
        sign_off_report(actor=consultant, report=report)
    assert _titles(_home(cast, "coordinator"))[0] == "A report is ready to publish"
    publish_report(actor=cast.coordinator, report=report)
    home = _home(cast, "coordinator")
    assert _titles(home) == ["No meeting is planned"]
    assert home.story is None


def _hold(cast: Cast, meeting: Meeting) -> Meeting:
    from cooperative.enums import Presence
    from cooperative.operations.meetings import hold_meeting, record_attendance

    meeting = Meeting.objects.get(pk=meeting.pk)
    record_attendance(
        actor=cast.consultant, meeting=meeting, presence={cast.consultant: Presence.PRESENT}
    )
    return hold_meeting(actor=cast.consultant, meeting=Meeting.objects.get(pk=meeting.pk))


def test_the_coordinator_looks_after_invitations_and_sees_what_is_overdue(cast: Cast) -> None:
    invitation, _ = invite(
        actor=cast.coordinator, name="Robin Ash", email="robin@new.example", role="officer"
    )
    card = next(c for c in _home(cast, "coordinator").waiting if c.title == "Invitations")
    assert card.lines == ("1 person invited and not here yet.",)
    Invitation.objects.filter(pk=invitation.pk).update(
        expires_at=timezone.now() - datetime.timedelta(days=1)
    )
    make_overdue(make_challenge(cast))
    home = _home(cast, "coordinator")
    card = next(c for c in home.waiting if c.title == "Invitations")
    assert card.lines == ("1 link ran out: Robin Ash.",)
    assert _news(home) == ["1 challenge overdue"]


def test_the_executive_endorses_the_year_and_then_can_download_it(cast: Cast) -> None:
    report = _report(cast)
    for consultant in (cast.consultant, cast.consultant_2):
        sign_off_report(actor=consultant, report=report)
    publish_report(actor=cast.coordinator, report=report)
    annual = compose_annual_report(actor=cast.coordinator, period=cast.year)
    assert "The year’s report needs your words" in _titles(_home(cast, "consultant"))
    home = _home(cast, "executive")
    assert home.number == 0
    assert home.news[0].label == "Read it so far"
    annual = sign_foreword(actor=cast.consultant, annual=annual, foreword="We asked.", version=None)
    assert _home(cast, "executive").waiting[0].label == "Read and endorse"
    endorse_annual_report(actor=cast.executive, annual=annual)
    home = _home(cast, "executive")
    assert home.number == 0
    assert home.news[0].label == "Download it"


def test_the_executive_sees_every_outcome_at_a_glance(cast: Cast) -> None:
    make_action(cast)
    late, done = make_action(cast), make_action(cast)
    Action.objects.filter(pk=late.pk).update(due_on=in_days(-1))
    record_progress(actor=cast.officer, action=done, status="done", done="Done.", difference="Yes.")
    (board,) = _home(cast, "executive").boards
    assert board.outcome == cast.happy
    assert board.counts == [
        ("done", "Done", 1),
        ("not-started", "Not started", 1),
        ("late", "Late", 1),
    ]


def test_the_safeguarding_page_is_honest(cast: Cast) -> None:
    page = cast.client(cast.safeguarding).get(HOME).content.decode()
    assert "No consultation is open, so there are no answers to look through." in page
    assert "Nothing is waiting for you." in page


def test_another_authoritys_things_are_on_nobodys_home(cast: Cast) -> None:
    from tests.cooperative.things import make_bury_challenge, make_bury_meeting
    from tests.factories import make_bury_action

    make_bury_challenge(cast)
    make_bury_meeting(cast)
    make_bury_action(cast)
    for name in EVERYBODY:
        home = _home(cast, name)
        text = str(home.waiting) + str(home.news) + str(home.boards) + str(home.story)
        assert "Bury" not in text, name
        assert "/bury/" not in text, name


# --- Thirty of everything ------------------------------------------------------------------------


def _full_year(cast: Cast, number: int) -> None:
    """So many of all that a home can show, beside one meeting with its papers out."""
    for index in range(number):
        priority = make_priority(cast, asks=[make_ask(cast, text=f"Point {index}")])
        action = make_action(cast, priority=priority, due_on=in_days(5))
        own = make_action(cast, priority=priority, owner=cast.lead, due_on=in_days(5))
        make_action(cast, priority=priority, owner=cast.partner, due_on=in_days(5))
        record_progress(actor=cast.officer, action=action, status="on-track", done="Going.")
        record_progress(
            actor=cast.lead, action=own, status="done", done="Done.", difference="Much."
        )
        propose_action(
            actor=cast.consultant,
            priority=priority,
            title=f"Proposal {index}",
            owner=cast.officer,
            due_on=in_days(40),
            success_measure="It works.",
        )
        for person in (cast.officer, cast.member, cast.executive, cast.partner, cast.lead):
            make_challenge(cast, asked_of=person)
        answered = make_challenge(cast)
        answer_challenge(actor=cast.officer, challenge=answered, text="Because.")
        make_overdue(make_challenge(cast, asked_of=cast.officer_2))
        invite(actor=cast.coordinator, name="I", email=f"i{index}@x.example", role="officer")
        Workplan.objects.create(
            authority=cast.manchester, period=cast.year, outcome=_outcome(cast, index)
        )
    for index in range(number):
        report = compose_report(actor=cast.coordinator, meeting=held(cast))
        assert report.status == "draft", index
    meeting = papers_out(cast, make_meeting(cast, led_by=[cast.consultant]))
    for index in range(number):
        question = ask_member_question(actor=cast.member, meeting=meeting, text=f"Q {index}?")
        ask_member_question(actor=cast.member, meeting=meeting, text=f"Open {index}?")
        answer_member_question(actor=cast.lead, question=question, answer="Yes.")


def _outcome(cast: Cast, index: int) -> Outcome:
    return Outcome.objects.create(
        authority=cast.manchester,
        outcome_set=cast.happy.outcome_set,
        slug=f"more-{index}",
        name=f"More {index}",
        short_name=f"More {index}",
        lead=cast.lead,
    )


QUERIES = {
    "consultant": 12,
    "member": 9,
    "officer": 10,
    "lead": 11,
    "partner": 10,
    "executive": 10,
    "coordinator": 9,
    "safeguarding": 6,
}


@pytest.mark.parametrize("number", [1, 30])
def test_homes_take_as_many_queries_for_one_as_for_thirty(cast: Cast, number: int) -> None:
    _full_year(cast, number)
    counted = {}
    for name in QUERIES:
        client = cast.client(cast.people[name])
        client.get(HOME)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(HOME)
        counted[name] = len(queries)
        assert page.status_code == 200
        assert len(page.content) < 60_000
    assert counted == QUERIES
    assert max(counted.values()) <= 12


def test_thirty_of_a_kind_are_three_cards_and_one_for_the_rest(cast: Cast) -> None:
    for _ in range(30):
        make_challenge(cast, asked_of=cast.executive)
    home = _home(cast, "executive")
    assert home.sentence == "30 things are waiting for you."
    assert len(home.waiting) == 4
    assert home.waiting[3].title == "And 27 more to answer"
    assert home.waiting[3].url.endswith("?mine=1&show=waiting-for-answer")


@pytest.mark.parametrize(
    "label,greeting",
    [("Jay Moss", "Jay"), ("Cllr Noor Ames", "Cllr Noor Ames"), ("Dr. Ada", "Dr. Ada"), ("A", "A")],
)
def test_people_are_greeted_as_they_would_be(label: str, greeting: str) -> None:
    assert first_name(label) == greeting
