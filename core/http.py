"""How a page answers: status codes that mean something, and reads that cannot write."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render

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
    """Inside, a statement that writes raises `WriteOnRead` before it reaches the database."""

    def refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(_WRITES):
            raise WriteOnRead(f"A GET may not write: {sql[:80]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse_writes):
        yield


def declare(
    view: Callable[..., HttpResponseBase], *, access: str, methods: tuple[str, ...]
) -> Callable[..., HttpResponseBase]:
    """A view that says who may enter (`access`, shown to the access matrix) and how. A method not
    in `methods` gets 405, and a read cannot write."""
    allowed = frozenset(methods) | ({"HEAD"} if "GET" in methods else set())

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in allowed:
            return HttpResponseNotAllowed(sorted(allowed))
        if request.method in READS:
            with read_only_database():
                return view(request, *args, **kwargs)
        return view(request, *args, **kwargs)

    inner.access = access  # type: ignore[attr-defined]
    inner.methods = allowed  # type: ignore[attr-defined]
    return inner


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
