"""The agenda: add, propose, change, move, take off, settle a proposal, write what was said."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from cooperative.forms import (
    AgendaItemForm,
    ChangeItemForm,
    MinutesForm,
    MoveItemForm,
    RemoveNotesForm,
    SettleItemForm,
)
from cooperative.models import Meeting
from cooperative.operations.agenda import (
    add_agenda_item,
    change_agenda_item,
    drop_agenda_item,
    move_agenda_item,
    propose_agenda_item,
    remove_notes,
    settle_agenda_item,
    write_minutes,
)
from cooperative.policies import (
    can_add_agenda_item,
    can_change_agenda_item,
    can_drop_agenda_item,
    can_move_agenda_item,
    can_propose_agenda_item,
    can_remove_notes,
    can_settle_agenda_item,
    can_write_minutes,
)
from cooperative.views.common import find_item, find_meeting
from core.forms import ConfirmForm, post_data, say_problems, submit_form
from core.http import render_page


def _back(actor: Membership, meeting: Meeting) -> HttpResponse:
    return redirect("cooperative:meeting-detail", actor.authority.slug, meeting.pk)


@permitted("propose_agenda_items")
def agenda_add(request: HttpRequest, actor: Membership, meeting: int) -> HttpResponse:
    """Put something on the agenda, or propose it when planning is somebody else's."""
    found = find_meeting(actor, meeting)
    plans = actor.holds("plan_meetings")
    form = AgendaItemForm(post_data(request))
    operation = add_agenda_item if plans else propose_agenda_item
    decision = (can_add_agenda_item if plans else can_propose_agenda_item)(actor, found)
    if submit_form(request, form, decision, operation, actor=actor, meeting=found):
        messages.success(
            request,
            _("Added to the agenda.")
            if plans
            else _("You’ve proposed it. The people planning the meeting will say yes or no."),
        )
        return _back(actor, found)
    context = {"form": form, "meeting": found, "item": None, "plans": plans}
    return render_page(request, "cooperative/agenda_item_form.html", context, form=form)


@permitted("plan_meetings")
def agenda_change(request: HttpRequest, actor: Membership, meeting: int, item: int) -> HttpResponse:
    """Change something on the agenda."""
    found = find_meeting(actor, meeting)
    thing = find_item(found, item)
    form = ChangeItemForm(post_data(request), item=thing)
    decision = can_change_agenda_item(actor, thing)
    if submit_form(request, form, decision, change_agenda_item, actor=actor, item=thing):
        messages.success(request, _("The agenda has been updated."))
        return _back(actor, found)
    context = {"form": form, "meeting": found, "item": thing, "plans": True}
    return render_page(request, "cooperative/agenda_item_form.html", context, form=form)


@permitted("plan_meetings", methods=("POST",))
def agenda_move(request: HttpRequest, actor: Membership, meeting: int, item: int) -> HttpResponse:
    """Move something one place up or down."""
    found = find_meeting(actor, meeting)
    thing = find_item(found, item)
    form = MoveItemForm(request.POST)
    decision = can_move_agenda_item(actor, thing)
    if not submit_form(request, form, decision, move_agenda_item, actor=actor, item=thing):
        say_problems(request, form)
    return _back(actor, found)


@permitted("plan_meetings", methods=("POST",))
def agenda_drop(request: HttpRequest, actor: Membership, meeting: int, item: int) -> HttpResponse:
    """Take something off the agenda; it can be put back."""
    found = find_meeting(actor, meeting)
    thing = find_item(found, item)
    form = ConfirmForm(request.POST)
    decision = can_drop_agenda_item(actor, thing)
    if submit_form(request, form, decision, drop_agenda_item, actor=actor, item=thing):
        messages.success(
            request, _("Removed from the agenda. You can put it back further down this page.")
        )
    else:
        say_problems(request, form)
    return _back(actor, found)


@permitted("plan_meetings")
def agenda_settle(request: HttpRequest, actor: Membership, meeting: int, item: int) -> HttpResponse:
    """Say yes, or not this time and why, to something proposed; or put something back."""
    found = find_meeting(actor, meeting)
    thing = find_item(found, item)
    form = SettleItemForm(post_data(request), initial={"version": thing.version})
    decision = can_settle_agenda_item(actor, thing)
    if submit_form(request, form, decision, settle_agenda_item, actor=actor, item=thing):
        accepted = form.cleaned_data["answer"] == "yes"
        messages.success(
            request,
            _("Added to the agenda.")
            if accepted
            else _("Left for another time. Your reason has been saved."),
        )
        return _back(actor, found)
    context = {"form": form, "meeting": found, "item": thing}
    return render_page(request, "cooperative/agenda_item_settle.html", context, form=form)


@permitted("record_meetings")
def agenda_minutes(
    request: HttpRequest, actor: Membership, meeting: int, item: int
) -> HttpResponse:
    """Write what was said about one thing on the agenda."""
    found = find_meeting(actor, meeting)
    thing = find_item(found, item)
    form = MinutesForm(post_data(request), item=thing)
    decision = can_write_minutes(actor, thing)
    if submit_form(request, form, decision, write_minutes, actor=actor, item=thing):
        messages.success(request, _("Your notes have been saved."))
        return _back(actor, found)
    context = {"form": form, "meeting": found, "item": thing}
    return render_page(request, "cooperative/agenda_item_minutes.html", context, form=form)


@permitted("release_asks")
def notes_remove(request: HttpRequest, actor: Membership, meeting: int, item: int) -> HttpResponse:
    """Ask once more, then take the notes away for good, out of the activity log too."""
    found = find_meeting(actor, meeting)
    thing = find_item(found, item)
    form = RemoveNotesForm(post_data(request), item=thing)
    decision = can_remove_notes(actor, thing)
    if submit_form(request, form, decision, remove_notes, actor=actor, item=thing):
        messages.success(request, _("The notes have been removed, from the activity log too."))
        return _back(actor, found)
    context = {"form": form, "meeting": found, "item": thing}
    return render_page(request, "cooperative/agenda_item_remove_notes.html", context, form=form)
