"""Words that nobody has released are on no page, in no file and no document but those of who may
read them: every address, as everybody (FT-038)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail

from accounts.models import Notice, OutgoingMail
from core.models import AuditEvent
from documents.kinds import document_kind
from documents.models import Document
from impact.queries.open_data import DATA_SETS
from outcomes.models import Priority
from tests.access.doors import Doors
from tests.access.entries import WORKING
from tests.access.outside import PUBLIC
from tests.access.scene import Scene
from tests.access.test_matrix import address
from tests.support.cast import Cast
from voice.models import Ask

pytestmark = pytest.mark.long

WAITING, HELD, GONE = "kestrelwaits", "kestrelheld", "kestrelgone"
# Who reads what waits, and where: its own pages, and the lists of those who release it.
READS = {
    WAITING: {"lead", "coordinator", "safeguarding"},
    HELD: {"safeguarding"},
    GONE: set(),
}
MAY_SHOW = {
    "voice:ask-queue",
    "voice:ask-mine",
    "voice:ask-review",
    "portal:point-release",
    "portal:point-return",
}


@pytest.fixture(scope="module", autouse=True)
def planted(made: Any) -> Any:
    """A word in each point that is not released, each tied to every priority there is, and public
    but for that: whatever forgets to ask would show it. Undone with the module."""
    scene: Scene = made[1]
    withdrawn = Ask.everything.get(pk=scene.consent.ask_id)
    withdrawn.pk, withdrawn.state = None, "withdrawn"
    withdrawn.save()
    for ask, word in ((scene.waiting, WAITING), (scene.held, HELD), (withdrawn, GONE)):
        Ask.everything.filter(pk=ask.pk).update(
            text=f"{word} is what they said.", source_name=f"{word} group", may_be_published=True
        )
        for priority in Priority.objects.filter(authority=scene.side.authority):
            priority.asks.through.objects.create(priority=priority, ask_id=ask.pk)


def wrong_words(words: str, who: str, name: str) -> Iterator[str]:
    for word, readers in READS.items():
        if word in words and not (who in readers and name in MAY_SHOW):
            yield f"{who} reads {word} at {name}"


@pytest.mark.parametrize("name", sorted(WORKING))
def test_a_working_page_shows_no_word_that_waits(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    entry = WORKING[name]
    if entry.method != "get":
        pytest.skip("shows nothing: it only takes")
    arguments = entry.arguments(scenes[0])
    wrong: list[str] = []
    for who, member in cast.people.items():
        wrong += wrong_words(
            doors.knock(member, "get", address(name, "manchester", arguments)).words, who, name
        )
    assert not wrong


# The form for a new one, and the page of a permission, which is of a released one.
OF_NO_WAITING_POINT = {"portal:point-create", "portal:point-confirm"}


@pytest.mark.parametrize("which", ["waiting", "held"])
@pytest.mark.parametrize(
    "name",
    sorted({one for one in WORKING if one.startswith("portal:point-")} - OF_NO_WAITING_POINT)
    + ["voice:ask-review"],
)
def test_its_own_pages_show_it_to_who_may_read_it(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str, which: str
) -> None:
    url = address(name, "manchester", {"ask": getattr(scenes[0], which).pk})
    word = WAITING if which == "waiting" else HELD
    for who, member in cast.people.items():
        answer = doors.knock(member, "get", url)
        assert (word not in answer.words) or who in READS[word], who
        if name == "voice:ask-review" and who in READS[word]:
            assert word in answer.words


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_a_public_page_shows_no_word_that_waits(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    for who in (None, cast.safeguarding):
        words = doors.knock(who, "get", address(name, "manchester", PUBLIC[name](scenes[0]))).words
        assert "kestrel" not in words


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_open_data_hold_no_word_that_waits(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, kind: str
) -> None:
    for data_set in DATA_SETS:
        url = address("impact:open-data-file", "manchester", {"name": data_set.name, "kind": kind})
        answer = doors.knock(None, "get", url)
        assert answer.status == 200
        assert "kestrel" not in answer.words


def test_documents_hold_no_word_that_waits(scenes: tuple[Scene, Scene]) -> None:
    scene = scenes[0]
    for report in (scene.draft, scene.signed, scene.published):
        for kind in ("full", "one-page"):
            assert "kestrel" not in repr(document_kind(kind).content(report))
    assert Document.objects.exists()


def test_neither_notices_nor_mails_nor_the_trail_hold_them(scenes: tuple[Scene, Scene]) -> None:
    for model in (Notice, AuditEvent, OutgoingMail):
        assert "kestrel" not in str(list(model.objects.values()))
    assert "kestrel" not in str([one.body for one in mail.outbox])


def test_the_word_would_be_found(cast: Cast, scenes: tuple[Scene, Scene], doors: Doors) -> None:
    """Once released it is on the pages that show points, so that the tests above can fail."""
    Ask.everything.filter(pk=scenes[0].waiting.pk).update(state="released")
    names = ("voice:ask-list", "portal:journey", "outcomes:workplan-detail")
    for name in names:
        url = address(name, "manchester", WORKING[name].arguments(scenes[0]))
        assert WAITING in doors.knock(cast.member, "get", url).words
    said = address("impact:you-said", "manchester", PUBLIC["impact:you-said"](scenes[0]))
    assert WAITING in doors.knock(None, "get", said).words
