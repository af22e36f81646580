"""Who leads an outcome. The relation is the truth; the guardian row on the outcome follows it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.policies import holds
from accounts.roles import LEADING_ROLES
from core import audit, permissions
from core.decisions import require
from outcomes.models import Outcome
from outcomes.operations.handover import check_taker
from outcomes.operations.telling import tell_of_lead


@transaction.atomic
def appoint_lead(
    *,
    actor: Membership | None,
    outcome: Outcome,
    lead: Membership | None,
    seen: int | None = None,
) -> Outcome:
    """Make somebody the lead of an outcome, or leave it vacant (None). The right to lead moves with
    it at once. `actor` is None when a framework file says so; else they look after people. Records
    `outcomes.outcome.lead_appointed`, and tells them; nothing when they lead it already. `seen` is
    who led it when the actor looked (0 for nobody, None when nobody looked). Raises ValidationError
    for somebody of another authority, who is not here now, or whose role may not lead
    (`LEADING_ROLES`), and when somebody else was appointed since."""
    if actor is not None:
        require(holds(actor, "manage_people"))
    if lead is not None:
        _check_lead(outcome, lead)
    locked = Outcome.objects.select_for_update().values_list("lead_id", flat=True)
    before = locked.get(pk=outcome.pk)
    if seen is not None and seen != (before or 0):
        now = Membership.objects.with_names().filter(pk=before).first()
        words = _("The lead changed while you had this page open (now: %(name)s). Choose again.")
        raise ValidationError({"lead": words % {"name": now.label if now else _("nobody yet")}})
    if before == (lead.pk if lead else None):
        return outcome
    permissions.clear_rights(outcome, "lead_outcome")
    outcome.lead = lead
    outcome.save(update_fields=["lead"])
    if lead is not None:
        permissions.set_person_rights(lead.person, outcome, ["lead_outcome"])
    audit.record(
        "outcomes.outcome.lead_appointed",
        actor=actor,
        about=outcome,
        authority_id=outcome.authority_id,
        summary=lead.label if lead else "vacant",
    )
    tell_of_lead(actor, outcome)
    return outcome


def _check_lead(outcome: Outcome, lead: Membership) -> None:
    if lead.authority_id != outcome.authority_id:
        raise ValidationError({"lead": _("That person belongs to another authority.")})
    try:
        check_taker(lead, outcome.authority_id, LEADING_ROLES)
    except ValidationError as error:
        raise ValidationError({"lead": error.messages}) from None
