"""A whole quarter in a real browser, by the people who live it, through the pages alone.

One story: each step needs the one before it. At every page, an error in the console, an exception
or an answer of 400 or above that the story does not expect fails it.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from tests.browser import meeting, planning, telling
from tests.browser.people import PHONE, SIDEWAYS, Someone, watched
from tests.browser.program import Program
from tests.browser.quarter import Quarter

STEPS: list[Callable[[Quarter], None]] = [
    planning.invite,
    planning.join,
    planning.start_workplan,
    planning.set_priorities,
    planning.plan_actions,
    planning.record_progress,
    planning.give_verdicts,
    meeting.plan,
    meeting.send_papers,
    meeting.prepare,
    meeting.challenge,
    meeting.answer,
    meeting.decide,
    telling.compose,
    telling.write_together,
    telling.sign,
    telling.publish,
    telling.tell_the_year,
    telling.read_in_public,
    telling.look_back,
]


@pytest.fixture
def story(
    first_day: Program, open_window: Callable, problems: list[str], tmp_path: Path
) -> Quarter:
    """The quarter about to be lived."""
    return Quarter(first_day, open_window, tmp_path)


def test_a_whole_quarter(story: Quarter, problems: list[str]) -> None:
    """From an invitation to what the public reads, on one thread."""
    for step in STEPS:
        print(f"* {step.__name__}: {(step.__doc__ or '').splitlines()[0]}")
        step(story)
        watched(problems)


def test_without_scripts_on_a_phone(
    demo: Program, open_window: Callable[..., Someone], problems: list[str]
) -> None:
    """Somebody whose browser runs no script sets a priority, tells how it goes, reads a report."""
    title = "A quiet room in every home"
    consultant = open_window(demo, "manchester-care-consultant", scripts=False, viewport=PHONE)
    consultant.follow("Outcomes", within=opened_menu(consultant))
    consultant.page.locator("main a[href*='/outcomes/happy/']").first.click()
    consultant.follow("Set a priority")
    with consultant.refused(422):
        consultant.press("Set this priority")
    consultant.write("What do you want to change?", title)
    consultant.write("Why does it matter?", "Somewhere to be on your own.")
    consultant.press("Set this priority")
    consultant.sees("The priority is set.", title)

    officer = open_window(demo, "manchester-officer", scripts=False, viewport=PHONE)
    officer.go("/manchester/work/actions/?mine=1&status=on-track")
    own = officer.page.locator("main table tr").filter(has_text="Bronwen Halliwick")
    own.get_by_role("link").first.click()
    officer.follow("Tell how it goes")
    officer.tick("At risk")
    officer.write("What was done?", "We asked twice and wait for an answer.")
    officer.press("Save the update")
    officer.sees("We asked twice and wait for an answer.", "At risk")

    anybody = open_window(demo, scripts=False, viewport=PHONE)
    anybody.go("/manchester/reports/")
    anybody.page.locator("main .cards a").first.click()
    anybody.sees("What we said we would do", "What we agree to do next")
    for someone in (consultant, officer, anybody):
        assert someone.page.evaluate(SIDEWAYS) == 0
    watched(problems)


def opened_menu(someone: Someone) -> Locator:
    """The menu of a narrow window, opened."""
    menu = someone.page.locator("details.site-menu")
    menu.locator("summary").click()
    return menu
