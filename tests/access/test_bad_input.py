"""Generated bad input to every page that takes any: a clear answer, never an error of ours."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import resolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.access.entries import WORKING
from tests.access.scene import Scene
from tests.access.test_matrix import address
from tests.support.cast import Cast
from tests.support.closing import close

# Names that forms here use, besides those a form says it has.
USUAL = ["title", "text", "once", "version", "to", "position", "status", "page", "because", "kind"]
FILTERS = ["page", "status", "outcome", "text", "q", "who", "from", "to", "code", "mine", "year"]
NASTY = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "\u202egnirts",
    "<script>alert(1)</script>",
    "'; DROP TABLE core_auditevent; --",
    "=1+1",
    "{{ 7 }}",
    "../../etc/passwd",
    "9" * 400,
    "-1",
    "0",
    "1e309",
    "NaN",
    "99999999999999999999",
    "0000-00-00",
    "9999-12-31",
    "2026-02-30",
    "٣",
    "x" * 70_000,
    "🧵" * 300,
    "\r\nSet-Cookie: a=b",
]
value = some.sampled_from(NASTY) | some.text(max_size=40) | some.integers().map(str)
# The same every time: a page that fails must fail again.
OURS = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def takes_input(name: str, url: str) -> bool:
    return "POST" in resolve(url).func.methods  # type: ignore[attr-defined]


def field_names(client: Client, url: str) -> list[str]:
    """What the page's own form asks for, and what forms here usually do."""
    response = client.get(url)
    form = (response.context or {}).get("form") if response.status_code == 200 else None
    return [*USUAL, *(form.fields if form is not None else [])]


def rotated(names: list[str], turn: int) -> dict[str, bytes]:
    """Another nasty value for each field at each turn, as bytes, for some are no text at all."""
    return {
        name: NASTY[(place + turn) % len(NASTY)].encode("utf-8", "surrogatepass")
        for place, name in enumerate(names)
    }


def send(client: Client, url: str, data: dict[str, Any]) -> int:
    with transaction.atomic():
        response = client.post(url, data)
        close(response)
        transaction.set_rollback(True)
    return int(response.status_code)


@pytest.mark.parametrize("name", sorted(WORKING))
def test_no_input_breaks_a_page(cast: Cast, scenes: tuple[Scene, Scene], name: str) -> None:
    entry = WORKING[name]
    url = address(name, "manchester", entry.arguments(scenes[0]))
    client = cast.client(cast.people[sorted(entry.allowed)[0]])
    client.raise_request_exception = True
    if not takes_input(name, url):
        for turn in range(0, len(NASTY), 3):
            asked = rotated(FILTERS, turn)
            response = client.get(url, asked)
            close(response)
            assert response.status_code < 500, asked
        return
    names = field_names(client, url)

    @OURS
    @given(some.fixed_dictionaries(dict.fromkeys(names, value)))
    def try_it(data: dict[str, str]) -> None:
        assert (
            send(client, url, {k: v.encode("utf-8", "surrogatepass") for k, v in data.items()})
            < 500
        )

    try_it()
    # Each nasty value in some field, eight sendings instead of one for each value.
    for turn in range(0, len(NASTY), 3):
        sent = rotated(names, turn)
        assert send(client, url, sent) < 500, sent


def test_a_file_where_words_belong_and_words_where_a_file_belongs(
    cast: Cast, scenes: tuple[Scene, Scene]
) -> None:
    url = address(
        "outcomes:action-progress",
        "manchester",
        WORKING["outcomes:action-progress"].arguments(scenes[0]),
    )
    client = cast.client(cast.officer)
    file = SimpleUploadedFile("x" * 300 + ".pdf", b"\x00")
    for data in ({"done": file, "status": file}, {"files": "words"}, {"files": [file] * 7}):
        assert send(client, url, data) == 422
