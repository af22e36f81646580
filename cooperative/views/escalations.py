"""Escalations: raising one from an action, the list, its page, and what is said to it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import permitted
from accounts.enums import Handed
from accounts.exports import record_export
from accounts.models import Membership
from accounts.queries import handed_over, was_handed
from cooperative.enums import BodyStatus
from cooperative.forms.common import ConfirmVersionForm
from cooperative.forms.escalations import (
    DecideEscalationForm,
    MoveEscalationForm,
    ObstacleForm,
    WithdrawEscalationForm,
)
from cooperative.models import Body, Escalation, EscalationStep
from cooperative.operations.escalations import (
    escalate_obstacle,
    move_escalation,
    withdraw_escalation,
)
from cooperative.policies import (
    can_confirm_decision,
    can_escalate_obstacle,
    can_move_escalation,
    can_propose_decision,
    can_record_group_decision,
    can_resolve_escalation,
    can_undo_escalation,
    can_withdraw_escalation,
)
from cooperative.policies.escalations import top_of_the_ladder, undo_until
from cooperative.queries.escalations import (
    FILTERS,
    OPEN,
    EscalationFilters,
    bodies_for,
    bodies_offered,
    escalation_list,
    first_body,
    for_rows,
    newest_step,
    proposal_of,
    rungs_above,
    seat_kinds,
    who_resolves,
    with_all,
)
from core.components import Filter
from core.decisions import deny
from core.forms import Form, post_data, submit_form
from core.http import render_page
from core.paging import none_yet
from core.spreadsheets import list_response
from core.text import clean_text
from outcomes.models import Action, Outcome

A_PAGE = 50
ALL = "all"


def _filters(request: HttpRequest) -> EscalationFilters:
    """What the list is narrowed to; whoever just opens the page wants what waits, and anything
    unknown narrows nothing."""
    which = request.GET.get("show", OPEN)
    return EscalationFilters(
        which=which if which in FILTERS else "",
        body=clean_text(request.GET.get("body", ""))[:60],
        outcome=clean_text(request.GET.get("outcome", ""))[:60],
        mine=request.GET.get("mine") == "1",
    )


def _questions(actor: Membership, filters: EscalationFilters) -> list[Filter]:
    """The filters beside the tabs. Two statements."""
    # A group that has ended is asked for only where it ever dealt with something.
    dealt = Escalation.objects.filter(body=OuterRef("pk"))
    living = Body.objects.visible_to(actor).filter(Q(status=BodyStatus.ACTIVE) | Exists(dealt))
    bodies = [(one.slug, str(one)) for one in living]
    outcomes = list(Outcome.objects.visible_to(actor).planned().values_list("slug", "short_name"))
    word = actor.authority.word("outcome")
    return [
        Filter(
            "body",
            _("Group"),
            filters.body if filters.body in dict(bodies) else "",
            bodies,
            anything=_("All"),
        ),
        Filter(
            "outcome",
            word[:1].upper() + word[1:],
            filters.outcome if filters.outcome in dict(outcomes) else "",
            outcomes,
            anything=_("All"),
        ),
        Filter(
            "mine",
            _("Whose are they?"),
            "1" if filters.mine else "",
            [("1", _("Mine, and those with my groups"))],
            anything=_("Everyone’s"),
        ),
    ]


@permitted("read_working", methods=("GET",))
def escalation_list_view(request: HttpRequest, actor: Membership) -> HttpResponse:
    """What is stuck and with whom, needed soonest first; the filters are in the address."""
    filters = _filters(request)
    found = for_rows(escalation_list(actor, filters))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, where_it_is(one)) for one in page]
    context = {
        "page": page,
        "rows": rows,
        "none_yet": none_yet(rows, Escalation.objects.visible_to(actor)),
        "which": filters.which or ALL,
        "narrowed": bool(filters.body or filters.outcome or filters.mine),
        "tabs": [*FILTERS.items(), (ALL, _("All"))],
        "questions": _questions(actor, filters),
    }
    return render_page(request, "cooperative/escalation_list.html", context)


def where_it_is(escalation: Escalation) -> str:
    """Where it is and for how long, in words here and not in the page, which draws fifty."""
    if not escalation.is_open:
        return str(escalation.body)
    if not escalation.days_with:
        return _("%(body)s, since today") % {"body": escalation.body}
    days = ngettext("%(body)s, for %(n)s day", "%(body)s, for %(n)s days", escalation.days_with)
    return days % {"body": escalation.body, "n": escalation.days_with}


@permitted("read_working", methods=("GET",), records_view=True)
def escalation_export(request: HttpRequest, actor: Membership) -> HttpResponse:
    """The filtered list as a spreadsheet. No cell can act as a formula."""
    record_export(request, actor, "cooperative.escalation.exported")
    headings = [
        _("Problem"), _("What’s needed"), _("Outcome"), _("Action"),
        _("Reported by"), _("Reported on"), _("Group dealing with it"),
        _("Days with this group"), _("Needed by"),
        _("Days late"), _("Status"), _("Closed on"),
    ]  # fmt: skip
    rows = (
        [
            row.obstacle, row.needed, row.action.workplan.outcome.short_name, row.action.title,
            row.owner.standing, timezone.localdate(row.raised_at), str(row.body),
            row.days_with, row.needed_by, row.days_late, row.get_status_display(),
            timezone.localdate(row.closed_at) if row.closed_at else None,
        ]
        for row in escalation_list(actor, _filters(request))
    )  # fmt: skip
    return list_response(request, "escalations", headings, rows)


@permitted("read_working")
def escalation_create(request: HttpRequest, actor: Membership, action: int) -> HttpResponse:
    """Say what stands in the way of an action, and ask a group to decide."""
    found = get_object_or_404(
        Action.objects.visible_to(actor).select_related("workplan__outcome", "workplan__period"),
        pk=action,
    )
    decision = can_escalate_obstacle(actor, found)
    form = ObstacleForm(
        post_data(request),
        bodies=bodies_offered(actor, found),
        first=first_body(actor, found) if decision and request.method == "GET" else None,
    )
    if submit_form(request, form, decision, escalate_obstacle, actor=actor, action=found):
        messages.success(
            request, _("The problem has been reported. You’ll be told when the group decides.")
        )
        # A second press makes none: the first one's is the newest.
        made = form.result or found.escalations.latest("pk")
        return redirect("cooperative:escalation-detail", actor.authority.slug, made.pk)
    context = {"form": form, "action": found}
    return render_page(request, "cooperative/escalation_form.html", context, form=form)


def find_escalation(actor: Membership, escalation: int) -> Escalation:
    """One escalation as its page shows it, with its steps; 404 where the actor may not see it."""
    readable = Action.objects.visible_to(actor).filter(pk=OuterRef("action"))
    found = with_all(Escalation.objects.visible_to(actor)).annotate(
        was_handed=was_handed(Handed.ESCALATION), action_readable=Exists(readable)
    )
    steps = EscalationStep.objects.select_related(
        "by__person", "by__organisation", "body", "decision__meeting"
    )
    return get_object_or_404(
        found.select_related("action__workplan__period").prefetch_related(
            Prefetch("steps", queryset=steps)
        ),
        pk=escalation,
    )


def _context(actor: Membership, escalation: Escalation) -> dict[str, Any]:
    """What an escalation's page shows, whichever of its forms was sent."""
    decides_here = actor.holds("resolve_escalations")
    seats = seat_kinds(actor, escalation.body_id) if decides_here else frozenset()
    may_decide = can_propose_decision(actor, escalation, seats)
    may_withdraw = can_withdraw_escalation(actor, escalation)
    may_move = can_move_escalation(actor, escalation)
    version = {"version": escalation.version}
    rungs = rungs_above(escalation.body) if may_decide else []
    alone = bool(may_decide) and bool(can_resolve_escalation(actor, escalation, seats))
    proposal, newest = proposal_of(escalation), newest_step(escalation)
    may_undo = can_undo_escalation(actor, escalation)
    return {
        "alone": alone,
        "nobody_confirms": may_decide and not alone and len(who_resolves(escalation.body_id)) < 2,
        "proposal": proposal,
        "may_confirm": can_confirm_decision(actor, escalation, seats)
        if proposal and may_decide
        else None,
        "may_record": can_record_group_decision(actor, escalation),
        "undo_form": ConfirmVersionForm(initial=version) if may_undo else None,
        "undo_until": undo_until(newest) if may_undo and newest else None,
        "escalation": escalation,
        "handed": handed_over(Handed.ESCALATION, escalation.pk)
        if getattr(escalation, "was_handed", False)
        else [],
        "steps": list(escalation.steps.all()),
        "may_decide": may_decide,
        "rungs": rungs,
        "top": deny(top_of_the_ladder(escalation)),
        "decide_form": DecideEscalationForm(rungs=rungs, initial=version) if may_decide else None,
        "withdraw_form": WithdrawEscalationForm(initial=version) if may_withdraw else None,
        "move_form": _move_form(escalation, initial=version) if may_move else None,
        "decides_here": decides_here,
        "form": None,
    }  # fmt: skip


