"""How a page answers: status codes that mean something, and reads that cannot write."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import wraps
from http import HTTPStatus
from typing import Any, Protocol, cast

from django.conf import settings
from django.db import connection
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.template.loader import get_template

from core.errors import reference_of

Response = Callable[[HttpRequest], HttpResponseBase]
# Where the signed-in work of one authority begins; `authority` is its slug.
WORK = "<slug:authority>/work"
READS = frozenset({"GET", "HEAD"})
_WRITES = (
    "INSERT",
    "UPDATE",
    "DELETE",
    "REPLACE",
    "MERGE",
    "TRUNCATE",
    "CREATE",
    "ALTER",
    "DROP",
)


class WriteOnRead(RuntimeError):
    """A page that only reads tried to write."""


@contextmanager
def read_only_database() -> Iterator[None]:
    """Inside, a statement that writes raises `WriteOnRead` before it reaches the database. Only the
    visitor's own session may be written: one whose password was changed elsewhere ends on the next
    page it asks for, and one signed with an earlier secret key is signed anew."""

    def refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(_WRITES) and '"django_session"' not in sql[:40]:
            raise WriteOnRead(f"A GET may not write: {sql[:80]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse_writes):
        yield


class CompressPages(GZipMiddleware):
    """Pages and data go out compressed, at a sixth of their size; files are as small as they get.

    From the length of a compressed page that repeats what was asked, a secret on it can be guessed
    with thousands of requests in somebody's name. Cookies are SameSite, so no other site makes them
    unseen; the form's token is masked anew each time; Django pads every page by a random length.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.get("Content-Type", "").startswith(("text/", "application/json")):
            return super().process_response(request, response)
        return response


class DeclaredView(Protocol):
    """A view that says who may enter and how."""

    access: str
    methods: frozenset[str]
    records_view: bool

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


class _Watched(Protocol):
    """A request for a page that records who saw it."""

    record_access: list[Callable[[], object]]


# What no page of ours asks a device for, so that nothing that slips into a page can.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation"),
        *("gyroscope", "magnetometer", "microphone", "midi", "payment", "usb"),
    )
)


def set_permissions_policy(get_response: Response) -> Response:
    """Middleware: every answer forbids its page the device's camera, place and the like."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        return response

    return middleware


def drop_body_of_head(get_response: Response) -> Response:
    """Middleware: the answer to HEAD has the headers of the page, its length too, and no body."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "HEAD":
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = ()
            elif isinstance(response, HttpResponse):
                response.content = b""
        return response

    return middleware


def limit_request_size(get_response: Response) -> Response:
    """Middleware: what is bigger than any form of ours can be is refused by the length it says it
    has, before a byte of it is read. A smaller one with a file that is too big comes back as its
    form, with what was typed."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length[:18]) > settings.BODY_MAX_BYTES:
            words = get_template("413.html").render({"reference": reference_of(request)})
            return HttpResponse(words, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return get_response(request)

    return middleware


def register_access(
    view: Callable[..., HttpResponseBase],
    *,
    access: str,
    methods: tuple[str, ...],
    reads_only: bool = True,
    records_view: bool = False,
) -> DeclaredView:
    """A view that says who may enter (`access`, shown to the access matrix) and how. A method not
    in `methods` gets 405, and a read cannot write; `reads_only=False` is for the one address that a
    protocol makes a read of, with a secret in it that works once. `records_view` is for a page that
    shows something restricted: what it asked for with `record_access` is done after it has read,
    and before anybody gets to see it."""
    allowed = frozenset(methods) | ({"HEAD"} if "GET" in methods else set())

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in allowed:
            return HttpResponseNotAllowed(sorted(allowed))
        if records_view:
            cast(_Watched, request).record_access = []
        with read_only_database() if request.method in READS and reads_only else nullcontext():
            response = view(request, *args, **kwargs)
        if records_view and response.status_code == HTTPStatus.OK:
            for deed in cast(_Watched, request).record_access:
                deed()
        return response

    declared = cast(DeclaredView, inner)
    declared.access, declared.methods = access, allowed
    declared.records_view = records_view
    return declared


def record_access(request: HttpRequest, deed: Callable[[], object]) -> None:
    """Do this before the page goes out, once its view has read all of it: how a page that nobody
    may change anything with still records who saw it. Only a view that declares `records_view` can;
    an answer other than 200 shows nothing, so nothing is done. What fails keeps the page back."""
    cast(_Watched, request).record_access.append(deed)


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    form: Any = None,
) -> HttpResponse:
    """A page. 422 when its form has errors, 409 when somebody else saved first, else 200."""
    status = 200
    if form is not None and form.is_bound and form.errors:
        status = 409 if form.conflict is not None else 422
    return render(request, template, context, status=status)
