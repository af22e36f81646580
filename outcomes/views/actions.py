"""Pages of actions: list, one action, plan or propose, change, settle a proposal."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import permitted
from accounts.enums import Handed
from accounts.exports import record_export
from accounts.models import Membership
from accounts.queries import handed_over, was_handed
from accounts.roles import OWNING_ROLES
from core.components import Filter
from core.forms import ConfirmForm, post_data, say_problems, submit_form, was_done
from core.http import render_page
from core.paging import none_yet, page_of
from core.spreadsheets import list_response
from core.text import clean_text
from outcomes.enums import ActionStatus
from outcomes.forms import ActionEditForm, ActionForm, DeclineForm
from outcomes.models import Action, Outcome, Priority, ProgressUpdate
from outcomes.operations.actions import (
    change_action,
    decline_proposal,
    plan_action,
    propose_action,
    remove_action,
    take_up_proposal,
)
from outcomes.policies import (
    REMOVE_FOR,
    UNDO_FOR,
    can_change_action,
    can_give_verdict,
    can_plan_action,
    can_propose_action,
    can_record_progress,
    can_remove_action,
    can_settle_proposal,
)
from outcomes.queries.actions import (
    HELPING,
    MINE,
    NEEDS_UPDATE,
    ORGANISATION,
    ActionFilters,
    action_rows,
    blocked,
    filtered_actions,
    people_of,
    rows_by_id,
    timeline_of,
    voices_of,
)
from outcomes.queries.charts import reached_chart, shown_counts

ALL = "all"
# The states that most people look for; another one has a tab while it is looked at.
TABS = [
    ("open", gettext_lazy("Still to do")),
    ("late", gettext_lazy("Late")),
    ("at-risk", ActionStatus.AT_RISK.label),
    ("off-track", ActionStatus.OFF_TRACK.label),
    ("done", ActionStatus.DONE.label),
]


def _owns(actor: Membership) -> bool:
    return actor.role in OWNING_ROLES


def _whose_options(actor: Membership) -> list[tuple[str, str]]:
    """Whose actions somebody may want: only who owns actions has any."""
    options = [(MINE, _("Mine")), (HELPING, _("Ones I help with"))]
    if actor.organisation_id:
        options.append((ORGANISATION, _("My organisation’s")))
    return options if _owns(actor) else options[1:]


def _filters(request: HttpRequest, actor: Membership) -> ActionFilters:
    """What the list is narrowed to. Whoever just opens the page wants what is still owed, and of
    that, who owns actions, their own; an empty or unknown answer narrows nothing."""
    asked = request.GET
    status = clean_text(asked.get("status", "open"))[:20]
    known = {value for value, _words in TABS} | {NEEDS_UPDATE, *ActionStatus.values}
    whose = asked.get("whose", "" if "outcome" in asked or not _owns(actor) else MINE)
    return ActionFilters(
        outcome=clean_text(asked.get("outcome", ""))[:60],
        status=status if status in known else ALL,
        whose=whose if whose in dict(_whose_options(actor)) else "",
        text=clean_text(asked.get("text", "")),
    )


def _tabs(actor: Membership, status: str) -> list[tuple[str, Any]]:
    """The states of the list, with the one looked at; for who updates actions, those that need
    it."""
    tabs = [*TABS, (ALL, _("All"))]
    if status == NEEDS_UPDATE or actor.holds("update_own_actions"):
        tabs.insert(1, (NEEDS_UPDATE, _("Needs an update")))
    if status not in dict(tabs):
        tabs.insert(-1, (status, ActionStatus(status).label))
    return tabs


def _questions(actor: Membership, filters: ActionFilters) -> list[Filter]:
    outcomes = list(Outcome.objects.visible_to(actor).planned().values_list("slug", "short_name"))
    word = actor.authority.word("outcome")
    return [
        Filter(
            "outcome",
            word[:1].upper() + word[1:],
            filters.outcome if filters.outcome in dict(outcomes) else "",
            outcomes,
            anything=_("All"),
        ),
        Filter(
            "whose",
            _("Whose are they?"),
            filters.whose,
            _whose_options(actor),
            anything=_("Everyone’s"),
            narrows_unasked=_owns(actor),
        ),
        Filter("text", _("Search"), filters.text, kind="search"),
    ]


@permitted("read_working", methods=("GET",))
def action_list(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Every action the actor may see, soonest due first; filters live in the URL."""
    filters = _filters(request, actor)
    page = page_of(filtered_actions(actor, filters), request.GET)
    context = {
        "rows": rows_by_id(page.ids),
        "page": page,
        "none_yet": none_yet(page.ids, Action.objects.visible_to(actor)),
        "filters": filters,
        "tabs": _tabs(actor, filters.status),
        "questions": _questions(actor, filters),
    }
    return render_page(request, "outcomes/action_list.html", context)


