"""What another site's page may make a browser send: a form without our token, a form from another
place, a request that says it is another kind than it is. None of it changes anything."""

from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from accounts.models import Membership
from tests.access.doors import Doors
from tests.access.entries import WORKING
from tests.access.outside import GENERAL, PUBLIC
from tests.access.scene import Scene
from tests.access.test_matrix import WELCOME, address, methods_of, named_addresses
from tests.support.cast import Cast
from tests.support.kinds import ways_of

pytestmark = pytest.mark.long

TOKEN = "t" * 32
# A mail program presses this button for its owner, with nothing but the secret of the address.
WITHOUT_TOKEN = {"accounts:news-stop"}
PLANTED = ("HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_HTTP_METHOD", "HTTP_X_METHOD_OVERRIDE")

POSTS = sorted(
    name
    for name, pattern in named_addresses()
    if name in WORKING and "POST" in ways_of(pattern.callback)
)
READS = sorted(
    name
    for name, pattern in named_addresses()
    if name in WORKING and "GET" in ways_of(pattern.callback)
)


class Strict(Doors):
    """The same doors, with the check that the matrix leaves out."""

    handler = ClientHandler(enforce_csrf_checks=True)

    def client(self, who: Any) -> Any:
        known = super().client(who)
        known.handler = self.handler
        return known


@pytest.fixture(scope="module")
def strict(cast: Cast) -> Strict:
    return Strict(cast)


def post(strict: Strict, who: Membership, url: str, data: dict[str, Any], **more: Any) -> int:
    """The status of a form that holds the token its browser was given."""
    strict.client(who).cookies["csrftoken"] = TOKEN
    return strict.status(who, "post", url, {**data, "csrfmiddlewaretoken": TOKEN}, **more)


@pytest.mark.parametrize("name", POSTS)
def test_no_form_is_taken_without_its_token_or_from_another_site(
    cast: Cast, scenes: tuple[Scene, Scene], strict: Strict, name: str
) -> None:
    entry = WORKING[name]
    who = cast.people[min(entry.allowed)]
    url = address(name, "manchester", entry.arguments(scenes[0]))
    # All that is missing in the others: with it the same person is let in.
    assert post(strict, who, url, entry.data) in WELCOME
    strict.client(who).cookies["csrftoken"] = TOKEN
    assert strict.status(who, "post", url, entry.data) == 403
    forged = {**entry.data, "csrfmiddlewaretoken": "f" * 32}
    assert strict.status(who, "post", url, forged, HTTP_X_REQUESTED_WITH="fetch") == 403
    assert post(strict, who, url, entry.data, HTTP_ORIGIN="https://evil.example") == 403


@pytest.mark.parametrize("name", sorted(GENERAL))
def test_nor_at_the_door(cast: Cast, strict: Strict, name: str) -> None:
    url = reverse(name, kwargs=GENERAL[name][0])
    if "POST" not in ways_of(resolve(url).func):
        return
    for who in (None, cast.officer):
        got = strict.status(who, "post", url)
        assert (got == 404) if name in WITHOUT_TOKEN else (got == 403)


def test_every_form_was_tried() -> None:
    assert len(POSTS) > 50
    without = {
        name
        for name, pattern in named_addresses()
        if getattr(pattern.callback, "csrf_exempt", False)
    }
    assert without == WITHOUT_TOKEN
    assert not WITHOUT_TOKEN & set(POSTS)
    # What is public is only ever read, which the matrix tries.
    assert not set(PUBLIC) & set(POSTS)


def test_a_token_of_another_browser_is_none(cast: Cast) -> None:
    mine, theirs = Client(enforce_csrf_checks=True), Client()
    mine.get("/sign-in/")
    theirs.get("/sign-in/")
    token = theirs.cookies["csrftoken"].value
    data = {"email": "a@b.example", "csrfmiddlewaretoken": token}
    assert mine.post("/sign-in/", data).status_code == 403
    mine.cookies = SimpleCookie({"csrftoken": token})
    assert mine.post("/sign-in/", data).status_code == 302


def read(doors: Doors, who: Membership, url: str, data: Any = None, **more: Any) -> Any:
    """The status of reading it, and how much was recorded: of a few pages, who looked."""
    with CaptureQueriesContext(connection) as asked:
        status = doors.status(who, "get", url, data, **more)
    return status, sum('INTO "core_auditevent"' in one["sql"] for one in asked)


@pytest.mark.parametrize("name", READS)
def test_reading_stays_reading_whatever_the_request_calls_itself(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    entry = WORKING[name]
    who = cast.people[min(entry.allowed)]
    url = address(name, "manchester", entry.arguments(scenes[0]))
    as_it_is = read(doors, who, url)
    headers = dict.fromkeys(PLANTED, "POST")
    assert read(doors, who, url, {**entry.data, "_method": "POST"}, **headers) == as_it_is


@pytest.mark.parametrize("name", sorted(WORKING))
def test_a_way_that_is_closed_is_not_opened_by_another_name(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    entry = WORKING[name]
    who = cast.people[min(entry.allowed)]
    url = address(name, "manchester", entry.arguments(scenes[0]))
    ways = methods_of(url)
    for closed in {"get", "post"} - set(ways):
        headers = dict.fromkeys(PLANTED, ways[0].upper())
        assert doors.status(who, closed, url, {"_method": ways[0]}, **headers) == 405
