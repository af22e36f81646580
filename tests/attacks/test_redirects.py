"""Nobody is led to another site, whatever an address, a form or a Referer asks for. The few ways
that tests/accounts tries through the whole of a sign-in: test_codes, test_signing,
test_second_step, test_directory."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.doors import Answer, Doors
from tests.access.entries import WORKING
from tests.access.outside import GENERAL, PUBLIC
from tests.access.scene import Scene
from tests.access.test_matrix import address, methods_of
from tests.accounts.stepping import PASSWORD, arrive, set_up_app
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.post import code_for
from tests.support.visitor import Visitor

pytestmark = pytest.mark.long

HERE = "testserver"
# What such an address is asked with, here and in other programs.
ASKED = ("next", "back", "url", "to", "return", "redirect", "continue", "target")
EVIL = [
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "https:\\\\evil.example",
    "%2f%2fevil.example",
    "/%2fevil.example",
    "/%5cevil.example",
    "javascript:alert(1)//evil.example",
    "java\nscript:alert(1)//evil.example",
    "data:text/html,evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\r\n//evil.example",
    "\x01//evil.example",
    "\x00https://evil.example",
    " //evil.example",
    "\u2003//evil.example",
    "/start/\r\nSet-Cookie: evil=1",
    "http://testserver@evil.example/",
    "http://testserver:80@evil.example/",
    "http://evil.example#@testserver/",
    "http://testserver.evil.example/",
    "http://evil.example\\@testserver/",
    "//[evil.example",
    "/..//evil.example",
]


def leads_to(location: str) -> str:
    """The host a browser goes to from there: as the URL standard reads an address, which is more
    forgiving than Python's."""
    location = re.sub(r"[\t\r\n]", "", location.strip("".join(map(chr, range(0x21)))))
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):(.*)", location, re.DOTALL)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return f"{scheme[1]}:"
    head, mark, tail = location.partition("?")
    location = head.replace("\\", "/") + mark + tail
    if scheme and not (scheme[1] == "http" and not location[5:].startswith("/")):
        location = f"{scheme[1]}://" + location[len(scheme[1]) + 1 :].lstrip("/")
    location = re.sub(r"^/{2,}", "//", location)
    try:
        return urlsplit(urljoin(f"http://{HERE}/", location)).hostname or ""
    except ValueError:
        return "no address"


def led_away(location: str) -> str:
    """Why this Location is not one to follow; what it carries on for later counts too."""
    if re.search(r"[\x00-\x20\\]", location):
        return f"not an address: {location!r}"
    if leads_to(location) != HERE:
        return f"another site: {location!r}"
    for name, value in parse_qsl(urlsplit(location).query):
        if name == "next" and leads_to(value) != HERE:
            return f"carries another site: {location!r}"
    return ""


def wrong_with(answer: Answer) -> str:
    """What leads away in an answer: its header, its forms, its links. The choice of a language
    keeps what the page was asked with, and shows the same page again; what a form sends back as
    `next` is judged anew each time."""
    if location := answer.headers.get("Location", ""):
        return led_away(location)
    for name in ("HX-Redirect", "HX-Location", "Refresh", "Set-Cookie"):
        if "evil" in answer.headers.get(name, ""):
            return f"{name}: {answer.headers[name]}"
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        pattern = r'(?:href|action|formaction|hx-\w+)="([^"]*evil[^"]*)"'
        for found in re.findall(pattern, answer.words):
            if found.startswith("?"):
                continue
            asks = "/sign-in/" in found and led_away(unescape(found))
            if asks or leads_to(unescape(found)) != HERE:
                return f"a link: {found}"
    return ""


@pytest.mark.parametrize("target", EVIL)
def test_the_measure_knows_them(target: str) -> None:
    """All but the ones that any browser takes for a path of this site."""
    harmless = target.startswith(("%2f", "/%", "/..", "\u2003"))
    assert bool(led_away(target)) != harmless
    assert not led_away("/sign-in/?next=%2Fstart%2F")


