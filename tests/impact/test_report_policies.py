"""Who may do what to a report: every role, every state, and the reason of each refusal."""

import pytest

from impact.enums import ReportStatus
from impact.models import ImpactReport
from impact.operations.annual import compose_annual_report, endorse_annual_report, sign_foreword
from impact.operations.reports import compose_report, publish_report, sign_off_report
from impact.policies import (
    can_change_line,
    can_change_report,
    can_compose_annual_report,
    can_compose_report,
    can_endorse_annual_report,
    can_publish_report,
    can_recompose_report,
    can_refresh_annual_report,
    can_reopen_report,
    can_sign_foreword,
    can_sign_off_report,
)
from tests.impact.quarter import make_meeting, make_quarter
from tests.support.cast import Cast
from tests.support.kinds import Policy
from tests.support.reports import make_annual, make_published_report

pytestmark = pytest.mark.django_db

ROLES = (
    "consultant",
    "member",
    "officer",
    "lead",
    "other_lead",
    "partner",
    "executive",
    "coordinator",
    "safeguarding",
)


def allowed(cast: Cast, policy: Policy, about: object) -> set[str]:
    """The roles a policy lets through; each refusal must say why, in a sentence."""
    found = set()
    for role in ROLES:
        decision = policy(cast.people[role], about)
        if decision:
            found.add(role)
        else:
            assert decision.reason.endswith("."), (role, decision)
    return found


def signed(cast: Cast) -> ImpactReport:
    report = compose_report(actor=cast.coordinator, meeting=make_quarter(cast).meeting)
    for who in (cast.consultant_2, cast.consultant_3):
        sign_off_report(actor=who, report=report)
    return ImpactReport.objects.get()


def test_composing(cast: Cast) -> None:
    meeting = make_quarter(cast).meeting
    assert allowed(cast, can_compose_report, meeting) == {"consultant", "coordinator"}
    compose_report(actor=cast.consultant, meeting=meeting)
    assert allowed(cast, can_compose_report, meeting) == set()
    assert "already" in can_compose_report(cast.consultant, meeting).reason


def test_not_before_the_meeting_is_held(cast: Cast) -> None:
    meeting = make_meeting(cast)
    meeting.status = "papers-out"
    decision = can_compose_report(cast.consultant, meeting)
    assert decision.reason == (
        "This meeting hasn’t been held yet. You can start the report once it has."
    )


def test_changing_a_draft(cast: Cast) -> None:
    quarter = make_quarter(cast)
    report = compose_report(actor=cast.coordinator, meeting=quarter.meeting)
    assert allowed(cast, can_change_report, report) == {"consultant", "coordinator"}
    assert allowed(cast, can_recompose_report, report) == {"consultant", "coordinator"}
    line = report.lines.get(part="achieved", action=quarter.clubs)
    assert allowed(cast, can_change_line, line) == {"consultant", "coordinator", "lead"}
    reason = can_change_line(cast.other_lead, line).reason
    assert reason == (
        "Only care consultants, coordinators and the lead for this outcome can change this line."
    )
    # A line about a decision belongs to the meeting's theme.
    assert "lead" in allowed(cast, can_change_line, report.lines.get(decision__isnull=False,
                                                                     action=None))  # fmt: skip


def test_nothing_signed_changes(cast: Cast) -> None:
    report = signed(cast)
    line = report.lines.all()[0]
    assert allowed(cast, can_change_report, report) == set()
    assert allowed(cast, can_change_line, line) == set()
    assert "can reopen it" in can_change_line(cast.lead, line).reason


def test_signing(cast: Cast) -> None:
    report = compose_report(actor=cast.coordinator, meeting=make_quarter(cast).meeting)
    assert allowed(cast, can_sign_off_report, report) == {"consultant"}
    assert can_sign_off_report(cast.coordinator, report).reason == (
        "Only care consultants can sign off an impact report."
    )
    sign_off_report(actor=cast.consultant, report=report)
    report = ImpactReport.objects.get()
    assert can_sign_off_report(cast.consultant, report).reason == (
        "You’ve already signed this report."
    )
    assert can_sign_off_report(cast.consultant_2, report)


def test_opening_again(cast: Cast) -> None:
    report = signed(cast)
    assert allowed(cast, can_reopen_report, report) == {"consultant"}
    assert can_reopen_report(cast.coordinator, report).reason == (
        "Only care consultants can reopen a signed report."
    )


def test_publishing_says_how_many_are_missing(cast: Cast) -> None:
    report = compose_report(actor=cast.coordinator, meeting=make_quarter(cast).meeting)
    assert can_publish_report(cast.coordinator, report).reason == (
        "This isn’t signed off yet. 2 more care consultants need to sign it first."
    )
    sign_off_report(actor=cast.consultant, report=report)
    assert can_publish_report(cast.coordinator, ImpactReport.objects.get()).reason == (
        "This isn’t signed off yet. 1 more care consultant needs to sign it first."
    )
    sign_off_report(actor=cast.consultant_2, report=report)
    assert allowed(cast, can_publish_report, ImpactReport.objects.get()) == {"coordinator"}


def test_published_is_final(cast: Cast) -> None:
    report = publish_report(actor=cast.coordinator, report=signed(cast))
    assert report.status == ReportStatus.PUBLISHED
    for policy in (
        can_change_report,
        can_sign_off_report,
        can_reopen_report,
        can_publish_report,
    ):
        assert allowed(cast, policy, report) == set(), policy


def test_the_annual_report(cast: Cast) -> None:
    assert (
        "until an impact report from this year"
        in can_compose_annual_report(cast.coordinator, cast.year).reason
    )
    make_published_report(cast)
    assert allowed(cast, can_compose_annual_report, cast.year) == {"coordinator"}
    annual = make_annual(cast)
    assert allowed(cast, can_compose_annual_report, cast.year) == set()
    assert allowed(cast, can_refresh_annual_report, annual) == {"coordinator"}
    assert allowed(cast, can_sign_foreword, annual) == {"consultant"}
    assert allowed(cast, can_endorse_annual_report, annual) == set()
    assert can_endorse_annual_report(cast.executive, annual).reason == (
        "Care consultants haven’t signed their foreword yet."
    )
    annual = sign_foreword(actor=cast.consultant, annual=annual, foreword="Ours.", version=None)
    assert allowed(cast, can_endorse_annual_report, annual) == {"executive"}
    annual = endorse_annual_report(actor=cast.executive, annual=annual, despite_gaps=True)
    for policy in (can_refresh_annual_report, can_sign_foreword, can_endorse_annual_report):
        assert allowed(cast, policy, annual) == set(), policy


def test_another_authority_may_nothing(cast: Cast) -> None:
    quarter = make_quarter(cast)
    meeting_policy = can_compose_report
    for person in cast.bury_people.values():
        assert not meeting_policy(person, quarter.meeting)
    report = compose_report(actor=cast.coordinator, meeting=quarter.meeting)
    line = report.lines.all()[0]
    for person in cast.bury_people.values():
        assert not can_compose_annual_report(person, cast.year)
        assert not can_change_line(person, line)
        for policy in (
            can_change_report,
            can_sign_off_report,
            can_reopen_report,
            can_publish_report,
        ):
            assert policy(person, report).reason == "That belongs to another authority."


def test_the_annual_policies_refuse_another_authority(cast: Cast) -> None:
    make_published_report(cast)
    annual = compose_annual_report(actor=cast.coordinator, period=cast.year)
    for person in cast.bury_people.values():
        for policy in (can_refresh_annual_report, can_sign_foreword, can_endorse_annual_report):
            assert policy(person, annual).reason == "That belongs to another authority."
