"""Where files are kept: outside any public folder, complete or not at all."""

import os
import tempfile
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


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
