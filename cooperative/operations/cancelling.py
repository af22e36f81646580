"""Call a meeting off, move it, or say that it goes ahead after all: with a reason, and everyone
invited is told."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.operations.notices import take_back
from cooperative.enums import MeetingDeed, MeetingStatus
from cooperative.models import Meeting, MeetingChange
from cooperative.operations.telling import tell_of_meeting, who_comes
from cooperative.policies import can_cancel_meeting, can_reinstate_meeting
from cooperative.queries.meetings import can_undo, last_change
from cooperative.validators import check_whole
from core import audit
from core.concurrency import check_version
from core.decisions import require


@transaction.atomic
def cancel_meeting(
    *, actor: Membership, meeting: Meeting, reason: str, version: int | None = None
) -> Meeting:
    """Cancel a meeting that has not been held. It stays readable, and counts nowhere as planned.
    Records `cooperative.meeting.cancelled`, and tells everyone invited. Refuses no reason, and a
    meeting at which something was decided: that one took place."""
    meeting = check_version(meeting, version)
    require(can_cancel_meeting(actor, meeting))
    if not reason:
        raise ValidationError({"reason": _("Say why. Everyone invited will read this.")})
    if meeting.decisions.exists() or meeting.agreed_actions.exists():
        raise ValidationError(
            _("Decisions or actions are recorded for this meeting, so it can’t be cancelled.")
        )
    meeting.status = MeetingStatus.CANCELLED
    check_whole(meeting)
    meeting.save()
    keep_change(actor, meeting, MeetingDeed.CANCELLED, reason)
    audit.record(
        "cooperative.meeting.cancelled",
        actor=actor,
        about=meeting,
        summary=meeting.title,
        changes={"because": reason},
    )
    day = timezone.localdate(meeting.starts_at)
    comes = who_comes(meeting)
    tell_of_meeting("meeting-cancelled", actor, meeting, comes, mark=meeting.version, day=day)
    return meeting


@transaction.atomic
def reinstate_meeting(
    *, actor: Membership, meeting: Meeting, reason: str = "", version: int | None = None
) -> Meeting:
    """Say that a cancelled meeting goes ahead, as it was planned. Within ten minutes of cancelling
    it is an undo: it needs no reason, and news that nobody has been mailed or has read is taken
    back. Records `cooperative.meeting.reinstated`, and tells whoever had been told. Refuses no
    reason later than that, and a number that another meeting has taken since."""
    meeting = check_version(meeting, version)
    require(can_reinstate_meeting(actor, meeting))
    cancelled = last_change(meeting)
    undo = can_undo(cancelled)
    if not (reason or undo):
        raise ValidationError({"reason": _("Say why. Everyone invited will read this.")})
    if _number_is_taken(meeting):
        raise ValidationError(
            _("Another meeting has the number %(number)s now, so this one can’t be reinstated.")
            % {"number": meeting.number}
        )
    meeting.status = MeetingStatus.PAPERS_OUT if meeting.papers_out_at else MeetingStatus.PLANNED
    check_whole(meeting)
    meeting.save()
    keep_change(actor, meeting, MeetingDeed.REINSTATED, reason)
    audit.record(
        "cooperative.meeting.reinstated",
        actor=actor,
        about=meeting,
        summary=meeting.title,
        changes={"because": reason} if reason else None,
    )
    never_saw = set(take_back("meeting-cancelled", meeting)) if undo else set()
    told = [one for one in who_comes(meeting) if one not in never_saw]
    day = timezone.localdate(meeting.starts_at)
    tell_of_meeting("meeting-reinstated", actor, meeting, told, mark=meeting.version, day=day)
    return meeting


def keep_change(
    actor: Membership,
    meeting: Meeting,
    deed: MeetingDeed,
    reason: str,
    was: datetime.datetime | None = None,
) -> MeetingChange:
    """Keep, on the meeting's page, what happened to it and why. Part of the operation that did it,
    which records and checks."""
    change = MeetingChange(
        meeting=meeting,
        deed=deed,
        was=was or meeting.starts_at,
        now=meeting.starts_at,
        reason=reason,
        by=actor,
        at=timezone.now(),
    )
    check_whole(change)
    change.save()
    return change


def _number_is_taken(meeting: Meeting) -> bool:
    return (
        Meeting.objects.filter(
            body=meeting.body_id, period=meeting.period_id, number=meeting.number
        )
        .exclude(pk=meeting.pk)
        .exclude(status=MeetingStatus.CANCELLED)
        .exists()
    )
