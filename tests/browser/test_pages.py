"""Every page as every role, and as nobody, on a phone and at a desk, light and dark: nothing that
axe finds, no error in the console, no sideways scroll, nothing cut off.

Which pages there are, the program's own addresses say; who gets in, the access matrix, which is
written by hand. What could not be visited is written down here, with why.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.access.entries import WORKING
from tests.access.outside import GENERAL, PUBLIC
from tests.access.test_matrix import named_addresses
from tests.browser.addresses import FILE, FULL, ROLES, for_everybody
from tests.browser.looking import look
from tests.browser.people import Someone, watched
from tests.browser.program import Program
from tests.support.kinds import ways_of
from tests.support.places import AT_OURS, AT_THEIRS

AUTHORITIES = ("bury", "middlesbrough", "solihull", "york")
# What can be asked for and is no page to look at.
NO_PAGES = {
    "documents:document-download": "a PDF, which the worker has not made when addresses are sought",
    "impact:public-document": "a PDF as well",
    "impact:public-annual-document": "a PDF as well",
    "portal:favicon": "leads on to the icon",
    "accounts:sign-in-code": "needs a code asked for; tests/browser/test_signing.py looks at it",
    "accounts:second-step": "needs a sign-in half done; tests/browser/test_signing.py looks at it",
    "accounts:second-step-needed": "needs a sign-in half done, and nobody in the demo has one",
    "accounts:sign-in-directory": "needs a council's directory, and the demo knows none",
    "accounts:directory-back": "needs a council's directory, and the demo knows none",
    "impact:meeting-report": "leads on to a meeting's report, or to the list of them",
    "portal:start": "leads on to somebody's home",
    "readyz": "JSON, and says 503 while no program runs",
}
# Pages that a role may enter and that open in nothing the demo holds: (role, page) and why.
NOT_THERE: dict[tuple[str, str], str] = {}

# Public pages of Manchester's alone: no other council of the demo has come that far.
ONE_COUNCIL = {"impact:public-annual"}

Open = Callable[..., Someone]


def readable() -> set[str]:
    """Every name that can be asked for."""
    return {name for name, view in named_addresses() if "GET" in ways_of(view.callback)}


def files(demo: Program) -> set[str]:
    """The names that lead to a file."""
    return {name for pages in demo.pages.values() for name, where in pages.items() if where == FILE}


def pages_of(demo: Program, who: str) -> dict[str, str]:
    """What somebody looks at."""
    return {name: where for name, where in demo.pages[who].items() if where != FILE}


def people_of(demo: Program, role: str) -> list[str]:
    """Those of a role in Manchester who have something to look at: the first of them, and whoever
    opens a page that is closed to the first."""
    first = f"{FULL}-{role}"
    return [who for who in demo.pages if who == first or who.startswith(f"{first}-")]


def visit(someone: Someone, pages: dict[str, str]) -> list[str]:
    """Look at each of these pages. What is wrong with them; not to get there is wrong, too."""
    wrong: list[str] = []
    for name, address in pages.items():
        response = someone.page.goto(address)
        there = urlsplit(someone.page.url).path
        if response is None or response.status != 200 or there != address:
            wrong.append(f"{name}: {address} led to {there}")
            continue
        wrong += look(someone.page)
    return wrong


def test_nothing_is_left_out(demo: Program) -> None:
    """Each role has an address of each page that it may enter, and each page somebody's."""
    no_pages = files(demo) | set(NO_PAGES)
    missing = {
        (role, name)
        for role, standing in ROLES.items()
        for name in readable() - no_pages
        if (name in WORKING and standing in WORKING[name].allowed)
        or (name in GENERAL and for_everybody(name))
        if not any(name in demo.pages[who] for who in people_of(demo, role))
    }
    assert missing == set(NOT_THERE)
    anybody = demo.pages[""]
    for name in PUBLIC:
        for slug in (FULL, *(() if name in ONE_COUNCIL else AUTHORITIES)):
            assert name in no_pages or f"{name} {slug}" in anybody, (name, slug)
    for name, (_, unknown, _) in GENERAL.items():
        assert name in no_pages or unknown != 200 or name in anybody, name
    seen = {name.split()[0] for pages in demo.pages.values() for name in pages}
    assert readable() - set(NO_PAGES) == seen - set(NO_PAGES)
    assert sum(len(pages_of(demo, who)) for who in demo.pages) > 280


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role(
    demo: Program, open_window: Open, problems: list[str], role: str
) -> None:
    wrong = []
    for who in people_of(demo, role):
        if pages := pages_of(demo, who):
            wrong += visit(open_window(demo, who), pages)
    assert not wrong, "\n".join(wrong)
    watched(problems)


@pytest.mark.parametrize("slug", AUTHORITIES)
def test_every_role_elsewhere(
    demo: Program, open_window: Open, problems: list[str], slug: str
) -> None:
    """The homes of another authority, in its own words, and its public pages as one of it."""
    people = [who for who in demo.pages if who.startswith(f"{slug}-")]
    assert len(people) == len(ROLES)
    wrong = []
    for who in people:
        someone = open_window(demo, who)
        wrong += visit(someone, pages_of(demo, who))
        someone.close()
    assert not wrong, "\n".join(wrong)
    watched(problems)


