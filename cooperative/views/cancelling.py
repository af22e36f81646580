"""A meeting is called off, or goes ahead after all."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from cooperative.forms import CancelMeetingForm, ReinstateMeetingForm
from cooperative.operations.cancelling import cancel_meeting, reinstate_meeting
from cooperative.policies import can_cancel_meeting, can_reinstate_meeting
from cooperative.queries.meetings import can_undo, last_change
from cooperative.views.common import find_meeting
from core.forms import post_data, submit_form
from core.http import render_page


@permitted("plan_meetings")
def meeting_cancel(request: HttpRequest, actor: Membership, meeting: int) -> HttpResponse:
    """Ask why, then cancel it; that can be undone for ten minutes."""
    found = find_meeting(actor, meeting)
    form = CancelMeetingForm(post_data(request), initial={"version": found.version})
    decision = can_cancel_meeting(actor, found)
    if submit_form(request, form, decision, cancel_meeting, actor=actor, meeting=found):
        messages.success(
            request,
            _(
                "Meeting cancelled. Everyone invited has been told. "
                "You can undo this for 10 minutes."
            ),
        )
        return redirect("cooperative:meeting-detail", actor.authority.slug, found.pk)
    context = {"form": form, "meeting": found}
    return render_page(request, "cooperative/meeting_cancel.html", context, form=form)


@permitted("plan_meetings")
def meeting_reinstate(request: HttpRequest, actor: Membership, meeting: int) -> HttpResponse:
    """Undo a cancellation at once, or say later why the meeting goes ahead after all."""
    found = find_meeting(actor, meeting)
    form = ReinstateMeetingForm(post_data(request), initial={"version": found.version})
    decision = can_reinstate_meeting(actor, found)
    if submit_form(request, form, decision, reinstate_meeting, actor=actor, meeting=found):
        messages.success(request, _("The meeting is going ahead as planned."))
        return redirect("cooperative:meeting-detail", actor.authority.slug, found.pk)
    context = {"form": form, "meeting": found, "undo": can_undo(last_change(found))}
    return render_page(request, "cooperative/meeting_reinstate.html", context, form=form)
