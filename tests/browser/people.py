"""People at their browsers. Each has a window of their own, and nothing goes wrong unseen."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.urls import resolve
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    ViewportSize,
    expect,
)

PHONE: ViewportSize = {"width": 375, "height": 780}
DESK: ViewportSize = {"width": 1280, "height": 900}
# How far a page can be scrolled sideways, in pixels.
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _words(name: str) -> re.Pattern[str]:
    """Words of a name. Those that only a screen reader gets are parted from the rest by a space."""
    return re.compile(re.escape(name).replace(":", r"\s*:"))


class Someone:
    """One person at one browser window. `problems` holds whatever went wrong on any page they saw:
    an error in the console, an uncaught exception, a request that failed, an answer of 400 or above
    that they did not expect (see `refused`). `state` is another window's cookies."""

    def __init__(
        self, browser: Browser, url: str, problems: list[str], *, scripts: bool = True,
        viewport: ViewportSize = DESK, scale: float = 1, state: Any = None,
    ) -> None:  # fmt: skip
        self.url = url
        self.problems = problems
        self.expected: set[int] = set()
        self.context = browser.new_context(
            base_url=url,
            viewport=viewport,
            device_scale_factor=scale,
            storage_state=state,
            java_script_enabled=scripts,
            accept_downloads=True,
            locale="en-GB",
            timezone_id="Europe/London",
            color_scheme="light",
            reduced_motion="reduce",
        )
        self.page = self.context.new_page()
        self._watch(self.page)

    def _watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._wrong(f"an exception: {error}"))
        page.on("response", self._response)
        page.on("requestfailed", self._failed)

    def _wrong(self, what: str) -> None:
        self.problems.append(f"{self.page.url}: {what}")

    def _console(self, message: ConsoleMessage) -> None:
        # An answer of 400 or above is also said in the console; `_response` judges those.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self._wrong(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        # A download, and whatever was on its way when somebody went on, count as given up.
        if "ERR_ABORTED" not in (request.failure or ""):
            self._wrong(f"{request.method} {request.url} failed: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 500 or (
            response.status >= 400 and response.status not in self.expected
        ):
            self._wrong(f"{response.request.method} {response.url} answered {response.status}")

    @contextmanager
    def refused(self, status: int) -> Iterator[None]:
        """Within, an answer of this status must come, and is no problem."""
        self.expected = {status}
        with self.page.expect_response(lambda response: response.status == status):
            yield
        self.page.wait_for_load_state()
        self.expected = set()

    def be(self, value: str) -> "Someone":
        """Sign in as one of the demo's people, with their button on /demo/."""
        self.page.goto("/demo/")
        self.page.locator(f"button[name=person][value='{value}']").click()
        self.page.wait_for_url(lambda url: resolve(urlsplit(url).path).view_name == "portal:home")
        return self

    def go(self, path: str) -> None:
        self.page.goto(path)

    def place(self, name: str) -> None:
        """Go to one of the places at the top; on a phone they are in a menu."""
        menu = self.page.locator("details.site-menu > summary")
        if menu.is_visible():
            self.unfold(menu)
        self.follow(name, within=self.page.locator("header"))

    def unfold(self, summary: Locator) -> None:
        summary.click()

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        """Click a link, by its words."""
        (within or self.page).get_by_role("link", name=_words(name)).first.click()

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press a button, by its words."""
        (within or self.page).get_by_role("button", name=_words(name)).first.click()

    def write(self, label: str, value: str) -> None:
        """Fill in a field, by its label."""
        self.page.locator("main").get_by_label(label).fill(value)

    def choose(self, label: str, words: str) -> None:
        """Choose from a list, by its label and some words of the option."""
        control = self.page.locator("main").get_by_label(label)
        option = control.locator("option", has_text=words).first
        control.select_option(option.get_attribute("value"))

    def tick(self, words: str) -> None:
        """Tick a box or choose a button, by some words of its label."""
        self.page.locator("main").get_by_label(words).first.check()

    def sees(self, *words: str) -> None:
        """Each of these words is on the page, or soon will be. What is folded away counts."""
        for one in words:
            expect(self.page.locator("body")).to_contain_text(one)

    def stands_at(self, heading: str) -> None:
        """The page is, or soon will be, the one of this heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def close(self) -> None:
        self.context.close()


def watched(problems: list[str]) -> None:
    """Nothing has gone wrong anywhere."""
    assert not problems, "\n".join(problems)
