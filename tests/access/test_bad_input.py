"""Generated bad input to every page that takes any: a clear answer, never an error of ours."""

import re
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from tests.access.doors import Doors
from tests.access.entries import WORKING
from tests.access.outside import GENERAL, PUBLIC
from tests.access.scene import Scene
from tests.access.test_matrix import address, methods_of
from tests.support.cast import Cast

pytestmark = pytest.mark.long

# Names that forms and filters here use, besides those a page says it has.
USUAL = ["title", "text", "once", "version", "to", "position", "status", "page", "because", "kind"]
FILTERS = [
    *("page", "status", "outcome", "text", "q", "who", "from", "to", "code", "mine", "year"),
    *("show", "role", "moved_on", "colour", "logo", "was", "step", "round", "seen", "next"),
    *("action", "item", "decision", "challenge", "state", "language", "after", "before", "sheet"),
    *("look", "priority", "kind", "body", "about"),
]
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
    "2027-03-28T01:30",
    "٣",
    "x" * 70_000,
    "🧵" * 300,
    "\r\nSet-Cookie: a=b",
    "//evil.example",
    "Ⅷ",
    "a\u0301" * 40,
]
# How Django and its fields speak when nobody told them otherwise.
LIBRARY = re.compile(
    "Ensure (this|that)|couldn.t be interpreted|This field (is|cannot|may)|Select a valid choice|"
    "Enter a (valid|whole number\\.|list)|is not a valid|is not one of the|No file was submitted|"
    "already exists\\.|Hidden field"
)
value = some.sampled_from(NASTY) | some.text(max_size=40) | some.integers().map(str)
# The same every time: a page that fails must fail again.
OURS = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NAME = re.compile(r'<(?:input|select|textarea)[^>]*? name="([^"]+)"')
FORM = "application/x-www-form-urlencoded"


def as_sent(data: dict[str, str]) -> bytes:
    """As a browser, or somebody's program, puts it on the wire; half a character is possible."""
    return urlencode({k: v.encode("utf-8", "surrogatepass") for k, v in data.items()}).encode()


def rotated(names: list[str], turn: int) -> dict[str, str]:
    """Another nasty value for each field at each turn."""
    return {name: NASTY[(place + turn) % len(NASTY)] for place, name in enumerate(names)}


def send(doors: Doors, who: Any, url: str, data: dict[str, str]) -> int:
    return doors.status(who, "post", url, as_sent(data), content_type=FORM)


def ask(doors: Doors, who: Any, url: str, data: dict[str, str]) -> int:
    return doors.status(who, "get", f"{url}?{as_sent(data).decode()}")


def test_what_is_sent_is_what_arrives(rf: Any) -> None:
    """Lest the tests below send something tamer than they say."""
    data = {"a": "a\x00b", "b": "x" * 70_000, "c": "\r\n<é>", "d": "\ud800"}
    arrived = rf.post("/", as_sent(data), content_type=FORM).POST
    assert {key: arrived[key] for key in "abc"} == {key: data[key] for key in "abc"}
    assert "\ufffd" in arrived["d"]


@pytest.mark.parametrize("name", sorted(WORKING))
def test_no_input_breaks_a_page(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    entry = WORKING[name]
    url = address(name, "manchester", entry.arguments(scenes[0]))
    who = cast.people[sorted(entry.allowed)[0]]
    ways = methods_of(url)
    if "get" in ways:
        for turn in (0, 9, 18):
            asked = rotated(FILTERS, turn)
            assert ask(doors, who, url, asked) < 500, asked
    if "post" not in ways:
        return
    shown = doors.knock(who, "get", url).words if "get" in ways else ""
    names = list(dict.fromkeys([*NAME.findall(shown), *USUAL]))

    @OURS
    @given(some.fixed_dictionaries(dict.fromkeys(names, value)))
    def try_it(data: dict[str, str]) -> None:
        assert send(doors, who, url, data) < 500

    try_it()
    # Each nasty value in some field, nine sendings instead of one for each value.
    for turn in range(0, len(NASTY), 3):
        sent = rotated(names, turn)
        answer = doors.knock(who, "post", url, as_sent(sent), content_type=FORM)
        assert answer.status < 500, sent
        assert not LIBRARY.search(answer.words), (LIBRARY.search(answer.words), sent)


@pytest.mark.parametrize("name", sorted({**PUBLIC, **GENERAL}))
def test_no_question_breaks_an_open_page(
    scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    if name in PUBLIC:
        url = address(name, "manchester", PUBLIC[name](scenes[0]))
    else:
        url = reverse(name, kwargs=GENERAL[name][0])
    for turn in range(0, len(NASTY), 5):
        asked = rotated(FILTERS, turn)
        assert ask(doors, None, url, asked) < 500 or name == "readyz", asked


@pytest.mark.parametrize("name", sorted({**WORKING, **PUBLIC}))
def test_there_is_nothing_at_a_broken_address(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    """Each piece of an address replaced in turn, for somebody who gets in with the right one."""
    entry = WORKING.get(name)
    arguments = entry.arguments(scenes[0]) if entry else PUBLIC[name](scenes[0])
    who = cast.people[sorted(entry.allowed)[0]] if entry else None
    method = entry.method if entry else "get"
    if name == "accounts:people" or not entry:
        arguments = {"authority": "manchester", **arguments}
    for key, told in arguments.items():
        before, _, after = address(name, "manchester", arguments).rpartition(str(told))
        for nasty in ("a\x00b", "9" * 400, "\ud800", "٣", "%2e%2e%2f", "x" * 3000):
            piece = quote(nasty.encode("utf-8", "surrogatepass"), safe="")
            got = doors.status(who, method, f"{before}{piece}{after}")
            assert got == 404, (key, nasty[:20], got)


def test_a_file_where_words_belong_and_words_where_a_file_belongs(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors
) -> None:
    name = "outcomes:action-progress"
    url = address(name, "manchester", WORKING[name].arguments(scenes[0]))
    file = SimpleUploadedFile("x" * 300 + ".pdf", b"\x00")
    for data in ({"done": file, "status": file}, {"files": "words"}, {"files": [file] * 7}):
        assert doors.status(cast.officer, "post", url, data) == 422
