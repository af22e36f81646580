"""Who may enter a page. Every view wears exactly one of these; a test walks the URLs to see it.

An outsider to an authority gets 404, as if it were not there; an insider whose role lacks the right
gets 403 with the reason. Objects are then fetched through `visible_to(actor)`, never otherwise.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.urls import Resolver404, resolve
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.expired_drafts import keep_unsent, words_of
from accounts.idle import is_here, was_away_too_long
from accounts.kept_pages import kept_or_made
from accounts.models import Authority, Membership
from accounts.policies import role_refusal
from accounts.queries import names_known_to
from accounts.reauthentication import second_step_done
from accounts.requests import ours
from accounts.roles import RIGHTS, SECOND_STEP_ROLES
from core.decisions import Refused
from core.http import register_access
from core.personal_data import own_names

View = Callable[..., HttpResponseBase]
Decorator = Callable[[View], View]
READ = ("GET",)
BOTH = ("GET", "POST")


def public(*, methods: tuple[str, ...] = READ, reads_only: bool = True) -> Decorator:
    """Anyone may enter. For `reads_only` see `core.http.register_access`."""
    return lambda view: register_access(
        view, access="public", methods=methods, reads_only=reads_only
    )


def public_of_authority(*, methods: tuple[str, ...] = READ, kept: bool = False) -> Decorator:
    """Anyone may enter; the view gets the authority its address names, or nobody gets in. `kept`
    is for a page that shows nothing but what an operation of this authority, or the day, changes:
    see `accounts.kept_pages`."""

    def decorator(view: View) -> View:
        def made(request: HttpRequest, authority: str, **kwargs: Any) -> HttpResponseBase:
            found = get_object_or_404(Authority.objects.select_related("logo"), slug=authority)
            ours(request).authority = found
            return view(request, found, **kwargs)

        @wraps(view)
        def inner(request: HttpRequest, authority: str, **kwargs: Any) -> HttpResponseBase:
            if not kept:
                return made(request, authority, **kwargs)
            return kept_or_made(request, authority, lambda: made(request, authority, **kwargs))

        return register_access(inner, access="public of authority", methods=methods)

    return decorator


def signed_in(*, methods: tuple[str, ...] = BOTH, records_view: bool = False) -> Decorator:
    """Anyone signed in, in any authority. For `records_view` see
    `core.http.register_access`."""

    def decorator(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if was_away_too_long(request):
                return end_of_idle_session(request)
            return _kept_by_nobody(view(request, **kwargs))

        return register_access(
            inner, access="signed in", methods=methods, records_view=records_view
        )

    return decorator


def permitted(
    codename: str, *, methods: tuple[str, ...] = BOTH, records_view: bool = False
) -> Decorator:
    """A current member of the authority in the address whose role holds `codename`. The view gets
    the membership as `actor`. Costs two queries: the membership, and its rights. A role that needs
    a second step (`accounts.roles.SECOND_STEP_ROLES`) gets nothing before it. For `records_view`
    see `core.http.register_access`."""
    if codename not in RIGHTS:
        raise KeyError(f"accounts.roles.RIGHTS has no {codename!r}")

    def decorator(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, authority: str, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            actor = membership_of(request, authority)
            noted = ours(request)
            noted.actor, noted.authority = actor, actor.authority
            if was_away_too_long(request, actor.role):
                return end_of_idle_session(request, keeps_words_of=actor)
            is_here(request)
            if actor.role in SECOND_STEP_ROLES and not second_step_done(request):
                return to_second_step(request)
            if not actor.holds(codename):
                raise Refused(role_refusal(codename))
            with own_names(names_known_to(actor)):
                return _kept_by_nobody(view(request, actor, **kwargs))

        return register_access(inner, access=codename, methods=methods, records_view=records_view)

    return decorator


def _kept_by_nobody(response: HttpResponseBase) -> HttpResponseBase:
    """The answer, marked so that neither a browser nor a proxy keeps what needs a sign-in."""
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_store=True)
    return response


def membership_of(request: HttpRequest, slug: str) -> Membership:
    """The signed-in person's current membership of an authority. Raises Http404 for an outsider."""
    found = (
        Membership.objects.current()
        .filter(person=request.user.pk, authority__slug=slug)
        .select_related("person", "authority__logo", "organisation")
        .with_unread()
        .order_by()
    )
    # There is one, or two on a day on which one takes over from the other. On every page it costs
    # less to choose here than to have so many columns compared with an ORDER BY.
    actor = min(found, key=lambda one: one.pk, default=None)
    if actor is None:
        raise Http404("There is nothing here for you.")
    return actor


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody to sign in, and back here after. Says so to those who were signed in before:
    what they were writing is kept in the tab (`static/js/app.js`)."""
    if request.method == "POST":
        if _sent_our_form(request):
            messages.info(
                request,
                _(
                    "You’ve been signed out, so we didn’t receive that. Sign in, and what you "
                    "wrote will be back in the form."
                ),
            )
    elif _was_signed_in(request):
        messages.info(request, _("You’ve been signed out. Sign in to carry on where you left off."))
    return _lead_to(request, settings.LOGIN_URL)


def _sent_our_form(request: HttpRequest) -> bool:
    """Whether what was sent is a form that only the signed in are given. A session that ran out
    takes its cookie along; the form's key, which was checked before, has a cookie that stays."""
    return bool({settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME} & request.COOKIES.keys())


