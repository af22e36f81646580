"""Where files are kept: outside any public folder, complete or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible
from django.utils.translation import ngettext
from PIL import ImageFile


@deconstructible(path="core.files.PrivateStorage")
class PrivateStorage(FileSystemStorage):
    """A folder nobody is served from. A file has its final name only when it is whole: Django's own
    storage leaves a partial file under the final name when the disk is full."""

    def _save(self, name: str, content: Any) -> str:
        full = self.path(name)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(full), prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as target:
                for chunk in content.chunks():
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            while os.path.exists(full):
                name = self.get_available_name(name)
                full = self.path(name)
            os.replace(temporary, full)
        except BaseException:
            if os.path.exists(temporary):
                os.unlink(temporary)
            raise
        return name

    def url(self, name: str | None) -> str:
        raise ValueError("A private file has no address; serve it through a view that checks.")


@contextmanager
def whole_pictures() -> Iterator[None]:
    """Inside, a picture that ends too early cannot be opened. What draws PDFs tells Pillow to take
    such ones, in every process that loads it; what people send in is taken whole or not at all."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def too_many_files(most: int) -> str:
    """What is said to somebody who adds more files than one form takes."""
    return ngettext("Add up to %(n)s file at a time.", "Add up to %(n)s files at a time.", most) % {
        "n": most
    }
