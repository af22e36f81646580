"""The warning for personal details does not cry wolf: the ordinary sentences of the demo pass, and
what names somebody is seen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.personal_data import OwnNames, own_names, personal_data_in

STORIES = Path(__file__).parents[2] / "frameworks" / "demo" / "stories"
# What people write in forms, by the keys of the stories.
WRITTEN = frozenset(
    "about action alternatives answer because difference done foreword if_not_decided "
    "introduction measure minutes needed notes obstacle purpose question reason text title unit "
    "why words".split()
)
OURS = OwnNames(
    people=lambda: ["Priya Nair", "Tom O’Neill", "Leah", "Cllr Ann-Marie Ode"],
    groups=lambda: ["Mad House", "Mega Mayhem", "Hilltop High School"],
)


def sentences(found: Any, key: str = "") -> Iterator[str]:
    if isinstance(found, dict):
        for name, value in found.items():
            yield from sentences(value, name)
    elif isinstance(found, list):
        for value in found:
            yield from sentences(value, key)
    elif isinstance(found, str) and key in WRITTEN:
        yield found


def demo() -> list[str]:
    files = sorted(STORIES.rglob("*.yaml"))
    return [one for file in files for one in sentences(yaml.safe_load(file.read_text()))]


def test_the_demos_sentences_are_left_alone_but_for_a_family() -> None:
    told = demo()
    assert len(told) > 700
    with own_names(OURS):
        warned = {one: found for one in told if (found := personal_data_in(one))}
    assert set(warned) == {one for one in told if " my brother" in one}
    assert {words for found in warned.values() for words in found} == {"someone’s family or worker"}


@pytest.mark.parametrize(
    "text",
    [
        "Everyone aged 16 and over gets a pass, and young people aged 18 keep it.",
        "Children aged 11 to 15, and 16-year-olds, want different things.",
        "We meet at the Town Hall, in Room 4. The U.K. has twelve.",
        "Every Primary School and High School has the page.",
        "In May, 14 of us came. On Monday, 3 more.",
        "It is 5 miles away and the bus is 20 minutes late.",
        "Cllr Ode asked what comes next. Tom said soon, and Leah agreed.",
        "The social worker team has two empty posts; brothers and sisters stay together.",
        "They’re 3 of the 5 we asked for.",
        "Hilltop High School and Mad House came.",
    ],
)
def test_ordinary_words(text: str) -> None:
    with own_names(OURS):
        assert personal_data_in(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("My name is Mara Quill", "someone’s name"),
        ("my name's Mara", "someone’s name"),
        ("a girl called Mara", "someone’s name"),
        ("I spoke to Priya Nair’s mentor", "someone’s name"),
        ("PRIYA  NAIR said so", "someone’s name"),
        ("Ask Tom O’Neill.", "someone’s name"),
        ("Mara, 14, from the north", "someone’s age"),
        ("She is aged 14 and waits", "someone’s age"),
        ("aged 14", "someone’s age"),
        ("I'm 15", "someone’s age"),
        ("He’s 9, and small", "someone’s age"),
        ("a 14-year-old boy", "someone’s age"),
        ("a girl of 12 years old", "someone’s age"),
        ("from Elm House", "the name of a home or school"),
        ("at Hilltop Grammar School", "the name of a home or school"),
        ("St Mary’s Primary School", "the name of a home or school"),
        ("near Oak Tree Lodge", "the name of a home or school"),
        ("12 Elm Road", "an address"),
        ("M.Q. waits", "someone’s initials"),
        ("my little brother", "someone’s family or worker"),
        ("My social worker never rings", "someone’s family or worker"),
        ("her foster mum", "someone’s family or worker"),
    ],
)
def test_what_names_somebody_is_seen(text: str, words: str) -> None:
    with own_names(OURS):
        assert words in personal_data_in(text)


def test_a_question_about_a_place_may_be_answered_with_one() -> None:
    assert personal_data_in("Elm House, 12 Elm Road", is_place=True) == []
    assert personal_data_in("Elm House, M14 5TQ", is_place=True) == ["a postcode"]


def test_names_are_asked_for_only_when_there_is_a_text_and_forgotten_after() -> None:
    asked = []

    def people() -> list[str]:
        asked.append(1)
        return ["Priya Nair"]

    with own_names(OwnNames(people=people)):
        assert personal_data_in("") == []
        assert asked == []
        assert personal_data_in("Priya Nair is here") == ["someone’s name"]
    assert personal_data_in("Priya Nair is here") == []
