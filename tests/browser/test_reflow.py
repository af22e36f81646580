"""Every kind of page for those who magnify it, and those who need more space between letters; and
what it weighs for those with little data left."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.addresses import FULL
from tests.browser.looking import GALLERY, UNFOLD, layout
from tests.browser.people import DESK, SIDEWAYS, Someone, watched
from tests.browser.program import Program
from tests.browser.test_pages import pages_of
from tests.browser.weight import too_heavy

Open = Callable[..., Someone]
NARROW: ViewportSize = {"width": 320, "height": 640}
# 1280 by 1024 pixels at 400 %: what is left, and a dot of it in four by four.
MAGNIFIED: ViewportSize = {"width": 320, "height": 256}
FOCUS = (Path(__file__).parent / "reflow.js").read_text(encoding="utf-8")
# WCAG 1.4.12.
SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
}"""


# A name may be one word of 120 letters, in every cell of every table.
LONG_WORD = """() => {
    const cells = document.querySelectorAll("main .table td, main .table th[scope=row]");
    for (const cell of cells) {
        const all = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        for (let node = all.nextNode(); node; node = all.nextNode())
            if (node.data.trim() && !node.parentElement.closest(".badge, button, svg, .when"))
                node.data = "Llanfairpwllgwyngyll".repeat(6);
    }
    return cells.length;
}"""


def kinds(demo: Program) -> dict[str, dict[str, str]]:
    """One page of every kind, by who looks: the first who can. Every home is a kind of its own."""
    found: dict[str, dict[str, str]] = {}
    seen = set()
    for who in ("", *(one for one in demo.pages if one.startswith(FULL))):
        for name, address in pages_of(demo, who).items():
            kind = name.split()[0]
            if kind not in seen or kind == "portal:home":
                seen.add(kind)
                found.setdefault(who, {})[name] = address
    return found


def magnified(page: Page, address: str) -> list[str]:
    """What is wrong with a page in very little room."""
    wrong = []
    for viewport in (NARROW, MAGNIFIED):
        page.set_viewport_size(viewport)
        page.goto(address)
        at = f"{address} at {viewport['width']} by {viewport['height']}"
        page.evaluate(UNFOLD)
        wrong += [f"{at}: {one}" for one in layout(page)]
    wrong += [f"{at}: {one}" for one in page.evaluate(FOCUS)]
    page.evaluate(SPACED)
    # Words of a drawing may meet then; every number of it stands in the table below it.
    wrong += [f"{at}, spaced: {one}" for one in layout(page) if "svg." not in one]
    return wrong


def test_a_long_name_makes_no_table_wider(
    demo: Program, open_window: Open, problems: list[str]
) -> None:
    wrong, tables = [], 0
    for who, pages in kinds(demo).items():
        someone = open_window(demo, who)
        for address in pages.values():
            someone.page.goto(address)
            if someone.page.evaluate(LONG_WORD):
                tables += 1
                for viewport in (DESK, NARROW):
                    someone.page.set_viewport_size(viewport)
                    if over := someone.page.evaluate(SIDEWAYS):
                        wrong.append(f"{address} at {viewport['width']}: {over}")
                someone.page.set_viewport_size(DESK)
        someone.close()
    assert tables > 10
    assert not wrong, "\n".join(wrong)
    watched(problems)


@pytest.mark.parametrize("part", [0, 1])
def test_magnified(demo: Program, open_window: Open, problems: list[str], part: int) -> None:
    wrong = []
    everything = list(kinds(demo).items())
    for who, pages in everything[part::2]:
        someone = open_window(demo, who, viewport=MAGNIFIED, scale=4)
        for address in pages.values():
            wrong += magnified(someone.page, address)
        someone.close()
    assert not wrong, "\n".join(wrong)
    watched(problems)


def test_weight(demo: Program, open_window: Open, problems: list[str]) -> None:
    """Every kind of page, in a window that has seen none before, and once more."""
    wrong = []
    for who, pages in kinds(demo).items():
        known = open_window(demo, who).context.storage_state()
        for address in pages.values():
            someone = open_window(demo, state=known)
            wrong += too_heavy(someone.page, address) if address != GALLERY else []
            someone.close()
    assert not wrong, "\n".join(wrong)
    watched(problems)
