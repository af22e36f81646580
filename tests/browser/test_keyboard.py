"""The main journey by keys alone: the focus is always seen, goes in the page's order, and is caught
nowhere."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser import loop
from tests.browser.keys import Typist, all_round
from tests.browser.people import DESK, PHONE, Someone, watched
from tests.browser.program import Program
from tests.support.places import AT_OURS

Open = Callable[..., Someone]
LONG_PAGES = (
    AT_OURS, f"{AT_OURS}meetings/new/", f"{AT_OURS}actions/",
    f"{AT_OURS}voice/new/", f"{AT_OURS}challenges/new/",
)  # fmt: skip


def test_the_main_journey(lived_in: Program, open_window: Open, problems: list[str]) -> None:
    her = open_window(lived_in, "manchester-care-consultant", kind=Typist)
    loop.decide(her)
    loop.set_priority(her, "A bike for everybody who wants one")
    loop.give_verdict(her)
    loop.sign(her)
    watched(problems)
    loop.update(open_window(lived_in, "manchester-officer", kind=Typist))
    watched(problems)
    loop.prepare(open_window(lived_in, "manchester-elected-member", kind=Typist))
    watched(problems)


def test_the_first_tab_skips_to_the_page(
    demo: Program, open_window: Open, problems: list[str]
) -> None:
    her = open_window(demo, "manchester-care-consultant", kind=Typist)
    assert isinstance(her, Typist)
    her.go(AT_OURS)
    skip = her.page.get_by_role("link", name="Skip to main content")
    her.step()
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    her.page.keyboard.press("Enter")
    expect(her.page.locator("#main")).to_be_focused()
    her.step()
    assert her.page.evaluate("document.activeElement.closest('main') !== null")
    watched(problems)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_keeps_the_focus(
    demo: Program, open_window: Open, problems: list[str], viewport: dict[str, int]
) -> None:
    her = open_window(demo, "manchester-care-consultant", kind=Typist, viewport=viewport)
    assert isinstance(her, Typist)
    for path in LONG_PAGES:
        her.go(path)
        passed = all_round(her)
        assert len(passed) > 10, passed
        assert urlsplit(her.page.url).path == path
    watched(problems)


def test_a_focus_nobody_sees_is_found(
    demo: Program, open_window: Open, problems: list[str]
) -> None:
    """Planted: a link without a mark, one far away, one that jumps the queue."""
    anybody = open_window(demo, kind=Typist)
    assert isinstance(anybody, Typist)
    anybody.go("/manchester/")
    anybody.page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`#bare { outline: none !important; }
              #far { position: fixed; left: -900px; }`);
            document.adoptedStyleSheets = [sheet];
            document.querySelector("main").insertAdjacentHTML("beforeend",
                "<a id='bare' href='/'>Bare</a> <a id='far' href='/'>Far</a>" +
                "<a id='pushy' tabindex='3' href='/'>Pushy</a>");
        }"""
    )
    all_round(anybody)
    for words in ("a#bare “Bare” has the focus, and nothing", "out of sight", "jumps the queue"):
        assert any(words in one for one in problems), (words, problems)
