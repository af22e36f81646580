"""A report of a meeting without a theme: of everything that the lead body dealt with."""

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from cooperative.enums import BodyKind, ItemKind, MeetingStatus
from cooperative.models import AgendaItem, Body, Meeting
from documents.kinds import document_kind
from impact.enums import Part, ReportDocument
from impact.models import ImpactReport
from impact.operations.reports import compose_report
from outcomes.operations.progress import record_progress
from tests.factories import days_from_now, in_days, make_action, make_priority
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.reports import make_annual, publish

pytestmark = pytest.mark.django_db


def lead_meeting(cast: Cast, *, kind: str = BodyKind.LEAD) -> Meeting:
    """A meeting of a panel held yesterday, about no theme, with two items to talk about."""
    panel = Body.objects.create(
        authority=cast.manchester, slug="panel", name="Corporate Parenting Panel", kind=kind
    )
    meeting = Meeting.objects.create(
        authority=cast.manchester,
        body=panel,
        period=cast.year,
        number=1,
        title="Panel meeting 1",
        starts_at=days_from_now(-1),
        status=MeetingStatus.HELD,
        held_at=timezone.now(),
    )
    for place, (title, what) in enumerate(
        [("Welcome", ItemKind.WELCOME), ("Quarterly updates of all work areas", ItemKind.REPORT)]
    ):
        AgendaItem.objects.create(
            meeting=meeting, position=place, title=title, kind=what, added_by=cast.coordinator
        )
    return meeting


def two_plans(cast: Cast) -> None:
    """Happy has something done, Healthy something late."""
    happy = make_action(cast, priority=make_priority(cast, title="Trips"), title="Book the bus")
    record_progress(
        actor=cast.officer,
        action=happy,
        status="done",
        done="It runs on Saturdays",
        difference="We get there",
    )
    healthy = cast.healthy_workplan
    priority = make_priority(cast, workplan=healthy, title="Dentists")
    late = make_action(cast, priority=priority, title="Find three dentists", actor=cast.other_lead)
    type(late).objects.filter(pk=late.pk).update(due_on=in_days(-4), first_due_on=in_days(-4))


def test_the_lead_body_reports_on_every_work_area(cast: Cast) -> None:
    two_plans(cast)
    report = compose_report(actor=cast.consultant, meeting=lead_meeting(cast))
    said = list(
        report.lines.filter(part=Part.SAID).order_by("position").values_list("text", flat=True)
    )
    assert [line.partition(",")[0] for line in said if "in care consultants’ words" in line] == [
        "Happy",
        "Healthy",
    ]
    assert "Happy, Priority 1, in care consultants’ words: “Trips.”" in said
    told = list(report.lines.filter(part=Part.ACHIEVED).values_list("text", flat=True))
    assert told[0] == "Book the bus. This is done. It runs on Saturdays. We get there."
    assert told[1].startswith("Find three dentists. We haven’t started this yet.")
    assert report.title == "Corporate Parenting Panel: what changed"
    assert report.introduction.endswith("On the agenda: Quarterly updates of all work areas.")
    # The page that everyone reads first has the best of each, and what is late.
    chosen = report.lines.filter(part=Part.ACHIEVED, on_one_page=True)
    assert chosen.count() == 2
    labels = [line.facts["label"] for line in report.lines.filter(part=Part.ACHIEVED)]
    assert [label.partition(", ")[2] for label in labels] == ["Happy", "Healthy"]


def test_its_report_is_offered_signed_and_read_like_any_other(cast: Cast) -> None:
    two_plans(cast)
    meeting = lead_meeting(cast)
    writer = cast.client(cast.coordinator)
    compose = f"{AT_OURS}meetings/{meeting.pk}/report/compose/"
    for page in (f"{AT_OURS}reports/", f"{AT_OURS}meetings/{meeting.pk}/"):
        assert compose in writer.get(page).content.decode()
    assert writer.post(compose).status_code == 302
    report = ImpactReport.objects.get()
    for actor in (cast.coordinator, cast.consultant, cast.member):
        client = cast.client(actor)
        assert client.get(f"{AT_OURS}reports/").status_code == 200
        assert client.get(f"{AT_OURS}reports/{report.slug}/").status_code == 200
    assert (
        cast.client(cast.consultant).get(f"{AT_OURS}reports/{report.slug}/sign/").status_code == 200
    )
    publish(cast, report)
    annual = make_annual(cast)
    assert writer.get(f"{AT_OURS}annual-reports/{annual.period.slug}/").status_code == 200
    assert "What changed" in Client().get("/manchester/meetings/").content.decode()
    for page in ("", "reports/", f"reports/{report.slug}/", "open-data/"):
        assert Client().get(f"/manchester/{page}").status_code == 200, page
    for kind, about in (
        (ReportDocument.FULL, ImpactReport.objects.get()),
        (ReportDocument.ONE_PAGE, ImpactReport.objects.get()),
        (ReportDocument.ANNUAL, annual),
    ):
        found = document_kind(kind).content(about)
        context = {**found.context, "title": found.title, "tightness": "", "site": ""}
        assert "Find three dentists" in render_to_string(found.template, context)


def test_a_group_that_does_not_lead_reports_only_what_it_decided(cast: Cast) -> None:
    two_plans(cast)
    meeting = lead_meeting(cast, kind=BodyKind.STRATEGIC)
    with pytest.raises(ValidationError, match="no workplan, decisions or questions"):
        compose_report(actor=cast.consultant, meeting=meeting)
    assert not Meeting.objects.to_report_on().filter(pk=meeting.pk).exists()
    assert not meeting.gets_report


def test_a_working_group_reports_on_its_outcome(cast: Cast) -> None:
    two_plans(cast)
    meeting = lead_meeting(cast, kind=BodyKind.DELIVERY)
    meeting.body.outcome = cast.healthy
    meeting.body.save()
    report = compose_report(actor=cast.consultant, meeting=meeting)
    texts = " ".join(report.lines.values_list("text", flat=True))
    assert "Find three dentists" in texts
    assert "Book the bus" not in texts
