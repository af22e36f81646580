"""The one thing this person can do next with a report, or why there is none."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership
from core.decisions import Decision
from impact.enums import ReportStatus
from impact.models import AnnualReport, ImpactReport
from impact.policies import (
    can_endorse_annual_report,
    can_publish_report,
    can_sign_foreword,
    can_sign_off_report,
)


@dataclass(frozen=True)
class Step:
    """A strong button, or the reason that stands in its place."""

    label: str
    url: str
    decision: Decision


def next_step(actor: Membership, report: ImpactReport) -> Step | None:
    """Sign for a care consultant, publish for a coordinator, read for everyone once published."""
    if report.status == ReportStatus.PUBLISHED:
        return None
    if actor.holds("publish_reports"):
        return _step(
            actor, report, "publish", _("Publish report"), can_publish_report(actor, report)
        )
    return _step(actor, report, "sign", _("Sign report"), can_sign_off_report(actor, report))


def _step(
    actor: Membership, report: ImpactReport, deed: str, label: str, decision: Decision
) -> Step:
    url = reverse(f"impact:report-{deed}", args=[actor.authority.slug, report.slug])
    return Step(label, url, decision)


def annual_step(actor: Membership, annual: AnnualReport) -> Step:
    """Sign the foreword for a care consultant, endorse for anyone else who may."""
    deed, label, decision = (
        "endorse",
        _("Endorse the annual report"),
        can_endorse_annual_report(actor, annual),
    )
    if actor.holds("sign_forewords"):
        label = _("Edit the foreword") if annual.foreword_signed_at else _("Write the foreword")
        deed, decision = "foreword", can_sign_foreword(actor, annual)
    url = reverse(f"impact:annual-{deed}", args=[actor.authority.slug, annual.period.slug])
    return Step(label, url, decision)
