"""What somebody sent too late, after they had been signed out for being away. A page with a script
keeps it in its tab; without one it would be gone with the form, so it waits in the new session, for
the same person at the same page, for an hour, and is shown once."""

import time
from collections.abc import Iterator

from django.http import HttpRequest

UNSENT = "unsent"
WAITS_SECONDS = 60 * 60
# A choice or a number is quickly made again; words are not. Never what opens a door.
SHORTEST, LONGEST, MOST = 12, 8000, 6
SECRET = ("password", "code", "token", "credential", "secret", "once")


def keep_unsent(request: HttpRequest, person_id: int, words: list[str], page: str) -> None:
    """Let the words of a form wait, in a session that knows nobody, for whoever wrote them."""
    if words:
        request.session[UNSENT] = {
            "person": person_id,
            "page": page,
            "words": words,
            "at": int(time.time()),
        }


def words_of(request: HttpRequest) -> list[str]:
    """The longer texts of the form that a request sends."""
    return list(_words(request))[:MOST]


def _words(request: HttpRequest) -> Iterator[str]:
    if request.method != "POST":
        return
    for name in request.POST:
        text = str(request.POST[name]).strip()
        if len(text) >= SHORTEST and not any(one in name.lower() for one in SECRET):
            yield text[:LONGEST]


def take_unsent(request: HttpRequest, person_id: int) -> list[str]:
    """The words that wait for this person at this page, once; somebody else's go unseen."""
    kept = request.session.get(UNSENT)
    if not kept:
        return []
    if kept["person"] != person_id or kept["at"] < time.time() - WAITS_SECONDS:
        del request.session[UNSENT]
        return []
    if request.method != "GET" or kept["page"] != request.get_full_path():
        return []
    del request.session[UNSENT]
    words: list[str] = kept["words"]
    return words
