"""How I sign in: what somebody proves themselves with, and where they are signed in."""

import json

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.translation import gettext as _

from accounts.access import permitted, signed_in
from accounts.forms import AddAppForm, AddPasskeyForm, NewPasswordForm
from accounts.models import Membership, Person
from accounts.operations.directory import has_directory, is_linked, may_use_directory
from accounts.operations.second_step import (
    STEPS,
    add_app,
    add_passkey,
    new_recovery_codes,
    remove_step,
    set_password,
)
from accounts.operations.sessions import end_session, end_sessions, keep_session
from accounts.qr import qr_code
from accounts.queries import open_sessions, sign_in_methods
from accounts.reauthentication import proved_lately, second_step_done
from accounts.views.signing import directory_name, safe_next, where, with_next
from core.forms import ConfirmForm, post_data
from core.http import render_page

MINE = "accounts:how-i-sign-in"


@signed_in(methods=("GET",))
def how_i_sign_in(request: HttpRequest) -> HttpResponse:
    """Everything somebody signs in with, and where they are signed in now."""
    person = _person(request)
    linked = has_directory() and is_linked(person)
    may_use = may_use_directory(person)
    context = {
        "ways": sign_in_methods(person),
        "sessions": open_sessions(person, request.session.session_key),
        "may_change": may_change(request, person),
        "person": person,
        "directory": directory_name() if linked or may_use else "",
        "is_linked": linked,
        "may_use_directory": may_use,
    }
    return render(request, "accounts/how_i_sign_in.html", context)


@signed_in(methods=("GET",))
def second_step_needed(request: HttpRequest) -> HttpResponse:
    """Where somebody is led whose role needs a second step and who has none yet."""
    target = safe_next(request)
    if second_step_done(request):
        return redirect(where(target))
    person = _person(request)
    if not may_change(request, person):
        return sign_in_first(request)
    context = {
        "passkey_url": with_next("accounts:passkey-add", target),
        "app_url": with_next("accounts:app-add", target),
        "directory": directory_name() if may_use_directory(person) else "",
        "next": target,
    }
    return render(request, "accounts/second_step_needed.html", context)


@signed_in()
def app_add(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app, from a picture or the letters under it."""
    person = _person(request)
    if not may_change(request, person):
        return sign_in_first(request)
    target, first = safe_next(request), not sign_in_methods(person).has_second_step
    form = AddAppForm(post_data(request), initial={"next": target})
    secret = get_totp_secret(regenerate=request.method == "GET")
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(
            add_app,
            request=request,
            person=person,
            secret=secret,
            code=form.cleaned_data["code"],
        )
    ):
        clear_totp_secret(request)
        return _added(request, target, first)
    context = {"form": form, "secret": secret, "qr": qr_code(person, secret)}
    return render_page(request, "accounts/app_add.html", context, form=form)


@signed_in()
def passkey_add(request: HttpRequest) -> HttpResponse:
    """Add a passkey: a fingerprint, a face, a PIN of this device, or a key to plug in."""
    person = _person(request)
    if not may_change(request, person):
        return sign_in_first(request)
    target, first = safe_next(request), not sign_in_methods(person).has_second_step
    form = AddPasskeyForm(post_data(request), initial={"next": target})
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(
            add_passkey,
            request=request,
            person=person,
            name=form.cleaned_data["name"],
            credential=form.cleaned_data["credential"],
        )
    ):
        return _added(request, target, first)
    options = webauthn.begin_registration(person, passwordless=True)
    context = {"form": form, "options": json.dumps(options)}
    return render_page(request, "accounts/passkey_add.html", context, form=form)


def _added(request: HttpRequest, target: str, first: bool) -> HttpResponse:
    """After the first of them come the recovery codes; then on."""
    messages.success(request, _("Done. From now on you’ll sign in with two steps."))
    if first:
        return redirect(with_next("accounts:recovery-codes", target))
    return redirect(target or MINE)


@signed_in()
def step_remove(request: HttpRequest, step: int) -> HttpResponse:
    """Take away the app or a passkey."""
    person = _person(request)
    found = get_object_or_404(Authenticator, pk=step, user=person, type__in=STEPS)
    if not may_change(request, person):
        return sign_in_first(request)
    form = ConfirmForm(post_data(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(remove_step, person=person, step=found)
    ):
        messages.success(request, _("Removed."))
        return redirect(MINE)
    context = {"form": form, "step": found, "is_app": found.type == Authenticator.Type.TOTP}
    return render_page(request, "accounts/step_remove.html", context, form=form)


@signed_in()
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; they are in this one answer and nowhere else."""
    person = _person(request)
    if not may_change(request, person):
        return sign_in_first(request)
    target = safe_next(request)
    if not sign_in_methods(person).has_second_step:
        return redirect(MINE)
    form = ConfirmForm(post_data(request))
    context = {"form": form, "next": target, "on": where(target) if target else ""}
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(new_recovery_codes, person=person)
    ):
        if form.already_done:
            return redirect(MINE)
        page = render(request, "accounts/recovery_codes.html", context | {"codes": form.result})
        page["Cache-Control"] = "no-store"
        return page
    return render_page(request, "accounts/recovery_codes.html", context, form=form)


