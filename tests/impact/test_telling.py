"""Who is told of reports, and who is reminded to sign."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Notice
from impact.models import ImpactReport
from impact.operations.annual import compose_annual_report, endorse_annual_report, sign_foreword
from impact.operations.reminders import remind_of_reports
from impact.operations.reports import compose_report, publish_report, reopen_report, sign_off_report
from tests.cooperative.things import make_meeting
from tests.factories import days_from_now
from tests.impact.quarter import make_quarter
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
JAY, SAM, ARI, KIT, DANA = "Jay Moss", "Sam Reed", "Ari Bloom", "Kit Marsh", "Dana Holt"


def told(what: str) -> set[str]:
    found = Notice.objects.filter(what=what)
    return set(found.values_list("membership__person__name", flat=True))


def written(cast: Cast) -> ImpactReport:
    report = compose_report(actor=cast.consultant, meeting=make_quarter(cast).meeting)
    return report


def test_each_step_tells_those_who_take_the_next(cast: Cast) -> None:
    report = written(cast)
    assert told("report-to-sign") == {SAM, ARI}
    sign_off_report(actor=cast.consultant, report=report)
    assert told("report-signed") == set()
    sign_off_report(actor=cast.consultant_2, report=report)
    assert told("report-signed") == {KIT}
    reopen_report(actor=cast.consultant, report=report)
    assert told("report-reopened") == {SAM}
    for one in (cast.consultant, cast.consultant_2):
        sign_off_report(actor=one, report=report)
    assert Notice.objects.filter(what="report-signed").count() == 2
    publish_report(actor=cast.coordinator, report=report)
    everybody = {one.person.name for one in cast.people.values()}
    assert told("report-published") == everybody - {KIT}
    annual = compose_annual_report(actor=cast.coordinator, period=cast.year)
    assert told("foreword-to-sign") == {JAY, SAM, ARI}
    sign_foreword(actor=cast.consultant, annual=annual, foreword="We did it.", version=None)
    sign_foreword(actor=cast.consultant_2, annual=annual, foreword="We did.", version=None)
    assert told("annual-to-endorse") == {DANA}
    endorse_annual_report(actor=cast.executive, annual=annual, despite_gaps=True)
    assert told("annual-endorsed") == everybody - {DANA}
    assert not set(told("annual-endorsed")) & {one.person.name for one in cast.bury_people.values()}


def test_a_report_that_waits_reminds_once_and_then_tells_the_coordinator(cast: Cast) -> None:
    report = written(cast)
    sign_off_report(actor=cast.consultant_2, report=report)
    Notice.objects.all().delete()
    begun = timezone.now()
    for days, expected in (
        (6, {}),
        (7, {"report-unsigned": {JAY, ARI}}),
        (8, {"report-unsigned": {JAY, ARI}}),
        (21, {"report-unsigned": {JAY, ARI}, "report-stuck": {KIT}}),
        (30, {"report-unsigned": {JAY, ARI}, "report-stuck": {KIT}}),
    ):
        later = begun + datetime.timedelta(days=days, minutes=1)
        with time_machine.travel(later, tick=False):
            remind_of_reports()
            remind_of_reports()
        found = {one: told(one) for one in Notice.objects.values_list("what", flat=True)}
        assert found == expected, days
    assert Notice.objects.count() == 3


def test_before_the_next_meeting_the_coordinator_is_told_sooner(cast: Cast) -> None:
    written(cast)
    make_meeting(cast, number=9, starts_at=days_from_now(14))
    Notice.objects.all().delete()
    with time_machine.travel(days_from_now(8), tick=False):
        remind_of_reports()
    assert told("report-stuck") == {KIT}


def test_a_report_with_all_its_names_reminds_nobody(cast: Cast) -> None:
    report = written(cast)
    for one in (cast.consultant, cast.consultant_2):
        sign_off_report(actor=one, report=report)
    with time_machine.travel(days_from_now(40), tick=False):
        assert remind_of_reports() == 0
