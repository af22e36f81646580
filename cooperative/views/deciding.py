"""Deciding on an obstacle: proposed, confirmed, recorded from a meeting, and taken back. Each asks
once more, and says what will happen, before it closes anything."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from cooperative.forms.common import ConfirmVersionForm
from cooperative.forms.escalations import (
    PASS_UP,
    RESOLVE,
    SEND_BACK,
    DecideEscalationForm,
    GroupDecisionForm,
)
from cooperative.models import Body, Escalation
from cooperative.operations.deciding import (
    confirm_decision,
    propose_decision,
    propose_sending_back,
    record_group_decision,
    resolve_escalation,
    send_back_escalation,
    undo_escalation,
)
from cooperative.operations.escalations import pass_up_escalation
from cooperative.policies import (
    can_confirm_decision,
    can_propose_decision,
    can_record_group_decision,
    can_resolve_escalation,
    can_undo_escalation,
)
from cooperative.queries.escalations import decisions_for, proposal_of, rungs_above
from cooperative.views.escalations import find_escalation, shown_again
from core.forms import post_data, say_problems, submit_form, was_done
from core.http import render_page

# What each button does: for the chair, and for anybody else with a seat.
CHAIR: dict[str, Callable[..., Escalation]] = {
    RESOLVE: resolve_escalation,
    PASS_UP: pass_up_escalation,
    SEND_BACK: send_back_escalation,
}
MEMBER = CHAIR | {RESOLVE: propose_decision, SEND_BACK: propose_sending_back}


def _back(actor: Membership, escalation: Escalation) -> HttpResponse:
    return redirect("cooperative:escalation-detail", actor.authority.slug, escalation.pk)


@permitted("resolve_escalations", methods=("POST",))
def escalation_decide(request: HttpRequest, actor: Membership, escalation: int) -> HttpResponse:
    """Decide, propose, pass it up or send it back. The first time it is sent, the page says what
    will happen."""
    found = find_escalation(actor, escalation)
    rungs = rungs_above(found.body)
    form = DecideEscalationForm(request.POST, rungs=rungs)
    deed = form.cleaned_data["deed"] if form.is_valid() else RESOLVE
    decision = can_propose_decision(actor, found)
    alone = bool(can_resolve_escalation(actor, found))
    asked = form.is_valid() and not form.cleaned_data["sure"]
    if asked and decision and not was_done(request):
        return _last_look(request, found, form, alone, rungs)
    operation = (CHAIR if alone else MEMBER)[deed]
    if submit_form(request, form, decision, operation, actor=actor, escalation=found):
        told = {
            RESOLVE: _("Decision recorded. The people who need to know have been told."),
            PASS_UP: _("Escalated. The group above has been told."),
            SEND_BACK: _("Sent back with your reason."),
        }
        if not alone and deed != PASS_UP:
            told[deed] = _("Proposed. The others in your group have been told.")
        messages.success(request, told[deed])
        return _back(actor, found)
    return shown_again(request, actor, escalation, form, "decide_form")


def _last_look(
    request: HttpRequest,
    escalation: Escalation,
    form: DecideEscalationForm,
    alone: bool,
    rungs: list[Body],
) -> HttpResponse:
    """What was written once more, and what sending it will do."""
    deed = form.cleaned_data["deed"]
    context: dict[str, Any] = {
        "escalation": escalation,
        "form": form,
        "words": form.cleaned_data["words"],
        "deed": deed,
        "alone": alone,
        "to": form.cleaned_data.get("body") or (rungs[0] if rungs else None),
    }
    return render_page(request, "cooperative/escalation_sure.html", context)


@permitted("resolve_escalations")
def escalation_confirm(request: HttpRequest, actor: Membership, escalation: int) -> HttpResponse:
    """What somebody else of the group proposes, and what confirming it will do."""
    found = find_escalation(actor, escalation)
    form = ConfirmVersionForm(post_data(request), initial={"version": found.version})
    decision = can_confirm_decision(actor, found)
    if submit_form(request, form, decision, confirm_decision, actor=actor, escalation=found):
        messages.success(
            request, _("Decision recorded. The people who need to know have been told.")
        )
        return _back(actor, found)
    if form.errors:
        say_problems(request, form)
        return _back(actor, found)
    context = {"escalation": found, "proposal": proposal_of(found), "form": form}
    return render_page(request, "cooperative/escalation_confirm.html", context)


@permitted("manage_people")
def escalation_record(request: HttpRequest, actor: Membership, escalation: int) -> HttpResponse:
    """Record that the group decided it at a meeting."""
    found = find_escalation(actor, escalation)
    decisions = decisions_for(found)
    form = GroupDecisionForm(
        post_data(request), decisions=decisions, initial={"version": found.version}
    )
    decision = can_record_group_decision(actor, found)
    if submit_form(request, form, decision, record_group_decision, actor=actor, escalation=found):
        messages.success(
            request, _("Decision recorded. The people who need to know have been told.")
        )
        return _back(actor, found)
    context = {"escalation": found, "form": form, "any": decisions.exists()}
    return render_page(request, "cooperative/escalation_record.html", context, form=form)


@permitted("read_working", methods=("POST",))
def escalation_undo(request: HttpRequest, actor: Membership, escalation: int) -> HttpResponse:
    """Take back one's own newest step."""
    found = find_escalation(actor, escalation)
    form = ConfirmVersionForm(request.POST)
    decision = can_undo_escalation(actor, found)
    if submit_form(request, form, decision, undo_escalation, actor=actor, escalation=found):
        messages.success(request, _("Undone. It’s waiting for a decision again."))
    else:
        say_problems(request, form)
    return _back(actor, found)
