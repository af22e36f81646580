"""To a council's own directory, and back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import public, signed_in
from accounts.models import Person
from accounts.operations.directory import (
    DirectoryClaims,
    ask_directory,
    has_directory,
    hear_directory,
    link_directory,
    person_of,
    unlink_directory,
)
from accounts.reauthentication import vouch, vouch_on_the_way_in
from accounts.views.sign_in_methods import MINE, may_change, sign_in_first
from accounts.views.signing import come_in, safe_next, where
from core.forms import ConfirmForm, post_data
from core.http import render_page


@public()
def to_directory(request: HttpRequest) -> HttpResponse:
    """Off to the directory, to sign in."""
    _must_have_one()
    try:
        return ask_directory(request=request, link=False, target=safe_next(request))
    except ValidationError as error:
        return _sorry(request, error)


@signed_in(methods=("POST",))
def link(request: HttpRequest) -> HttpResponse:
    """Off to the directory, to link its account with one's own."""
    _must_have_one()
    if not may_change(request, _person(request)):
        return sign_in_first(request)
    try:
        return ask_directory(request=request, link=True, target=safe_next(request))
    except ValidationError as error:
        return _sorry(request, error)


@public(reads_only=False)
def back(request: HttpRequest) -> HttpResponse:
    """Back from the directory, with a code that works once, in the browser that was sent there."""
    _must_have_one()
    try:
        said = hear_directory(request=request)
        return _linked(request, said) if said.is_link else _in(request, said)
    except ValidationError as error:
        return _sorry(request, error)


def _linked(request: HttpRequest, said: DirectoryClaims) -> HttpResponse:
    """It was to be linked: to whoever is signed in, and still may."""
    if not request.user.is_authenticated or not may_change(request, _person(request)):
        return sign_in_first(request)
    link_directory(person=_person(request), said=said)
    if said.two_steps:
        vouch(request, "directory")
    messages.success(request, _("Done. You can now sign in with this account."))
    return redirect(said.target or MINE)


def _in(request: HttpRequest, said: DirectoryClaims) -> HttpResponse:
    """They came to sign in."""
    person = person_of(said)
    if person is None:
        raise ValidationError(
            _(
                "Nobody here has linked that account yet. Sign in another way first, then link "
                "it under “Sign-in and security”."
            )
        )
    if said.two_steps:
        vouch_on_the_way_in(request, "directory")
    answer = come_in(request, person, where(said.target), "directory")
    if said.two_steps and request.user.is_authenticated and request.user.pk == person.pk:
        vouch(request, "directory")
    return answer


@signed_in()
def unlink(request: HttpRequest) -> HttpResponse:
    """The directory's account signs in no more."""
    person = _person(request)
    if not may_change(request, person):
        return sign_in_first(request)
    form = ConfirmForm(post_data(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(unlink_directory, person=person)
    ):
        messages.success(request, _("Removed."))
        return redirect(MINE)
    return render_page(request, "accounts/directory_unlink.html", {"form": form}, form=form)


def _must_have_one() -> None:
    if not has_directory():
        raise Http404("No directory is known here.")


def _sorry(request: HttpRequest, error: ValidationError) -> HttpResponse:
    context = {"problem": " ".join(error.messages)}
    return render(request, "accounts/directory_problem.html", context, status=422)


def _person(request: HttpRequest) -> Person:
    person = request.user
    assert isinstance(person, Person)
    return person
