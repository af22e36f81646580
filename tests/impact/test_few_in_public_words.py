"""So few young people are not counted in any words that everyone may read, not only in lines."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cooperative.forms.decisions import DecisionForm
from cooperative.operations.decisions import record_decision
from impact.forms import IntroductionForm, LineForm
from impact.models import AnnualReport, ImpactReport
from impact.operations.annual import (
    endorse_annual_report,
    publish_annual_report,
    sign_foreword,
)
from impact.operations.reports import (
    compose_report,
    publish_report,
    set_introduction,
    sign_off_report,
)
from impact.queries.content import report_content, words_hash
from impact.queries.open_data import data_set
from impact.queries.public import public_asks, what_became_of
from outcomes.enums import PriorityStatus
from outcomes.forms.priorities import PriorityCloseForm, PriorityForm
from outcomes.forms.progress import VerdictForm
from outcomes.models import Priority
from portal.forms.points import AskForm, CorrectForm
from tests.impact.quarter import Quarter, make_quarter
from tests.support.cast import Cast
from tests.support.reports import make_annual, make_published_report, publish

pytestmark = pytest.mark.django_db
FEW = "Four of us from here went along."
TOLD = "“Four of us” gives away a number of people"


@pytest.fixture
def quarter(cast: Cast) -> Quarter:
    return make_quarter(cast)


def _report(cast: Cast, quarter: Quarter) -> ImpactReport:
    found = ImpactReport.objects.filter(meeting=quarter.meeting).first()
    return found or compose_report(actor=cast.consultant, meeting=quarter.meeting)


def _line(cast: Cast, quarter: Quarter, sent: Any) -> LineForm:
    return LineForm(sent, line=_report(cast, quarter).lines.all()[0])


def _introduction(cast: Cast, quarter: Quarter, sent: Any) -> IntroductionForm:
    return IntroductionForm(sent, report=_report(cast, quarter))


FORMS: dict[str, tuple[Callable[[Cast, Quarter, Any], Any], str]] = {
    "a line": (_line, "text"),
    "the title of a report": (_introduction, "title"),
    "the introduction of a report": (_introduction, "introduction"),
    "what care consultants want": (
        lambda cast, quarter, sent: PriorityForm(sent, workplan=quarter.priority.workplan),
        "title",
    ),
    "why they want it": (
        lambda cast, quarter, sent: PriorityForm(sent, workplan=quarter.priority.workplan),
        "why",
    ),
    "closing words": (
        lambda cast, quarter, sent: PriorityCloseForm(sent, priority=quarter.priority),
        "words",
    ),
    "a verdict": (lambda cast, quarter, sent: VerdictForm(sent), "words"),
    "a decision": (
        lambda cast, quarter, sent: DecisionForm(sent, meeting=quarter.meeting),
        "text",
    ),
    "what else was considered": (
        lambda cast, quarter, sent: DecisionForm(sent, meeting=quarter.meeting),
        "alternatives",
    ),
    "what would happen without a decision": (
        lambda cast, quarter, sent: DecisionForm(sent, meeting=quarter.meeting),
        "if_not_decided",
    ),
    "a point": (lambda cast, quarter, sent: AskForm(sent), "text"),
    "a corrected point": (lambda cast, quarter, sent: CorrectForm(sent, ask=quarter.ask), "text"),
}


@pytest.mark.parametrize("what", FORMS)
def test_the_writer_is_warned_once(cast: Cast, quarter: Quarter, what: str) -> None:
    make, field = FORMS[what]
    form = make(cast, quarter, {field: FEW})
    assert any(TOLD in str(one) for one in form.errors.get(field, []))
    again = make(cast, quarter, {field: FEW, "save_anyway": "on"})
    assert TOLD not in str(again.errors)
    plain = make(cast, quarter, {field: "A few of us went along."})
    assert "gives away" not in str(plain.errors)


def test_the_council_s_own_limit_counts_on_a_page(cast: Cast, quarter: Quarter) -> None:
    cast.manchester.details = {"small_numbers": {"highest": 9, "sign": "<10"}}
    cast.manchester.save()
    args = ["manchester", cast.happy.slug, cast.year.slug]
    url = reverse("outcomes:priority-create", args=args)
    sent = {"title": "Eight of us want a say"}
    page = cast.client(cast.consultant, Client).post(url, sent)
    assert page.status_code == 422
    assert "“Eight of us” gives away a number of people" in page.content.decode()


@pytest.mark.parametrize("field", ["title", "introduction"])
def test_what_stands_above_a_report_is_not_signed_until_it_is_said_otherwise(
    cast: Cast, quarter: Quarter, field: str
) -> None:
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    words: Any = {"title": report.title, "introduction": report.introduction}
    change: Any = {"actor": cast.consultant, "report": report}
    set_introduction(**change, **{**words, field: FEW}, version=None)
    with pytest.raises(ValidationError, match="title or introduction gives away.*“Four of us”"):
        sign_off_report(actor=cast.consultant, report=report)
    set_introduction(**change, **{**words, field: "Some of us went along."}, version=None)
    sign_off_report(actor=cast.consultant, report=report)
    sign_off_report(actor=cast.consultant_2, report=report)
    # The council now hides more than it did.
    ImpactReport.objects.filter(pk=report.pk).update(**{field: "Eight of us went along."})
    report.sign_offs.update(content_hash=_words(report))
    cast.manchester.details = {"small_numbers": {"highest": 9}}
    cast.manchester.save()
    with pytest.raises(ValidationError, match="“Eight of us”"):
        publish_report(actor=cast.coordinator, report=ImpactReport.objects.get(pk=report.pk))


def _words(report: ImpactReport) -> str:
    return words_hash(ImpactReport.objects.get(pk=report.pk))


def test_a_foreword_is_neither_signed_nor_published_with_it(cast: Cast) -> None:
    make_published_report(cast)
    annual = make_annual(cast)
    with pytest.raises(ValidationError, match="“Four of us”") as caught:
        sign_foreword(actor=cast.consultant, annual=annual, foreword=FEW, version=None)
    assert set(caught.value.message_dict) == {"foreword"}
    annual = sign_foreword(actor=cast.consultant, annual=annual, foreword="We went.", version=None)
    endorsed = endorse_annual_report(actor=cast.executive, annual=annual, despite_gaps=True)
    AnnualReport.objects.filter(pk=endorsed.pk).update(foreword=FEW)
    with pytest.raises(ValidationError, match="“Four of us”"):
        publish_annual_report(actor=cast.coordinator, annual=endorsed)
    endorsed.refresh_from_db()
    assert endorsed.published_at is None


def test_what_a_decision_says_besides_is_left_out(cast: Cast, quarter: Quarter) -> None:
    record_decision(
        actor=cast.coordinator,
        meeting=quarter.meeting,
        text="Open on Sundays.",
        alternatives=FEW,
        if_not_decided="Nobody could come.",
    )
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    publish(cast, report)
    lines = [line for part in report_content(report).parts for line in part.lines]
    line = next(one for one in lines if "Open on Sundays" in one.text)
    assert (line.alternatives, line.if_not_decided) == ("", "Nobody could come.")


def test_nor_do_the_voices_say_it_where_nothing_is_counted(cast: Cast, quarter: Quarter) -> None:
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    line = report.lines.filter(action=quarter.late, part="achieved")[0]
    assert not line.facts["target"]
    facts = {**line.facts, "officer_says": FEW, "consultants_say": "Two girls said so."}
    report.lines.filter(pk=line.pk).update(facts=facts)
    shown = [one for part in report_content(report).parts for one in part.lines]
    found = next(one for one in shown if one.pk == line.pk)
    assert (found.officer_says, found.consultants_say) == ("", "")


def test_why_and_closing_words_with_it_stay_off_the_public_surfaces(
    cast: Cast, quarter: Quarter
) -> None:
    def told() -> list[str]:
        said = what_became_of(cast.manchester, public_asks(cast.manchester))
        priorities = data_set("priorities")
        assert priorities is not None
        return [
            *(row["why"] for row in priorities.rows(cast.manchester)),
            *(one.closing_words for row in said for one in row.priorities),
        ]

    rows = Priority.objects.filter(pk=quarter.priority.pk)
    public: Any = {"why_is_public": True, "closing_is_public": True, "status": PriorityStatus.MET}
    rows.update(why="We all said it.", closing_words="It is done.", **public)
    assert told() == ["We all said it.", "It is done."]
    rows.update(why=FEW, closing_words=FEW)
    assert told() == ["", ""]
