"""Two people editing the same thing: the second is told, shown both versions, and loses nothing."""

from typing import Any, ClassVar, Protocol, TypeVar

from django.utils import timezone
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
    # Not the default manager, which may leave rows out (voice.models.Ask).
    model: Any = type(obj)
    current: M = model._base_manager.select_for_update().get(pk=obj.pk)
    return raise_version(current, version)


def raise_version(current: M, version: int | None, *, of: str = "version") -> M:
    """Make the version of a row that is locked already one higher, and return the row. `of` names
    the number, where one row has several parts that people write apart from each other. Raises
    `Conflict` as `check_version` does."""
    now = getattr(current, of)
    if version is not None and now != version:
        raise Conflict(current)
    setattr(current, of, now + 1)
    return current


def is_repeated(new: Any, last: Any, *names: str) -> bool:
    """Whether the same person said the same earlier today: when one goes back, browsers show a form
    that was sent filled in and ready to be sent again. Takes what is to be added, the newest there
    is, and what to compare; both have `by` and `at`."""
    if last.by_id != new.by_id or timezone.localdate(last.at) != timezone.localdate():
        return False
    return all(getattr(last, name) == getattr(new, name) for name in names)
