"""Days in tables have one form, with their year, as those in the list of actions have."""

import datetime
import re

import pytest
from django.utils import timezone

from accounts.models import Membership
from cooperative.models import Challenge, Escalation
from cooperative.operations.challenges import accept_answer, answer_challenge
from expectations.operations.verdicts import judge_expectation
from impact.operations.annual import compose_annual_report
from tests.cooperative.things import make_challenge, make_escalation
from tests.factories import days_from_now, in_days
from tests.impact.scrutiny import make_comment, make_seat
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.reports import make_published_report

pytestmark = pytest.mark.django_db

CELLS = re.compile(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", re.S)
MONTHS = "|".join(f"{datetime.date(2027, month, 1):%B}" for month in range(1, 13))
DAYS = re.compile(rf"\b\d{{1,2}} (?:{MONTHS})( \d{{4}})?")


def days_of(cast: Cast, address: str, who: str = "coordinator") -> list[str]:
    """The years beside the days in the tables of a page, one for each day; "" without."""
    page = cast.client(cast.people[who]).get(f"{AT_OURS}{address}")
    assert page.status_code == 200
    cells = CELLS.findall(page.content.decode())
    return [year for cell in cells for year in DAYS.findall(cell)]


def this_year() -> datetime.date:
    """A day of this year, so that its year could be left out, and not today."""
    today = timezone.localdate()
    return today.replace(month=1, day=2) if today.month > 1 else today.replace(month=12, day=30)


def check(years: list[str], number: int) -> None:
    assert len(years) == number
    assert "" not in years


def test_people(cast: Cast) -> None:
    day = this_year()
    of_leisure = Membership.objects.filter(pk=cast.officer.pk)
    of_leisure.update(starts_on=day)
    soon = in_days(20)
    Membership.objects.filter(pk=cast.partner.pk).update(
        agreement="Sharing", agreement_ends_on=soon, ends_on=soon
    )
    # One for each person, and the end of the agreement beside the partner.
    number = Membership.objects.filter(authority=cast.manchester).count() + 1
    check(days_of(cast, "people/"), number)
    of_leisure.update(ends_on=in_days(-1))
    check(days_of(cast, "people/?moved_on=1"), 1)


def test_challenges(cast: Cast) -> None:
    make_challenge(cast, reply_by=in_days(7))
    settled = make_challenge(cast)
    answer_challenge(actor=cast.officer, challenge=settled, text="In May.")
    accept_answer(actor=cast.consultant, challenge=Challenge.objects.get(pk=settled.pk))
    check(days_of(cast, "challenges/"), 2)


def test_escalations_and_what_is_blocked(cast: Cast) -> None:
    made = make_escalation(cast)
    since = days_from_now(-3)
    Escalation.objects.filter(pk=made.pk).update(needed_by=this_year(), with_since=since)
    check(days_of(cast, "escalations/"), 1)
    # Its day, and since when it is blocked.
    check(days_of(cast, "actions/"), 2)


def test_scrutiny(cast: Cast) -> None:
    make_seat(cast)
    make_comment(cast)
    check(days_of(cast, "scrutiny/"), 1)


def test_the_years_report(cast: Cast) -> None:
    judge_expectation(actor=cast.consultant, expectation=cast.expectations[0], feels="yes")
    make_published_report(cast)
    annual = compose_annual_report(actor=cast.coordinator, period=cast.year)
    check(days_of(cast, f"annual-reports/{annual.period.slug}/"), 1)
