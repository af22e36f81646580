"""In and out. Whoever is known here and whoever is not get the same pages and the same words."""

from allauth.account.internal.flows.login import (
    perform_login,
    perform_password_login,
    record_authentication,
)
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from accounts.access import public
from accounts.forms import AddressForm, CodeForm, SignInForm
from accounts.models import Person
from accounts.operations.codes import code_asked_for, code_fits, send_code
from accounts.operations.directory import has_directory
from accounts.operations.rate_limits import TOO_MANY, too_many
from accounts.operations.sign_in import TooManyTries, check_password
from core.http import render_page

BOTH = ("GET", "POST")


@public(methods=BOTH)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a code by e-mail; other ways in are a link away."""
    target = safe_next(request)
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(target or "portal:start")
    form = AddressForm(request.POST or None, initial={"next": target})
    limited = False
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].strip().lower()
        limited = too_many(request=request, deed="ask-code", whom=email)
        if not limited:
            send_code(request=request, email=email)
            return redirect(with_next("accounts:sign-in-code", target))
        form.add_error(None, TOO_MANY)
    return _page(request, "accounts/sign_in.html", form, target, limited)


@public(methods=BOTH)
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Type the code that came. Without one asked for in this browser, back to the beginning."""
    target = safe_next(request)
    if request.user.is_authenticated:
        return redirect(target or "portal:start")
    process = code_asked_for(request=request)
    if process is None:
        messages.warning(request, _("That code no longer works. Ask for a new one."))
        return redirect(with_next("accounts:sign-in", target))
    email = process.state["email"]
    form = CodeForm(request.POST or None, initial={"next": target})
    limited = False
    if request.method == "POST" and form.is_valid():
        limited = too_many(request=request, deed="try-code", whom=email)
        if limited:
            form.add_error(None, TOO_MANY)
        elif code_fits(process=process, typed=form.cleaned_data["code"]):
            response: HttpResponse = process.finish(where(target))
            return response
        else:
            form.add_error("code", _("That isn’t the code we sent you. Check it and try again."))
    return _page(request, "accounts/sign_in_code.html", form, target, limited, {"email": email})


@public(methods=BOTH)
def sign_in_password(request: HttpRequest) -> HttpResponse:
    """Address and password, for those who chose one."""
    target = safe_next(request)
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(target or "portal:start")
    form = SignInForm(request.POST or None, initial={"next": target})
    limited = False
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].strip().lower()
        try:
            person = check_password(
                request=request, email=email, password=form.cleaned_data["password"]
            )
        except ValidationError as error:
            limited = isinstance(error, TooManyTries)
            form.add_error(None, error.messages)
        else:
            login = Login(user=person, redirect_url=where(target))
            return perform_password_login(request, {"email": email}, login)
    return _page(request, "accounts/sign_in_password.html", form, target, limited)


@public(methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out, from any page, whoever it was."""
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("portal:welcome")


def come_in(request: HttpRequest, person: Person, target: str, method: str) -> HttpResponse:
    """Let somebody in who has just proved who they are by `method`, through whatever steps still
    stand between, and on to `target`."""
    record_authentication(request, person, method)
    return perform_login(request, Login(user=person, redirect_url=target))


def safe_next(request: HttpRequest) -> str:
    """Where to go after: only ever a page of this program."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and "\x00" not in wanted else ""


def where(target: str) -> str:
    """Where to go after; the start when nothing was said."""
    return target or resolve_url("portal:start")


def with_next(name: str, target: str) -> str:
    """A page's address, carrying where to go after."""
    url = resolve_url(name)
    return f"{url}?{urlencode({'next': target})}" if target else url


def directory_name() -> str:
    """What a council's own directory is called; empty where there is none."""
    return settings.OIDC_NAME if has_directory() else ""


def _page(
    request: HttpRequest,
    template: str,
    form: AddressForm | CodeForm | SignInForm,
    target: str,
    limited: bool,
    more: dict[str, str] | None = None,
) -> HttpResponse:
    """A page of the door: 429 after too many tries. `ask` is carried by the links between them."""
    ask = f"?{urlencode({'next': target})}" if target else ""
    page = render_page(
        request,
        template,
        {"form": form, "ask": ask, "directory": directory_name(), **(more or {})},
        form=form,
    )
    if limited:
        page.status_code = 429
    return page
