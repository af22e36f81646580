"""The second step while signing in, and coming in with a passkey alone."""

import json
from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.models import Login
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.access import permitted, public
from accounts.adapters import SecondStepStage
from accounts.forms import PasskeyForm, SecondStepForgetForm, SecondStepForm
from accounts.models import Membership, Person
from accounts.operations.second_step import (
    forget_second_step,
    has_second_step,
    take_second_step,
    take_step_with_passkey,
)
from accounts.policies import can_forget_second_step
from accounts.queries import sign_in_methods
from accounts.reauthentication import second_step_done
from accounts.views.signing import BOTH, safe_next, where, with_next
from core.decisions import require
from core.forms import post_data
from core.http import render_page


@public(methods=BOTH)
def second_step(request: HttpRequest) -> HttpResponse:
    """A code of the app, a recovery code or a passkey. Also where a page leads that needs a second
    step: somebody who has none yet sets one up first."""
    target = safe_next(request)
    stage = get_pending_stage(request)
    waiting = isinstance(stage, SecondStepStage)
    person: Any = stage.login.user if waiting else request.user
    if not waiting:
        if not request.user.is_authenticated:
            return redirect(with_next("accounts:sign-in", target))
        if second_step_done(request):
            return redirect(where(target))
        if not has_second_step(person):
            return redirect(with_next("accounts:second-step-needed", target))
    form = SecondStepForm(post_data(request), initial={"next": target})
    limited = False
    if request.method == "POST" and form.is_valid():
        try:
            _take(request, person, form)
        except ValidationError as error:
            limited = getattr(error, "code", "") == "too-many"
            form.add_error(None, error.messages)
        else:
            response: HttpResponse = stage.exit() if waiting else redirect(where(target))
            return response
    ways = sign_in_methods(person)
    context = {
        "form": form,
        "ways": ways,
        "options": json.dumps(webauthn.begin_authentication(person)) if ways.passkeys else "",
    }
    page = render_page(request, "accounts/second_step.html", context, form=form)
    if limited:
        page.status_code = 429
    return page


def _take(request: HttpRequest, person: Person, form: SecondStepForm) -> None:
    """One of the two ways the form can be sent."""
    credential = form.cleaned_data["credential"]
    if credential:
        take_step_with_passkey(request=request, person=person, credential=credential)
    else:
        take_second_step(request=request, person=person, code=form.cleaned_data["code"])


@public(methods=BOTH)
def passkey(request: HttpRequest) -> HttpResponse:
    """Come in with a passkey alone: it knows who they are, and is both steps in one."""
    target = safe_next(request)
    if request.user.is_authenticated:
        return redirect(where(target))
    form = PasskeyForm(post_data(request), initial={"next": target})
    limited = False
    if request.method == "POST" and form.is_valid():
        try:
            person = take_step_with_passkey(
                request=request, person=None, credential=form.cleaned_data["credential"]
            )
        except ValidationError as error:
            limited = getattr(error, "code", "") == "too-many"
            form.add_error(None, error.messages)
        else:
            login = Login(user=person, redirect_url=where(target))
            response: HttpResponse = perform_login(request, login)
            return response
    context: dict[str, Any] = {
        "form": form,
        "options": json.dumps(webauthn.begin_authentication()),
        "ask": with_next("accounts:sign-in", target),
    }
    page = render_page(request, "accounts/sign_in_passkey.html", context, form=form)
    if limited:
        page.status_code = 429
    return page


@permitted("manage_people")
def second_step_forget(request: HttpRequest, actor: Membership, membership: int) -> HttpResponse:
    """Help somebody who lost their app, keys and codes: they set up a new second step."""
    found = get_object_or_404(
        Membership.objects.visible_to(actor).current().with_names(), pk=membership
    )
    allowed = can_forget_second_step(actor, found)
    if request.method == "POST":
        require(allowed)
    form = SecondStepForgetForm(post_data(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(forget_second_step, actor=actor, membership=found)
    ):
        words = _("%(name)s will be asked to set up a new second step when they next sign in.")
        messages.success(request, words % {"name": found.label})
        return redirect("accounts:people", actor.authority.slug)
    has_one = has_second_step(found.person)
    context = {"form": form, "membership": found, "allowed": allowed, "has_one": has_one}
    return render_page(request, "accounts/second_step_forget.html", context, form=form)
