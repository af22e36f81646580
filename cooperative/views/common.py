"""What the views of this app share: one way to find a meeting."""

from django.shortcuts import get_object_or_404

from accounts.models import Membership
from cooperative.models import AgendaItem, Meeting


def find_meeting(actor: Membership, meeting: int) -> Meeting:
    """A meeting of the actor's own authority, or 404."""
    return get_object_or_404(
        Meeting.objects.visible_to(actor).select_related("body", "theme", "period"), pk=meeting
    )


def find_item(meeting: Meeting, item: int) -> AgendaItem:
    """An item of this meeting's agenda, or 404."""
    found = get_object_or_404(meeting.items.select_related("added_by__person"), pk=item)
    found.meeting = meeting
    return found
