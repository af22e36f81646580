"""No browser keeps a page that needs a sign-in."""

import pytest

from tests.access.entries import WORKING
from tests.access.entry import Entry
from tests.access.scene import Scene
from tests.access.test_matrix import address, methods_of
from tests.support.cast import Cast
from tests.support.closing import close

# One of each kind, in every run: a home, a list, a form, a page that asks once more, a preview, a
# made file, a sent file, an export, what is held of somebody.
SOME = (
    "portal:home",
    "outcomes:action-list",
    "outcomes:action-update",
    "impact:report-publish",
    "accounts:logo-preview",
    "documents:document-detail",
    "documents:document-download",
    "outcomes:evidence-file",
    "accounts:invite-many-template",
    "cooperative:challenge-export",
    "portal:trail-export",
    "portal:held-of-file",
)


@pytest.mark.parametrize("name", SOME)
def test_no_browser_keeps_one_of_each_kind(
    cast: Cast, scenes: tuple[Scene, Scene], name: str
) -> None:
    assert _is_kept_by_nobody(cast, scenes[0], name)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(WORKING))
def test_no_browser_keeps_what_needs_a_sign_in(
    cast: Cast, scenes: tuple[Scene, Scene], name: str
) -> None:
    _is_kept_by_nobody(cast, scenes[0], name)


def _is_kept_by_nobody(cast: Cast, scene: Scene, name: str) -> bool:
    """Looks at the answer to who may have it. Whether there was a page or a file to look at."""
    entry: Entry = WORKING[name]
    url = address(name, "manchester", entry.arguments(scene))
    if "get" not in methods_of(url):
        return False
    answer = cast.client(cast.people[sorted(entry.allowed)[0]]).get(url)
    close(answer)
    assert "no-store" in answer["Cache-Control"], answer["Cache-Control"]
    return bool(answer.status_code == 200)
