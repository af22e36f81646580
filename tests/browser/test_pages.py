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
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
EXPECTED: dict[str, str] = {}


def kinds_of_links(someone: Someone) -> dict[str, str]:
    """The pages this one leads to: the name of each kind, and one address of it."""
    hrefs = someone.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    found: dict[str, str] = {}
    for href in hrefs:
        parts = urlsplit(href)
        if href.startswith(someone.url) and not parts.path.startswith("/static/"):
            found.setdefault(resolve(parts.path).view_name, parts.path)
    return found


def look(someone: Someone, axe: Axe) -> list[str]:
    """What is wrong with this page, on a phone or at a desk."""
    wrong = []
    for viewport in (PHONE, DESK):
        someone.page.set_viewport_size(viewport)  # type: ignore[arg-type]
        where = f"{urlsplit(someone.page.url).path} at {viewport['width']}"
        if (too_wide := someone.page.evaluate(SIDEWAYS)) > 0:
            wrong.append(f"{where}: scrolls sideways by {too_wide}")
        results = axe.run(someone.page, options=RULES)
        for one in results.response["violations"]:
            nodes = "; ".join(" ".join(node["target"]) for node in one["nodes"][:3])
            wrong.append(f"{where}: {one['id']} ({one['help']}): {nodes}")
    return wrong


def visit(someone: Someone, start: str, inside: str) -> tuple[list[str], list[str]]:
    """Look at one page of each kind below `inside` that links from `start` lead to. The names of
    the kinds seen, and what is wrong with them."""
    axe, wrong = Axe(), []
    waiting, seen = {resolve(start).view_name: start}, set(FILES)
    while waiting:
        name, path = waiting.popitem()
        seen.add(name)
        someone.go(path)
        wrong += look(someone, axe)
        for kind, address in kinds_of_links(someone).items():
            if kind not in seen and re.match(inside, address):
                waiting.setdefault(kind, address)
    return sorted(seen - FILES), wrong


@pytest.mark.parametrize(
    "role",
    [
        "care-consultant", "elected-member", "officer", "outcome-lead", "partner", "executive",
        "coordinator", "safeguarding-lead",
    ],
)  # fmt: skip
def test_pages_of_a_role(
    demo: Program, open_window: Callable[..., Someone], problems: list[str], role: str
) -> None:
    someone = open_window(demo, f"manchester-{role}")
    seen, wrong = visit(someone, "/manchester/work/", r"/manchester/work/")
    print(role, seen)
    assert not wrong, "\n".join(wrong)
    watched(problems)
    assert seen == EXPECTED[role].split()


def test_pages_of_the_public(
    demo: Program, open_window: Callable[..., Someone], problems: list[str]
) -> None:
    anybody = open_window(demo)
    seen, wrong = visit(anybody, "/", r"/(?!\w+/work/)")
    print("public", seen)
    assert not wrong, "\n".join(wrong)
    watched(problems)
    assert seen == EXPECTED["public"].split()
