"""Work that goes to somebody else because whoever answered for it moves on. What was said and done
stays under the name of whoever said and did it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.policies import can_hand_over
from accounts.roles import LEADING_ROLES, OWNING_ROLES
from core import audit, permissions
from core.concurrency import check_version
from core.decisions import require
from outcomes.models import Action, Outcome
from outcomes.operations.telling import tell_of_action, tell_of_lead
from outcomes.personal import forget_personal_rights


def check_taker(taker: Membership, authority_id: int, roles: frozenset[str] | None = None) -> None:
    """Raise ValidationError unless somebody is here now, in one of these roles where some are
    named."""
    here = Membership.objects.current().filter(pk=taker.pk, authority=authority_id)
    if not here.exists():
        raise ValidationError(_("Choose someone who’s still here."))
    if roles is not None and taker.role not in roles:
        words = _("%(name)s can’t take this on. Their role (%(role)s) doesn’t allow it.")
        raise ValidationError(words % {"name": taker.label, "role": taker.get_role_display()})


@transaction.atomic
def give_outcome(*, actor: Membership, outcome: Outcome, taker: Membership) -> Outcome:
    """Make somebody else the lead of an outcome, and tell them; the right moves with it. Records
    `outcomes.outcome.handed_over`."""
    require(can_hand_over(actor, outcome.authority_id))
    check_taker(taker, outcome.authority_id, LEADING_ROLES)
    outcome = Outcome.objects.select_for_update(of=("self",)).get(pk=outcome.pk)
    before, outcome.lead = outcome.lead, taker
    outcome.save(update_fields=["lead"])
    permissions.clear_rights(outcome, "lead_outcome")
    permissions.set_person_rights(taker.person, outcome, ["lead_outcome"])
    _record("outcomes.outcome", actor, outcome, before, taker)
    tell_of_lead(actor, outcome)
    return outcome


@transaction.atomic
def give_action(*, actor: Membership, action: Action, taker: Membership) -> Action:
    """Make somebody else answer for an action, and tell them; the right moves with it. Updates stay
    under the name of whoever wrote them. Records `outcomes.action.handed_over`."""
    require(can_hand_over(actor, action.authority_id))
    check_taker(taker, action.authority_id, OWNING_ROLES)
    action = check_version(action, None)
    before, action.owner = action.owner, taker
    action.full_clean()
    action.save()
    permissions.clear_rights(action, "own_action")
    permissions.set_person_rights(taker.person, action, ["own_action"])
    _record("outcomes.action", actor, action, before, taker)
    mark = f"{taker.pk}:{action.version}"
    tell_of_action("action-given", actor, action, [taker], mark=mark)
    return action


@transaction.atomic
def give_help(*, actor: Membership, action: Action, giver: Membership, taker: Membership) -> Action:
    """Put somebody in the place of one who helped with an action. Records
    `outcomes.action.help_handed_over`."""
    require(can_hand_over(actor, action.authority_id))
    check_taker(taker, action.authority_id)
    action = check_version(action, None)
    action.save()
    action.collaborators.remove(giver)
    action.collaborators.add(taker)
    _record("outcomes.action.help", actor, action, giver, taker)
    tell_of_action("action-shared", actor, action, [taker], mark=action.version)
    return action


def _record(
    noun: str,
    actor: Membership,
    thing: Outcome | Action,
    giver: Membership | None,
    taker: Membership,
) -> None:
    for one in (actor, giver, taker):
        if one is not None:
            forget_personal_rights(one)
    code = f"{noun}_handed_over" if noun.count(".") == 2 else f"{noun}.handed_over"
    was = giver.label if giver else ""
    audit.record(
        code,
        actor=actor,
        about=thing,
        summary=f"{thing}, to {taker.label}",
        changes={"handed_over": [was, taker.label]},
    )
