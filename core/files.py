"""Where files are kept: outside any public folder, complete or not at all."""

import errno
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

log = logging.getLogger(__name__)

# What a disk says that is full, or that takes nothing for another reason.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EIO})
# The files that the deed in progress has stored so far, in this thread.
_stored: ContextVar[list[str] | None] = ContextVar("stored", default=None)


class NotStored(OSError):
    """A file could not be kept, because the disk is full or cannot be written. Its words are for
    the person who sent it."""

    def __str__(self) -> str:
        return _(
            "We couldn’t save your file because our storage has no room left. Nothing has been "
            "saved, and what you wrote is still here. Save it without the file now, or add the "
            "file again later."
        )


def has_no_room(problem: BaseException | None) -> bool:
    """Whether an error says that a disk is full or cannot be written."""
    return isinstance(problem, OSError) and problem.errno in NO_ROOM


@contextmanager
def all_files_or_none() -> Iterator[None]:
    """Inside, files are stored; when the block fails, those it stored are deleted again, for the
    rows that name them are undone. Put it around the transaction, not into it."""
    names: list[str] = []
    token = _stored.set(names)
    try:
        yield
    except BaseException:
        for name in names:
            with suppress(OSError):
                default_storage.delete(name)
        raise
    finally:
        _stored.reset(token)


@deconstructible(path="core.files.PrivateStorage")
class PrivateStorage(FileSystemStorage):
    """A folder nobody is served from. A file has its final name only when it is whole: Django's own
    storage leaves a partial file under the final name when the disk is full."""

    def _save(self, name: str, content: Any) -> str:
        """Store a file. Raises `NotStored` when the disk is full or cannot be written."""
        try:
            name = self._store(name, content)
        except OSError as problem:
            if not has_no_room(problem):
                raise
            log.error("A file could not be stored: %s", os.strerror(problem.errno or 0))
            raise NotStored(problem.errno, problem.strerror) from problem
        stored = _stored.get()
        if stored is not None:
            stored.append(name)
        return name

    def _store(self, name: str, content: Any) -> str:
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
    from PIL import ImageFile  # 8 MB, which a web server holds only once somebody sends a picture

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
