"""Leave this site: gone at once, signed out, nothing kept in the tab, and back does not return."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.browser.people import PHONE, SIDEWAYS, Someone
from tests.browser.program import Program
from tests.support.places import AT_OURS

WEATHER = "https://www.bbc.co.uk/weather"
WHY = f"{AT_OURS}challenges/new/"
# What of a page's controls the bar lies over once they have the focus.
COVERED = """async () => {
    const bar = document.querySelector('.exit');
    const covered = [];
    const all = document.querySelectorAll('a, button, input, textarea, select, summary');
    // Backwards, from the foot of the page: so that each comes into view at the top.
    for (const one of [...all].reverse()) {
        if (!one.checkVisibility() || bar.contains(one)) continue;
        one.focus();
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        const box = one.getBoundingClientRect();
        // What lies at its corner; a box as high as the window may begin above it.
        const above = document.elementFromPoint(box.left + 2, box.top + 2);
        if (bar.contains(above) && box.height < innerHeight / 2)
            covered.push(one.outerHTML.slice(0, 80));
    }
    return covered;
}"""
Open = Callable[..., Someone]


@pytest.fixture
def leaver(open_window: Open, first_day: Program) -> Someone:
    """A care consultant on a phone, and somewhere to go that is not on the internet."""
    someone = open_window(first_day, viewport=PHONE)

    def weather(route: Route) -> None:
        route.fulfill(content_type="text/html", body="<title>Weather</title>Sun.")

    someone.context.route(f"{WEATHER}**", weather)
    return someone.be("manchester-care-consultant")


def gone(someone: Someone) -> None:
    someone.page.wait_for_url(WEATHER)


def signed_out(someone: Someone) -> None:
    """Leaving does not wait for the server: signing out is on its way, and soon done."""
    for _ in range(20):
        someone.go(AT_OURS)
        if "/sign-in/" in someone.page.url:
            return
        someone.page.wait_for_timeout(500)
    pytest.fail("Ten seconds after leaving they were still signed in.")


def test_the_button_leaves_and_back_does_not_return(leaver: Someone) -> None:
    leaver.go(f"{AT_OURS}outcomes/")
    leaver.go(WHY)
    leaver.write("Why does it matter?", "Something of mine")
    leaver.follow("Leave this site")
    gone(leaver)
    leaver.page.go_back(wait_until="commit")
    gone(leaver)
    signed_out(leaver)
    assert "Something" not in leaver.page.evaluate("JSON.stringify(sessionStorage)")


def test_leaving_a_public_page_signs_out_too(leaver: Someone) -> None:
    leaver.go("/manchester/you-said/")
    leaver.follow("Leave this site")
    gone(leaver)
    signed_out(leaver)


def test_escape_three_times_fast_leaves_and_nothing_less(leaver: Someone) -> None:
    leaver.go(WHY)
    keys = leaver.page.keyboard
    leaver.page.locator("#id_why").focus()
    keys.press("Escape")
    keys.press("Escape")
    leaver.page.wait_for_timeout(2100)
    keys.press("Escape")
    for _ in range(4):
        keys.down("Escape")  # held: the key repeats
    leaver.page.wait_for_timeout(300)
    assert leaver.page.url.endswith(WHY)
    keys.up("Escape")
    keys.press("Escape")
    gone(leaver)


@pytest.mark.parametrize("width", [320, 1280])
def test_it_stays_in_view_and_covers_nothing_that_has_the_focus(
    leaver: Someone, width: int
) -> None:
    leaver.page.set_viewport_size({"width": width, "height": 568})
    leaver.go(WHY)
    leaver.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(leaver.page.locator(".exit-now")).to_be_in_viewport(ratio=1)
    assert leaver.page.evaluate(SIDEWAYS) <= 0
    assert leaver.page.evaluate(COVERED) == []


def test_without_scripts_it_is_a_link_that_says_so(open_window: Open, first_day: Program) -> None:
    someone = open_window(first_day, scripts=False).be("manchester-care-consultant")
    link = someone.page.get_by_role("link", name="Leave this site")
    expect(link).to_have_attribute("href", WEATHER)
    someone.follow("Staying safe online", within=someone.page.locator(".exit"))
    someone.sees("If your browser blocks JavaScript, the button only opens the other page.")


def test_those_at_work_see_no_bar(open_window: Open, first_day: Program) -> None:
    someone = open_window(first_day, "manchester-officer")
    expect(someone.page.get_by_text(re.compile("Leave this site"))).to_have_count(0)
