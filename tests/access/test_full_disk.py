"""The disk for files is full: each form that takes a file says so, and keeps the words."""

import errno
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BaseForm, FileField
from PIL import Image

from accounts.models import Logo
from core import files
from core.forms import Form, ModelForm
from outcomes.models import EvidenceFile, ProgressUpdate
from tests.access.doors import Doors
from tests.access.entries import WORKING
from tests.access.scene import Scene
from tests.access.test_matrix import address
from tests.support.cast import Cast

SAID = "our storage has no room left"
# Every form with a file field. One that only reads its file stores nothing.
STORING = {"LogoForm", "ProgressForm"}
READING = {"SheetForm", "GalleryForm"}


def png(colour: str) -> SimpleUploadedFile:
    picture = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(picture, "PNG")
    return SimpleUploadedFile(f"{colour}.png", picture.getvalue(), "image/png")


def stored(folder: Any) -> list[Path]:
    return [path for path in Path(folder).rglob("*") if path.is_file()]


@pytest.fixture
def full(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, int]:
    """Room for so many files more."""
    settings.MEDIA_ROOT = tmp_path / "media"
    room = {"files": 0}
    fsync = os.fsync

    def sync(handle: int) -> None:
        if room["files"] <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        room["files"] -= 1
        fsync(handle)

    monkeypatch.setattr(files.os, "fsync", sync)
    return room


def subclasses(kind: type[BaseForm]) -> Iterator[type[BaseForm]]:
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


def test_no_form_with_a_file_is_forgotten() -> None:
    taking = {
        form.__name__
        for form in (*subclasses(Form), *subclasses(ModelForm))
        if any(isinstance(field, FileField) for field in getattr(form, "base_fields", {}).values())
        and not form.__module__.startswith("tests.")
    }
    assert taking == STORING | READING


@pytest.mark.parametrize("room", [0, 1])
@pytest.mark.parametrize("name", ["outcomes:action-progress", "outcomes:action-update"])
def test_an_update_comes_back_with_its_words_and_leaves_no_file(
    cast: Cast,
    scenes: tuple[Scene, Scene],
    doors: Doors,
    full: dict[str, int],
    name: str,
    room: int,
    settings: Any,
) -> None:
    full["files"] = room
    url = address(name, "manchester", WORKING[name].arguments(scenes[0]))
    shown = doors.knock(cast.officer, "get", url).content.decode()
    version = re.search(r'name="version" value="(\d+)"', shown)
    assert version
    before = (ProgressUpdate.objects.count(), EvidenceFile.objects.count())
    data = {
        "status": "on-track",
        "done": "We rang every carer, and wrote it all down.",
        "version": version[1],
        "files": [png("red"), png("blue")],
    }
    answer = doors.knock(cast.officer, "post", url, data)
    assert answer.status == 422, answer.words[:500]
    assert SAID in answer.words
    assert "We rang every carer, and wrote it all down." in answer.words
    assert re.search(r'class="field[^"]*has-error"[^§]{0,900}id_files', answer.content.decode())
    assert stored(settings.MEDIA_ROOT) == []
    assert (ProgressUpdate.objects.count(), EvidenceFile.objects.count()) == before


def test_a_logo_comes_back_with_what_it_shows(
    cast: Cast, doors: Doors, full: dict[str, int], settings: Any
) -> None:
    data = {"file": png("green"), "words": "Three bees on a green field"}
    url = address("accounts:logo-add", "manchester", {})
    answer = doors.knock(cast.coordinator, "post", url, data)
    assert answer.status == 422
    assert SAID in answer.words
    assert "Three bees on a green field" in answer.content.decode()
    assert stored(settings.MEDIA_ROOT) == []
    assert not Logo.objects.filter(words="Three bees on a green field").exists()


def test_files_of_a_deed_that_fails_later_go_with_it(settings: Any, tmp_path: Path) -> None:
    """Whatever stops it: the rows are undone, so nothing would ever find these files again."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    settings.MEDIA_ROOT = tmp_path / "media"

    def stored_then_failed() -> None:
        with files.all_files_or_none():
            default_storage.save("evidence/a", ContentFile(b"a"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stored_then_failed()
    assert stored(settings.MEDIA_ROOT) == []
    with files.all_files_or_none():
        default_storage.save("evidence/a", ContentFile(b"a"))
    assert len(stored(settings.MEDIA_ROOT)) == 1