@pytest.mark.parametrize("slug", [FULL, *AUTHORITIES])
def test_every_page_for_anybody(
    demo: Program, open_window: Open, problems: list[str], slug: str
) -> None:
    """An authority's public pages; with Manchester's, those of no authority."""
    pages = {
        name: where
        for name, where in pages_of(demo, "").items()
        if name.endswith(f" {slug}") or (slug == FULL and " " not in name)
    }
    wrong = visit(open_window(demo), pages)
    assert not wrong, "\n".join(wrong)
    watched(problems)


def test_a_fault_is_found(demo: Program, open_window: Open, problems: list[str]) -> None:
    """Every check finds what it is there for, at both widths; and whoever watches the pages hears
    of an exception and an address that is nowhere."""
    someone = open_window(demo)
    someone.go("/manchester/")
    assert look(someone.page) == []
    someone.page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`
              #wide { width: 1400px; }
              #cut { width: 4em; overflow: hidden; white-space: nowrap; }
              #low { height: 1em; overflow: clip; }
              #over { margin-top: -1.6em; }
              #away { position: relative; left: -300px; }
              #small { min-height: 0; padding: 0; line-height: 1; }
              @media (prefers-color-scheme: dark) { #dim { color: #333; background: #222; } }
            `);
            document.adoptedStyleSheets = [sheet];
            const part = document.createElement("div");
            part.innerHTML = `<div id="wide"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
              </div><p id="cut">A sentence that is cut off at its side</p>
              <p id="low">One line<br>Another line<br>A third line</p>
              <p id="under">Words below others</p><p id="over">Words over others</p>
              <p id="away">Words beside the window, so to speak</p>
              <button id="small">Press</button><p id="dim">In the dark nobody reads this.</p>`;
            document.querySelector("main").append(part);
            setTimeout(() => { throw new Error("planted"); });
        }"""
    )
    wrong = look(someone.page)
    for words in (
        r"at \d+: scrolls sideways", r"at \d+: image-alt", r"cut off at the side: .*#cut",
        r"cut off: .*#low", "text over text: .*#under", r"outside the window: .*#away",
        r"smaller than 44: .*#small", r", dark: color-contrast .*#dim",
    ):  # fmt: skip
        found = {int(at[1]) for one in wrong if re.search(words, one) and (at := AT.search(one))}
        assert found == {375, 1280}, (words, wrong)
    assert not [one for one in wrong if "color-contrast" in one and "dark" not in one]
    someone.go("/nowhere/")
    assert any("planted" in one for one in problems)
    assert any("answered 404" in one for one in problems)


AT = re.compile(r"at (\d+)")


def test_pages_that_say_no(demo: Program, open_window: Open, problems: list[str]) -> None:
    """What somebody sees who is led astray, who may not, and whom somebody else was faster than."""
    wrong = []
    anybody, officer = open_window(demo), open_window(demo, "manchester-officer")
    for someone, status, address in (
        (anybody, 404, "/nowhere/"),
        (anybody, 404, "/invitation/unknown/"),
        (officer, 404, f"{AT_OURS}priorities/0/"),
        (officer, 404, AT_THEIRS),
        (officer, 403, f"{AT_OURS}people/invite/"),
    ):
        with someone.refused(status):
            someone.go(address)
        expect(someone.page.get_by_role("heading", level=1)).to_be_visible()
        wrong += look(someone.page)
    assert not wrong, "\n".join(wrong)
    watched(problems)


# Forms that cannot be sent empty, and who has one before them.
FORMS = {
    "care-consultant": (
        "outcomes:priority-create portal:point-create cooperative:challenge-create "
        "cooperative:meeting-create cooperative:decision-create"
    ),
    "coordinator": "accounts:invite outcomes:action-create cooperative:agenda-add",
    "officer": "outcomes:action-progress outcomes:action-update",
    "elected-member": "cooperative:question-create",
}


@pytest.mark.parametrize("role", FORMS)
def test_forms_that_need_mending(
    demo: Program, open_window: Open, problems: list[str], role: str
) -> None:
    who, wrong = f"{FULL}-{role}", []
    someone = open_window(demo, who)
    for name in FORMS[role].split():
        someone.go(pages_of(demo, who)[name])
        with someone.refused(422):
            someone.page.locator("main form.form").first.evaluate(
                "form => { form.noValidate = true; form.requestSubmit(); }"
            )
        expect(someone.page.locator(".error-summary")).to_be_focused()
        wrong += look(someone.page)
    assert not wrong, "\n".join(wrong)
    watched(problems)


def test_somebody_was_faster(lived_in: Program, open_window: Open, problems: list[str]) -> None:
    """Two people at one priority: the second sees both versions, and theirs is still there."""
    first = open_window(lived_in, "manchester-care-consultant")
    second = open_window(lived_in, "manchester-coordinator")
    address = pages_of(lived_in, "manchester-care-consultant")["outcomes:priority-edit"]
    for someone, words in ((first, "Because we said so."), (second, "Because they said so.")):
        someone.go(address)
        someone.write("Why does it matter?", words)
    save = "main form.form button[type=submit], main form.form button:not([type])"
    first.page.locator(save).first.click()
    first.page.wait_for_url("**/outcomes/**")
    with second.refused(409):
        second.page.locator(save).first.click()
    second.sees("Because we said so.", "Because they said so.")
    wrong = look(second.page)
    assert not wrong, "\n".join(wrong)
    watched(problems)
