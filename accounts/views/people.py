"""Who is here, and the end of a membership."""

import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.enums import Role
from accounts.forms import AgreementForm, ChangeMembershipForm, EndForm
from accounts.models import Membership
from accounts.operations.agreements import renew_agreement
from accounts.operations.memberships import change_membership, end_membership, keep_membership
from accounts.policies import (
    can_change_membership,
    can_end_membership,
    can_invite,
    can_keep_membership,
    can_renew_agreement,
)
from accounts.queries import belongings, open_invitations, unreached
from accounts.queries import people as people_of
from core.components import Filter
from core.forms import ConfirmForm, post_data, submit_form
from core.http import render_page
from core.text import clean_text

PAGE = 50


@permitted("read_everything", methods=("GET",))
def people(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Members by role; for the coordinator also the invitations that wait, and what to do."""
    role = request.GET.get("role", "")
    if role not in Role.values:
        role = ""
    moved_on = request.GET.get("moved_on") == "1"
    text = clean_text(request.GET.get("text", ""))
    found = people_of(actor, role=role, moved_on=moved_on, text=text)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    may_invite = can_invite(actor)
    context = {
        "page": page,
        "questions": [
            Filter("role", _("Role"), role, Role.choices, anything=_("Everyone")),
            Filter("text", _("Name or organisation"), text, kind="search"),
            Filter("moved_on", _("People who have left"), "1" if moved_on else "", kind="tick"),
        ],
        "moved_on": moved_on,
        "may_invite": may_invite,
        "unreached": list(unreached(actor)) if may_invite else [],
        "invitations": list(open_invitations(actor)[:PAGE]) if may_invite else [],
    }
    return render(request, "accounts/people_list.html", context)


@permitted("manage_people")
def membership_change(request: HttpRequest, actor: Membership, membership: int) -> HttpResponse:
    """What somebody is here: the coordinator changes it, and finds what else can be done. Of
    somebody who has left: what is still to be handed over."""
    found = _member(actor, membership)
    if found.has_ended and request.method == "GET":
        left = {
            "membership": found,
            "theirs": belongings(found),
            "may_renew": can_renew_agreement(actor, found),
        }
        return render(request, "accounts/membership_left.html", left)
    form = ChangeMembershipForm(post_data(request), membership=found)
    decision = can_change_membership(actor, found)
    if submit_form(request, form, decision, change_membership, actor=actor, membership=found):
        messages.success(request, _("%(name)s’s details have been saved.") % {"name": found.label})
        return redirect("accounts:people", actor.authority.slug)
    context = {
        "form": form,
        "membership": found,
        "theirs": belongings(found),
        "may_keep": can_keep_membership(actor, found),
    }
    return render_page(request, "accounts/membership_form.html", context, form=form)


@permitted("manage_people")
def membership_end(request: HttpRequest, actor: Membership, membership: int) -> HttpResponse:
    """Say that somebody moves on, today or on a day to come, having seen what they answer for."""
    found = _member(actor, membership)
    form = EndForm(
        post_data(request),
        initial={"ends_on": timezone.localdate(), "version": found.version},
    )
    decision = can_end_membership(actor, found)
    if submit_form(request, form, decision, end_membership, actor=actor, membership=found):
        _say_ended(request, found, form.cleaned_data["ends_on"])
        return redirect("accounts:people", actor.authority.slug)
    context = {"form": form, "membership": found, "theirs": belongings(found)}
    return render_page(request, "accounts/membership_end.html", context, form=form)


def _say_ended(request: HttpRequest, membership: Membership, day: datetime.date) -> None:
    if day > timezone.localdate():
        words = _("%(name)s will leave on %(day)s.")
        told = {"name": membership.label, "day": date_format(day, "j F Y")}
    else:
        words, told = _("%(name)s is no longer a member."), {"name": membership.label}
    messages.success(request, words % told)


@permitted("manage_people")
def membership_keep(request: HttpRequest, actor: Membership, membership: int) -> HttpResponse:
    """They stay after all: the day chosen for them is taken back."""
    found = _member(actor, membership)
    form = ConfirmForm(post_data(request))
    decision = can_keep_membership(actor, found)
    if submit_form(request, form, decision, keep_membership, actor=actor, membership=found):
        messages.success(request, _("%(name)s is staying.") % {"name": found.label})
        return redirect("accounts:people", actor.authority.slug)
    context = {"form": form, "membership": found}
    return render_page(request, "accounts/membership_keep.html", context, form=form)


@permitted("manage_people")
def agreement_renew(request: HttpRequest, actor: Membership, membership: int) -> HttpResponse:
    """Name the agreement of a partner, or a new one, and its day."""
    found = _member(actor, membership)
    form = AgreementForm(post_data(request), membership=found)
    decision = can_renew_agreement(actor, found)
    if submit_form(request, form, decision, renew_agreement, actor=actor, membership=found):
        messages.success(
            request, _("The agreement for %(name)s has been saved.") % {"name": found.label}
        )
        return redirect("accounts:people", actor.authority.slug)
    context = {"form": form, "membership": found}
    return render_page(request, "accounts/agreement_renew.html", context, form=form)


def _member(actor: Membership, pk: int) -> Membership:
    """Somebody of the actor's authority, here or gone."""
    people = Membership.objects.visible_to(actor).with_names().select_related("authority")
    return get_object_or_404(people, pk=pk)
