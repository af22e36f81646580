"""What a person and the log are told when a request fails: the same reference number, and no more
than helps."""

import logging
import re
import secrets
import sqlite3
from collections.abc import Callable
from typing import Any

from django.core.exceptions import DisallowedHost
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.files import has_no_room

Response = Callable[[HttpRequest], HttpResponseBase]
# Without letters and digits that are mistaken for others when somebody reads them out.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# What a file of SQLite says that cannot be used now. The rest of its operational errors are ours.
SQLITE_AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
}
# Addresses whose last part opens a door by itself.
_TOKENS = re.compile(r"(/invitation/|/news/stop/)[^/\s\"'?]+")


def give_reference(get_response: Response) -> Response:
    """Middleware, first of all: each request gets a number that an error page shows and the log
    line of its fault ends with."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.reference = new_reference()  # type: ignore[attr-defined]  # ours
        return get_response(request)

    return middleware


def new_reference() -> str:
    """Eight letters and digits in two groups, such as K3F7-9QXM."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def reference_of(request: Any) -> str:
    """The number of a request; empty for one that never came through the middleware."""
    return getattr(request, "reference", "")


def database_is_away(problem: BaseException | None) -> bool:
    """Whether an error says that the database cannot be reached or used now: gone, restarting, out
    of connections, locked for too long, or its disk is full."""
    if not isinstance(problem, (OperationalError, InterfaceError)):
        return False
    cause = problem.__cause__
    if isinstance(cause, sqlite3.Error):
        # The lower byte is the kind; the rest says which of its kind.
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in SQLITE_AWAY
    return True


def is_temporary(problem: BaseException | None) -> bool:
    """Whether trying again later can go well: a server is away, or a disk is full."""
    return database_is_away(problem) or has_no_room(problem)


def without_tokens(text: str) -> str:
    """A text with the secret part taken out of addresses that open a door by themselves."""
    return _TOKENS.sub(r"\1…", text)


class PlainLines(logging.Filter):
    """For the handler: one line for what is no fault of the program, and the reference of each.

    A refusal and a page that is not there are ordinary: one line, level info. A server that is away
    is one line with its cause. Everything else keeps its stack trace.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; every record is let through."""
        status = getattr(record, "status_code", 0)
        request = getattr(record, "request", None)
        problem = record.exc_info[1] if record.exc_info else None
        words = record.getMessage()
        if request is not None and 400 <= status < 500:
            if record.name == "django.request":
                record.levelno, record.levelname = logging.INFO, "INFO"
            if record.name == "django.request" or isinstance(problem, DisallowedHost):
                record.exc_info = record.exc_text = None
        elif is_temporary(problem):
            first = str(problem).strip().split("\n")[0]
            words = f"{words}: {type(problem).__name__}: {first}"
            record.exc_info = record.exc_text = None
        if reference := reference_of(request):
            words = f"{words} [{reference}]"
        record.msg, record.args = without_tokens(words), None
        return True
