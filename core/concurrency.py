"""Two people editing the same thing: the second is told, shown both versions, and loses nothing."""

from typing import Any, ClassVar, Protocol, TypeVar

from django.utils.translation import gettext as _


class Versioned(Protocol):
    """A model with a number that every change makes one higher."""

    pk: Any
    version: Any
    _default_manager: ClassVar[Any]


M = TypeVar("M", bound=Versioned)


class Conflict(Exception):
    """Somebody else saved first. `current` is the object as it now is."""

    def __init__(self, current: Versioned) -> None:
        self.current: Any = current
        super().__init__(_("Someone else changed this while you were editing it."))


def check_version(obj: M, version: int | None) -> M:
    """Return the row as it now is, locked until the transaction ends, with its version one higher.

    Takes the object and the version the person was looking at (None when a caller, such as an
    import, did not look). Raises `Conflict` when they differ. On PostgreSQL the row is locked; on
    SQLite an immediate transaction already holds the only write lock.
    """
    current = type(obj)._default_manager.select_for_update().get(pk=obj.pk)
    if version is not None and current.version != version:
        raise Conflict(current)
    current.version += 1
    return current
