"""Conditions that several policies of this app share."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.policies import holds
from cooperative.enums import MeetingStatus
from cooperative.models import Meeting
from core.decisions import ALLOW, Decision, deny

__all__ = ["day_has_come", "holds", "not_over", "same_authority"]


def same_authority(actor: Membership, authority_id: int) -> Decision:
    """Nobody acts outside their own authority."""
    if actor.authority_id == authority_id:
        return ALLOW
    return deny(_("This belongs to another authority."))


def not_over(meeting: Meeting) -> Decision:
    """A meeting that is over keeps its agenda and its plan as they were."""
    if meeting.status == MeetingStatus.CANCELLED:
        return deny(_("This meeting was cancelled, so you can’t change its plan."))
    if meeting.status == MeetingStatus.HELD:
        return deny(_("This meeting has been held, so you can’t change its plan."))
    return ALLOW


def day_has_come(meeting: Meeting) -> Decision:
    """What happens at a meeting is written down from its day on, not before."""
    if meeting.status == MeetingStatus.HELD:
        return ALLOW
    if meeting.status == MeetingStatus.CANCELLED:
        return deny(_("This meeting was cancelled."))
    if timezone.localdate() < timezone.localdate(meeting.starts_at):
        return deny(_("You can’t do this until the day of the meeting."))
    return ALLOW
