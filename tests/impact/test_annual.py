"""The year's report: from published quarters, with a foreword of care consultants, endorsed."""

import datetime
import html
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from cooperative.operations.challenges import accept_answer, answer_challenge
from core.models import AuditEvent
from documents.kinds import document_kind
from documents.models import Document
from expectations.models import Evidence
from expectations.operations.verdicts import judge_expectation
from impact.enums import AnnualStatus, ReportDocument
from impact.models import AnnualReport
from impact.operations.annual import (
    compose_annual_report,
    endorse_annual_report,
    publish_annual_report,
    refresh_annual_report,
    sign_foreword,
)
from impact.operations.reports import compose_report
from impact.operations.scrutiny import withdraw_scrutiny_comment
from impact.queries.annual import annual_content
from outcomes.operations.progress import give_verdict, record_progress
from tests.cooperative.things import make_challenge
from tests.core.drawing import CSS
from tests.factories import make_action, make_priority
from tests.impact.quarter import make_ask, make_meeting, make_quarter
from tests.impact.scrutiny import make_comment, make_seat
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.reports import make_published_report, publish

pytestmark = pytest.mark.django_db


def url(cast: Cast, deed: str = "") -> str:
    return f"{AT_OURS}annual-reports/{cast.year.slug}/{deed}{'/' if deed else ''}"


def ready(cast: Cast) -> AnnualReport:
    make_published_report(cast)
    annual = compose_annual_report(actor=cast.coordinator, period=cast.year)
    return sign_foreword(actor=cast.consultant, annual=annual, foreword="Ours.", version=None)


def test_from_composing_to_endorsing_through_the_pages(cast: Cast) -> None:
    make_published_report(cast)
    kit, jay, dana = (
        cast.client(who) for who in (cast.coordinator, cast.consultant, cast.executive)
    )
    assert url(cast, "compose") in kit.get(f"{AT_OURS}annual-reports/").content.decode()
    assert kit.get(url(cast, "compose")).status_code == 200
    assert kit.post(url(cast, "compose"), follow=True).status_code == 200
    assert "haven’t signed their foreword yet" in dana.get(url(cast)).content.decode()
    assert dana.post(url(cast, "endorse")).status_code == 403
    response = jay.post(url(cast, "foreword"), {"foreword": "", "version": 1})
    assert response.status_code == 422
    words = {"foreword": "This year they listened.", "version": 1}
    page = jay.post(url(cast, "foreword"), words, follow=True).content.decode()
    assert "This year they listened." in page
    assert "Care consultant, " in page
    assert dana.get(url(cast, "endorse")).status_code == 200
    seen = {"version": AnnualReport.objects.get().version, "despite_gaps": "on"}
    assert dana.post(url(cast, "endorse"), seen).status_code == 302
    annual = AnnualReport.objects.get()
    assert annual.status == AnnualStatus.ENDORSED
    assert annual.endorsed_by == cast.executive
    codes = AuditEvent.objects.filter(code__startswith="impact.annual.").order_by("id")
    assert list(codes.values_list("code", flat=True)) == [
        "impact.annual.composed",
        "impact.annual.foreword_signed",
        "impact.annual.endorsed",
    ]


def test_it_is_made_of_published_quarters_only(cast: Cast) -> None:
    make_published_report(cast)
    draft = compose_report(actor=cast.coordinator, meeting=make_meeting(cast, number=2))
    annual = compose_annual_report(actor=cast.coordinator, period=cast.year)
    content = annual_content(annual)
    assert len(content.quarters) == 1
    publish(cast, draft)
    page = cast.client(cast.coordinator).get(url(cast)).content.decode()
    assert "Another of this year’s reports has been published since this was drafted." in page
    assert cast.client(cast.coordinator).post(url(cast, "refresh")).status_code == 302
    assert len(annual_content(AnnualReport.objects.get()).quarters) == 2


