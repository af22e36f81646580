"""The whole program in a real Chromium. `make test-browser` runs these.

Chromium is the system's own (Debian: `apt-get install chromium`), or the one that CHROMIUM names;
nothing is downloaded. Without it these tests fail: one that quietly does nothing proves nothing.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.browser.people import DESK, Someone
from tests.browser.program import FIRST_DAY, Program, demo_folder, running, serving

HERE = Path(__file__).parent
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    if not os.access(path, os.X_OK):
        pytest.fail(
            f"There is no Chromium at {path}. On Debian: apt-get install chromium. "
            "Or set CHROMIUM to the program's path."
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def first_day(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """Manchester on its first day: its framework and its people, and nothing has happened yet."""
    with running(tmp_path_factory.mktemp("first-day"), "shell", "-c", FIRST_DAY) as program:
        yield program


@pytest.fixture(scope="session")
def demo(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """What `make run` serves, five authorities in the middle of their year, and a little more, so
    that every page opens for somebody."""
    with serving(demo_folder(shared_by_all(tmp_path_factory) / f"demo-{os.getpid()}")) as program:
        yield program


@pytest.fixture(scope="session")
def lived_in(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The same once more, for people who change what is there."""
    with serving(demo_folder(shared_by_all(tmp_path_factory) / f"lived-in-{os.getpid()}")) as one:
        yield one


def shared_by_all(factory: pytest.TempPathFactory) -> Path:
    """The folder that all test processes of this run have."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


Open = Callable[..., Someone]


@pytest.fixture
def problems() -> list[str]:
    """Whatever goes wrong on a page anyone sees in this test."""
    return []


@pytest.fixture
def open_window(browser: Browser, problems: list[str]) -> Iterator[Open]:
    """`open_window(program, "manchester-officer")`: somebody at a new window; without a value
    nobody is signed in."""
    opened: list[Someone] = []

    def begin(
        program: Program, value: str = "", *, scripts: bool = True,
        viewport: ViewportSize = DESK, scale: float = 1, state: Any = None,
        kind: type[Someone] = Someone,
    ) -> Someone:  # fmt: skip
        someone = kind(
            browser, program.url, problems, scripts=scripts, viewport=viewport, scale=scale,
            state=state,
        )  # fmt: skip
        someone.context.set_default_timeout(30_000)
        opened.append(someone)
        return someone.be(value) if value else someone

    yield begin
    for someone in opened:
        someone.close()
