"""A year's workplan: started, shared with members and partners."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from core import audit
from core.decisions import require
from outcomes.enums import WorkplanStatus
from outcomes.models import Outcome, Period, Workplan
from outcomes.policies import (
    can_close_workplan,
    can_open_workplan,
    can_reopen_workplan,
    can_share_workplan,
)


@transaction.atomic
def open_workplan(
    *, actor: Membership, outcome: Outcome, period: Period, title: str = ""
) -> Workplan:
    """Start one outcome's plan for one year. Records `outcomes.workplan.opened`. Raises
    ValidationError when the year has one already or belongs to another authority."""
    require(can_open_workplan(actor, outcome.pk, outcome.authority_id))
    if period.authority_id != outcome.authority_id:
        raise ValidationError({"period": _("That year belongs to another authority.")})
    workplan = Workplan(authority=outcome.authority, outcome=outcome, period=period, title=title)
    workplan.full_clean()
    workplan.save()
    audit.record("outcomes.workplan.opened", actor=actor, about=workplan, summary=str(workplan))
    return workplan


@transaction.atomic
def share_workplan(*, actor: Membership, workplan: Workplan) -> Workplan:
    """Let elected members and partners read a workplan. Sharing twice changes nothing. Records
    `outcomes.workplan.shared`."""
    _lock(workplan)
    require(can_share_workplan(actor, workplan))
    if workplan.status == WorkplanStatus.SHARED:
        return workplan
    workplan.status = WorkplanStatus.SHARED
    workplan.shared_at = timezone.now()
    workplan.save()
    audit.record("outcomes.workplan.shared", actor=actor, about=workplan, summary=str(workplan))
    return workplan


@transaction.atomic
def close_workplan(*, actor: Membership, workplan: Workplan) -> Workplan:
    """Put a year's workplan away: it takes no more priorities, actions or progress, and stays to be
    read. Records `outcomes.workplan.closed`. Refused before its year is over."""
    _lock(workplan)
    require(can_close_workplan(actor, workplan))
    return _set_status(actor, workplan, WorkplanStatus.CLOSED, "closed")


@transaction.atomic
def reopen_workplan(*, actor: Membership, workplan: Workplan) -> Workplan:
    """Undo a closing. Records `outcomes.workplan.reopened`."""
    _lock(workplan)
    require(can_reopen_workplan(actor, workplan))
    return _set_status(actor, workplan, WorkplanStatus.SHARED, "reopened")


def _lock(workplan: Workplan) -> None:
    """Make it as it is now, until the transaction ends: of two presses at once the second sees what
    the first did."""
    workplan.refresh_from_db(from_queryset=Workplan.objects.select_for_update())


def _set_status(actor: Membership, workplan: Workplan, status: str, deed: str) -> Workplan:
    workplan.status = status
    workplan.save()
    audit.record(f"outcomes.workplan.{deed}", actor=actor, about=workplan, summary=str(workplan))
    return workplan
