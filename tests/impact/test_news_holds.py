"""News of reports and of scrutiny ends when what it asks for is done, by anyone."""

import pytest

from accounts.models import Notice
from accounts.operations.notices import notify, settle_moved_on
from impact.models import ImpactReport
from impact.operations.annual import (
    compose_annual_report,
    endorse_annual_report,
    sign_foreword,
    withdraw_endorsement,
)
from impact.operations.reports import compose_report, reopen_report, sign_off_report
from impact.operations.scrutiny import answer_scrutiny, withdraw_scrutiny_comment
from impact.operations.telling import tell_who_answers
from tests.impact.quarter import make_quarter
from tests.impact.scrutiny import make_comment, make_seat
from tests.support.cast import Cast
from tests.support.reports import make_published_report

pytestmark = pytest.mark.django_db


def unread(cast: Cast, who: str) -> set[str]:
    mine = Notice.objects.filter(membership=cast.people[who])
    return set(mine.unread().values_list("what", flat=True))


def test_who_has_signed_is_not_asked_to_sign(cast: Cast) -> None:
    report = compose_report(actor=cast.coordinator, meeting=make_quarter(cast).meeting)
    notify(
        "report-unsigned",
        about=report,
        page="/",
        actor=None,
        to=[cast.consultant, cast.consultant_2],
    )
    asked = {"report-to-sign", "report-unsigned"}
    assert asked <= unread(cast, "consultant")
    sign_off_report(actor=cast.consultant, report=report)
    assert not asked & unread(cast, "consultant")
    assert asked <= unread(cast, "consultant_2")
    sign_off_report(actor=cast.consultant_2, report=report)
    reopen_report(actor=cast.consultant_2, report=ImpactReport.objects.get())
    assert "report-reopened" in unread(cast, "consultant")
    ImpactReport.objects.update(status="signed-off")
    settle_moved_on()
    assert "report-reopened" not in unread(cast, "consultant")


def test_the_years_report_asks_for_each_step_once(cast: Cast) -> None:
    make_published_report(cast)
    annual = compose_annual_report(actor=cast.coordinator, period=cast.year)
    assert "foreword-to-sign" in unread(cast, "consultant_2")
    annual = sign_foreword(actor=cast.consultant, annual=annual, foreword="Us.", version=None)
    assert "foreword-to-sign" not in unread(cast, "consultant_2")
    assert "annual-to-endorse" in unread(cast, "executive")
    annual = endorse_annual_report(actor=cast.executive, annual=annual, despite_gaps=True)
    assert "annual-to-endorse" not in unread(cast, "executive")
    annual = withdraw_endorsement(actor=cast.executive, annual=annual, because="A figure.")
    assert "annual-reopened" in unread(cast, "coordinator")
    endorse_annual_report(actor=cast.executive, annual=annual, despite_gaps=True)
    assert "annual-reopened" not in unread(cast, "coordinator")


@pytest.mark.parametrize("how", ["answered", "withdrawn"])
def test_a_recommendation_is_news_until_it_is_answered_or_withdrawn(cast: Cast, how: str) -> None:
    make_seat(cast)
    comment = make_comment(cast)
    tell_who_answers("scrutiny-late", None, comment)
    asked = {"scrutiny-recommended", "scrutiny-late"}
    assert asked <= unread(cast, "lead")
    if how == "answered":
        answer_scrutiny(actor=cast.lead, comment=comment, reply="not-accepted", why="No.")
    else:
        withdraw_scrutiny_comment(actor=cast.member, comment=comment, because="Said twice.")
    assert not asked & unread(cast, "lead")
