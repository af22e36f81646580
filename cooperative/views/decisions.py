"""What a meeting decided, and the actions it agreed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from cooperative.forms import AgreedActionForm, DecisionForm
from cooperative.operations.decisions import agree_action, record_decision
from cooperative.policies import can_agree_action, can_record_decision
from cooperative.views.common import find_meeting
from core.forms import post_data, submit_form
from core.http import render_page


@permitted("record_meetings")
def decision_create(request: HttpRequest, actor: Membership, meeting: int) -> HttpResponse:
    """Write down something the meeting decided."""
    found = find_meeting(actor, meeting)
    form = DecisionForm(
        post_data(request), meeting=found, initial={"item": request.GET.get("item", "")}
    )
    decision = can_record_decision(actor, found)
    if submit_form(request, form, decision, record_decision, actor=actor, meeting=found):
        recommends = found.body.decides is False
        messages.success(
            request,
            _("The recommendation has been recorded.")
            if recommends
            else _("The decision has been recorded."),
        )
        return redirect("cooperative:meeting-detail", actor.authority.slug, found.pk)
    context = {"form": form, "meeting": found}
    return render_page(request, "cooperative/decision_form.html", context, form=form)


@permitted("record_meetings")
def agree_action_view(request: HttpRequest, actor: Membership, meeting: int) -> HttpResponse:
    """Put an action the meeting agreed into its theme's workplan."""
    found = find_meeting(actor, meeting)
    first = {name: request.GET.get(name, "") for name in ("decision", "challenge")}
    form = AgreedActionForm(post_data(request), actor=actor, meeting=found, initial=first)
    decision = can_agree_action(actor, found)
    if submit_form(request, form, decision, agree_action, actor=actor, meeting=found):
        messages.success(request, _("The action has been added to the workplan."))
        return redirect("cooperative:meeting-detail", actor.authority.slug, found.pk)
    context = {"form": form, "meeting": found}
    return render_page(request, "cooperative/agreed_action_form.html", context, form=form)
