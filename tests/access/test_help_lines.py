"""Wherever a young person types sentences, and wherever what they said is written down, the help
lines stand first, and that nobody watches the page all the time (FT-052, SG-120)."""

import re

import pytest

from tests.access.doors import Doors
from tests.access.entries import WORKING
from tests.access.scene import Scene
from tests.access.test_matrix import address
from tests.support.cast import Cast

MAIN = re.compile(r"<main.*</main>", re.S)
POSTING = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", re.S)
BOX = re.compile(r"<textarea\b|<input type=\"text\"(?![^>]*inputmode=\"numeric\")")
SAID = ("tel:999", "0800 1111", "116 123", "isn’t watched all the time")
# Anybody's form in which words of young people are written down.
FOR_EVERYBODY = {"portal:point-create", "portal:point-correct", "cooperative:agenda-minutes"}


# In every run: what young people and those who write for them fill in most.
SOME = (
    "portal:point-create",
    "portal:point-correct",
    "outcomes:priority-create",
    "outcomes:action-verdict",
    "cooperative:challenge-create",
    "cooperative:agenda-minutes",
    "impact:annual-foreword",
)


@pytest.mark.parametrize("name", SOME)
def test_the_help_lines_stand_above_some_boxes(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    assert _stand_above(cast, scenes[0], doors, name), f"{name} has no box"


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(WORKING))
def test_the_help_lines_stand_above_every_box(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    _stand_above(cast, scenes[0], doors, name)


def _stand_above(cast: Cast, scene: Scene, doors: Doors, name: str) -> bool:
    """Looks at the first box of the page of somebody who may fill it in. Whether it has one."""
    entry = WORKING[name]
    url = address(name, "manchester", entry.arguments(scene))
    allowed = sorted(entry.allowed)
    who = next((one for one in allowed if one.startswith("consultant")), "")
    if name in FOR_EVERYBODY:
        who = allowed[-1]
    if not who:
        return False
    answer = doors.knock(cast.people[who], "get", url)
    found = MAIN.search(answer.words) if answer.status == 200 else None
    if found is None:
        return False
    main = found[0]
    for form in POSTING.finditer(main):
        if BOX.search(form[0]):
            first = form.start() + BOX.search(form[0]).start()  # type: ignore[union-attr]  # found above
            for words in SAID:
                assert words in main[:first], f"{words} does not stand above the box for {who}"
            return True
    return False


def test_the_walk_meets_boxes(cast: Cast, scenes: tuple[Scene, Scene], doors: Doors) -> None:
    """So that the test above can fail."""
    met = 0
    for entry_name, entry in WORKING.items():
        if "consultant" in entry.allowed and entry.method == "get":
            url = address(entry_name, "manchester", entry.arguments(scenes[0]))
            answer = doors.knock(cast.consultant, "get", url)
            met += answer.status == 200 and "help-lines" in answer.words
    assert met >= 15
