"""Two people editing the same thing: the second is told, shown both versions, and loses nothing."""

from typing import TypeVar

from django.db import models
from django.utils.translation import gettext as _

M = TypeVar("M", bound=models.Model)


class Conflict(Exception):
    """Somebody else saved first. `current` is the object as it now is."""

    def __init__(self, current: models.Model) -> None:
        self.current = current
        super().__init__(_("Somebody else changed this while you were writing."))


def check_version(obj: M, version: int | None) -> M:
    """Return the row as it now is, locked until the transaction ends, with its version one higher.

    Takes the object and the version the person was looking at (None when a caller, such as an
    import, did not look). Raises `Conflict` when they differ. On PostgreSQL the row is locked; on
    SQLite an immediate transaction already holds the only write lock.
    """
    current = type(obj)._default_manager.select_for_update().get(pk=obj.pk)
    if version is not None and current.version != version:  # type: ignore[attr-defined]
        raise Conflict(current)
    current.version += 1  # type: ignore[attr-defined]
    return current
