"""May this person do this to a workplan, a priority or an action, now?"""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import Membership
from accounts.policies import ELSEWHERE, holds
from core.decisions import ALLOW, Decision, deny
from outcomes.enums import NEVER_AGREED, ActionStatus, PriorityStatus, WorkplanStatus
from outcomes.models import Action, Priority, ProgressUpdate, Workplan
from outcomes.personal import leads, owns

# A slip is undone at once or not at all: what others have read since is corrected, not taken away.
UNDO_FOR = datetime.timedelta(minutes=10)
REMOVE_FOR = datetime.timedelta(hours=1)
CLOSED_PLAN = deny(gettext_lazy("This workplan is closed because its year has ended."))


def _workplan_open(actor: Membership, workplan: Workplan) -> Decision:
    if workplan.authority_id != actor.authority_id:
        return ELSEWHERE
    return CLOSED_PLAN if workplan.status == WorkplanStatus.CLOSED else ALLOW


def can_open_workplan(actor: Membership, outcome_id: int, authority_id: int) -> Decision:
    """The coordinator, or the outcome's lead, starts a year's workplan."""
    if authority_id != actor.authority_id:
        return ELSEWHERE
    if leads(actor, outcome_id) or actor.holds("plan_actions"):
        return ALLOW
    return deny(_("Only the outcome’s lead or a coordinator can start a workplan."))


def can_share_workplan(actor: Membership, workplan: Workplan) -> Decision:
    """The lead, a coordinator, or the care consultants planning the meeting it is read for."""
    state = _workplan_open(actor, workplan)
    if not state:
        return state
    if leads(actor, workplan.outcome_id) or actor.holds("plan_meetings"):
        return ALLOW
    return deny(
        _("Only the outcome’s lead, care consultants or a coordinator can share a workplan.")
    )


def can_close_workplan(actor: Membership, workplan: Workplan) -> Decision:
    """The lead or a coordinator, once its year is over."""
    state = _workplan_open(actor, workplan)
    if not state:
        return state
    if not _plans(actor, workplan):
        return deny(_("Only this outcome’s lead or a coordinator can close its workplan."))
    if workplan.period.ends_on >= timezone.localdate():
        return deny(_("You can close this workplan once its year is over."))
    return ALLOW


def can_reopen_workplan(actor: Membership, workplan: Workplan) -> Decision:
    """Undo a closing, by whoever may close one."""
    if workplan.authority_id != actor.authority_id:
        return ELSEWHERE
    if not _plans(actor, workplan):
        return deny(_("Only this outcome’s lead or a coordinator can reopen its workplan."))
    return (
        ALLOW
        if workplan.status == WorkplanStatus.CLOSED
        else deny(_("This workplan is already open."))
    )


def can_set_priority(actor: Membership, workplan: Workplan) -> Decision:
    """Only care consultants set them; a coordinator may write one down for them, marked so."""
    state = _workplan_open(actor, workplan)
    if not state:
        return state
    if actor.holds("set_priorities") or actor.holds("record_priorities"):
        return ALLOW
    return deny(_("Only care consultants can set priorities."))


def can_change_priority(actor: Membership, priority: Priority) -> Decision:
    """Words and rank, by whoever may set one, while it is open."""
    allowed = can_set_priority(actor, priority.workplan)
    if not allowed:
        return allowed
    if priority.status != PriorityStatus.OPEN:
        return deny(_("This priority is closed. Reopen it to change it."))
    return ALLOW


def can_close_priority(actor: Membership, priority: Priority) -> Decision:
    """Only care consultants say that a priority is met, or closed without being met."""
    if priority.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("set_priorities"):
        return deny(_("Only care consultants can say a priority has been met."))
    if priority.status != PriorityStatus.OPEN:
        return deny(_("This priority is already closed."))
    return ALLOW


def can_reopen_priority(actor: Membership, priority: Priority) -> Decision:
    """Care consultants can change their mind."""
    if priority.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("set_priorities"):
        return deny(_("Only care consultants can reopen a priority."))
    if priority.status == PriorityStatus.OPEN:
        return deny(_("This priority is already open."))
    return _workplan_open(actor, priority.workplan)


def _plans(actor: Membership, workplan: Workplan) -> bool:
    return leads(actor, workplan.outcome_id) or actor.holds("plan_actions")


def can_plan_action(actor: Membership, priority: Priority) -> Decision:
    """The outcome's lead, or a coordinator, turns a priority into actions."""
    state = _workplan_open(actor, priority.workplan)
    if not state:
        return state
    if not _plans(actor, priority.workplan):
        return deny(_("Only this outcome’s lead or a coordinator can plan its actions."))
    if priority.status != PriorityStatus.OPEN:
        return deny(_("This priority is closed."))
    return ALLOW