@permitted("read_working", methods=("GET",), records_view=True)
def action_export(request: HttpRequest, actor: Membership) -> HttpResponse:
    """The filtered list as a spreadsheet. No cell can act as a formula."""
    record_export(request, actor, "outcomes.action.exported")
    headings = [
        _("Outcome"), _("Number"), _("Action"), _("Priority"), _("Owner"), _("Organisation"),
        _("Due"), _("Status"), _("Days late"), _("What was done"), _("Does it feel different?"),
        _("In their own words"),
    ]  # fmt: skip
    rows = (
        [
            row.outcome, row.number, row.title, row.priority, row.owner, row.organisation,
            row.due_on, row.status_label, row.days_late, row.officer_words,
            row.feels_label, row.feels_words,
        ]
        for row in action_rows(filtered_actions(actor, _filters(request, actor)))
    )  # fmt: skip
    return list_response(request, "actions", headings, rows)


def _action(actor: Membership, pk: int) -> Action:
    """An action with its plan, its priority and its owner."""
    found = _action_and_plan(actor, pk)
    found.owner, _helpers = people_of(found)
    return found


def _action_and_plan(actor: Membership, pk: int) -> Action:
    """The same without its owner. People are asked for by themselves (`people_of`): joined to all
    of this, they made the database plan for seven times as long as both statements take."""
    found = get_object_or_404(
        Action.objects.visible_to(actor)
        # Escalations are of an app above this one; the page asks for them where there are any.
        .annotate(
            was_handed=was_handed(Handed.ACTION),
            times_stuck=Exists(Action.objects.filter(pk=OuterRef("pk"), escalations__isnull=False)),
            blocked_with=blocked("body__name"),
            blocked_since=blocked("with_since"),
        )
        .select_related(
            "workplan__outcome",
            "workplan__period",
            "priority",
        ),
        pk=pk,
    )
    # An action's priority is of the action's own workplan.
    found.priority.workplan = found.workplan
    return found


def _may_remove(actor: Membership, action: Action, updates: list[Any], verdicts: list[Any]) -> bool:
    """No statement but for what was added within the hour."""
    fresh = timezone.now() - action.created_at <= REMOVE_FOR
    return fresh and not (updates or verdicts) and bool(can_remove_action(actor, action))


@dataclass(frozen=True)
class Mending:
    """What somebody may do about the newest update: undo it until then, or correct it."""

    update: ProgressUpdate
    until: datetime.datetime | None


def _to_undo(actor: Membership, action: Action, updates: list[ProgressUpdate]) -> Mending | None:
    """The newest update, for its writer; None for anybody else. No statement."""
    if not updates or updates[0].by_id != actor.pk or not can_record_progress(actor, action):
        return None
    until = updates[0].at + UNDO_FOR
    return Mending(updates[0], until if until >= timezone.now() else None)


def _entries(
    actor: Membership, action: Action, updates: list[ProgressUpdate]
) -> list[tuple[Any, str]]:
    """The timeline, each entry with its count as the actor may see it, if it has one."""
    counts = shown_counts(action, updates, actor.small_numbers)
    return [
        (one, counts.get(one.pk, "") if isinstance(one, ProgressUpdate) else "")
        for one in timeline_of(action, updates)
    ]


@permitted("read_working", methods=("GET",))
def action_detail(request: HttpRequest, actor: Membership, action: int) -> HttpResponse:
    """One action with its updates and verdicts, and what this person may do to it now."""
    found = _action_and_plan(actor, action)
    found.owner, helpers = people_of(found)
    updates = list(
        found.updates.select_related("by__person", "by__organisation", "corrects").prefetch_related(
            "files"
        )
    )
    verdicts = list(found.verdicts.select_related("by__person", "by__organisation"))
    context = {
        "handed": handed_over(Handed.ACTION, found.pk)
        if getattr(found, "was_handed", False)
        else [],
        "action": found,
        "voices": voices_of(updates, verdicts),
        "updates": updates,
        "entries": _entries(actor, found, updates),
        "corrected": {one.corrects_id for one in updates} - {None},
        "course": reached_chart(found, updates, actor.small_numbers),
        "verdicts": verdicts,
        "collaborators": helpers,
        "expectations": found.expectations.all(),
        "action_id": str(found.pk),
        "may_challenge": actor.holds("raise_challenges"),
        "may_update": can_record_progress(actor, found),
        "may_judge": can_give_verdict(actor, found),
        "may_change": can_change_action(actor, found),
        "may_settle": can_settle_proposal(actor, found),
        "may_remove": _may_remove(actor, found, updates, verdicts),
        "undo": _to_undo(actor, found, updates),
        "key": uuid.uuid4(),
    }
    return render_page(request, "outcomes/action_detail.html", context)


