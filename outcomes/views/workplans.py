"""Pages of outcomes and their workplans."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from core.forms import ConfirmForm, post_data, say_problems, submit_form
from core.http import render_page
from outcomes.forms import WorkplanForm
from outcomes.models import Outcome, Period, Workplan
from outcomes.operations.workplans import (
    close_workplan,
    open_workplan,
    reopen_workplan,
    share_workplan,
)
from outcomes.policies import (
    can_close_workplan,
    can_open_workplan,
    can_reopen_workplan,
    can_set_priority,
    can_share_workplan,
)
from outcomes.queries.charts import done_by_month
from outcomes.queries.workplans import (
    outcomes_with_plans,
    periods_without_plan,
    plan_counts,
    workplan_page,
)


@permitted("read_working", methods=("GET",))
def outcome_list(request: HttpRequest, actor: Membership) -> HttpResponse:
    """The outcomes, each with its lead and where its actions stand."""
    # Any: the query's annotations are no fields of the model.
    found: list[Any] = list(outcomes_with_plans(actor))
    plans = [one.plan_id for one in found if one.plan_id]
    counts, courses = plan_counts(actor, plans), done_by_month(plans)
    outcomes = [
        {
            "outcome": outcome,
            "counts": counts.get(outcome.plan_id, []),
            "course": courses.get(outcome.plan_id),
            "may_start": can_open_workplan(actor, outcome.pk, outcome.authority_id),
        }
        for outcome in found
    ]
    context = {"outcomes": outcomes, "may_appoint": actor.holds("manage_people")}
    return render_page(request, "outcomes/outcome_list.html", context)


@permitted("read_working")
def workplan_open(request: HttpRequest, actor: Membership, outcome: str) -> HttpResponse:
    """Start a year's workplan."""
    found = get_object_or_404(Outcome.objects.visible_to(actor).planned(), slug=outcome)
    # Of what is sent every year is heard: an earlier press of the button may have started its plan.
    years = Period.objects.filter(authority_id=found.authority_id)
    periods = years if request.method == "POST" else periods_without_plan(found)
    form = WorkplanForm(post_data(request), periods=periods)
    decision = can_open_workplan(actor, found.pk, found.authority_id)
    if submit_form(request, form, decision, open_workplan, actor=actor, outcome=found):
        messages.success(request, _("Workplan started."))
        period = form.cleaned_data["period"]
        return redirect("outcomes:workplan-detail", actor.authority.slug, outcome, period.slug)
    return render_page(
        request, "outcomes/workplan_form.html", {"outcome": found, "form": form}, form=form
    )


def _workplan(actor: Membership, outcome: str, period: str) -> Workplan:
    return get_object_or_404(
        Workplan.objects.visible_to(actor).select_related(
            "outcome__lead__person", "outcome__lead__organisation", "period"
        ),
        outcome__slug=outcome,
        period__slug=period,
    )


@permitted("read_working", methods=("GET",))
def workplan_detail(
    request: HttpRequest, actor: Membership, outcome: str, period: str
) -> HttpResponse:
    """A workplan: priorities in care consultants' order, actions, both voices."""
    workplan = _workplan(actor, outcome, period)
    context = {
        "page": workplan_page(actor, workplan),
        "workplan": workplan,
        "may_set": can_set_priority(actor, workplan),
        "may_close": can_close_workplan(actor, workplan),
        "may_reopen": can_reopen_workplan(actor, workplan),
        "may_share": can_share_workplan(actor, workplan),
        "may_plan": actor.holds("propose_actions") or actor.holds("plan_actions"),
        "may_judge": actor.holds("give_verdicts"),
        # One key for the small forms of this page: their ids would else be there many times.
        "key": uuid.uuid4(),
    }
    return render_page(request, "outcomes/workplan_detail.html", context)


@permitted("read_working", methods=("POST",))
def workplan_share(
    request: HttpRequest, actor: Membership, outcome: str, period: str
) -> HttpResponse:
    """Share a workplan with members and partners."""
    workplan = _workplan(actor, outcome, period)
    form = ConfirmForm(request.POST)
    decision = can_share_workplan(actor, workplan)
    if submit_form(request, form, decision, share_workplan, actor=actor, workplan=workplan):
        messages.success(request, _("Members and partners can now read this workplan."))
    else:
        say_problems(request, form)
    return redirect("outcomes:workplan-detail", actor.authority.slug, outcome, period)


@permitted("read_working", methods=("POST",))
def workplan_close(
    request: HttpRequest, actor: Membership, outcome: str, period: str
) -> HttpResponse:
    """Put a year's workplan away, or open it again."""
    workplan = _workplan(actor, outcome, period)
    form = ConfirmForm(request.POST)
    opens = request.POST.get("to") == "open"
    decision = (can_reopen_workplan if opens else can_close_workplan)(actor, workplan)
    operation = reopen_workplan if opens else close_workplan
    if submit_form(request, form, decision, operation, actor=actor, workplan=workplan):
        messages.success(
            request,
            _("Workplan reopened.") if opens else _("Workplan closed. You can reopen it."),
        )
    else:
        say_problems(request, form)
    return redirect("outcomes:workplan-detail", actor.authority.slug, outcome, period)