def _was_signed_in(request: HttpRequest) -> bool:
    """Whether somebody without a session had one: its cookie is still sent; or a page that needs
    one asked for a part of itself, or had the link that was followed. An address that is typed or
    bookmarked tells nothing once the cookie is gone, and looks like a first visit; then only the
    tab knows, and tells (`data-draft-waits` on the sign-in page)."""
    if request.headers.get("HX-Request"):
        return True
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.session_key is None:
        return True
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
        view = resolve(came_from.path).func
    except (ValueError, Resolver404):
        return False
    access = getattr(view, "access", "public")
    return came_from.netloc == request.get_host() and not access.startswith("public")


def _lead_to(request: HttpRequest, page: str) -> HttpResponse:
    """To a page, and back here after. The whole page goes there, even if only a part of it asked:
    or the part would be replaced by a page of its own."""
    address = f"{resolve_url(page)}?{urlencode({'next': _here(request)})}"
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(address)
    return redirect(address)


def end_of_idle_session(
    request: HttpRequest, keeps_words_of: Membership | None = None
) -> HttpResponse:
    """Sign out somebody who was away too long, say so, and lead back here after. What they were
    writing is kept in the tab (`static/js/app.js`); what a form of a working page sent too late
    is kept for its author (`accounts.expired_drafts`)."""
    words = words_of(request) if keeps_words_of else []
    logout(request)
    if keeps_words_of:
        keep_unsent(request, keeps_words_of.person_id, words, _here(request))
    if request.method == "POST":
        return to_sign_in(request)
    messages.info(
        request,
        _(
            "You’ve been signed out because you were away for a while. Sign in to carry on where "
            "you left off."
        ),
    )
    return _lead_to(request, settings.LOGIN_URL)


def _here(request: HttpRequest) -> str:
    """The page somebody is on. A form may be sent to an address that is no page, and a part of a
    page asks by itself; then it is the page that the form or the part was on."""
    by_htmx = request.headers.get("HX-Current-URL", "")
    if request.method in ("GET", "HEAD") and not by_htmx:
        return request.get_full_path()
    try:
        came_from = urlsplit(by_htmx or request.headers.get("Referer", ""))
    except ValueError:  # such as "//[": no address at all
        return resolve_url("portal:start")
    # A path of two slashes would be another host.
    ours = came_from.path.startswith("/") and not came_from.path.startswith("//")
    if came_from.netloc != request.get_host() or not ours:
        return resolve_url("portal:start")
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path


def to_second_step(request: HttpRequest) -> HttpResponse:
    """Send somebody to take the second step, or to set it up, and back here after."""
    return _lead_to(request, "accounts:second-step")
