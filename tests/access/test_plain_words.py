"""On every page whose words young people will read, “Check my words” only looks."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from core.models import AuditEvent, UsedKey
from tests.access.entries import WORKING
from tests.access.scene import Scene
from tests.core.test_readability import HARD
from tests.support.cast import Cast

# Where such words are written, by whom, and where they are sent if not to the same address.
PAGES = {
    "outcomes:priority-create": ("consultant", ""),
    "outcomes:priority-edit": ("consultant", ""),
    "outcomes:priority-close": ("consultant", ""),
    "outcomes:action-progress": ("officer", ""),
    "outcomes:action-update": ("officer", ""),
    "cooperative:challenge-create": ("consultant", ""),
    "cooperative:challenge-detail": ("officer", "cooperative:challenge-answer"),
    "cooperative:question-answer": ("officer", ""),
    "portal:point-create": ("coordinator", ""),
    "impact:report-introduction": ("consultant", ""),
    "impact:report-line-edit": ("consultant", ""),
    "impact:annual-foreword": ("consultant", ""),
}
BOX = re.compile(r'<(?:textarea|input)[^>]*name="(\w+)"[^>]*data-plain')


def address(name: str, scene: Scene) -> str:
    return reverse(name, kwargs={"authority": "manchester", **WORKING[name].arguments(scene)})


def boxes(client: Client, at: str) -> list[str]:
    """The boxes whose words are looked at. Each has its place, and the page has the button."""
    page = client.get(at).content.decode()
    found = BOX.findall(page)
    assert all(f'id="id_{name}-plain"' in page for name in found)
    check = reverse("accounts:check-words", args=["manchester"])
    assert f'data-check-words="{check}"' in page
    return found


@pytest.mark.parametrize("name", PAGES)
def test_the_button_shows_suggestions_keeps_the_words_and_saves_nothing(
    cast: Cast, scenes: tuple[Scene, Scene], name: str
) -> None:
    who, sends_to = PAGES[name]
    client = cast.client(cast.people[who])
    names = boxes(client, address(name, scenes[0]))
    assert names
    before = AuditEvent.objects.count(), UsedKey.objects.count()
    typed = {one: f"{HARD} Number {n}." for n, one in enumerate(names)}
    answer = client.post(address(sends_to or name, scenes[0]), {**typed, "check_words": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "One sentence has 35 words." in page
    assert "Nothing has been saved yet." in page
    assert all(words in page for words in typed.values())
    assert "<title>Error:" not in page
    assert (AuditEvent.objects.count(), UsedKey.objects.count()) == before
