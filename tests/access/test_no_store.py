"""No browser keeps a page that needs a sign-in."""

import pytest

from tests.access.entries import WORKING
from tests.access.entry import Entry
from tests.access.scene import Scene
from tests.access.test_matrix import address, methods_of
from tests.support.cast import Cast
from tests.support.closing import close


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(WORKING))
def test_no_browser_keeps_what_needs_a_sign_in(
    cast: Cast, scenes: tuple[Scene, Scene], name: str
) -> None:
    entry: Entry = WORKING[name]
    url = address(name, "manchester", entry.arguments(scenes[0]))
    if "get" not in methods_of(url):
        return
    answer = cast.client(cast.people[sorted(entry.allowed)[0]]).get(url)
    close(answer)
    assert "no-store" in answer["Cache-Control"], answer["Cache-Control"]
