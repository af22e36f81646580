"""The only writers of annual reports: composed from published quarters, introduced, endorsed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from core import audit
from core.concurrency import Conflict
from core.decisions import require
from documents.operations.asking import ask_for_document
from impact.enums import AnnualStatus, ReportDocument
from impact.models import AnnualReport, ImpactReport
from impact.operations.telling import COMPOSES, ENDORSES, READS, WRITES_FOREWORD, tell_of_annual
from impact.policies import (
    can_compose_annual_report,
    can_endorse_annual_report,
    can_publish_annual_report,
    can_refresh_annual_report,
    can_sign_foreword,
    can_withdraw_endorsement,
)
from impact.queries.annual import gaps_of, year_facts
from impact.queries.sentences import annual_title
from impact.queries.small_numbers import foreword_problem
from outcomes.models import Period


@transaction.atomic
def compose_annual_report(*, actor: Membership, period: Period) -> AnnualReport:
    """Compose a year's report from its published impact reports; one for each year. Keeps the
    year's counts with it. Records `impact.annual.composed`, and tells those who write the foreword.
    Refused to all but the coordinator, a
    second time, or before any quarter is published. Source: Manchester 6.2."""
    period = Period.objects.select_for_update().get(pk=period.pk)
    require(can_compose_annual_report(actor, period))
    annual = AnnualReport(
        authority_id=period.authority_id,
        period=period,
        title=annual_title(actor.authority, period.name),
        composed_by=actor,
        facts=year_facts(actor.authority, period),
    )
    annual.full_clean()
    annual.save()
    _take_in_quarters(annual)
    _record("composed", actor, annual)
    tell_of_annual("foreword-to-sign", actor, annual, WRITES_FOREWORD)
    return annual


def _take_in_quarters(annual: AnnualReport) -> None:
    annual.reports.set(ImpactReport.objects.published().filter(meeting__period_id=annual.period_id))


def _record(done: str, actor: Membership, annual: AnnualReport, **changes: Any) -> None:
    audit.record(
        f"impact.annual.{done}",
        actor=actor,
        about=annual,
        summary=annual.title,
        changes=changes,
    )


def _locked(annual: AnnualReport) -> AnnualReport:
    return (
        AnnualReport.objects.select_for_update(of=("self",))
        .select_related("authority", "period")
        .get(pk=annual.pk)
    )


@transaction.atomic
def refresh_annual_report(*, actor: Membership, annual: AnnualReport) -> AnnualReport:
    """Take in quarters published since, and the counts as they are now, while it is being composed.
    Records `impact.annual.refreshed`. Refused once endorsed."""
    annual = _locked(annual)
    require(can_refresh_annual_report(actor, annual))
    annual.facts = year_facts(annual.authority, annual.period)
    annual.composed_at = timezone.now()
    annual.version += 1
    annual.save()
    _take_in_quarters(annual)
    _record("refreshed", actor, annual)
    return annual


@transaction.atomic
def sign_foreword(
    *, actor: Membership, annual: AnnualReport, foreword: str, version: int | None
) -> AnnualReport:
    """Write the foreword and put a care consultant's name under it. Records
    `impact.annual.foreword_signed` with the words before and after, and tells those who endorse it
    that they can. Raises ValidationError when it is empty or counts so few young people that they
    could be recognised, Conflict when somebody else wrote meanwhile. Refused once endorsed."""
    annual = _locked(annual)
    require(can_sign_foreword(actor, annual))
    if version is not None and version != annual.version:
        raise Conflict(annual)
    if not foreword.strip():
        raise ValidationError({"foreword": _("Write your foreword before you sign it.")})
    before, annual.foreword = annual.foreword, foreword
    if problem := foreword_problem(annual):
        raise ValidationError({"foreword": problem})
    annual.foreword_by, annual.foreword_signed_at = actor, timezone.now()
    annual.version += 1
    annual.full_clean()
    annual.save()
    _record("foreword_signed", actor, annual, foreword=[before, foreword])
    if not before:
        tell_of_annual("annual-to-endorse", actor, annual, ENDORSES)
    return annual


@transaction.atomic
def endorse_annual_report(
    *,
    actor: Membership,
    annual: AnnualReport,
    despite_gaps: bool = False,
    version: int | None = None,
) -> AnnualReport:
    """Endorse the year's report for the executive: from now on every member and partner sees it and
    it no longer changes. Asks for its PDF once that is certain. Records `impact.annual.endorsed`,
    with what was missing of the year, and tells everyone here. Refused to all but the executive,
    twice, before the foreword is signed, or while a newer report is not in it. Raises
    ValidationError when something is missing of the year, unless `despite_gaps`; Conflict when it
    has changed since it was read."""
    annual = _locked(annual)
    require(can_endorse_annual_report(actor, annual))
    if version is not None and version != annual.version:
        raise Conflict(annual)
    gaps = gaps_of(annual)
    if gaps and not despite_gaps:
        raise ValidationError(
            {"despite_gaps": _("Tick the box to endorse it with these things missing.")}
        )
    annual.status = AnnualStatus.ENDORSED
    annual.endorsed_by, annual.endorsed_at = actor, timezone.now()
    annual.version += 1
    annual.save()
    _record("endorsed", actor, annual, missing=gaps.unreported, year_over=gaps.is_over)
    tell_of_annual("annual-endorsed", actor, annual, READS)
    transaction.on_commit(lambda: _ask_for_document(actor, annual))
    return annual


@transaction.atomic
def withdraw_endorsement(*, actor: Membership, annual: AnnualReport, because: str) -> AnnualReport:
    """Withdraw the executive's endorsement: the report is a draft again, and no longer public.
    Records `impact.annual.endorsement_withdrawn` with the reason, and tells those who write it.
    Refused to all but the executive, and before it is endorsed. Raises ValidationError without a
    reason."""
    annual = _locked(annual)
    require(can_withdraw_endorsement(actor, annual))
    if not because.strip():
        raise ValidationError({"because": _("Say why, so that everyone can understand.")})
    annual.status = AnnualStatus.DRAFT
    annual.endorsed_by = annual.endorsed_at = None
    annual.published_by = annual.published_at = None
    annual.reopened_at, annual.reopened_because = timezone.now(), because
    annual.version += 1
    annual.full_clean()
    annual.save()
    _record("endorsement_withdrawn", actor, annual, because=["", because])
    tell_of_annual("annual-reopened", actor, annual, WRITES_FOREWORD, mark=annual.version)
    tell_of_annual("annual-reopened", actor, annual, COMPOSES, mark=annual.version)
    return annual


@transaction.atomic
def publish_annual_report(*, actor: Membership, annual: AnnualReport) -> AnnualReport:
    """Let everyone read an endorsed annual report, without signing in. Records
    `impact.annual.published`. Refused to all but the coordinator, before it is endorsed, and
    twice. Raises ValidationError while its foreword counts so few young people that they could be
    recognised."""
    annual = _locked(annual)
    require(can_publish_annual_report(actor, annual))
    if problem := foreword_problem(annual):
        raise ValidationError(problem)
    annual.published_by, annual.published_at = actor, timezone.now()
    annual.version += 1
    annual.save()
    _record("published", actor, annual)
    return annual


def _ask_for_document(actor: Membership, annual: AnnualReport) -> None:
    ask_for_document(actor=actor, kind=ReportDocument.ANNUAL, subject=annual)