@signed_in()
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password, another one, or none."""
    person = _person(request)
    if not may_change(request, person):
        return sign_in_first(request)
    none = request.method == "POST" and "none" in request.POST
    form: ConfirmForm | NewPasswordForm
    if none:
        form = ConfirmForm(request.POST)
    else:
        form = NewPasswordForm(post_data(request), whose=person)
    if request.method == "POST" and form.is_valid():
        new = "" if none else form.cleaned_data["password"]
        if form.carry_out(set_password, person=person, password=new):
            this = request.session.session_key
            end_sessions(person=person, but=this)
            update_session_auth_hash(request, person)
            keep_session(was=this, now=request.session.session_key)
            words = (
                _("Your password has been removed.")
                if none
                else _("Your password has been changed.")
            )
            messages.success(request, words)
            return redirect(MINE)
    context = {"form": form, "has_password": person.has_usable_password()}
    return render_page(request, "accounts/password.html", context, form=form)


@permitted("read_working", methods=("POST",))
def stay(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Somebody is still there. To have asked is enough; the page's script does."""
    return HttpResponse()


@signed_in(methods=("POST",))
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Out, and in again, back to the page where things are changed."""
    logout(request)
    return redirect(with_next("accounts:sign-in", resolve_url(MINE)))


@signed_in(methods=("POST",))
def session_end(request: HttpRequest, session: int) -> HttpResponse:
    """Sign out in one other browser, or in this one."""
    person = _person(request)
    found = get_object_or_404(UserSession, pk=session, user=person)
    if found.session_key == request.session.session_key:
        logout(request)
        messages.success(request, _("You are signed out."))
        return redirect("portal:welcome")
    end_session(session=found)
    messages.success(request, _("You’ve been signed out of that browser."))
    return redirect(MINE)


@signed_in(methods=("POST",))
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    end_sessions(person=_person(request), but=request.session.session_key)
    messages.success(request, _("You’ve been signed out everywhere else."))
    return redirect(MINE)


def may_change(request: HttpRequest, person: Person) -> bool:
    """Whether whoever sits here has just proved that they are the person, with both steps if they
    have set up two: an unlocked computer left alone must not give anybody a way in for good."""
    return proved_lately(request) and (
        second_step_done(request) or not sign_in_methods(person).has_second_step
    )


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To change how they sign in, somebody signs in again first."""
    return render(request, "accounts/sign_in_again.html", status=403)


def _person(request: HttpRequest) -> Person:
    person = request.user
    assert isinstance(person, Person)
    return person
