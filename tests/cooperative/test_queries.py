"""Literal query counts, the same with one thing as with thirty; and what the lists show."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cooperative.enums import BodyKind, BodyStatus, Presence
from cooperative.models import Body, BodyRelation, Challenge, Meeting, Seat
from cooperative.operations.challenges import accept_answer, answer_challenge
from cooperative.operations.decisions import agree_action, record_decision
from cooperative.operations.meetings import record_attendance
from cooperative.operations.reading import ask_member_question, mark_workplan_read
from cooperative.queries.bodies import diagram_of, structure
from cooperative.queries.reading import meetings_to_read, review
from outcomes.models import Action
from outcomes.operations.progress import give_verdict, record_progress
from tests.cooperative.things import (
    held,
    its_day,
    make_challenge,
    make_item,
    make_meeting,
    make_overdue,
    papers_out,
)
from tests.factories import days_from_now, in_days, make_action, make_priority
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def at(name: str, *args: object) -> str:
    return reverse(f"cooperative:{name}", args=["manchester", *args])


def queries_of(cast: Cast, url: str, who: str = "consultant") -> int:
    client = cast.client(cast.people[who], Client)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
    assert response.status_code == 200
    statements = [query["sql"] for query in captured]
    assert len(statements) == len(set(statements)), "a statement is asked twice"
    return len(statements)


def fill(cast: Cast, meeting: Meeting, number: int) -> None:
    """Give a meeting, on its day, so many of everything."""
    priority = make_priority(cast)
    for n in range(number):
        item = make_item(cast, meeting, f"Thing {n} of {meeting.pk}")
        make_challenge(cast, meeting=meeting)
        question = ask_member_question(actor=cast.member, meeting=meeting, text=f"Why {n}?")
        assert question.pk
        decision = record_decision(
            actor=cast.consultant, meeting=meeting, text=f"Yes {n}", item=item
        )
        agree_action(
            actor=cast.consultant, meeting=meeting, priority=priority, title=f"Do {n}",
            owner=cast.officer, due_on=in_days(9), success_measure="Seen.", decision=decision,
        )  # fmt: skip
    record_attendance(
        actor=cast.consultant,
        meeting=meeting,
        presence=dict.fromkeys(list(cast.people.values())[:number], Presence.PRESENT),
    )


@pytest.mark.parametrize("number", [1, 30])
def test_the_meeting_page(cast: Cast, number: int) -> None:
    meeting = its_day(papers_out(cast, make_meeting(cast, led_by=[cast.consultant])))
    fill(cast, meeting, number)
    # One over the bar, on the meeting's day alone: what is blocked beside what is decided.
    assert queries_of(cast, at("meeting-detail", meeting.pk)) == 13
    assert queries_of(cast, at("meeting-detail", meeting.pk), "officer") == 13


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_of_meetings(cast: Cast, number: int) -> None:
    for n in range(number):
        make_meeting(cast, number=n + 1, led_by=[cast.consultant, cast.consultant_2])
    assert queries_of(cast, at("meeting-list")) == 8


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_of_challenges(cast: Cast, number: int) -> None:
    for _ in range(number):
        make_challenge(cast)
    assert queries_of(cast, at("challenge-list")) == 6
    assert queries_of(cast, at("challenge-list"), "officer") == 6


@pytest.mark.parametrize("number", [1, 30])
def test_a_challenge(cast: Cast, number: int) -> None:
    challenge = make_challenge(cast)
    for _ in range(number):
        challenge.answers.create(by=cast.officer, text="Soon.", accepted=False,
                                 decided_at=timezone.now())  # fmt: skip
    assert queries_of(cast, at("challenge-detail", challenge.pk)) == 7


@pytest.mark.parametrize("number", [1, 30])
def test_how_we_are_run(cast: Cast, number: int) -> None:
    for n in range(number):
        body = Body.objects.create(
            authority=cast.manchester, slug=f"b{n}", name=f"B {n}", kind="delivery"
        )
        BodyRelation.objects.create(from_body=body, to_body=cast.cooperative, kind="reports-to")
        Seat.objects.create(body=cast.cooperative, title=f"Seat {n}", membership=cast.member)
        make_meeting(cast, number=n + 1)
    assert queries_of(cast, at("body-list")) == 7
    assert queries_of(cast, at("body-detail", "cooperative")) == 9


@pytest.mark.parametrize("number", [1, 30])
def test_the_reading_page_and_who_is_ready(cast: Cast, number: int) -> None:
    meeting = papers_out(cast)
    for _ in range(number):
        priority = make_priority(cast)
        make_action(cast, priority=priority)
        make_challenge(cast, priority=priority)
        ask_member_question(
            actor=cast.member, meeting=meeting, text=f"Why {meeting.questions.count()}?"
        )
    mark_workplan_read(actor=cast.member, meeting=meeting)
    assert queries_of(cast, at("workplan-review", meeting.pk), "member") == 12
    assert queries_of(cast, at("readiness", meeting.pk)) == 7


def test_every_group_is_shown_once_and_the_picture_shows_those_that_meet(cast: Cast) -> None:
    for kind in BodyKind.values:
        Body.objects.create(authority=cast.manchester, slug=kind, name=kind, kind=kind)
    ended = Body.objects.get(slug=BodyKind.HOST)
    Body.objects.filter(pk=ended.pk).update(status=BodyStatus.ENDED)
    layers = structure(cast.member)
    shown = [node.body.pk for layer in layers for node in layer.nodes]
    assert sorted(shown) == sorted(
        Body.objects.visible_to(cast.member).values_list("pk", flat=True)
    )
    assert (layers[-1].name, [node.body for node in layers[-1].nodes]) == (
        "No longer meets", [ended]
    )  # fmt: skip
    assert {box.key for box in diagram_of(layers).boxes} == set(shown) - {ended.pk}


def test_meetings_come_soonest_first_then_held_newest_first(cast: Cast) -> None:
    oldest, newest = held(cast), held(cast)
    Meeting.objects.filter(pk=oldest.pk).update(starts_at=days_from_now(-99))
    later = make_meeting(cast, number=8, starts_at=days_from_now(60))
    soon = make_meeting(cast, number=9)
    client = cast.client(cast.member, Client)
    assert client.get(at("meeting-list")).context["meetings"] == [soon, later, newest, oldest]
    assert client.get(at("meeting-list") + "?show=held").context["meetings"] == [newest, oldest]
    ahead = client.get(at("meeting-list") + f"?show=ahead&year={cast.year.slug}")
    assert ahead.context["meetings"] == [soon, later]


def test_lists_that_are_empty_say_what_to_do(cast: Cast) -> None:
    jay, priya = cast.client(cast.consultant, Client), cast.client(cast.officer, Client)
    assert "Plan the first one" in jay.get(at("meeting-list")).content.decode()
    assert "Care consultants plan meetings" in priya.get(at("meeting-list")).content.decode()
    assert "ask the person in charge" in jay.get(at("challenge-list")).content.decode()
    settled = at("challenge-list") + "?show=settled"
    assert "No challenges yet" in jay.get(settled).content.decode()
    make_challenge(cast)
    assert "No results" in jay.get(settled).content.decode()


def test_challenges_by_what_they_wait_for(cast: Cast) -> None:
    waiting = make_challenge(cast)
    overdue = make_overdue(make_challenge(cast, asked_of=cast.executive))
    answered = make_challenge(cast)
    answer_challenge(actor=cast.officer, challenge=answered, text="Soon.")
    settled = make_challenge(cast)
    answer_challenge(actor=cast.officer, challenge=settled, text="Now.")
    accept_answer(actor=cast.consultant, challenge=settled)
    client = cast.client(cast.executive, Client)

    def shown(query: str) -> list[object]:
        return [one for one, *_ in client.get(at("challenge-list") + query).context["rows"]]

    assert shown("?show=waiting-for-answer") == [overdue, waiting]
    assert shown("?show=overdue") == [overdue]
    assert shown("?show=waiting-for-us") == [answered]
    assert shown("?show=settled") == [settled]
    assert shown("?mine=1") == [overdue]
    Challenge.objects.filter(pk=answered.pk).update(reply_by=in_days(-30))
    assert shown("") == [overdue, answered, waiting, settled]
    assert client.get(at("challenge-list")).context["rows"][-1][1] == ""  # nobody waits any more


def test_the_spreadsheet_holds_the_filtered_list_and_no_formula(cast: Cast) -> None:
    make_challenge(cast, question="=1+1?")
    overdue = make_overdue(make_challenge(cast))
    client = cast.client(cast.consultant, Client)
    whole = client.get(at("challenge-export")).content.decode()
    assert "'=1+1?" in whole
    assert whole.count("\n") == 3
    only = client.get(at("challenge-export") + "?show=overdue").content.decode()
    assert overdue.question in only
    assert "1+1" not in only


def test_the_brief_says_what_is_late_what_will_be_asked_and_what_changed(cast: Cast) -> None:
    priority = make_priority(cast)
    moved, late, quiet = (make_action(cast, priority=priority) for _ in range(3))
    record_progress(
        actor=cast.officer, action=moved, status="on-track", done="Two gyms joined.", version=None
    )
    give_verdict(actor=cast.consultant, about=moved, feels="not-yet", words="Nothing yet.")
    Action.objects.filter(pk=late.pk).update(due_on=in_days(-4))
    settled = make_challenge(cast, priority=priority)
    answer_challenge(actor=cast.officer, challenge=settled, text="Now.")
    accept_answer(actor=cast.consultant, challenge=settled)
    asked = make_challenge(cast, action=late)
    overdue = make_overdue(make_challenge(cast))
    make_challenge(cast)  # about nothing here
    meeting = papers_out(cast)
    read = meetings_to_read(cast.member).get(pk=meeting.pk)
    brief = review(cast.member, read, cast.workplan).brief
    assert [row.id for row in brief.late] == [late.pk]
    assert [row.id for row in brief.gaps] == [moved.pk]
    assert [row.id for row in brief.moved] == [moved.pk]
    assert [row.id for row in brief.became_late] == [late.pk]
    assert brief.challenges == [overdue, asked]
    assert quiet.pk not in {row.id for row in brief.moved}
    assert brief.since == cast.year.starts_on


def test_what_changed_is_since_the_last_reading_or_the_last_meeting(cast: Cast) -> None:
    before = held(cast)
    then = timezone.localtime() - datetime.timedelta(days=40)
    Meeting.objects.filter(pk=before.pk).update(starts_at=then)
    meeting = papers_out(cast)
    first = meetings_to_read(cast.member).get(pk=meeting.pk)
    assert review(cast.member, first, cast.workplan).brief.since == in_days(-40)
    reading = mark_workplan_read(actor=cast.member, meeting=meeting)
    assert vars(meetings_to_read(cast.member).get(pk=meeting.pk))["my_reading"] == reading.read_at
    third = papers_out(cast)
    later = meetings_to_read(cast.member).get(pk=third.pk)
    assert review(cast.member, later, cast.workplan).brief.since == in_days(0)


def test_how_many_of_todays_members_have_read_it(cast: Cast) -> None:
    meeting = papers_out(cast)
    mark_workplan_read(actor=cast.member, meeting=meeting)
    page = (
        cast.client(cast.consultant, Client).get(at("meeting-detail", meeting.pk)).content.decode()
    )
    assert "<b>1 of 2</b> members have read the workplan" in page
    names = cast.client(cast.consultant, Client).get(at("readiness", meeting.pk)).content.decode()
    assert names.index("Cllr Noor Ames") < names.index("Not yet") < names.index("Cllr Tom Vale")
