"""A whole quarter in a real browser, by the people who live it, through the pages alone.

One story: each step needs the one before it. At every page, an error in the console, an exception
or an answer of 400 or above that the story does not expect fails it.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser import meeting, planning, telling
from tests.browser.people import watched
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
