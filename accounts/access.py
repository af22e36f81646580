"""Who may enter a page. Every view wears exactly one of these; a test walks the URLs to see it.

An outsider to an authority gets 404, as if it were not there; an insider whose role lacks the right
gets 403 with the reason. Objects are then fetched through `visible_to(actor)`, never otherwise.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, resolve_url

from accounts.models import Authority, Membership
from accounts.policies import role_refusal
from accounts.roles import RIGHTS
from core.decisions import Refused
from core.http import declare

View = Callable[..., HttpResponseBase]
Decorator = Callable[[View], View]
READ = ("GET",)
BOTH = ("GET", "POST")


def public(*, methods: tuple[str, ...] = READ) -> Decorator:
    """Anyone may enter."""
    return lambda view: declare(view, access="public", methods=methods)


def public_of_authority(*, methods: tuple[str, ...] = READ) -> Decorator:
    """Anyone may enter; the view gets the authority its address names, or nobody gets in."""

    def decorator(view: View) -> View:
        def inner(request: HttpRequest, authority: str, **kwargs: Any) -> HttpResponseBase:
            found = get_object_or_404(Authority, slug=authority)
            request.authority = found  # type: ignore[attr-defined]
            return view(request, found, **kwargs)

        inner.__wrapped__ = view  # type: ignore[attr-defined]
        return declare(inner, access="public of authority", methods=methods)

    return decorator


def signed_in(*, methods: tuple[str, ...] = BOTH) -> Decorator:
    """Whoever is signed in, whatever they belong to."""

    def decorator(view: View) -> View:
        def inner(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            return view(request, **kwargs)

        inner.__wrapped__ = view  # type: ignore[attr-defined]
        return declare(inner, access="signed in", methods=methods)

    return decorator


def permitted(codename: str, *, methods: tuple[str, ...] = BOTH) -> Decorator:
    """A current member of the authority in the address whose role holds `codename`. The view gets
    the membership as `actor`. Costs two queries: the membership, and its rights."""
    if codename not in RIGHTS:
        raise KeyError(f"accounts.roles.RIGHTS has no {codename!r}")

    def decorator(view: View) -> View:
        def inner(request: HttpRequest, authority: str, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            actor = membership_of(request, authority)
            request.actor = actor  # type: ignore[attr-defined]
            request.authority = actor.authority  # type: ignore[attr-defined]
            if not actor.holds(codename):
                raise Refused(role_refusal(codename))
            return view(request, actor, **kwargs)

        inner.__wrapped__ = view  # type: ignore[attr-defined]
        return declare(inner, access=codename, methods=methods)

    return decorator


def membership_of(request: HttpRequest, slug: str) -> Membership:
    """The signed-in person's current membership of an authority. Raises Http404 for an outsider."""
    actor = (
        Membership.objects.current()
        .filter(person=request.user.pk, authority__slug=slug)
        .select_related("person", "authority", "organisation")
        .first()
    )
    if actor is None:
        raise Http404("There is nothing here for you.")
    return actor


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody to sign in, and back here after."""
    return redirect(
        f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}"
    )
