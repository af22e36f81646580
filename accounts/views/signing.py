"""In and out."""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.access import public
from accounts.forms import SignInForm
from accounts.operations.sign_in import TooManyTries, check_sign_in
from core.http import render_page


@public(methods=("GET", "POST"))
def sign_in(request: HttpRequest) -> HttpResponse:
    """Address and password, then on to where they were going."""
    target = _safe_next(request)
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(target or "portal:start")
    form = SignInForm(request.POST or None, initial={"next": target})
    too_many = False
    if request.method == "POST" and form.is_valid():
        try:
            person = check_sign_in(
                request=request,
                email=form.cleaned_data["email"],
                password=form.cleaned_data["password"],
            )
        except ValidationError as error:
            too_many = isinstance(error, TooManyTries)
            form.add_error(None, error.messages)
        else:
            login(request, person)
            return redirect(target or "portal:start")
    page = render_page(request, "accounts/sign_in.html", {"form": form}, form=form)
    if too_many:
        page.status_code = 429
    return page


@public(methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out, from any page, whoever it was."""
    logout(request)
    messages.success(request, "You are signed out.")
    return redirect("portal:welcome")


def _safe_next(request: HttpRequest) -> str:
    """Where to go after: only ever a page of this program."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and "\x00" not in wanted else ""
