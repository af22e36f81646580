"""The pages of what went wrong. None of these asks the database for anything, for it may be what
went wrong; only a form that is stale asks for the invitation it was for. Django calls them
(`config/urls.py`)."""

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import get_template

from accounts.expired_drafts import SECRET, words_of
from accounts.models import Invitation
from accounts.models.invitation import token_hash
from accounts.operations.invitations import link_problem
from core.errors import is_temporary, reference_of

RETRY_SECONDS = 30


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what came could not be read."""
    words = get_template("400.html").render({"reference": reference_of(request)})
    return HttpResponse(words, status=HTTPStatus.BAD_REQUEST)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form whose page was opened before its writer signed in again, or from nowhere here.
    Gives back what was typed. Where an invitation's link has been used meanwhile, its own page says
    so and leads on. Django calls it (`CSRF_FAILURE_VIEW`)."""
    if _is_used_link(request):
        return redirect(request.path)
    context = {"reference": reference_of(request), "words": _words(request)}
    page = get_template("stale.html").render(context)
    response = HttpResponse(page, status=HTTPStatus.FORBIDDEN)
    response["Cache-Control"] = "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 with `Retry-After` when a server is away or a disk is full. Both give back what
    was typed; the second offers to send it again, with the form's own key, so that it is done
    once."""
    away = is_temporary(sys.exc_info()[1])
    context = {"reference": reference_of(request), "words": _words(request)}
    if not away:
        page = get_template("500.html").render(context)
        return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)
    page = get_template("503.html").render(
        {**context, "again": _again(request), "here": request.get_full_path()}
    )
    response = HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _is_used_link(request: HttpRequest) -> bool:
    """Whether this is the form of an invitation that cannot be accepted (again)."""
    place = request.resolver_match
    if place is None or place.view_name != "accounts:invitation-accept":
        return False
    found = Invitation.objects.filter(token_hash=token_hash(place.kwargs["token"])).first()
    return found is not None and bool(link_problem(found))


def _words(request: HttpRequest) -> list[str]:
    try:
        return words_of(request)
    except Exception:  # a body that cannot be read, for which there was no room
        return []


def _again(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form that can be sent again as it is: no files, which a page cannot give
    back, and nothing secret, which it must not. Only with the key that makes two presses one."""
    if request.method != "POST" or request.headers.get("HX-Request"):
        return []
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        files = bool(request.FILES)
    except Exception:  # as above
        return []
    secret = tuple(word for word in SECRET if word not in ("once", "token"))
    names = [name.lower() for name, _ in fields]
    if files or "once" not in names or any(word in name for name in names for word in secret):
        return []
    return [(name, str(value)) for name, value in fields]
