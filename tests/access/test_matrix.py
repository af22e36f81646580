"""The access matrix: every address × the whole cast × own and another authority's objects."""

from collections.abc import Iterator, Set
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.access.doors import Doors, Who
from tests.access.entries import WORKING
from tests.access.entry import ALL
from tests.access.outside import GENERAL, PUBLIC
from tests.access.scene import Scene
from tests.support.cast import Cast
from tests.support.kinds import ways_of

# What an entry answers to whoever may enter: a page, a redirect after a deed, or "mend this".
WELCOME = {200, 302, 422}


def named_addresses() -> Iterator[tuple[str, URLPattern]]:
    """Every address of the program, by its full name."""

    def walk(patterns: list[Any], prefix: str) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                space = f"{pattern.namespace}:" if pattern.namespace else prefix
                yield from walk(pattern.url_patterns, space)
            else:
                yield f"{prefix}{pattern.name}", pattern

    return walk(get_resolver().url_patterns, "")


def test_every_address_is_in_the_matrix_once() -> None:
    names = [name for name, _ in named_addresses()]
    known = [*WORKING, *PUBLIC, *GENERAL]
    assert sorted(names) == sorted(known)
    assert len(names) == len(set(names))
    assert len(WORKING) > 60


def test_every_view_declares_who_may_enter() -> None:
    for name, pattern in named_addresses():
        assert getattr(pattern.callback, "access", ""), f"{name} does not say who may enter"


def test_the_cast_of_the_matrix_is_the_cast(cast: Cast) -> None:
    assert set(cast.people) == ALL


def address(name: str, slug: str, arguments: dict[str, Any]) -> str:
    return reverse(name, kwargs={**arguments, "authority": slug})


def methods_of(url: str) -> list[str]:
    """The ways an address can be used."""
    return sorted({"get", "post"} & {way.lower() for way in ways_of(resolve(url).func)})


def is_right(got: int, who: str, allowed: Set[str], hidden_from: Set[str]) -> bool:
    """Whether that is what somebody should get."""
    if who in allowed:
        return got in WELCOME
    return got == (404 if who in hidden_from else 403)


@pytest.mark.matrix
@pytest.mark.parametrize("name", sorted(WORKING))
def test_a_working_page_lets_in_who_may_and_nobody_else(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    entry = WORKING[name]
    ours, theirs = scenes
    own = address(name, "manchester", entry.arguments(ours))
    swapped = address(name, "manchester", entry.arguments(theirs))
    elsewhere = address(name, "bury", entry.arguments(theirs))
    ways = methods_of(own)
    assert entry.method in ways
    wrong = []
    for who, membership in cast.people.items():
        for way in ways:
            got = doors.status(membership, way, own, entry.data)
            if not is_right(got, who, entry.allowed, entry.hidden_from):
                wrong.append(f"{who} to {way} their own: {got}")
            if not entry.has_objects or (who not in entry.allowed and way != entry.method):
                continue
            got = doors.status(membership, way, swapped, entry.data)
            if got != 404 and not (got == 403 and who not in entry.allowed):
                wrong.append(f"{who} to {way} another authority's: {got}")
        if (got := doors.status(membership, entry.method, elsewhere, entry.data)) != 404:
            wrong.append(f"{who} in another authority: {got}")
    strangers: list[Who] = [*cast.bury_people.values(), cast.outsider, cast.superuser]
    for stranger in strangers:
        if (got := doors.status(stranger, entry.method, own, entry.data)) != 404:
            wrong.append(f"{stranger} from outside: {got}")
    for way in ways:
        if (got := doors.status(None, way, own, entry.data)) != 302:
            wrong.append(f"nobody signed in, to {way}: {got}")
    for way in {"get", "post", "put", "patch", "delete"} - set(ways):
        if (got := doors.status(cast.consultant, way, own)) != 405:
            wrong.append(f"{way} is no way to use it: {got}")
    assert not wrong, "\n".join(wrong)


def test_what_belongs_to_an_outcome_is_tried_in_the_other_one_too(
    scenes: tuple[Scene, Scene], neighbour: Scene
) -> None:
    """Whatever the two outcomes put different things into must say who gets in there."""
    differ = {
        name
        for name, entry in WORKING.items()
        if entry.arguments(scenes[0]) != entry.arguments(neighbour)
    }
    assert differ == {name for name, entry in WORKING.items() if entry.there}
    assert len(differ) > 25


@pytest.mark.matrix
@pytest.mark.parametrize("name", sorted(name for name in WORKING if WORKING[name].there))
def test_in_the_other_outcome_its_own_people_get_in(
    cast: Cast, doors: Doors, neighbour: Scene, name: str
) -> None:
    entry = WORKING[name]
    assert entry.there
    url = address(name, "manchester", entry.arguments(neighbour))
    wrong = []
    for who, membership in cast.people.items():
        for way in methods_of(url):
            got = doors.status(membership, way, url, entry.data)
            if not is_right(got, who, entry.there.allowed, entry.there.hidden_from):
                wrong.append(f"{who} to {way}: {got}")
    assert not wrong, "\n".join(wrong)


def test_whoever_is_denied_here_is_let_in_there() -> None:
    """Each right that comes of a relation is denied on one thing to somebody who has it on another,
    so that no answer can come of the role alone."""
    related = {"lead", "other_lead", "officer", "partner", "consultant", "consultant_2"}
    seen = set()
    for entry in WORKING.values():
        if entry.there:
            seen |= (set(entry.allowed) - set(entry.there.allowed)) & related
            seen |= (set(entry.there.allowed) - set(entry.allowed)) & related
    assert seen == related


@pytest.mark.matrix
@pytest.mark.parametrize("name", sorted(WORKING))
def test_in_the_other_authority_the_same_hold(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    """Bury's people at Bury's objects: the rights are the role's, not Manchester's."""
    entry = WORKING[name]
    own = address(name, "bury", entry.arguments(scenes[1]))
    roles = {
        "care-consultant": "consultant",
        "coordinator": "coordinator",
        "elected-member": "member",
        "executive": "executive",
        "safeguarding-lead": "safeguarding",
    }
    for role, who in roles.items():
        got = doors.status(cast.bury_people[role], entry.method, own, entry.data)
        assert is_right(got, who, entry.allowed, entry.hidden_from), (role, got)


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_a_public_page_is_for_everybody_and_of_its_own_authority(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    ours, _ = scenes
    arguments = PUBLIC[name](ours)
    for who in [None, cast.consultant, cast.bury_people["officer"], cast.outsider, cast.superuser]:
        assert doors.status(who, "get", address(name, "manchester", arguments)) in {200, 302}
        assert doors.status(who, "post", address(name, "manchester", arguments)) == 405
        assert doors.status(who, "get", address(name, "nowhere", arguments)) == 404


@pytest.mark.parametrize("name", sorted(GENERAL))
def test_the_rest(cast: Cast, doors: Doors, name: str) -> None:
    arguments, unknown, known = GENERAL[name]
    url = reverse(name, kwargs=arguments)
    assert doors.status(None, "get", url) == unknown
    assert doors.status(cast.officer, "get", url) == known
