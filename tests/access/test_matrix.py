"""The access matrix: every address × the whole cast × own and another authority's objects."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.entries import ALL, GENERAL, PUBLIC, WORKING, Entry
from tests.access.scene import Scene
from tests.support.cast import Cast
from tests.support.closing import close

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


def answer(client: Client, method: str, url: str, data: dict[str, Any]) -> int:
    """The status of one request whose deeds are undone after."""
    with transaction.atomic():
        response = getattr(client, method)(url, data)
        if hasattr(response, "streaming_content"):
            b"".join(response.streaming_content)
        close(response)
        transaction.set_rollback(True)
    return int(response.status_code)


def address(name: str, slug: str, arguments: dict[str, Any]) -> str:
    return reverse(name, kwargs={"authority": slug, **arguments})


@pytest.mark.parametrize("name", sorted(WORKING))
def test_a_working_page_lets_in_who_may_and_nobody_else(
    cast: Cast, scenes: tuple[Scene, Scene], name: str
) -> None:
    entry: Entry = WORKING[name]
    ours, theirs = scenes
    own = address(name, "manchester", entry.arguments(ours))
    swapped = address(name, "manchester", entry.arguments(theirs))
    elsewhere = address(name, "bury", entry.arguments(theirs))
    wrong = []
    for who, membership in cast.people.items():
        client = cast.client(membership)
        got = answer(client, entry.method, own, entry.data)
        if who in entry.allowed:
            right = got in WELCOME
        elif who in entry.hidden_from:
            right = got == 404
        else:
            right = got == 403
        if not right:
            wrong.append(f"{who} at their own: {got}")
        if entry.has_objects:
            got = answer(client, entry.method, swapped, entry.data)
            if got != 404 and not (got == 403 and who not in entry.allowed):
                wrong.append(f"{who} with another authority's ids: {got}")
        if (got := answer(client, entry.method, elsewhere, entry.data)) != 404:
            wrong.append(f"{who} in another authority: {got}")
    strangers = [*cast.bury_people.values(), cast.outsider, cast.superuser]
    for stranger in strangers:
        if (got := answer(cast.client(stranger), entry.method, own, entry.data)) != 404:
            wrong.append(f"{stranger} from outside: {got}")
    if (got := answer(cast.client(None), entry.method, own, entry.data)) != 302:
        wrong.append(f"nobody signed in: {got}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(WORKING))
def test_in_the_other_authority_the_same_hold(
    cast: Cast, scenes: tuple[Scene, Scene], name: str
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
        got = answer(cast.client(cast.bury_people[role]), entry.method, own, entry.data)
        if who in entry.allowed:
            assert got in WELCOME, (role, got)
        else:
            assert got == (404 if who in entry.hidden_from else 403), (role, got)


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_a_public_page_is_for_everybody_and_of_its_own_authority(
    cast: Cast, scenes: tuple[Scene, Scene], name: str
) -> None:
    ours, _ = scenes
    arguments = PUBLIC[name](ours)
    for who in [None, cast.consultant, cast.bury_people["officer"], cast.outsider, cast.superuser]:
        client = cast.client(who)
        assert answer(client, "get", address(name, "manchester", arguments), {}) in {200, 302}
        assert answer(client, "post", address(name, "manchester", arguments), {}) == 405
        assert answer(client, "get", address(name, "nowhere", arguments), {}) == 404


@pytest.mark.parametrize("name", sorted(GENERAL))
def test_the_rest(cast: Cast, name: str) -> None:
    arguments, unknown, known = GENERAL[name]
    url = reverse(name, kwargs=arguments)
    assert answer(cast.client(None), "get", url, {}) == unknown
    assert answer(cast.client(cast.officer), "get", url, {}) == known