@permitted("read_working")
def action_create(request: HttpRequest, actor: Membership, priority: int) -> HttpResponse:
    """Plan an action, or propose one where planning is somebody else's."""
    found = get_object_or_404(
        Priority.objects.visible_to(actor).select_related("workplan__outcome", "workplan__period"),
        pk=priority,
    )
    plans = can_plan_action(actor, found)
    form = ActionForm(post_data(request), authority_id=actor.authority_id, actor=actor)
    decision = plans or can_propose_action(actor, found)
    operation = plan_action if plans else propose_action
    if submit_form(request, form, decision, operation, actor=actor, priority=found):
        messages.success(
            request,
            _("The action has been added to the workplan.")
            if plans
            else _("Thanks for your proposal. The outcome’s lead will say yes or no, and why."),
        )
        return redirect(
            "outcomes:workplan-detail",
            actor.authority.slug,
            found.workplan.outcome.slug,
            found.workplan.period.slug,
        )
    context = {"priority": found, "workplan": found.workplan, "form": form, "plans": plans}
    return render_page(request, "outcomes/action_form.html", context | {"action": None}, form=form)


@permitted("read_working")
def action_edit(request: HttpRequest, actor: Membership, action: int) -> HttpResponse:
    """Change an action."""
    found = _action(actor, action)
    form = ActionEditForm(post_data(request), action=found, actor=actor)
    decision = can_change_action(actor, found)
    if submit_form(request, form, decision, change_action, actor=actor, action=found):
        messages.success(request, _("Action saved."))
        return redirect("outcomes:action-detail", actor.authority.slug, found.pk)
    context = {"priority": found.priority, "workplan": found.workplan, "form": form}
    return render_page(
        request,
        "outcomes/action_form.html",
        context | {"action": found, "plans": True},
        form=form,
    )


@permitted("read_working")
def action_remove(request: HttpRequest, actor: Membership, action: int) -> HttpResponse:
    """Take back an action that was added by mistake; asks first."""
    listed = redirect("outcomes:action-list", actor.authority.slug)
    if was_done(request):
        return listed
    found = _action(actor, action)
    form = ConfirmForm(post_data(request))
    decision = can_remove_action(actor, found)
    if submit_form(request, form, decision, remove_action, actor=actor, action=found):
        messages.success(request, _("Removed. The activity log keeps its name."))
        return listed
    context = {"action": found, "workplan": found.workplan, "form": form}
    return render_page(request, "outcomes/action_remove.html", context, form=form)


@permitted("read_working", methods=("POST",))
def action_take_up(request: HttpRequest, actor: Membership, action: int) -> HttpResponse:
    """Agree to a proposal."""
    found = _action(actor, action)
    form = ConfirmForm(request.POST)
    decision = can_settle_proposal(actor, found)
    if submit_form(request, form, decision, take_up_proposal, actor=actor, action=found):
        messages.success(request, _("The proposal is now an action in the workplan."))
    else:
        say_problems(request, form)
    return redirect("outcomes:action-detail", actor.authority.slug, found.pk)


@permitted("read_working")
def action_decline(request: HttpRequest, actor: Membership, action: int) -> HttpResponse:
    """Say no to a proposal, and why."""
    found = _action(actor, action)
    form = DeclineForm(post_data(request))
    decision = can_settle_proposal(actor, found)
    if submit_form(request, form, decision, decline_proposal, actor=actor, action=found):
        messages.success(request, _("Your answer is saved with the proposal."))
        return redirect("outcomes:action-detail", actor.authority.slug, found.pk)
    context = {"action": found, "workplan": found.workplan, "form": form}
    return render_page(request, "outcomes/action_decline.html", context, form=form)
