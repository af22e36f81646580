"""Where a line comes from: the address of its record, for those inside and for everyone; and the
address of what scrutiny committees speak of."""

from django.urls import reverse

from accounts.models import Membership
from cooperative.models import Challenge
from impact.models import AnnualReport, ImpactReport, ReportLine
from outcomes.models import Action, Workplan


def source_url_of(line: ReportLine, authority: str) -> str:
    """The record's own page, for somebody signed in."""
    if line.action_id:
        return reverse("outcomes:action-detail", args=[authority, line.action_id])
    if line.challenge_id:
        return reverse("cooperative:challenge-detail", args=[authority, line.challenge_id])
    if line.decision is not None:
        meeting = reverse("cooperative:meeting-detail", args=[authority, line.decision.meeting_id])
        return f"{meeting}#decisions"
    return reverse("portal:journey", args=[authority, line.priority_id])


def public_url_of(line: ReportLine, authority: str) -> str:
    """The place on "You said, we did" that everyone can read, or "" for what has none."""
    if not line.priority_id:
        return ""
    return f"{reverse('impact:you-said', args=[authority])}#priority-{line.priority_id}"


def scrutinised_url_of(about: Workplan | ImpactReport | AnnualReport, authority: str) -> str:
    """The page of what a scrutiny comment is about."""
    if isinstance(about, Workplan):
        slugs = [authority, about.outcome.slug, about.period.slug]
        return reverse("outcomes:workplan-detail", args=slugs)
    if isinstance(about, ImpactReport):
        return reverse("impact:report-detail", args=[authority, about.slug])
    return reverse("impact:annual-detail", args=[authority, about.period.slug])


def without_link(actor: Membership, report: ImpactReport) -> frozenset[int]:
    """The lines whose record this reader may not open. No statement for a reader of everything,
    one for each kind of record for a partner."""
    if actor.holds("read_everything"):
        return frozenset()
    rows = list(report.lines.all())
    readable = set(
        Action.objects.visible_to(actor)
        .filter(pk__in=[row.action_id for row in rows if row.action_id])
        .values_list("pk", flat=True)
    )
    asked = set(
        Challenge.objects.visible_to(actor)
        .filter(pk__in=[row.challenge_id for row in rows if row.challenge_id])
        .values_list("pk", flat=True)
    )
    return frozenset(
        row.pk
        for row in rows
        if (row.action_id and row.action_id not in readable)
        or (not row.action_id and row.challenge_id and row.challenge_id not in asked)
    )
