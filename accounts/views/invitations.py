"""Invitations: made and settled by the coordinator, accepted by whoever holds the link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.translation import gettext as _

from accounts.access import permitted, public
from accounts.forms import AcceptForm, InviteForm
from accounts.models import Invitation, Membership, token_hash
from accounts.operations.invitations import (
    accept_invitation,
    link_problem,
    renew_invitation,
    withdraw_invitation,
)
from accounts.operations.invitations import (
    invite as send_invitation,
)
from accounts.policies import can_invite, can_settle_invitation
from accounts.views.signing import come_in
from core.forms import ConfirmForm, post_data, submit_form
from core.http import render_page


@permitted("manage_people")
def invite(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Invite one person. Afterwards the page shows the link, once, to hand over."""
    form = InviteForm(post_data(request), authority=actor.authority)
    if submit_form(request, form, can_invite(actor), send_invitation, actor=actor):
        if form.already_done:
            messages.info(request, _("That invitation has already been sent."))
            return redirect("accounts:people", actor.authority.slug)
        invitation, path = form.result
        return _show_link(request, invitation, path, renewed=False)
    return render_page(request, "accounts/invitation_form.html", {"form": form}, form=form)


@permitted("manage_people")
def renew(request: HttpRequest, actor: Membership, invitation: int) -> HttpResponse:
    """Send it again with a new link; the old one stops working."""
    found = get_object_or_404(Invitation.objects.visible_to(actor), pk=invitation)
    form = ConfirmForm(post_data(request))
    decision = can_settle_invitation(actor, found)
    if submit_form(request, form, decision, renew_invitation, actor=actor, invitation=found):
        if form.already_done:
            messages.info(request, _("That invitation has already been sent again."))
            return redirect("accounts:people", actor.authority.slug)
        return _show_link(request, found, form.result, renewed=True)
    context = {"form": form, "invitation": found}
    return render_page(request, "accounts/invitation_renew.html", context, form=form)


@permitted("manage_people")
def withdraw(request: HttpRequest, actor: Membership, invitation: int) -> HttpResponse:
    """Take it back; its link stops working."""
    found = get_object_or_404(Invitation.objects.visible_to(actor), pk=invitation)
    form = ConfirmForm(post_data(request))
    decision = can_settle_invitation(actor, found)
    if submit_form(request, form, decision, withdraw_invitation, actor=actor, invitation=found):
        words = _("You’ve withdrawn the invitation to %(name)s.") % {"name": found.name}
        messages.success(request, words)
        return redirect("accounts:people", actor.authority.slug)
    context = {"form": form, "invitation": found}
    return render_page(request, "accounts/invitation_withdraw.html", context, form=form)


def _show_link(
    request: HttpRequest, invitation: Invitation, path: str, *, renewed: bool
) -> HttpResponse:
    """The link, in the only answer that will ever hold it."""
    context = {
        "invitation": invitation,
        "link": request.build_absolute_uri(path),
        "renewed": renewed,
    }
    response = render(request, "accounts/invitation_sent.html", context)
    response["Cache-Control"] = "no-store"
    return response


@public(methods=("GET", "POST"))
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Use a link: see what is offered, choose a name and a password, and come in."""
    invitation = (
        Invitation.objects.select_related("authority", "organisation", "membership")
        .filter(token_hash=token_hash(token))
        .first()
    )
    if invitation and invitation.membership and _is_theirs(request, invitation.membership):
        return redirect("portal:home", invitation.authority.slug)
    problem = link_problem(invitation)
    if invitation is None or problem:
        status = 404 if invitation is None else 410
        context = {"problem": problem, "invitation": invitation}
        return render(request, "accounts/invitation_problem.html", context, status=status)
    if request.user.is_authenticated:
        return _accept_as_themselves(request, invitation, token)
    return _accept_as_new(request, invitation, token)


def _is_theirs(request: HttpRequest, membership: Membership) -> bool:
    """Whether the person signed in has used this link already: then it simply leads home."""
    return request.user.is_authenticated and membership.person_id == request.user.pk


def _accept_as_new(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    form = AcceptForm(post_data(request), invitation=invitation, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        done = form.carry_out(
            accept_invitation,
            token=token,
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
            listing=form.cleaned_data["listing"],
        )
        if done and form.already_done:
            return redirect("accounts:sign-in")
        if done:
            membership: Membership = form.result
            return come_in(request, membership.person, _welcome(request, membership), "invitation")
    context = {"form": form, "invitation": invitation, "here": request.path}
    return render_page(request, "accounts/invitation_accept.html", context, form=form)


def _accept_as_themselves(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Somebody is signed in: it is their own invitation, or the page says that it is not."""
    person = request.user
    assert person.is_authenticated
    if person.email != invitation.email:
        other = {"invitation": invitation, "person": person}
        return render(request, "accounts/invitation_other.html", other, status=409)
    form = ConfirmForm(post_data(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(
            accept_invitation, token=token, name=person.name, password="", person=person
        )
    ):
        if form.already_done:
            return redirect("portal:start")
        return redirect(_welcome(request, form.result))
    context = {"form": form, "invitation": invitation}
    return render_page(request, "accounts/invitation_join.html", context, form=form)


def _welcome(request: HttpRequest, membership: Membership) -> str:
    """Say welcome, on the page whose address this gives: their home."""
    words = _("Welcome to %(authority)s.") % {"authority": membership.authority.name}
    messages.success(request, words)
    return resolve_url("portal:home", membership.authority.slug)
