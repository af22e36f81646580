"""The parts of the council and the partners whose people act here."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.forms import OrganisationForm
from accounts.models import Membership, Organisation
from accounts.operations.organisations import (
    add_organisation,
    change_organisation,
    remove_organisation,
)
from accounts.policies import can_remove_organisation, can_set_up
from accounts.queries import organisations
from core.forms import ConfirmForm, post_data, submit_form, was_done
from core.http import render_page

PAGE = 50


def _back(actor: Membership) -> HttpResponse:
    return redirect("accounts:organisations", actor.authority.slug)


def _organisation(actor: Membership, pk: int) -> Organisation:
    ours = Organisation.objects.filter(authority_id=actor.authority_id)
    return get_object_or_404(ours.select_related("authority"), pk=pk)


@permitted("manage_people", methods=("GET",))
def organisation_list(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Every one, with how many people act for it."""
    page = Paginator(organisations(actor), PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/organisation_list.html", {"page": page})


@permitted("manage_people")
def organisation_add(request: HttpRequest, actor: Membership) -> HttpResponse:
    """One more, so that people can be invited to act for it."""
    form = OrganisationForm(post_data(request))
    decision = can_set_up(actor, actor.authority)
    if submit_form(request, form, decision, add_organisation, actor=actor):
        messages.success(
            request, _("Organisation added. You can now invite people to represent it.")
        )
        return _back(actor)
    context = {"form": form, "organisation": None}
    return render_page(request, "accounts/organisation_form.html", context, form=form)


@permitted("manage_people")
def organisation_change(request: HttpRequest, actor: Membership, organisation: int) -> HttpResponse:
    """Another name, kind or promise."""
    found = _organisation(actor, organisation)
    form = OrganisationForm(post_data(request), organisation=found)
    decision = can_set_up(actor, found.authority)
    if submit_form(request, form, decision, change_organisation, actor=actor, organisation=found):
        messages.success(request, _("Your changes have been saved."))
        return _back(actor)
    may_remove = can_remove_organisation(actor, found)
    context = {"form": form, "organisation": found, "may_remove": may_remove}
    return render_page(request, "accounts/organisation_form.html", context, form=form)


@permitted("manage_people")
def organisation_remove(request: HttpRequest, actor: Membership, organisation: int) -> HttpResponse:
    """Take one away that nobody ever acted for, once it has been said that this is meant."""
    if was_done(request):
        return _back(actor)
    found = _organisation(actor, organisation)
    form = ConfirmForm(post_data(request))
    decision = can_remove_organisation(actor, found)
    if submit_form(request, form, decision, remove_organisation, actor=actor, organisation=found):
        messages.success(request, _("%(name)s has been deleted.") % {"name": found})
        return _back(actor)
    context = {"form": form, "organisation": found}
    return render_page(request, "accounts/organisation_remove.html", context, form=form)
