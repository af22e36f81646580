"""The pages of scrutiny: the list and its spreadsheet, a comment's page, what is commented on."""

import csv
import io
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership
from cooperative.models import Body, Meeting
from impact.models import ScrutinyComment
from impact.operations.annual import compose_annual_report
from impact.operations.scrutiny import answer_scrutiny, withdraw_scrutiny_comment
from tests.factories import days_from_now, in_days
from tests.impact.scrutiny import make_comment, make_committee, make_seat
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.reports import make_published_report

pytestmark = pytest.mark.django_db
LIST = f"{AT_OURS}scrutiny/"


def page(cast: Cast, who: Membership, url: str) -> str:
    answer = cast.client(who).get(url)
    assert answer.status_code == 200, url
    return str(answer.content.decode())


def create_url(cast: Cast, what: str = "workplan", number: int = 0) -> str:
    return f"{LIST}about/{what}/{number or cast.workplan.pk}/"


def plan_url(cast: Cast) -> str:
    names = ["manchester", cast.happy.slug, cast.year.slug]
    return reverse("outcomes:workplan-detail", args=names)


ANSWER: dict[str, Any] = {
    "reply": "partly",
    "why": "Half of it is paid for.",
    "action": "We begin with the south.",
    "act_by": in_days(60).isoformat(),
    "version": "1",
}


def test_from_the_plans_page_to_the_answer(cast: Cast) -> None:
    make_seat(cast)
    assert create_url(cast) in page(cast, cast.member, plan_url(cast))
    for nobody in (cast.member_2, cast.officer):
        assert create_url(cast) not in page(cast, nobody, plan_url(cast))
    said = {"kind": "recommendation", "text": "Ask young people first."}
    made = cast.client(cast.member).post(create_url(cast), said)
    comment = ScrutinyComment.objects.get()
    assert made["Location"] == f"{LIST}{comment.pk}/"
    assert "Ask young people first." in page(cast, cast.officer, plan_url(cast))
    home = page(cast, cast.lead, AT_OURS)
    assert "Scrutiny Committee has made a recommendation" in home
    assert f"{LIST}{comment.pk}/" in home
    sent = cast.client(cast.lead).post(f"{LIST}{comment.pk}/answer/", ANSWER)
    assert sent.status_code == 302
    shown = page(cast, cast.member, f"{LIST}{comment.pk}/")
    assert "Half of it is paid for." in shown
    assert "Accepted in part" in shown
    assert "Accepted in part" in page(cast, cast.officer, plan_url(cast))
    assert "has made a recommendation" not in page(cast, cast.lead, AT_OURS)
    assert "Your committee’s recommendation has been answered" in page(cast, cast.member, AT_OURS)


def test_a_recommendation_on_a_report_waits_on_the_coordinators_home(cast: Cast) -> None:
    make_seat(cast)
    report = make_published_report(cast)
    make_comment(cast, about=report)
    assert "has made a recommendation" in page(cast, cast.coordinator, AT_OURS)
    assert "has made a recommendation" not in page(cast, cast.lead, AT_OURS)
    shown = page(cast, cast.officer, f"{AT_OURS}reports/{report.slug}/")
    assert "Ask young people first." in shown


def test_what_may_not_be_commented_on_is_refused_or_not_there(cast: Cast) -> None:
    make_seat(cast)
    client = cast.client(cast.member)
    for wrong in (
        create_url(cast, "workplan", cast.bury_workplan.pk),
        create_url(cast, "report", 999),
        create_url(cast, "challenge", 1),
        create_url(cast, "workplan", 10**15),
    ):
        assert client.get(wrong).status_code == 404, wrong
    report = make_published_report(cast)
    annual = compose_annual_report(actor=cast.coordinator, period=cast.year)
    assert client.get(create_url(cast, "report", report.pk)).status_code == 200
    # A member sees a year's report once the executive has endorsed it, and not before.
    assert client.get(create_url(cast, "annual-report", annual.pk)).status_code == 404
    answer = cast.client(cast.member_2).get(create_url(cast))
    assert answer.status_code == 403
    assert "You don’t have one now" in answer.content.decode()


def a_meeting(cast: Cast, body: Body, days: int = -1) -> Meeting:
    return Meeting.objects.create(
        authority=cast.manchester,
        body=body,
        period=cast.year,
        number=Meeting.objects.count() + 1,
        title="Scrutiny meets",
        starts_at=days_from_now(days),
    )


