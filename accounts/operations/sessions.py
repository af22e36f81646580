"""Where somebody is signed in, and signing them out there."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Person


@transaction.atomic
def know_session(*, request: HttpRequest) -> None:
    """List the session of somebody who came in by a door of our own, as those are who came in by a
    code, so that they can see it and end it."""
    UserSession.objects.create_from_request(request)


@transaction.atomic
def end_session(*, session: UserSession) -> None:
    """Sign somebody out in one browser."""
    session.end()


@transaction.atomic
def end_sessions(*, person: Person, but: str | None = None) -> int:
    """Sign somebody out everywhere, or everywhere but in the session with the key `but`. Returns in
    how many browsers."""
    theirs = list(UserSession.objects.filter(user=person).exclude(session_key=but or ""))
    for session in theirs:
        session.end()
    return len(theirs)


def keep_session(*, was: str | None, now: str | None) -> None:
    """A session has got a new name, as it does when its password changes: know it by that."""
    UserSession.objects.filter(session_key=was).update(session_key=now)


@transaction.atomic
def delete_expired_sessions() -> int:
    """Delete the sessions that have ended by themselves, and what is known of each: from where and
    with which browser. Returns how many sessions."""
    ended = Session.objects.filter(expire_date__lt=timezone.now())
    number = ended.delete()[0]
    alive = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()
    return number
