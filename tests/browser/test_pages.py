"""Every page each role is led to, on a phone and at a desk: usable by everybody, no error, no
sideways scroll.

A role starts at home and follows links: one page of each kind (each named address) is looked at.
What it must have seen is written down below, so that a page nobody reaches any more is noticed.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve

from tests.browser.people import DESK, PHONE, SIDEWAYS, Someone, watched
from tests.browser.program import Program

# Links that answer with a file, which is no page to look at.
FILES = {
    "cooperative:challenge-export", "impact:open-data-file", "impact:public-document",
    "outcomes:action-export", "outcomes:evidence-file", "portal:trail-export",
}  # fmt: skip
AXE = Axe().axe_script
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# What everybody inside is led to.
INSIDE = (
    "portal:home outcomes:outcome-list outcomes:workplan-detail outcomes:action-list "
    "outcomes:action-detail portal:journey cooperative:meeting-list cooperative:meeting-detail "
    "cooperative:workplan-review cooperative:challenge-list cooperative:challenge-detail "
    "cooperative:body-list cooperative:body-detail impact:report-list impact:report-detail "
    "impact:annual-list impact:annual-detail portal:who-can-do-what"
)
# And what a role comes for. Other pages may be there or not, as the demo's year moves on.
OWN = {
    "care-consultant": (
        "voice:ask-list voice:ask-create voice:ask-publishing outcomes:priority-create "
        "outcomes:priority-verdict outcomes:action-verdict "
        "cooperative:meeting-create cooperative:meeting-edit cooperative:agenda-add "
        "cooperative:challenge-create cooperative:readiness impact:report-sign "
        "impact:report-introduction impact:report-line-edit"
    ),
    "elected-member": "voice:ask-list cooperative:question-create cooperative:readiness",
    "officer": "outcomes:action-progress",
    "outcome-lead": "outcomes:action-progress outcomes:action-edit",
    "partner": "outcomes:action-progress",
    "executive": "voice:ask-list",
    "coordinator": (
        "voice:ask-list voice:ask-create accounts:people accounts:invite accounts:membership-end "
        "outcomes:action-create outcomes:action-edit outcomes:priority-create "
        "outcomes:priority-edit cooperative:meeting-create cooperative:agenda-add "
        "cooperative:readiness portal:trail"
    ),
    "safeguarding-lead": "voice:ask-list",
}
PUBLIC = (
    "portal:welcome portal:demo portal:accessibility accounts:sign-in impact:front impact:you-said "
    "impact:public-expectations impact:public-outcomes impact:public-meetings "
    "impact:public-reports impact:public-report impact:open-data"
)


def kinds_of_links(someone: Someone) -> dict[str, str]:
    """The pages this one leads to: the name of each kind, and one address of it."""
    hrefs = someone.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    found: dict[str, str] = {}
    for href in hrefs:
        parts = urlsplit(href)
        if href.startswith(someone.url) and not parts.path.startswith("/static/"):
            found.setdefault(resolve(parts.path).view_name, parts.path)
    return found


def look(someone: Someone) -> list[str]:
    """What is wrong with this page, on a phone or at a desk."""
    wrong = []
    someone.page.evaluate(AXE)
    for viewport in (PHONE, DESK):
        someone.page.set_viewport_size(viewport)  # type: ignore[arg-type]
        where = f"{urlsplit(someone.page.url).path} at {viewport['width']}"
        if (too_wide := someone.page.evaluate(SIDEWAYS)) > 0:
            wrong.append(f"{where}: scrolls sideways by {too_wide}")
        found = someone.page.evaluate("rules => axe.run(document, rules)", RULES)
        for one in found["violations"]:
            nodes = "; ".join(" ".join(node["target"]) for node in one["nodes"][:3])
            wrong.append(f"{where}: {one['id']} ({one['help']}): {nodes}")
    return wrong


def visit(someone: Someone, start: str, inside: str) -> tuple[set[str], list[str]]:
    """Look at one page of each kind below `inside` that links from `start` lead to. The names of
    the kinds seen, and what is wrong with them."""
    wrong: list[str] = []
    waiting, seen = {resolve(start).view_name: start}, set(FILES)
    while waiting:
        name, path = waiting.popitem()
        seen.add(name)
        someone.go(path)
        wrong += look(someone)
        for kind, address in kinds_of_links(someone).items():
            if kind not in seen and re.match(inside, address):
                waiting.setdefault(kind, address)
    return seen - FILES, wrong


@pytest.mark.parametrize("role", OWN)
def test_pages_of_a_role(
    demo: Program, open_window: Callable[..., Someone], problems: list[str], role: str
) -> None:
    someone = open_window(demo, f"manchester-{role}")
    seen, wrong = visit(someone, "/manchester/work/", r"/manchester/work/")
    assert not wrong, "\n".join(wrong)
    watched(problems)
    assert {*INSIDE.split(), *OWN[role].split()} - seen == set()


def test_pages_of_the_public(
    demo: Program, open_window: Callable[..., Someone], problems: list[str]
) -> None:
    anybody = open_window(demo)
    seen, wrong = visit(anybody, "/", r"/(?!\w+/work/)")
    assert not wrong, "\n".join(wrong)
    watched(problems)
    assert seen == set(PUBLIC.split())


def test_a_fault_is_found(
    demo: Program, open_window: Callable[..., Someone], problems: list[str]
) -> None:
    """What looks at the pages sees a picture without words and a line too wide, at both widths; and
    whoever watches them hears of an exception and an address that is nowhere."""
    someone = open_window(demo)
    someone.go("/manchester/")
    someone.page.evaluate(
        """() => {
            const line = document.createElement("div");
            line.style.width = "1400px";
            line.append(document.createElement("img"));
            document.querySelector("main").append(line);
            setTimeout(() => { throw new Error("planted"); });
        }"""
    )
    wrong = look(someone)
    assert sum("scrolls sideways" in one for one in wrong) == 2
    assert sum("image-alt" in one for one in wrong) == 2
    someone.go("/nowhere/")
    assert any("planted" in one for one in problems)
    assert any("answered 404" in one for one in problems)