@pytest.mark.parametrize("name", sorted(GENERAL))
def test_the_door_leads_nowhere_else(cast: Cast, doors: Doors, name: str) -> None:
    url = reverse(name, kwargs=GENERAL[name][0])
    wrong = []
    ways = methods_of(url)
    for number, target in enumerate(EVIL):
        # Some for everybody in every way; all of them where somebody is led on at once.
        everybody = [(who, way) for who in (None, cast.officer) for way in ways]
        led_on = [(cast.officer, "get")] if "get" in ways and "sign-in" in url else []
        for who, way in everybody if number in (1, 3, 24, 29) else led_on:
            if way in ways:
                answer = doors.knock(who, way, url, {"next": target}, HTTP_REFERER=referer(target))
                wrong.append(wrong_with(answer))
    assert not any(wrong), "\n".join(filter(None, wrong))


def referer(target: str) -> str:
    """As a header can hold it."""
    return re.sub(r"[^\x21-\x7e]", "", target)


@pytest.mark.parametrize("name", [*sorted(WORKING), *sorted(PUBLIC)])
def test_no_page_leads_where_its_address_says(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    entry = WORKING.get(name)
    arguments = entry.arguments if entry else PUBLIC[name]
    url = address(name, "manchester", arguments(scenes[0]))
    who = cast.people[min(entry.allowed)] if entry else cast.officer
    target = "//evil.example/"
    asked = dict.fromkeys(ASKED, target)
    for way in methods_of(url):
        data = {**(entry.data if entry else {}), **asked}
        answer = doors.knock(who, way, url, data, HTTP_REFERER="https://evil.example/x/")
        assert not wrong_with(answer)
        # Nor once signed in: the page that sent a form is remembered, if it is one of ours.
        if way == "get":
            continue
        for came_from in (target, f"http://{HERE}{target}", f"http://{HERE}@evil.example/"):
            answer = doors.knock(None, way, url, data, HTTP_REFERER=came_from)
            carried = parse_qsl(urlsplit(answer.headers.get("Location", "")).query)
            assert all(leads_to(value) == HERE for _, value in carried), came_from
            assert leads_to(answer.headers.get("Location", "/")) == HERE


@pytest.mark.parametrize("target", EVIL)
def test_no_way_in_ends_elsewhere(cast: Cast, target: str) -> None:
    """Through the password, the code and the second step, to the last redirect."""
    email = cast.consultant.person.email
    client = Visitor()
    data = {"email": email, "password": PASSWORD, "next": target}
    seen = [client.post("/sign-in/password/", data)["Location"]]
    client = Visitor()
    seen.append(client.post("/sign-in/", {"email": email, "next": target})["Location"])
    answer = client.post("/sign-in/code/", {"code": code_for(email), "next": target})
    seen.append(answer["Location"])
    for location in seen:
        assert not led_away(location)


def test_nor_the_second_step(cast: Cast) -> None:
    for target in EVIL:
        client, _ = arrive(cast.consultant)
        answer = client.get("/sign-in/second-step/", {"next": target})
        assert not led_away(answer["Location"]), target
    client, _ = arrive(cast.officer)
    set_up_app(client, next="//evil.example")
    assert not led_away(client.get("/sign-in/second-step/?next=//evil.example")["Location"])


@pytest.mark.parametrize("path", ["//evil.example", "///evil.example/", "/\\evil.example", "/.//x"])
@pytest.mark.parametrize("query", ["", "?lang=cy"])
def test_a_path_is_no_host(cast: Cast, path: str, query: str) -> None:
    """The slash that is added and the language that is chosen answer with the path that came."""
    for sent in (path, quote(path, safe="/"), quote(path, safe="")):
        answer = Client().get("/" + query, PATH_INFO=unquote(sent))
        if location := answer.get("Location", ""):
            assert not led_away(location)


def test_who_is_sent_to_sign_in_comes_back_to_this_site(doors: Doors) -> None:
    for path in (
        "/" + AT_OURS.replace("manchester", "evil.example"),
        f"{AT_OURS}?next=//evil.example",
    ):
        answer: Any = doors.knock(None, "get", AT_OURS, PATH_INFO=path)
        assert not led_away(answer.headers.get("Location", "/"))