def test_it_says_how_many_points_were_taken_up(cast: Cast) -> None:
    """Those of the year that have been released: a point that waits is in no count."""
    make_published_report(cast)
    first = cast.year.starts_on
    one, two, _three = (make_ask(cast, f"Point {n}", said_on=first) for n in range(3))
    make_ask(cast, "Of last year", said_on=first - datetime.timedelta(days=1))
    make_ask(cast, "Waits", said_on=first, state="waiting")
    make_priority(cast, title="One", asks=[one, two])
    make_priority(cast, title="Two", asks=[two])
    annual = compose_annual_report(actor=cast.coordinator, period=cast.year)
    assert annual_content(annual).points == {"raised": 3, "taken_up": 2}
    words = "points from young people became part of a priority."
    page = cast.client(cast.coordinator).get(url(cast)).content.decode()
    assert f'<span class="figure-big">2 of 3</span><span class="figure-words">{words}' in page
    # A year that was composed before they were counted says nothing of them.
    annual.facts.pop("points")
    annual.save()
    assert words not in cast.client(cast.coordinator).get(url(cast)).content.decode()


def test_its_counts_stay_until_it_is_composed_again(cast: Cast) -> None:
    quarter = make_quarter(cast)
    make_published_report(cast)
    annual = compose_annual_report(actor=cast.coordinator, period=cast.year)
    before = annual_content(annual)
    assert before.totals["actions"] == 7
    assert (before.totals["done"], before.totals["late"]) == (1, 1)
    assert (before.totals["judged"], before.totals["feel_a_bit_different"]) == (2, 1)
    challenges = {key: before.challenges[key] for key in ("raised", "answered", "accepted")}
    assert challenges == {"raised": 1, "answered": 0, "accepted": 0}
    assert before.challenges["median_days"] is None
    assert sum(one["raised"] for one in before.challenges["quarters"]) == 1
    assert before.expectations[0] == {
        "number": 1,
        "text": "Expectation 1",
        "n_actions": 1,
        "feels": "",
        "judged_on": None,
    }
    record_progress(
        actor=cast.officer, action=quarter.clubs, status="done", done="All.", difference="All."
    )
    assert annual_content(AnnualReport.objects.get()) == before
    after = annual_content(refresh_annual_report(actor=cast.coordinator, annual=annual))
    assert after.totals["done"] == 2


def test_it_says_what_was_judged_this_year_and_what_was_not(cast: Cast) -> None:
    first, second, _third = cast.expectations
    long_before = datetime.datetime.combine(
        cast.year.starts_on - datetime.timedelta(days=3), datetime.time(12), datetime.UTC
    )
    with time_machine.travel(long_before):
        judge_expectation(actor=cast.consultant, expectation=second, feels="yes")
    for feels in ("yes", "not-yet"):
        judge_expectation(actor=cast.consultant, expectation=first, feels=feels)
    make_published_report(cast)
    annual = compose_annual_report(actor=cast.coordinator, period=cast.year)
    rows = annual_content(annual).expectations
    assert [(row["feels"], row["judged_on"]) for row in rows] == [
        ("not-yet", timezone.localdate()),
        ("", None),
        ("", None),
    ]
    page = cast.client(cast.coordinator).get(url(cast)).content.decode()
    assert "Not kept yet" in page
    assert page.count("No verdict this year") == 2
    # Composed before verdicts on expectations were kept: what was stored is shown as it is.
    for row in annual.facts["expectations"]:
        del row["feels"], row["judged_on"]
    annual.save()
    page = cast.client(cast.coordinator).get(url(cast)).content.decode()
    assert page.count("No verdict this year") == 3


def test_who_sees_it_before_and_after(cast: Cast) -> None:
    annual = ready(cast)
    early = {"consultant", "executive", "coordinator"}
    for role in ("consultant", "executive", "coordinator", "member", "officer", "partner"):
        status = cast.client(cast.people[role]).get(url(cast)).status_code
        assert status == (200 if role in early else 404), role
    endorse_annual_report(actor=cast.executive, annual=annual, despite_gaps=True)
    for role in ("consultant", "member", "officer", "partner", "safeguarding"):
        assert cast.client(cast.people[role]).get(url(cast)).status_code == 200, role
    for person in cast.bury_people.values():
        client = cast.client(person)
        assert client.get(url(cast)).status_code == 404
        assert client.get(url(cast).replace("manchester", "bury")).status_code == 404