def _move_form(escalation: Escalation, data: Any = None, **more: Any) -> MoveEscalationForm:
    return MoveEscalationForm(
        data, bodies=bodies_for(escalation.action), escalation=escalation, **more
    )


@permitted("read_working", methods=("GET",))
def escalation_detail(request: HttpRequest, actor: Membership, escalation: int) -> HttpResponse:
    """One obstacle: what is needed, each step it has taken, and what can be said to it."""
    found = find_escalation(actor, escalation)
    return render_page(request, "cooperative/escalation_detail.html", _context(actor, found))


@permitted("read_working", methods=("POST",))
def escalation_withdraw(request: HttpRequest, actor: Membership, escalation: int) -> HttpResponse:
    """Take back one's own."""
    found = find_escalation(actor, escalation)
    form = WithdrawEscalationForm(request.POST)
    decision = can_withdraw_escalation(actor, found)
    if submit_form(request, form, decision, withdraw_escalation, actor=actor, escalation=found):
        messages.success(request, _("You’ve withdrawn this."))
        return redirect("cooperative:escalation-detail", actor.authority.slug, found.pk)
    return shown_again(request, actor, escalation, form, "withdraw_form")


@permitted("read_working", methods=("POST",))
def escalation_move(request: HttpRequest, actor: Membership, escalation: int) -> HttpResponse:
    """Move it from where nobody can decide."""
    found = find_escalation(actor, escalation)
    decision = can_move_escalation(actor, found)
    form = _move_form(found, request.POST)
    if submit_form(request, form, decision, move_escalation, actor=actor, escalation=found):
        messages.success(request, _("Moved to another group. They’ve been told."))
        return redirect("cooperative:escalation-detail", actor.authority.slug, found.pk)
    return shown_again(request, actor, escalation, form, "move_form")


def shown_again(
    request: HttpRequest, actor: Membership, escalation: int, form: Form, name: str
) -> HttpResponse:
    """The page once more, with what was typed and what is wrong with it."""
    context = _context(actor, find_escalation(actor, escalation)) | {name: form, "form": form}
    return render_page(request, "cooperative/escalation_detail.html", context, form=form)
