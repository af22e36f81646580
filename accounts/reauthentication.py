"""How well this session's person has proved who they are. Read from the session: no query."""

import time

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.http import HttpRequest

from accounts.requests import ours

# Who vouched for the second step instead of this program: the demo, or a council's own directory.
VOUCHED = "second_step_by"
# How long after a proof somebody may change how they sign in.
LATELY_SECONDS = 15 * 60


def second_step_done(request: HttpRequest) -> bool:
    """Whether a second step was taken in this session, here or where somebody vouched for it."""
    return bool(request.session.get(VOUCHED)) or any(
        record.get("method") == "mfa" for record in _records(request)
    )


def proved_lately(request: HttpRequest) -> bool:
    """Whether the last proof was so recent that whoever sits there is surely still the person."""
    since = time.time() - LATELY_SECONDS
    return any(record.get("at", 0) > since for record in _records(request))


def vouch(request: HttpRequest, by: str) -> None:
    """Take somebody's word for both steps of whoever has just signed in."""
    request.session[VOUCHED] = by
    record_authentication(request, request.user, by)


def vouch_on_the_way_in(request: HttpRequest, by: str) -> None:
    """Take somebody's word for both steps of whoever this very request signs in: it is kept on the
    request, so that it cannot be left over for another."""
    ours(request).vouched_by = by


def vouched_by(request: HttpRequest) -> str:
    """Whose word was taken in this request; empty for nobody's."""
    return str(getattr(request, "vouched_by", ""))


def _records(request: HttpRequest) -> list[dict]:
    records: list[dict] = get_authentication_records(request, request.user)
    return records
