"""A quarter in a few lines: promises, progress, a held meeting, its report, published."""

from typing import Any

from django.utils import timezone

from cooperative.enums import MeetingStatus
from cooperative.models import Meeting, MeetingDecision
from impact.models import AnnualReport, ImpactReport
from impact.operations.annual import compose_annual_report
from impact.operations.reports import compose_report, publish_report, sign_off_report
from outcomes.operations.progress import record_progress
from tests.factories import days_from_now, make_action, make_priority
from tests.support.cast import Cast


def make_report(cast: Cast, *, actions: int = 3, name: str = "club") -> ImpactReport:
    """A draft report of a held meeting about Happy, with so many actions, the first one done."""
    priority = make_priority(cast, title="More fun, less paper")
    made = [
        make_action(cast, priority=priority, title=f"Link us to {name} number {number}")
        for number in range(1, actions + 1)
    ]
    record_progress(
        actor=cast.officer,
        action=made[0],
        status="done",
        done="61 young people joined.",
        difference="Going out is normal now.",
    )
    number = Meeting.objects.filter(body=cast.cooperative).count() + 1
    meeting = Meeting.objects.create(
        authority=cast.manchester,
        body=cast.cooperative,
        period=cast.year,
        number=number,
        theme=cast.happy,
        title=f"Happy, meeting {number}",
        starts_at=days_from_now(-1),
        status=MeetingStatus.HELD,
        held_at=timezone.now(),
    )
    MeetingDecision.objects.create(
        meeting=meeting, text="Bus passes are free from May.", recorded_by=cast.coordinator
    )
    return compose_report(actor=cast.coordinator, meeting=meeting)


def publish(cast: Cast, report: ImpactReport) -> ImpactReport:
    """Signed by as many care consultants as it needs, and published."""
    for consultant in (cast.consultant, cast.consultant_2, cast.consultant_3)[
        : report.sign_offs_needed
    ]:
        sign_off_report(actor=consultant, report=report)
    return publish_report(actor=cast.coordinator, report=ImpactReport.objects.get(pk=report.pk))


def make_published_report(cast: Cast, **fields: Any) -> ImpactReport:
    """The same, all the way to the public page."""
    return publish(cast, make_report(cast, **fields))


def make_annual(cast: Cast) -> AnnualReport:
    """The year's report, composed of what is published."""
    return compose_annual_report(actor=cast.coordinator, period=cast.year)
