"""Looking at a page as everybody may have it: on a phone and at a desk, light and dark, magnified,
with more space between letters. Everything here answers with what is wrong, in words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.people import DESK, PHONE

AXE = Axe().axe_script
LAYOUT = (Path(__file__).parent / "looking.js").read_text(encoding="utf-8")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # one experimental rule asks for every stylesheet once more
}
# What can differ when only the colours do.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
    "preload": False,
}
# Everything that is folded away is opened: what is in there must be as good.
UNFOLD = "document.querySelectorAll('main details').forEach(each => { each.open = true; })"
NODES = "document.querySelectorAll('*').length"
MOST_NODES = 1200
# The gallery shows every component there is, to those who build pages.
GALLERY = "/components/"


def layout(page: Page) -> list[str]:
    """What is wrong with how it is laid out, as it stands."""
    found: list[str] = page.evaluate(LAYOUT)
    return found


def axe(page: Page, rules: dict[str, Any]) -> Iterator[str]:
    """What axe finds. It must have been put into the page."""
    found = page.evaluate("rules => axe.run(document, rules)", rules)
    for one in found["violations"]:
        nodes = "; ".join(" ".join(map(str, node["target"])) for node in one["nodes"][:3])
        yield f"{one['id']} ({one['help']}): {nodes}"


def look(page: Page) -> list[str]:
    """What is wrong with this page at 375 and 1280 pixels, light and dark."""
    wrong: list[str] = []
    path = urlsplit(page.url).path
    page.evaluate(AXE)
    if (nodes := page.evaluate(NODES)) > MOST_NODES and path != GALLERY:
        wrong.append(f"{path}: {nodes} nodes")
    for viewport in (PHONE, DESK):
        at = f"{path} at {viewport['width']}"
        page.set_viewport_size(viewport)
        wrong += [f"{at}: {one}" for one in layout(page)]
        page.evaluate(UNFOLD)
        wrong += [f"{at}, unfolded: {one}" for one in layout(page)]
        wrong += [f"{at}: {one}" for one in axe(page, RULES)]
        page.emulate_media(color_scheme="dark")
        wrong += [f"{at}, dark: {one}" for one in axe(page, COLOURS)]
        page.emulate_media(color_scheme="light")
    return list(dict.fromkeys(wrong))
