"""Every address, as everybody: nothing of another authority, the headers that guard a page, and no
other decision for a fragment than for its page."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings

from accounts.enums import Role
from accounts.models import Membership
from accounts.operations.memberships import start_membership
from tests.access.doors import Answer, Doors
from tests.access.entries import WORKING
from tests.access.outside import PUBLIC
from tests.access.scene import Scene
from tests.access.test_matrix import address, is_right, methods_of
from tests.attacks.canary import WORD, plant
from tests.attacks.rest import make_the_rest
from tests.support.cast import Cast
from tests.support.guarding import unguarded
from tests.support.places import AT_OURS, AT_THEIRS, working

pytestmark = pytest.mark.long

# Files that are part of a page, and data that other programs fetch.
SHOWN = {"accounts:logo", "accounts:logo-preview"}


@pytest.fixture(scope="module", autouse=True)
def planted(made: Any) -> set[str]:
    """Where Bury's word is, once for the whole file."""
    cast = made[0]
    make_the_rest(made[3])
    return plant(cast.bury, cast.bury_people[Role.COORDINATOR])


@pytest.fixture(scope="module")
def two_places(cast: Cast) -> Membership:
    """A member in Manchester who is the coordinator in Bury."""
    person = cast.people["member_2"].person
    start_membership(actor=None, authority=cast.bury, person=person, role=Role.COORDINATOR)
    return cast.people["member_2"]


def wrong_headers(name: str, answer: Answer) -> Iterator[str]:
    """What the headers of an answer lack, or say otherwise."""
    headers = answer.headers
    yield from unguarded(headers)
    is_page = headers.get("Content-Type", "").startswith("text/html")
    attached = headers.get("Content-Disposition", "").startswith("attachment")
    if answer.status == HTTPStatus.OK and not is_page and not attached and name not in SHOWN:
        yield f"not a download: {headers.get('Content-Type')}"


@pytest.mark.parametrize("name", sorted(WORKING))
def test_a_page_tells_no_other_authoritys_words_and_a_fragment_no_more_than_it(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, two_places: Membership, name: str
) -> None:
    entry = WORKING[name]
    url = address(name, "manchester", entry.arguments(scenes[0]))
    wrong = []
    for who, member in cast.people.items():
        for way in methods_of(url):
            # The matrix says that without this header the answer is the same.
            answers = [doors.knock(member, way, url, entry.data, HTTP_HX_REQUEST="true")]
            if not is_right(answers[0].status, who, entry.allowed, entry.hidden_from):
                wrong.append(f"{who} to {way} as a fragment: {answers[0].status}")
            if who == min(entry.allowed) and way == "get":
                answers.append(doors.knock(member, way, url))
            for answer in answers:
                if WORD in answer.words or WORD in str(answer.headers):
                    wrong.append(f"{who} to {way} reads another authority's words")
                wrong += [f"{who} to {way}: {lack}" for lack in wrong_headers(name, answer)]
    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_a_public_page_tells_no_other_authoritys_words(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    url = address(name, "manchester", PUBLIC[name](scenes[0]))
    for who in (None, cast.consultant, cast.bury_people[Role.COORDINATOR]):
        answer = doors.knock(who, "get", url)
        assert WORD not in answer.words
        assert not list(wrong_headers(name, answer))


def test_the_word_would_be_found(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, planted: set[str]
) -> None:
    """On Bury's own pages it is everywhere, so that the tests above can fail."""
    assert len(planted) > 30
    coordinator = cast.bury_people[Role.COORDINATOR]
    met = [
        name
        for name, entry in WORKING.items()
        if entry.method == "get"
        and WORD
        in doors.knock(coordinator, "get", address(name, "bury", entry.arguments(scenes[1]))).words
    ]
    assert len(met) > 50
    public = [
        name
        for name, arguments in PUBLIC.items()
        if WORD in doors.knock(None, "get", address(name, "bury", arguments(scenes[1]))).words
    ]
    assert len(public) >= 6


def test_who_is_in_two_authorities_has_the_role_of_each_in_each(
    cast: Cast, doors: Doors, two_places: Membership
) -> None:
    person = two_places.person
    client = cast.client(Membership.objects.get(person=person, authority=cast.bury))
    assert client.get(f"{AT_THEIRS}people/invite/").status_code == 200
    assert client.get(f"{AT_OURS}people/invite/").status_code == 403
    for slug, name, other in (("manchester", "Manchester", "Bury"), ("bury", "Bury", "Manchester")):
        page = client.get(working(slug)).content.decode()
        (title,) = re.findall(r"<title>(.*?)</title>", page, re.S)
        assert name in title
        assert other not in title
    start = client.get("/start/").content.decode()
    assert AT_OURS in start
    assert AT_THEIRS in start


def test_cookies_are_for_the_server_alone(cast: Cast) -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert {settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE} == {"Lax"}
    client = cast.client(cast.consultant)
    client.get(AT_OURS)
    assert client.cookies[settings.SESSION_COOKIE_NAME]
