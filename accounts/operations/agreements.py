"""The agreement a partner's access rests on: access ends with it, and goes on with a new one."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Membership
from accounts.operations.rights import project_membership
from accounts.policies import can_renew_agreement
from core import audit
from core.concurrency import check_version
from core.decisions import require

LONGEST = datetime.timedelta(days=5 * 366)


@transaction.atomic
def renew_agreement(
    *,
    actor: Membership,
    membership: Membership,
    agreement: str,
    agreement_ends_on: datetime.date,
    version: int | None = None,
) -> Membership:
    """Name the agreement a partner's access rests on, or a new one, and the day it ends. Access
    goes on until then, unless an earlier end was chosen; for somebody whose access ended with the
    old one it begins again, in the same transaction. Records `accounts.membership.renewed`. Raises
    ValidationError for no name, a day that has passed, or one more than five years away."""
    membership = check_version(membership, version)
    require(can_renew_agreement(actor, membership))
    check_agreement(membership.role, agreement, agreement_ends_on)
    before = terms_of(membership)
    follow_agreement(membership, agreement, agreement_ends_on)
    membership.full_clean()
    membership.save()
    project_membership(membership)
    after = terms_of(membership)
    audit.record(
        "accounts.membership.renewed",
        actor=actor,
        about=membership,
        summary=membership.label,
        changes={name: [before[name], after[name]] for name in after},
    )
    return membership


def check_agreement(role: str, agreement: str, ends_on: datetime.date | None) -> None:
    """A partner's access names its agreement and the day that ends (SG-079). Others have none."""
    if role != Role.PARTNER:
        return
    problems = {}
    today = timezone.localdate()
    if not agreement:
        problems["agreement"] = _(
            "Enter the name or number of the agreement that gives them access."
        )
    if ends_on is None:
        problems["agreement_ends_on"] = _(
            "Enter the date the agreement ends. Their access ends on the same day."
        )
    elif ends_on <= today:
        problems["agreement_ends_on"] = _("Enter a date after today.")
    elif ends_on > today + LONGEST:
        problems["agreement_ends_on"] = _("Enter a date within the next five years.")
    if problems:
        raise ValidationError(problems)


def follow_agreement(membership: Membership, agreement: str, ends_on: datetime.date | None) -> None:
    """Set the agreement, and the end of access with it: an earlier end that was chosen stands, one
    that only came from the agreement before moves along."""
    old_end = membership.agreement_ends_on
    chosen = membership.ends_on if membership.ends_on != old_end else None
    membership.agreement, membership.agreement_ends_on = agreement, ends_on
    if chosen is None or (ends_on is not None and chosen > ends_on):
        membership.ends_on = ends_on


def terms_of(membership: Membership) -> dict[str, str]:
    """What the trail keeps of an agreement."""
    return {
        name: str(getattr(membership, name) or "")
        for name in ("agreement", "agreement_ends_on", "ends_on")
    }
