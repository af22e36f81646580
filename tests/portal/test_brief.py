"""The five-minute brief before a meeting."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperative.models import Meeting
from cooperative.operations.challenges import answer_challenge
from cooperative.operations.reading import (
    answer_member_question,
    ask_member_question,
    mark_workplan_read,
)
from outcomes.models import Action
from outcomes.operations.progress import give_verdict, record_progress
from portal.queries.brief import brief_page, next_to_read
from tests.cooperative.things import make_bury_meeting, make_challenge, make_meeting, papers_out
from tests.factories import in_days, make_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS

NEXT = f"{AT_OURS}brief/"


def test_before_there_is_a_meeting_it_says_when_there_will_be_one(cast: Cast) -> None:
    page = cast.client(cast.member).get(NEXT)
    assert page.status_code == 200
    assert "No brief yet" in page.content.decode()


def test_it_says_what_is_late_what_will_be_asked_and_what_changed(cast: Cast) -> None:
    late = make_action(cast, title="Free bus tickets")
    moved = make_action(cast, title="A minibus", due_on=in_days(60))
    Action.objects.filter(pk=late.pk).update(due_on=in_days(-22))
    record_progress(actor=cast.officer, action=moved, status="on-track", done="Two nights now.")
    give_verdict(actor=cast.consultant, about=moved, feels="not-yet")
    challenge = make_challenge(cast, action=late, question="Why do we wait?")
    meeting = papers_out(cast, make_meeting(cast))
    question = ask_member_question(actor=cast.member, meeting=meeting, text="Who pays?")
    answer_member_question(actor=cast.lead, question=question, answer="The council does.")
    page = cast.client(cast.member).get(NEXT).content.decode()
    assert "1-minute read." in page
    assert page.index("Free bus tickets") < page.index("Why do we wait?")
    assert "22 days late" in page
    assert "Priya Nash to answer by" in page
    assert "Priya Nash says “on track”, care consultants say “no different yet”." in page
    assert "Two nights now." in page
    assert "Who pays?" in page
    assert "The council does." in page
    assert f'action="{AT_OURS}meetings/{meeting.pk}/workplan/read/"' in page
    answer_challenge(actor=cast.officer, challenge=challenge, text="Because.")
    page = cast.client(cast.member).get(f"{NEXT}{meeting.pk}/").content.decode()
    assert "answered by Priya Nash, not accepted yet" in page
    mark_workplan_read(actor=cast.member, meeting=meeting)
    page = cast.client(cast.member).get(NEXT).content.decode()
    assert "You read the workplan on" in page
    assert "I have read this" not in page


def test_it_never_takes_more_than_five_minutes(cast: Cast) -> None:
    for index in range(30):
        action = make_action(cast, title=f"Something rather long to read about, number {index}")
        record_progress(actor=cast.officer, action=action, status="at-risk", done="Long. " * 150)
        Action.objects.filter(pk=action.pk).update(due_on=in_days(-2))
        make_challenge(cast, action=action, question=f"Why does it take so long, {index}? " * 5)
    papers_out(cast, make_meeting(cast))
    found = brief_page(cast.member, next_to_read(cast.member))
    assert found is not None
    assert 2 <= found.minutes <= 5
    assert len(found.moved) == 5
    assert found.moved_rest == 25
    page = cast.client(cast.member).get(NEXT).content.decode()
    assert "And 25 more, in the workplan." in page
    words = len(page[page.index("<main") : page.index("</main")].split())
    assert words < 5 * 250


def test_it_takes_as_many_queries_for_thirty(cast: Cast) -> None:
    meeting = papers_out(cast, make_meeting(cast))
    counted = []
    for number in (1, 30):
        for index in range(number):
            make_challenge(cast, action=make_action(cast), question=f"Why, {number} {index}?")
            ask_member_question(actor=cast.member, meeting=meeting, text=f"Who, {number} {index}?")
        client = cast.client(cast.member)
        client.get(NEXT)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(NEXT).status_code == 200
        counted.append(len(queries))
    assert counted == [12, 12]


def test_only_a_meeting_with_a_workplan_of_ones_own_authority_has_one(cast: Cast) -> None:
    client = cast.client(cast.member)
    assert client.get(f"{NEXT}{make_bury_meeting(cast).pk}/").status_code == 404
    unthemed = make_meeting(cast)
    Meeting.objects.filter(pk=unthemed.pk).update(theme=None)
    assert client.get(f"{NEXT}{unthemed.pk}/").status_code == 404


def test_whoever_does_not_read_for_the_council_sees_no_button(cast: Cast) -> None:
    papers_out(cast, make_meeting(cast))
    page = cast.client(cast.consultant).get(NEXT).content.decode()
    assert "I have read this" not in page
    assert "Ask a question" not in page


def test_whoever_has_read_the_brief_is_led_back_to_it(cast: Cast) -> None:
    meeting = papers_out(cast)
    client = cast.client(cast.member)
    read = f"{AT_OURS}meetings/{meeting.pk}/workplan/read/"
    brief = f"{AT_OURS}brief/{meeting.pk}/"
    assert 'name="from" value="brief"' in client.get(brief).content.decode()
    assert client.post(read, {"from": "brief"})["Location"] == brief
    assert "Thank you." in client.get(brief).content.decode()
    whole = cast.client(cast.member_2).post(read)["Location"]
    assert whole == f"{AT_OURS}meetings/{meeting.pk}/workplan/"
