"""The cache, which goes on in the database while Redis is away.

What is kept in it must not fail a page: tries at the door are counted there, and a sign-in that
cannot count would either let nobody in or let anybody guess. So a cache that fails counts in the
table `core_cacheentry` instead, which is slower and shared by all processes in the same way.
"""

import datetime
import json
import time
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.db import transaction

from core.circuit import Circuit
from core.models import CacheEntry

# The alias of the cache in the database. What must survive an emptied Redis is kept there alone.
IN_DATABASE = "database"


def default_is_away() -> bool:
    """Whether the default cache is away, so that the database stands in for it. Asks it."""
    cache = caches["default"]
    if not isinstance(cache, FallingBack):
        return False
    cache.get("here")  # one that is away opens its circuit, or is asked beside this request
    return cache.circuit.is_open


def count_in_database(key: str, *, most: int, seconds: float) -> bool:
    """Count one try, by a locked row: many at once wait for each other for milliseconds, and none
    is lost. Returns False, and counts nothing, when there were `most` within `seconds` already."""
    now = time.time()
    ends = datetime.datetime.fromtimestamp(now + seconds, datetime.UTC)
    with transaction.atomic():
        entry = _locked_entry(f"count:{key}", ends)
        tries = [at for at in json.loads(entry.value) if at > now - seconds]
        if len(tries) >= most:
            return False
        entry.value, entry.expires = json.dumps([*tries, now]), ends
        entry.save()
    return True


def _locked_entry(name: str, ends: datetime.datetime) -> CacheEntry:
    """The row of a count, made if need be, and locked. One that is deleted in between, because it
    has expired, is made again."""
    while True:
        CacheEntry.objects.bulk_create(
            [CacheEntry(cache_key=name, value="[]", expires=ends)], ignore_conflicts=True
        )
        entry = CacheEntry.objects.select_for_update().filter(cache_key=name).first()
        if entry is not None:
            return entry


def forget_count(key: str) -> None:
    """Let the tries that were counted in the database be none. The row stays: others may be waiting
    for it."""
    CacheEntry.objects.filter(cache_key=f"count:{key}").update(value="[]")


class FallingBack(BaseCache):
    """A cache that goes on in the database as soon as it fails, until it answers again. A mix-in:
    the class after it is the cache itself."""

    circuit: Circuit
    faults: tuple[type[Exception], ...] = (OSError,)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._do("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._do("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._do("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._do("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._do("delete", *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._do("get_many", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._do("set_many", *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._do("delete_many", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._do("has_key", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return self._do("incr", *args, **kwargs)

    def clear(self, *args: Any, **kwargs: Any) -> Any:
        return self._do("clear", *args, **kwargs)

    def ask(self) -> None:
        """Raise one of `faults` while the cache itself cannot be used."""
        raise NotImplementedError

    def _do(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if self.circuit.is_open:
            self.circuit.attempt(self.ask)
        else:
            try:
                return getattr(super(), name)(*args, **kwargs)
            except self.faults as problem:
                self.circuit.failed(problem)
        return getattr(caches[IN_DATABASE], name)(*args, **kwargs)


class FolderOrDatabase(FallingBack, FileBasedCache):
    """A folder that all processes of this machine share; the database when its disk is full."""

    circuit = Circuit("cache-folder")

    def ask(self) -> None:
        FileBasedCache.set(self, "ask", "x" * 4096, 1)
