"""Public pages, kept in memory for the next visitor until anything of their authority changes.

What a page shows changes only by an operation, and an operation writes to the trail in its own
transaction. So a page is kept under the newest entries of the trail, the authority's and those of
no authority, and is asked for under those that are committed now: what changed is never shown from
here, no matter who changed it or in which process. The newest 50 entries are compared, not the last
one alone, because of two concurrent transactions the one with the lower number may commit later.

What changes with the day alone (a consent that runs out, days late, a meeting's day) is told by the
day, which is part of the name. Nobody who may be signed in is given a kept page, nor has theirs
kept; a page that holds anything of its visitor's own is not kept either.
"""

import zlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import has_vary_header
from django.utils.translation import get_language

# So many pages of some 3 KB each in a process, the longest unread forgotten first.
MOST = 300
# So many of the newest entries of the trail tell the state of things.
ENTRIES = 50
# What else may be asked of a page that is kept; anything else would let a stranger fill it.
ASKED = frozenset({"page"})
# One statement for both engines. An authority that is not there has no entries of its own.
NEWEST = """
SELECT id FROM (SELECT id FROM core_auditevent WHERE authority_id = (
SELECT id FROM accounts_authority WHERE slug = %s) ORDER BY id DESC LIMIT %s) AS own
UNION ALL
SELECT id FROM (SELECT id FROM core_auditevent WHERE authority_id IS NULL
ORDER BY id DESC LIMIT %s) AS of_nobody
"""

_kept: OrderedDict[tuple[Any, ...], tuple[bytes, str]] = OrderedDict()
_lock = Lock()


def kept_or_made(
    request: HttpRequest, slug: str, make: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """The page as it was made for an earlier visitor, while nothing of the authority has changed
    since; else as `make` makes it, kept for the next one. One query for a page that is kept."""
    if not _may_be_kept(request):
        return make()
    name = _name_of(request, slug)
    with _lock:
        found = _kept.get(name)
        if found is not None:
            _kept.move_to_end(name)
    if found is not None:
        return HttpResponse(zlib.decompress(found[0]), content_type=found[1])
    response = make()
    if isinstance(response, HttpResponse) and _is_for_all(request, response):
        packed = zlib.compress(response.content, 1)
        with _lock:
            _kept[name] = packed, response.headers["Content-Type"]
            while len(_kept) > MOST:
                _kept.popitem(last=False)
    return response


def forget_kept_pages() -> None:
    """Keep none of the pages; for tests."""
    with _lock:
        _kept.clear()


def _may_be_kept(request: HttpRequest) -> bool:
    """Whether a stranger reads, and nothing waits to be said to them."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and CookieStorage.cookie_name not in request.COOKIES
        and "HX-Request" not in request.headers
        and request.GET.keys() <= ASKED
        and all(str(value).isdecimal() and len(str(value)) < 6 for value in request.GET.values())
    )


def _name_of(request: HttpRequest, slug: str) -> tuple[Any, ...]:
    """What the page is kept under: its address, language and day, and the state of things."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [slug, ENTRIES, ENTRIES])
        newest = tuple(row[0] for row in cursor.fetchall())
    # The host is not part of it: no public page names one.
    address = request.path, request.GET.get("page", "")
    return (*address, get_language(), timezone.localdate(), newest)


def _is_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a page holds nothing of one visitor: no cookie, no form's token, no session looked
    at, no header that only this answer has."""
    return (
        response.status_code == 200
        and not response.cookies
        and "CSRF_COOKIE" not in request.META
        and not request.session.accessed
        and not has_vary_header(response, "Cookie")
        and set(response.headers) == {"Content-Type"}
    )
