"""Pages where priorities are set, ranked, judged and closed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from core.forms import ConfirmForm, post_data, say_problems, submit_form
from core.http import render_page
from outcomes.forms import PriorityCloseForm, PriorityEditForm, PriorityForm, VerdictForm
from outcomes.models import Priority, Workplan
from outcomes.operations.priorities import (
    change_priority,
    close_priority,
    move_priority,
    reopen_priority,
    set_priority,
)
from outcomes.operations.progress import give_verdict
from outcomes.policies import (
    can_change_priority,
    can_close_priority,
    can_give_verdict,
    can_reopen_priority,
    can_set_priority,
)


def _priority(actor: Membership, pk: int) -> Priority:
    return get_object_or_404(
        Priority.objects.visible_to(actor).select_related(
            "workplan__outcome", "workplan__period", "set_by__person"
        ),
        pk=pk,
    )


def _to_plan(actor: Membership, workplan: Workplan) -> HttpResponse:
    return redirect(
        "outcomes:workplan-detail",
        actor.authority.slug,
        workplan.outcome.slug,
        workplan.period.slug,
    )


@permitted("read_working")
def priority_create(
    request: HttpRequest, actor: Membership, outcome: str, period: str
) -> HttpResponse:
    """Set a priority."""
    workplan = get_object_or_404(
        Workplan.objects.visible_to(actor).select_related("outcome", "period"),
        outcome__slug=outcome,
        period__slug=period,
    )
    form = PriorityForm(post_data(request), workplan=workplan)
    decision = can_set_priority(actor, workplan)
    if submit_form(request, form, decision, set_priority, actor=actor, workplan=workplan):
        messages.success(request, _("Priority set. It’s last in the list until you move it."))
        return _to_plan(actor, workplan)
    context = {"workplan": workplan, "form": form, "priority": None}
    return render_page(request, "outcomes/priority_form.html", context, form=form)


@permitted("read_working")
def priority_edit(request: HttpRequest, actor: Membership, priority: int) -> HttpResponse:
    """Say a priority better."""
    found = _priority(actor, priority)
    form = PriorityEditForm(post_data(request), priority=found)
    decision = can_change_priority(actor, found)
    if submit_form(request, form, decision, change_priority, actor=actor, priority=found):
        messages.success(request, _("Priority saved."))
        return _to_plan(actor, found.workplan)
    context = {"workplan": found.workplan, "form": form, "priority": found}
    return render_page(request, "outcomes/priority_form.html", context, form=form)


@permitted("read_working", methods=("POST",))
def priority_move(request: HttpRequest, actor: Membership, priority: int) -> HttpResponse:
    """Move a priority one place up or down."""
    found = _priority(actor, priority)
    form = ConfirmForm(request.POST)
    decision = can_change_priority(actor, found)
    up = request.POST.get("to") == "up"
    if submit_form(request, form, decision, move_priority, actor=actor, priority=found, up=up):
        words = _("“%(title)s” is now number %(rank)s.")
        messages.success(request, words % {"title": found.title, "rank": found.rank})
    else:
        say_problems(request, form)
    return _to_plan(actor, found.workplan)


@permitted("read_working")
def priority_close(request: HttpRequest, actor: Membership, priority: int) -> HttpResponse:
    """Close a priority as met, or without being met."""
    found = _priority(actor, priority)
    form = PriorityCloseForm(post_data(request), priority=found)
    decision = can_close_priority(actor, found)
    if submit_form(request, form, decision, close_priority, actor=actor, priority=found):
        messages.success(request, _("Priority closed. You can reopen it."))
        return _to_plan(actor, found.workplan)
    context = {"priority": found, "workplan": found.workplan, "form": form}
    return render_page(request, "outcomes/priority_close.html", context, form=form)


@permitted("read_working", methods=("POST",))
def priority_reopen(request: HttpRequest, actor: Membership, priority: int) -> HttpResponse:
    """Undo a closing."""
    found = _priority(actor, priority)
    form = ConfirmForm(request.POST)
    decision = can_reopen_priority(actor, found)
    if submit_form(request, form, decision, reopen_priority, actor=actor, priority=found):
        messages.success(request, _("Priority reopened."))
    else:
        say_problems(request, form)
    return _to_plan(actor, found.workplan)


@permitted("read_working")
def priority_verdict(request: HttpRequest, actor: Membership, priority: int) -> HttpResponse:
    """Say whether a priority feels different."""
    found = _priority(actor, priority)
    form = VerdictForm(post_data(request))
    decision = can_give_verdict(actor, found)
    if submit_form(request, form, decision, give_verdict, actor=actor, about=found):
        messages.success(
            request, _("Thank you. Your verdict now appears next to the owners’ updates.")
        )
        return _to_plan(actor, found.workplan)
    context = {"about": found, "workplan": found.workplan, "form": form, "action": None}
    return render_page(request, "outcomes/verdict_form.html", context, form=form)
