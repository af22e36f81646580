"""What the views of this app share: one way to send a form, one way to find a meeting."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from accounts.models import Membership
from cooperative.models import AgendaItem, Meeting
from core.decisions import Decision, require
from core.forms import Form


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent; None when the page is only opened. An empty form that was sent is a form."""
    return request.POST if request.method == "POST" else None


def send(
    request: HttpRequest,
    form: Form,
    decision: Decision,
    operation: Callable[..., Any],
    **arguments: Any,
) -> bool:
    """Run `operation` with what was filled in; True when it is done.

    A good form goes straight to the operation, which asks the policy itself, after the form's key:
    so the second press of a button is told that it is done, not that it is too late. In every other
    case `decision` is asked here, and its refusal becomes a 403.
    """
    if request.method == "POST" and form.is_valid():
        if form.keeps_version:
            arguments["version"] = form.version
        return form.carry_out(operation, **arguments, **form.values())
    require(decision)
    return False


def say_problems(request: HttpRequest, form: Form) -> None:
    """Tell, at the top of the next page, why a single button could not do it."""
    for problems in form.errors.values():
        for problem in problems:
            messages.warning(request, str(problem))


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
