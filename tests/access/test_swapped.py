"""An id of another authority's in every address, as everybody in every role, with every method that
there is: nothing is answered, nothing is written, and it looks like an id that nobody has.

What it cannot see: ids that travel in a form and not in its address, which their own tests swap,
and how long an answer takes.
"""

import re
import uuid
from typing import Any

import pytest

from core.http import read_only_database
from tests.access.doors import Answer, Doors
from tests.access.entries import WORKING
from tests.access.scene import Scene
from tests.access.test_matrix import address, methods_of
from tests.support.cast import Cast

pytestmark = pytest.mark.long

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
SWAPPED = sorted(name for name, entry in WORKING.items() if entry.has_objects)
NOBODYS = 2_000_000_000
# The number of a request, the token of a form, and the key of a deed.
MADE_UP = re.compile(
    r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b|(?<=csrfmiddlewaretoken\" value=\")[^\"]+"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)


def unknown(arguments: dict[str, Any]) -> dict[str, Any]:
    """The same with ids, names and numbers that nothing has."""
    nothing = {int: NOBODYS, uuid.UUID: uuid.uuid4(), str: "nothing-has-this-name"}
    return {key: nothing[type(value)] for key, value in arguments.items()}


def wanted(who: str, way: str, name: str, ways: list[str]) -> set[int]:
    """What a swapped id may get: 405 by a way that is none; 404; and where the role alone is
    refused already, the 403 that it gets for every id."""
    if way not in ways and not (way == "head" and "get" in ways):
        return {405}
    return {404} if who in WORKING[name].allowed else {403, 404}


def said(answer: Answer, asked: str) -> str:
    """All that an answer says, byte by byte, without what is made up for each request and the
    address that was asked for."""
    text = answer.content.decode().replace(asked, "ADDRESS")
    return MADE_UP.sub("", f"{text} {answer.headers.get('Location', '')}")


@pytest.mark.parametrize("name", SWAPPED)
def test_no_method_opens_another_authoritys_thing_to_any_role(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    entry = WORKING[name]
    theirs = entry.arguments(scenes[1])
    swapped = address(name, "manchester", theirs)
    nobodys = address(name, "manchester", unknown(theirs))
    ways = methods_of(swapped)
    wrong = []
    with read_only_database():
        for who, member in cast.people.items():
            for way in METHODS:
                data = entry.data if way in ways else None
                got = doors.status(member, way, swapped, data)
                if got not in wanted(who, way, name, ways):
                    wrong.append(f"{who} to {way}: {got}")
                if way != entry.method:
                    continue
                theirs_said = doors.knock(member, way, swapped, data)
                nobodys_said = doors.knock(member, way, nobodys, data)
                if got != nobodys_said.status:
                    other = nobodys_said.status
                    wrong.append(f"{who} to {way}: {got}, and for what nobody has {other}")
                elif said(theirs_said, swapped) != said(nobodys_said, nobodys):
                    wrong.append(f"{who} to {way}: what is said differs from what nobody has")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(WORKING))
def test_a_way_that_is_none_is_none_for_anybody(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    """For every role at their own, for whoever comes from outside, and for nobody signed in."""
    own = address(name, "manchester", WORKING[name].arguments(scenes[0]))
    closed = set(METHODS) - set(methods_of(own)) - {"head"}
    outside = [*cast.bury_people.values(), cast.outsider, cast.superuser, None]
    with read_only_database():
        got = {
            f"{who} to {way}": doors.status(who, way, own)
            for who in [*cast.people.values(), *outside]
            for way in sorted(closed)
        }
    assert set(got.values()) == {405}, got


@pytest.mark.parametrize("name", sorted(WORKING))
def test_to_look_with_head_is_to_look(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    """HEAD gets exactly what GET gets, without the words."""
    own = address(name, "manchester", WORKING[name].arguments(scenes[0]))
    if "get" not in methods_of(own):
        assert doors.status(cast.coordinator, "head", own) == 405
        return
    wrong = []
    for member in (cast.consultant, cast.partner, cast.coordinator, cast.outsider, None):
        head, get = doors.knock(member, "head", own), doors.knock(member, "get", own)
        if head.status != get.status:
            wrong.append(f"{member}: {head.status} and {get.status}")
    assert not wrong, "\n".join(wrong)


def test_there_is_something_to_swap() -> None:
    assert len(SWAPPED) > 60