def test_the_second_writer_of_a_foreword_is_told(cast: Cast) -> None:
    annual = ready(cast)
    response = cast.client(cast.consultant_2).post(
        url(cast, "foreword"), {"foreword": "Mine.", "version": annual.version - 1}
    )
    assert response.status_code == 409
    page = response.content.decode()
    assert "Ours." in page
    assert "Mine." in page
    annual.refresh_from_db()
    assert annual.foreword == "Ours."


def test_endorsing_asks_for_its_document(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    annual = ready(cast)
    Document.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        endorse_annual_report(actor=cast.executive, annual=annual, despite_gaps=True)
    assert Document.objects.get().kind == ReportDocument.ANNUAL


def test_a_double_click_endorses_once(cast: Cast) -> None:
    seen = {"version": ready(cast).version, "despite_gaps": "on"}
    client = cast.client(cast.executive)
    key = {"once": "1b1b1b1b-0000-4000-8000-000000000003", **seen}
    assert client.post(url(cast, "endorse"), key).status_code == 302
    assert client.post(url(cast, "endorse"), key).status_code == 302
    response = client.post(url(cast, "endorse"), seen)
    assert response.status_code == 403
    assert "has already been endorsed" in response.content.decode()


def test_a_year_that_is_not_there(cast: Cast) -> None:
    client = cast.client(cast.coordinator)
    assert client.get(f"{AT_OURS}annual-reports/1999-00/").status_code == 404
    assert client.post(f"{AT_OURS}annual-reports/1999-00/compose/").status_code == 404


def paper(annual: AnnualReport) -> str:
    """What its PDF is made of."""
    found = document_kind(ReportDocument.ANNUAL).content(AnnualReport.objects.get(pk=annual.pk))
    context = {**found.context, "title": found.title, "tightness": "", "site": ""}
    return " ".join(render_to_string(found.template, context).split())


def test_the_pdf_says_what_scrutiny_said_like_its_page(cast: Cast) -> None:
    annual = ready(cast)
    make_seat(cast)
    answered = make_comment(cast, about=annual, text="Say who is not in the numbers.")
    make_comment(cast, about=annual, kind="comment", text="Good to read.")
    back = make_comment(cast, about=annual, kind="comment", text="Made by mistake.")
    withdraw_scrutiny_comment(actor=cast.member, comment=back, because="A mistake")
    before = document_kind(ReportDocument.ANNUAL).content(annual).content_hash
    page = cast.client(cast.executive).get(url(cast)).content.decode()
    for words in ("Say who is not in the numbers.", "Good to read.", answered.reference):
        assert words in page
        assert words in paper(annual)
    assert "Not answered yet. An answer is due by" in paper(annual)
    assert "Made by mistake." not in paper(annual)
    make_comment(cast, about=annual, kind="comment", text="One more.")
    assert document_kind(ReportDocument.ANNUAL).content(annual).content_hash != before
    # Once everyone may read the report, its PDF says no more than its public page.
    AnnualReport.objects.update(published_at=timezone.now())
    assert "Good to read." not in paper(annual)


def test_what_was_achieved_before_the_year_stands_apart(cast: Cast) -> None:
    for place, (text, when) in enumerate(
        [
            ("Six were trained.", "the year to May 2020"),
            ("A new lift.", f"May {cast.year.starts_on:%Y}"),
        ]
    ):
        Evidence.objects.create(
            authority=cast.manchester,
            slug=f"e{place}",
            text=text,
            period=when,
            felt_by="Elected members",
            position=place,
        )
    annual = ready(cast)
    content = annual_content(annual)
    assert [one["text"] for one in content.earlier] == ["Six were trained."]
    assert [one["text"] for one in content.evidence] == ["A new lift."]
    page = cast.client(cast.executive).get(url(cast)).content.decode()
    for words in (page, paper(annual)):
        assert words.index("A new lift.") < words.rindex("Achieved before this year")
        assert words.rindex("Achieved before this year") < words.index("Six were trained.")
        assert "Elected members" in words


def test_the_years_figures_have_no_zero(cast: Cast) -> None:
    annual = ready(cast)
    annual.facts["totals"] |= {
        "judged": 4, "feel_different": 1, "feel_a_bit_different": 0, "feel_no_different": 3,
        "late": 0,
    }  # fmt: skip
    annual.save()
    page = " ".join(cast.client(cast.executive).get(url(cast)).content.decode().split())
    for words in (page, paper(annual)):
        assert "judged feel really different. 3 feel no different yet." in words
        assert "a bit different" not in words.partition("judged feel")[2].partition("</ul>")[0]
        assert "0 are late" not in words


def _text(markup: str) -> str:
    """What a reader sees of a page, in one line."""
    main = markup.partition("<main")[2] or markup.partition("<body")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def _facts(annual: AnnualReport) -> Iterator[str]:
    """What the year's report says, in the words that its page and its PDF share."""
    content = annual_content(annual)
    assert content.foreword
    assert content.as_of
    yield from (content.foreword.text, content.foreword.by)
    yield f"{content.as_of:%-d %B %Y}"
    totals, asked, points = content.totals, content.challenges, content.points
    yield f"{totals['done']} of {totals['actions']} "
    yield f"{totals['feel_different']} of {totals['judged']} "
    yield f"{asked['answered']} of {asked['raised']} "
    yield "questions from care consultants have been answered. They accepted 1 answer. Half of the"
    yield f"{points['taken_up']} of {points['raised']} "
    for quarter in content.quarters:
        yield from (quarter.title, quarter.quarter_label, quarter.introduction)
        yield from (figure.words for figure in quarter.figures)
        yield f"Signed on {quarter.signed_on:%-d %B %Y} by "
        yield from quarter.signed_by
        for part in quarter.parts:
            yield part.heading
            yield from (line.text for line in [*part.done, *part.undone])
            yield part.untold
        if quarter.quote:
            yield quarter.quote.attribution
    for row in content.expectations:
        yield row["text"]
        if row["judged_on"]:
            yield f"Partly kept {row['judged_on']:%-d %B}"
    yield from (item["text"] for item in [*content.evidence, *content.earlier])


def test_its_page_and_its_pdf_say_the_same_facts(cast: Cast) -> None:
    make_ask(cast, text="Clubs cost too much.")
    action = make_action(cast)
    give_verdict(actor=cast.consultant, about=action, feels="yes", words="We go.", is_public=True)
    judge_expectation(actor=cast.consultant, expectation=cast.expectations[0], feels="a-bit")
    for accept in (True, False):
        challenge = make_challenge(cast, asked_of=cast.officer, question=f"When? {accept}")
        answer_challenge(actor=cast.officer, challenge=challenge, text="By May.")
        if accept:
            challenge.refresh_from_db()
            accept_answer(actor=cast.consultant, challenge=challenge)
    quarter = make_quarter(cast)
    publish(cast, compose_report(actor=cast.coordinator, meeting=quarter.meeting))
    annual = compose_annual_report(actor=cast.coordinator, period=cast.year)
    annual = sign_foreword(actor=cast.consultant, annual=annual, foreword="Ours.", version=None)
    annual = endorse_annual_report(actor=cast.executive, annual=annual, despite_gaps=True)
    publish_annual_report(actor=cast.coordinator, annual=annual)
    annual.refresh_from_db()
    public = f"/manchester/annual-reports/{cast.year.slug}/"
    pages = {
        "inside": _text(cast.client(cast.executive).get(url(cast)).content.decode()),
        "public": _text(cast.client(None).get(public).content.decode()),
        "PDF": _text(paper(annual)),
    }
    for fact in _facts(annual):
        missing = {name for name, text in pages.items() if " ".join(fact.split()) not in text}
        assert not missing, f"{fact!r} is missing: {missing}"


def test_a_verdict_and_its_day_stand_in_one_line(cast: Cast) -> None:
    judge_expectation(actor=cast.consultant, expectation=cast.expectations[0], feels="a-bit")
    ready(cast)
    page = cast.client(cast.executive).get(url(cast)).content.decode()
    whole = page.partition('<span class="when">')[2].partition("</td>")[0]
    assert "Partly kept" in whole
    assert '<span class="meta">' in whole
    sheet = (CSS / "page.css").read_text()
    assert ".table .when { white-space: nowrap; }" in sheet
