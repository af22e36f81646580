"""Who shapes an agenda. Care consultants and the coordinator plan it; others may propose."""

from django.utils.translation import gettext as _

from accounts.models import Membership
from cooperative.enums import ItemStatus, MeetingStatus
from cooperative.models import AgendaItem, Meeting
from cooperative.policies.common import day_has_come, holds, not_over, same_authority
from core.decisions import ALLOW, Decision, deny, first_refusal


def can_add_agenda_item(actor: Membership, meeting: Meeting) -> Decision:
    """Put something straight on the agenda."""
    return first_refusal(
        same_authority(actor, meeting.authority_id),
        holds(actor, "plan_meetings"),
        not_over(meeting),
    )


def can_propose_agenda_item(actor: Membership, meeting: Meeting) -> Decision:
    """Offer something for the agenda; the planners say yes or no. Until the papers are out."""
    decision = first_refusal(
        same_authority(actor, meeting.authority_id),
        holds(actor, "propose_agenda_items"),
        not_over(meeting),
    )
    if decision and meeting.status == MeetingStatus.PAPERS_OUT:
        return deny(
            _("The agenda has already been published. You can propose this for the next meeting.")
        )
    return decision


def can_settle_agenda_item(actor: Membership, item: AgendaItem) -> Decision:
    """Take a proposal onto the agenda or say not this time; or put back one taken off."""
    decision = can_add_agenda_item(actor, item.meeting)
    if decision and item.status == ItemStatus.ON_AGENDA:
        return deny(_("This is already on the agenda."))
    return decision


def can_change_agenda_item(actor: Membership, item: AgendaItem) -> Decision:
    """Change the words, length or leader of something on the agenda."""
    decision = can_add_agenda_item(actor, item.meeting)
    if decision and item.status != ItemStatus.ON_AGENDA:
        return deny(_("This is not on the agenda."))
    return decision


def can_move_agenda_item(actor: Membership, item: AgendaItem) -> Decision:
    """Move it up or down. An overdue challenge stays at the head."""
    decision = can_change_agenda_item(actor, item)
    if decision and item.challenge_id:
        return deny(_("A late challenge stays at the top of the agenda."))
    return decision


def can_drop_agenda_item(actor: Membership, item: AgendaItem) -> Decision:
    """Take it off the agenda. An overdue challenge stays until it is answered."""
    decision = can_change_agenda_item(actor, item)
    if decision and item.challenge_id:
        return deny(_("A late challenge stays on the agenda."))
    return decision


def can_remove_notes(actor: Membership, item: AgendaItem) -> Decision:
    """Take notes away for good: a coordinator or a safeguarding lead, whatever became of the item.
    Also of an item without notes, since the trail may have earlier ones."""
    return first_refusal(
        same_authority(actor, item.meeting.authority_id), holds(actor, "release_asks")
    )


def can_write_minutes(actor: Membership, item: AgendaItem) -> Decision:
    """Write what was said about it, from the day of the meeting on."""
    decision = first_refusal(
        same_authority(actor, item.meeting.authority_id),
        holds(actor, "record_meetings"),
        day_has_come(item.meeting),
    )
    if decision and item.status != ItemStatus.ON_AGENDA:
        return deny(_("This is not on the agenda."))
    return ALLOW if decision else decision
