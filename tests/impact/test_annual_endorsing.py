"""An annual report is endorsed knowingly, can be taken back with a reason, and is then public."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.audit import AuditEvent
from core.concurrency import Conflict
from impact.enums import AnnualStatus
from impact.models import AnnualReport
from impact.operations.annual import (
    compose_annual_report,
    endorse_annual_report,
    publish_annual_report,
    refresh_annual_report,
    sign_foreword,
    withdraw_endorsement,
)
from impact.operations.reports import compose_report
from impact.queries.annual import gaps_of
from outcomes.models import Period
from tests.factories import in_days
from tests.impact.quarter import make_meeting
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.reports import make_published_report, publish

pytestmark = pytest.mark.django_db


def ready(cast: Cast) -> AnnualReport:
    make_published_report(cast)
    annual = compose_annual_report(actor=cast.coordinator, period=cast.year)
    return sign_foreword(actor=cast.consultant, annual=annual, foreword="Ours.", version=None)


def end_year(cast: Cast, days: int) -> None:
    Period.objects.filter(pk=cast.year.pk).update(ends_on=in_days(days))
    cast.year.refresh_from_db()


def page_of(cast: Cast, who: str, path: str) -> str:
    return cast.client(cast.people[who]).get(f"{AT_OURS}annual-reports/{path}").content.decode()


@pytest.mark.parametrize(("days", "is_over"), [(1, False), (0, False), (-1, True)])
def test_a_year_is_over_the_day_after_its_last(cast: Cast, days: int, is_over: bool) -> None:
    annual = ready(cast)
    end_year(cast, days)
    assert gaps_of(AnnualReport.objects.get(pk=annual.pk)).is_over is is_over


def test_what_is_missing_is_said_and_has_to_be_accepted(cast: Cast) -> None:
    annual = ready(cast)
    end_year(cast, 120)
    coming = make_meeting(cast, number=2)
    page = page_of(cast, "executive", f"{cast.year.slug}/endorse/")
    assert "The year isn’t over until" in page
    assert f"“{coming.title}” has no published report yet." in page
    assert "The figures are as of" in page
    client = cast.client(cast.executive)
    at = f"{AT_OURS}annual-reports/{cast.year.slug}/endorse/"
    answer = client.post(at, {"version": annual.version})
    assert answer.status_code == 422
    assert "Tick the box to endorse it with these things missing." in answer.content.decode()
    assert client.post(at, {"version": annual.version, "despite_gaps": "on"}).status_code == 302
    told = AuditEvent.objects.get(code="impact.annual.endorsed")
    assert told.changes == {"missing": [coming.title], "year_over": False}


def test_with_nothing_missing_nothing_is_asked(cast: Cast) -> None:
    annual = ready(cast)
    end_year(cast, -1)
    annual.refresh_from_db()
    assert not gaps_of(AnnualReport.objects.get(pk=annual.pk))
    page = page_of(cast, "executive", f"{cast.year.slug}/endorse/")
    assert "What’s missing" not in page
    assert endorse_annual_report(actor=cast.executive, annual=annual).status == "endorsed"


def test_a_report_published_since_has_to_be_taken_in_first(cast: Cast) -> None:
    annual = ready(cast)
    publish(cast, compose_report(actor=cast.coordinator, meeting=make_meeting(cast, number=2)))
    with pytest.raises(PermissionDenied, match="has been published since this was drafted"):
        endorse_annual_report(actor=cast.executive, annual=annual, despite_gaps=True)
    refresh_annual_report(actor=cast.coordinator, annual=annual)
    endorse_annual_report(actor=cast.executive, annual=annual, despite_gaps=True)


def test_nobody_endorses_what_they_have_not_seen(cast: Cast) -> None:
    annual = ready(cast)
    with pytest.raises(Conflict):
        endorse_annual_report(
            actor=cast.executive, annual=annual, despite_gaps=True, version=annual.version - 1
        )


def test_an_endorsement_is_withdrawn_with_a_reason(cast: Cast) -> None:
    annual = endorse_annual_report(actor=cast.executive, annual=ready(cast), despite_gaps=True)
    publish_annual_report(actor=cast.coordinator, annual=annual)
    at = f"{AT_OURS}annual-reports/{cast.year.slug}/withdraw/"
    for who in ("coordinator", "consultant", "officer", "member"):
        assert cast.client(cast.people[who]).post(at, {"because": "No."}).status_code == 403
    client = cast.client(cast.executive)
    assert client.post(at, {"because": " "}).status_code == 422
    assert client.post(at, {"because": "Signed too early."}).status_code == 302
    annual.refresh_from_db()
    assert annual.status == AnnualStatus.DRAFT
    assert annual.endorsed_at is annual.published_at is None
    assert "Signed too early." in page_of(cast, "coordinator", f"{cast.year.slug}/")
    told = AuditEvent.objects.get(code="impact.annual.endorsement_withdrawn")
    assert told.changes == {"because": ["", "Signed too early."]}
    with pytest.raises(PermissionDenied):
        withdraw_endorsement(actor=cast.executive, annual=annual, because="Again.")


def test_everyone_reads_it_once_the_coordinator_has_published_it(cast: Cast) -> None:
    annual = ready(cast)
    public = f"/manchester/annual-reports/{cast.year.slug}/"
    visitor = cast.client(None)
    assert visitor.get(public).status_code == 404
    with pytest.raises(PermissionDenied):
        publish_annual_report(actor=cast.coordinator, annual=annual)
    annual = endorse_annual_report(actor=cast.executive, annual=annual, despite_gaps=True)
    assert visitor.get(public).status_code == 404
    for who in ("executive", "consultant", "officer"):
        with pytest.raises(PermissionDenied):
            publish_annual_report(actor=cast.people[who], annual=annual)
    at = f"{AT_OURS}annual-reports/{cast.year.slug}/publish/"
    assert cast.client(cast.coordinator).post(at).status_code == 302
    page = visitor.get(public).content.decode()
    assert "Ours." in page
    assert AT_OURS not in page.split("<main", 1)[1].split("</main", 1)[0]
    assert f'href="{public}"' in visitor.get("/manchester/reports/").content.decode()
    assert visitor.get(f"{public}document/").status_code == 302
    assert visitor.get(public.replace("manchester", "bury")).status_code == 404


def test_an_annual_report_says_as_of_when(cast: Cast) -> None:
    annual = ready(cast)
    at = datetime.datetime(2026, 11, 30, 9, tzinfo=datetime.UTC)
    AnnualReport.objects.filter(pk=annual.pk).update(composed_at=at)
    assert "Figures as at Monday 30 November 2026" in page_of(
        cast, "executive", f"{cast.year.slug}/"
    )


def test_a_reason_is_needed(cast: Cast) -> None:
    annual = endorse_annual_report(actor=cast.executive, annual=ready(cast), despite_gaps=True)
    with pytest.raises(ValidationError):
        withdraw_endorsement(actor=cast.executive, annual=annual, because="  ")
