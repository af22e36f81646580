"""Reminders of reports that wait for names, and to the coordinator when nobody signs; and of what
scrutiny committees recommended and nobody answered in time.

Run every hour by the worker. Whom it told is in the notices, so it may be run twice, in two
processes or after a kill: nobody is told twice.
"""

import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from accounts.operations.notices import already_told
from cooperative.models import Meeting
from impact.enums import ReportStatus
from impact.models import ImpactReport, ScrutinyComment
from impact.operations.telling import PUBLISHES, tell_of_report, tell_who_answers

# Once, after a week to read it in. The coordinator is told when three weeks have gone, or when the
# next meeting of the same group is a week away: there it should lie on the table.
UNSIGNED, STUCK, BEFORE_NEXT = (datetime.timedelta(days=days) for days in (7, 21, 7))


def remind_of_reports(now: datetime.datetime | None = None) -> int:
    """Remind care consultants who have not signed a report a week after it was written; tell the
    coordinator when it still lacks names. Records nothing in the trail. Answers of how many reports
    it told."""
    now = now or timezone.now()
    unsigned = ImpactReport.objects.filter(
        status=ReportStatus.DRAFT, composed_at__lte=now - UNSIGNED
    ).select_related("authority")
    told = 0
    for report in unsigned.exclude(already_told("report-unsigned")):
        told += _remind_those_who_may_sign(report)
    next_is_near = Meeting.objects.ahead().filter(
        body=OuterRef("meeting__body"),
        starts_at__gt=now,
        starts_at__lte=now + BEFORE_NEXT,
    )
    stuck = unsigned.filter(composed_at__lte=now - STUCK) | unsigned.filter(Exists(next_is_near))
    for report in stuck.exclude(already_told("report-stuck")):
        tell_of_report("report-stuck", None, report, to_holders_of=PUBLISHES)
        told += 1
    return told


def _remind_those_who_may_sign(report: ImpactReport) -> bool:
    waiting = Membership.objects.current().filter(
        authority_id=report.authority_id, role=Role.CARE_CONSULTANT
    )
    waiting = waiting.exclude(pk__in=report.sign_offs.values("by"))
    people = list(waiting.values_list("pk", flat=True))
    tell_of_report("report-unsigned", None, report, to=people)
    return bool(people)


def remind_of_scrutiny(now: datetime.datetime | None = None) -> int:
    """Remind whoever is to answer what a scrutiny committee recommended, once, the day after its
    answer was due. Records nothing in the trail. Answers of how many it told."""
    today = timezone.localdate(now or timezone.now())
    late = (
        ScrutinyComment.objects.waiting()
        .filter(answer_by__lt=today)
        .exclude(already_told("scrutiny-late"))
        .select_related(
            "authority", "workplan__outcome__lead", "workplan__period", "report", "annual_report"
        )
    )
    for comment in late:
        tell_who_answers("scrutiny-late", None, comment)
    return len(late)