def test_the_form_asks_only_what_there_is_to_choose(cast: Cast) -> None:
    committee = make_seat(cast).body
    a_meeting(cast, cast.cooperative)
    a_meeting(cast, committee, days=3)
    shown = page(cast, cast.member, create_url(cast))
    assert "Which meeting agreed it?" not in shown
    assert "Which committee is it from?" not in shown
    meeting = a_meeting(cast, committee)
    make_seat(cast, body=make_committee(cast.manchester, "health", "Health Scrutiny"))
    shown = page(cast, cast.member, create_url(cast))
    assert shown.count("Scrutiny meets") == 1
    assert "Which committee is it from?" in shown
    said = {"kind": "comment", "text": "Good.", "body": committee.pk, "meeting": meeting.pk}
    assert cast.client(cast.member).post(create_url(cast), said).status_code == 302
    comment = ScrutinyComment.objects.get()
    assert "Scrutiny meets" in page(cast, cast.officer, f"{LIST}{comment.pk}/")


def test_bad_input_gets_words_beside_the_field_and_keeps_what_was_typed(cast: Cast) -> None:
    a_meeting(cast, make_seat(cast).body)
    client = cast.client(cast.member)
    for sent, words in (
        ({"text": "Keep this."}, "comment or a recommendation"),
        ({"kind": "recommendation", "text": " "}, "Fill this in."),
        ({"kind": "shout", "text": "Keep this."}, "Choose one from the list."),
        ({"kind": "comment", "text": "Keep this.", "meeting": "999"}, "Choose one from the list."),
        ({"kind": "comment", "text": "x" * 2001}, "This is too long."),
        ({"kind": "comment", "text": "Keep this. Leah (15) in M1 1AA"}, "This looks like"),
    ):
        answer = client.post(create_url(cast), sent)
        assert answer.status_code == 422, sent
        shown = answer.content.decode()
        assert words in shown
        assert ("Keep this." in shown) == ("Keep this." in sent["text"])
    comment = make_comment(cast)
    for sent, words in (
        (ANSWER | {"reply": ""}, "Say whether the recommendation is accepted."),
        (ANSWER | {"action": ""}, "Say what will be done."),
        (ANSWER | {"act_by": "soon"}, "Enter a date, such as 31/05/2027."),
        (ANSWER | {"why": "Call 0161 496 0000"}, "This looks like"),
    ):
        answer = cast.client(cast.lead).post(f"{LIST}{comment.pk}/answer/", sent)
        assert answer.status_code == 422, sent
        assert words in answer.content.decode()
    answer = client.post(f"{LIST}{comment.pk}/withdraw/", {"because": "", "version": "1"})
    assert answer.status_code == 422


def test_pressing_twice_does_it_once(cast: Cast) -> None:
    make_seat(cast)
    once = str(uuid.uuid4())
    said = {"kind": "recommendation", "text": "Ask young people first.", "once": once}
    client = cast.client(cast.member)
    assert [client.post(create_url(cast), said).status_code for _ in "12"] == [302, 302]
    comment = ScrutinyComment.objects.get()
    answer = ANSWER | {"once": str(uuid.uuid4())}
    client = cast.client(cast.lead)
    url = f"{LIST}{comment.pk}/answer/"
    assert [client.post(url, answer).status_code for _ in "12"] == [302, 302]


def test_who_answers_what_was_taken_back_meanwhile_keeps_the_words(cast: Cast) -> None:
    make_seat(cast)
    comment = make_comment(cast)
    withdraw_scrutiny_comment(actor=cast.member, comment=comment, because="A mistake.")
    answer = cast.client(cast.lead).post(f"{LIST}{comment.pk}/answer/", ANSWER)
    assert answer.status_code == 409
    assert "Half of it is paid for." in answer.content.decode()


def test_withdrawing_asks_first_and_shows_the_reason(cast: Cast) -> None:
    make_seat(cast)
    comment = make_comment(cast)
    url = f"{LIST}{comment.pk}/withdraw/"
    assert url in page(cast, cast.member, f"{LIST}{comment.pk}/")
    assert url not in page(cast, cast.lead, f"{LIST}{comment.pk}/")
    assert "Ask young people first." in page(cast, cast.member, url)
    sent = {"because": "The wrong plan.", "version": "1"}
    assert cast.client(cast.member).post(url, sent).status_code == 302
    shown = page(cast, cast.officer, f"{LIST}{comment.pk}/")
    assert "The wrong plan." in shown
    assert "Ask young people first." in shown


