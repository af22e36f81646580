"""Nobody stays signed in at a machine they have left. Kept in the session: no query, and a write at
most once a minute.

Staff machines stand in offices, and their sessions see and change most, so theirs are short. A
young person's phone is in their pocket and locked; who had to fetch a code each time would stay
away.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from accounts.roles import SECOND_STEP_ROLES

SEEN = "seen_at"
# A page asked for so soon after the last one is not worth writing down.
TOUCH_SECONDS = 60
# How long before the end the page warns.
WARN_SECONDS = 120


def idle_seconds(role: str = "") -> int:
    """How long somebody in a role may be away; for no role, the longest anybody may."""
    if role in SECOND_STEP_ROLES:
        return int(settings.IDLE_MINUTES) * 60
    return int(settings.IDLE_MINUTES_OTHERS) * 60


def was_away_too_long(request: HttpRequest, role: str = "") -> bool:
    """Whether somebody in a role (the longest anybody may, for none) must sign in again."""
    return _away(request) >= idle_seconds(role)


def is_here(request: HttpRequest) -> None:
    """Note that the person is there. A page that asks again by itself proves nobody's presence."""
    by_itself = request.method == "GET" and request.headers.get("HX-Request") == "true"
    if _away(request) >= TOUCH_SECONDS and not by_itself:
        request.session[SEEN] = int(time.time())


def _away(request: HttpRequest) -> int:
    now = int(time.time())
    return now - int(request.session.get(SEEN, now))


def note_arrival(sender: Any, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    """Somebody has just signed in, by whatever way. Told by Django itself, before it keeps the
    session, so that none begins without the time."""
    request.session[SEEN] = int(time.time())