def can_propose_action(actor: Membership, priority: Priority) -> Decision:
    """Care consultants, officers and partners may suggest an action; the lead decides."""
    state = _workplan_open(actor, priority.workplan)
    if not state:
        return state
    if priority.status != PriorityStatus.OPEN:
        return deny(_("This priority is closed."))
    return holds(actor, "propose_actions")


def can_settle_proposal(actor: Membership, action: Action) -> Decision:
    """Take up a proposal, or say no to it and why."""
    if action.status != ActionStatus.PROPOSED:
        return deny(_("This is no longer a proposal."))
    return can_plan_action(actor, action.priority)


def can_change_action(actor: Membership, action: Action) -> Decision:
    """The outcome's lead or a coordinator changes an action."""
    state = _workplan_open(actor, action.workplan)
    if not state:
        return state
    if not _plans(actor, action.workplan):
        return deny(_("Only this outcome’s lead or a coordinator can change its actions."))
    return ALLOW


def can_record_progress(actor: Membership, action: Action) -> Decision:
    """Officers their own actions, leads their outcome's, partners their organisation's."""
    state = _workplan_open(actor, action.workplan)
    if not state:
        return state
    if action.status == ActionStatus.PROPOSED:
        return deny(_("This action is only a proposal. The outcome’s lead has to agree it first."))
    if action.status == ActionStatus.DECLINED:
        return deny(_("This proposal wasn’t taken up, so you don’t need to update it."))
    own = owns(actor, action) and actor.holds("update_own_actions")
    organisation = (
        actor.holds("update_organisation_actions")
        and actor.organisation_id is not None
        and action.owner.organisation_id == actor.organisation_id
    )
    if own or organisation or leads(actor, action.workplan.outcome_id):
        return ALLOW
    if actor.role == Role.PARTNER:
        return deny(
            _(
                "You can only update your own organisation’s actions. This one belongs to "
                "someone else."
            )
        )
    return deny(_("Only the action’s owner or the outcome’s lead can update it."))


def _newest(update: ProgressUpdate) -> bool:
    """Whether nothing was said of its action after it. One statement."""
    newest = ProgressUpdate.objects.filter(action=update.action_id).order_by("-at", "-pk")
    return newest.values_list("pk", flat=True).first() == update.pk


def can_undo_update(actor: Membership, update: ProgressUpdate) -> Decision:
    """Whoever wrote it, for ten minutes, while it is the newest."""
    if update.action.authority_id != actor.authority_id:
        return ELSEWHERE
    if update.by_id != actor.pk:
        return deny(_("Only the person who wrote this update can undo it."))
    state = can_record_progress(actor, update.action)
    if not state:
        return state
    if timezone.now() - update.at > UNDO_FOR:
        return deny(_("It’s more than ten minutes old. You can still correct it."))
    if not _newest(update):
        return deny(_("This action has been updated again since. Only the newest can be undone."))
    return ALLOW


def can_correct_update(actor: Membership, update: ProgressUpdate) -> Decision:
    """Whoever may update the action, while nothing newer says something else."""
    state = can_record_progress(actor, update.action)
    if not state:
        return state
    if not _newest(update):
        return deny(
            _("This action has been updated again since. Only the newest can be corrected.")
        )
    return ALLOW


def can_remove_action(actor: Membership, action: Action) -> Decision:
    """Take back an action or a proposal that was added by mistake: whoever added it, or may change
    it, within the hour and before anyone has said anything on it."""
    state = _workplan_open(actor, action.workplan)
    if not state:
        return state
    if action.created_by_id != actor.pk and not _plans(actor, action.workplan):
        return deny(_("Only the person who added this, or the outcome’s lead, can remove it."))
    if timezone.now() - action.created_at > REMOVE_FOR:
        return deny(_("It’s more than an hour old. Set its status to “Stopped” and say why."))
    if action.updates.exists() or action.verdicts.exists():
        return deny(_("It already has an update or a verdict, so it stays."))
    return ALLOW


def can_give_verdict(actor: Membership, about: Action | Priority) -> Decision:
    """Only care consultants say whether it feels different."""
    if about.authority_id != actor.authority_id:
        return ELSEWHERE
    if not actor.holds("give_verdicts"):
        return deny(_("Only care consultants can say whether it feels different."))
    if isinstance(about, Action) and about.status in NEVER_AGREED:
        return deny(_("This action was only a proposal, so you can’t give a verdict on it."))
    return ALLOW
