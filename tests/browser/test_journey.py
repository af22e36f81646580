"""A whole quarter in a real browser, by the people who live it, through the pages alone.

One story: each step needs the one before it. At every page, an error in the console, an exception
or an answer of 400 or above that the story does not expect fails it.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser import loop, meeting, planning, telling
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
    lived_in: Program, open_window: Callable[..., Someone], problems: list[str]
) -> None:
    """The main journey of people whose browser runs no script; and what the public reads."""

    def phone(who: str = "") -> Someone:
        return open_window(lived_in, who, scripts=False, viewport=PHONE)

    her = phone("manchester-care-consultant-3")
    loop.decide(her)
    loop.set_priority(her, "A quiet room in every home")
    loop.give_verdict(her)
    loop.sign(her)
    officer, member = phone("manchester-officer-2"), phone("manchester-elected-member-2")
    loop.update(officer)
    loop.prepare(member)
    anybody = phone()
    anybody.go("/manchester/reports/")
    anybody.page.locator("main .cards a").first.click()
    anybody.sees("What we said we would do", "What we agree to do next")
    for someone in (her, officer, member, anybody):
        assert someone.page.evaluate(SIDEWAYS) == 0
    watched(problems)