def two_of_each(cast: Cast) -> tuple[ScrutinyComment, ...]:
    """A comment on a report, a recommendation that waits, one answered, one taken back; the first
    for another committee."""
    make_seat(cast)
    elsewhere = make_committee(cast.manchester, "health", "Health Scrutiny")
    make_seat(cast, cast.member_2, elsewhere)
    remark = make_comment(
        cast, actor=cast.member_2, kind="comment", text="=1+1", about=make_published_report(cast)
    )
    waits, done, gone = (make_comment(cast, text=text) for text in ("Waits", "Done", "Gone"))
    answer_scrutiny(
        actor=cast.lead, comment=done, reply="accepted", why="Yes.", action="We do.",
        act_by=in_days(3),
    )  # fmt: skip
    withdraw_scrutiny_comment(actor=cast.member, comment=gone, because="A mistake.")
    return remark, waits, done, gone


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", "0123"),
        ("show=waiting", "1"),
        ("show=answered", "2"),
        ("show=withdrawn", "3"),
        ("body=health", "0"),
        ("kind=recommendation", "123"),
        ("about=report", "0"),
        ("about=workplan&show=waiting", "1"),
        ("about=annual_report", ""),
        ("show=nonsense&body=nowhere&kind=x&about=y", "0123"),
    ],
)
def test_the_list_and_its_spreadsheet_are_narrowed_alike(
    cast: Cast, asked: str, expected: str
) -> None:
    made = two_of_each(cast)
    wanted = [made[int(place)].reference for place in expected]
    shown = page(cast, cast.officer, f"{LIST}?{asked}")
    for one in made:
        assert (f"{one.reference}:" in shown) == (one.reference in wanted), one.reference
    assert expected or "No results" in shown
    sheet = cast.client(cast.officer).get(f"{LIST}export/?{asked}").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert sorted(row["Reference"] for row in rows) == sorted(wanted)
    for row in rows:
        assert not any(cell.startswith("=") for cell in row.values())
        if row["Reference"] == made[2].reference:
            assert row["Status"] == "Accepted"
            assert row["What will be done"] == "We do."
            assert row["By when"] == in_days(3).isoformat()


def test_an_empty_list_says_what_will_be_here(cast: Cast) -> None:
    """Without a committee: who can add one. The page stands in everyone's menu."""
    for person in (cast.officer, cast.member, cast.coordinator):
        said = page(cast, person, LIST)
        assert "No scrutiny committee here yet" in said
        assert "The people who set up its groups and boards can add one." in said
        assert "Nothing yet" not in said
    make_committee(cast.manchester)
    assert "you’ll see it here" in page(cast, cast.officer, LIST)
    assert "If you sit on a scrutiny committee" in page(cast, cast.member, LIST)


def test_whoever_composes_the_years_report_reads_what_scrutiny_said(cast: Cast) -> None:
    two_of_each(cast)
    compose = f"{AT_OURS}annual-reports/{cast.year.slug}/compose/"
    shown = page(cast, cast.coordinator, compose)
    assert "Waits" in shown
    assert "Not answered yet." in shown
    assert "We do." in shown
    assert "Gone" not in shown
    compose_annual_report(actor=cast.coordinator, period=cast.year)
    detail = f"{AT_OURS}annual-reports/{cast.year.slug}/"
    assert "We do." in page(cast, cast.coordinator, detail)
    assert "We do." not in page(cast, cast.executive, detail)


# who, statements
EXPECTED = {
    "list": ("officer", 8),
    "export": ("officer", 7),
    "comment": ("lead", 5),
    "their own": ("member", 6),
    "say": ("member", 8),
    "plan": ("member", 11),
    "report": ("member", 9),
    "compose": ("coordinator", 8),
    "home of the lead": ("lead", 12),
    "home of the coordinator": ("coordinator", 12),
    "home of the member": ("member", 12),
}


@pytest.mark.parametrize("number", [1, 30])
def test_pages_take_as_many_statements_for_one_as_for_thirty(cast: Cast, number: int) -> None:
    make_seat(cast)
    report = make_published_report(cast)
    for about in (cast.workplan, report):
        for index in range(number):
            comment = make_comment(cast, about=about, text=f"Do {index}.")
            make_comment(cast, about=about, kind="comment", text=f"Look at {index}.")
            done = make_comment(cast, about=about, text=f"Say {index}.")
            answer_scrutiny(
                actor=cast.lead if about == cast.workplan else cast.coordinator,
                comment=done, reply="not-accepted", why="No.",
            )  # fmt: skip
    urls = {
        "list": LIST,
        "export": f"{LIST}export/",
        "comment": f"{LIST}{comment.pk}/",
        "their own": f"{LIST}{comment.pk}/",
        "say": create_url(cast),
        "plan": plan_url(cast),
        "report": f"{AT_OURS}reports/{report.slug}/",
        "compose": f"{AT_OURS}annual-reports/{cast.year.slug}/compose/",
        "home of the lead": AT_OURS,
        "home of the coordinator": AT_OURS,
        "home of the member": AT_OURS,
    }
    found = {}
    for name, (who, _) in EXPECTED.items():
        client = cast.client(cast.people[who])
        client.get(urls[name])
        with CaptureQueriesContext(connection) as statements:
            assert client.get(urls[name]).status_code == 200, name
        found[name] = (who, len(statements))
        sql = [one["sql"] for one in statements]
        assert len(sql) == len(set(sql)), name
    assert found == EXPECTED
    assert max(statements for _who, statements in found.values()) <= 12
