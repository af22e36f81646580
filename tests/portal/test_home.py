"""Homes: who gets in, the first day, and as many queries for thirty as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from accounts.operations.invitations import invite
from cooperative.operations.challenges import answer_challenge
from cooperative.operations.reading import answer_member_question, ask_member_question
from impact.operations.reports import compose_report
from outcomes.models import Outcome, Workplan
from outcomes.operations.actions import propose_action
from outcomes.operations.progress import record_progress
from portal.queries.homes import HOMES
from portal.queries.homes.cards import first_name
from tests.cooperative.things import (
    give_seat_to,
    held,
    make_challenge,
    make_escalation,
    make_meeting,
    make_overdue,
    papers_out,
)
from tests.factories import in_days, make_action, make_priority
from tests.impact.quarter import make_ask
from tests.portal.homes import EVERYBODY, HOME, home_as
from tests.support.cast import Cast
from tests.support.places import working


def test_every_role_has_a_home() -> None:
    from accounts.enums import Role

    assert set(HOMES) == set(Role)


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_first_day_has_a_page_that_says_what_to_do_or_wait_for(cast: Cast, name: str) -> None:
    actor = cast.people[name]
    answer = cast.client(actor).get(HOME)
    assert answer.status_code == 200
    home = home_as(cast, name)
    page = answer.content.decode()
    assert home.sentence in page
    assert home.waiting or escape(home.quiet.title) in page
    assert f"Hi {first_name(actor.label)}" in page


def test_who_may_enter(cast: Cast) -> None:
    for stranger in (cast.outsider, cast.superuser, cast.bury_people["coordinator"]):
        assert cast.client(stranger).get(HOME).status_code == 404
    assert cast.client(None).get(HOME)["Location"].startswith("/sign-in/")
    assert cast.client(cast.member).get(working("nowhere")).status_code == 404


def test_another_authoritys_things_are_on_nobodys_home(cast: Cast) -> None:
    from tests.cooperative.things import make_bury_challenge, make_bury_meeting
    from tests.factories import make_bury_action

    make_bury_challenge(cast)
    make_bury_meeting(cast)
    make_bury_action(cast)
    for name in EVERYBODY:
        home = home_as(cast, name)
        text = str(home.waiting) + str(home.news) + str(home.boards) + str(home.story)
        assert "Bury" not in text, name
        assert "/bury/" not in text, name


def _full_year(cast: Cast, number: int) -> None:
    """So many of all that a home can show, beside one meeting with its papers out. Reports come
    first, while there is little to write in each."""
    make_action(cast)
    for person in (cast.member, cast.officer, cast.partner, cast.lead, cast.executive):
        give_seat_to(person, cast.cooperative)
    for index in range(number):
        report = compose_report(actor=cast.coordinator, meeting=held(cast))
        assert report.status == "draft", index
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
        make_escalation(cast, action=action, body=cast.cooperative)
        answered = make_challenge(cast)
        answer_challenge(actor=cast.officer, challenge=answered, text="Because.")
        make_overdue(make_challenge(cast, asked_of=cast.officer_2))
        invite(actor=cast.coordinator, name="I", email=f"i{index}@x.example", role="officer")
        Workplan.objects.create(
            authority=cast.manchester, period=cast.year, outcome=_outcome(cast, index)
        )
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
    "member": 11,
    "officer": 11,
    "lead": 12,
    "partner": 11,
    "executive": 12,
    "coordinator": 12,
    "safeguarding": 7,
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


def test_what_waits_stands_apart_from_what_is_news(cast: Cast) -> None:
    """So many cards under "2 things are waiting for you." as it says; the others are news."""
    make_challenge(cast, asked_of=cast.member)
    meeting = papers_out(cast, make_meeting(cast))
    question = ask_member_question(actor=cast.member, meeting=meeting, text="Why so late?")
    answer_member_question(actor=cast.lead, question=question, answer="Bus fares.")
    page = cast.client(cast.member).get(HOME).content.decode()
    waiting, news = page[page.index('id="waiting"') :].split('<h2 id="news">')
    assert "2 things are waiting for you." in waiting
    assert waiting.count('class="card') == 2
    assert "Your question has been answered" in news


def test_thirty_of_a_kind_are_three_cards_and_one_for_the_rest(cast: Cast) -> None:
    for _ in range(30):
        make_challenge(cast, asked_of=cast.executive)
    home = home_as(cast, "executive")
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
