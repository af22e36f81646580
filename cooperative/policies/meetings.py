"""Who plans a meeting, and who writes down what happened at it (product.md, "Roles")."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from cooperative.enums import BodyKind, BodyStatus, ItemStatus, MeetingStatus
from cooperative.models import Body, Meeting
from cooperative.policies.common import day_has_come, holds, not_over, same_authority
from core.decisions import ALLOW, Decision, deny, first_refusal
from outcomes.enums import PriorityStatus
from outcomes.models import Priority


def can_plan_meeting(actor: Membership, body: Body | None = None) -> Decision:
    """Plan a new meeting, of a body when one is chosen (MAN 3.5: consultants plan and lead)."""
    decision = holds(actor, "plan_meetings")
    if not decision or body is None:
        return decision
    if not (own := same_authority(actor, body.authority_id)):
        return own
    if body.status == BodyStatus.ENDED:
        return deny(_("This group no longer meets."))
    if body.kind == BodyKind.MONITORING:
        return deny(_("This group isn’t part of the council, so its meetings aren’t planned here."))
    return ALLOW


def can_change_meeting(actor: Membership, meeting: Meeting) -> Decision:
    """Change its theme, date, place or who leads it, until it has been held or cancelled."""
    return first_refusal(
        same_authority(actor, meeting.authority_id),
        holds(actor, "plan_meetings"),
        not_over(meeting),
    )


def can_cancel_meeting(actor: Membership, meeting: Meeting) -> Decision:
    """Cancel one that has not been held: it was called off, or it never took place."""
    return first_refusal(
        same_authority(actor, meeting.authority_id),
        holds(actor, "plan_meetings"),
        not_over(meeting),
    )


def can_reinstate_meeting(actor: Membership, meeting: Meeting) -> Decision:
    """Say that a cancelled meeting goes ahead after all."""
    decision = first_refusal(
        same_authority(actor, meeting.authority_id), holds(actor, "plan_meetings")
    )
    if decision and meeting.status != MeetingStatus.CANCELLED:
        return deny(_("This meeting isn’t cancelled."))
    return decision


def can_put_out_papers(actor: Membership, meeting: Meeting) -> Decision:
    """Send the agenda and the workplan to everyone: once, and with something on the agenda."""
    decision = can_change_meeting(actor, meeting)
    if not decision:
        return decision
    if meeting.status == MeetingStatus.PAPERS_OUT:
        return deny(_("The papers have already been published."))
    # Over all(), so that a page that has read the agenda asks nothing more.
    if not any(item.status == ItemStatus.ON_AGENDA for item in meeting.items.all()):
        return deny(_("Add at least one item to the agenda first."))
    return ALLOW


def can_record_attendance(actor: Membership, meeting: Meeting) -> Decision:
    """Say who was there, from the day of the meeting on; recording again puts it right."""
    return first_refusal(
        same_authority(actor, meeting.authority_id),
        holds(actor, "record_meetings"),
        day_has_come(meeting),
    )


def can_hold_meeting(actor: Membership, meeting: Meeting) -> Decision:
    """Say that it has been held: once, from its start on, attendance recorded, and papers out
    unless its day is over: then it was held without, and can still be written down."""
    decision = first_refusal(
        same_authority(actor, meeting.authority_id),
        holds(actor, "record_meetings"),
    )
    if not decision:
        return decision
    if meeting.status == MeetingStatus.HELD:
        return deny(_("This meeting is already recorded as held."))
    if not (today := day_has_come(meeting)):
        return today
    if timezone.now() < meeting.starts_at:
        return deny(_("This meeting hasn’t started yet."))
    if meeting.status == MeetingStatus.PLANNED and meeting.is_ahead:
        return deny(_("Publish the agenda first."))
    if not meeting.attendance.all():
        return deny(_("Record attendance first."))
    return ALLOW


def can_record_decision(actor: Membership, meeting: Meeting) -> Decision:
    """Write down something the meeting decided."""
    return can_record_attendance(actor, meeting)


def can_agree_action(
    actor: Membership, meeting: Meeting, priority: Priority | None = None
) -> Decision:
    """Put an action the meeting agreed into its theme's workplan, under `priority` once chosen.

    Drafting actions is not a care consultant's right, but writing down what a meeting agreed is:
    the meeting agreed it, so this is its own policy (MAN 3.5: "debate, agree and action").
    """
    decision = can_record_attendance(actor, meeting)
    if not decision:
        return decision
    if meeting.theme_id is None:
        return deny(_("This meeting has no theme, so it has no workplan to add an action to."))
    if priority is not None and priority.status != PriorityStatus.OPEN:
        return deny(_("This priority is closed."))
    return ALLOW
