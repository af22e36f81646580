"""A lock between processes of one machine, which the kernel releases when its holder dies."""

import fcntl
import logging
import os
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

log = logging.getLogger(__name__)


@contextmanager
def machine_lock(name: str) -> Iterator[bool]:
    """Yield whether this process holds the lock `name` of this installation now. Never waits.

    The file is in the folder for temporary files, the one place that every process may write to,
    in a container with a read-only root as well. Such a lock only saves work: what may happen once
    is guarded by rows. So where no file can be opened, that is logged and the answer is True.
    """
    path = _lock_file(name)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as problem:
        log.warning("No lock for %s (%s): it may run twice at a time.", name, problem)
        yield True
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        held = True
    except BlockingIOError:
        held = False
    try:
        yield held
    finally:
        os.close(handle)


def _lock_file(name: str) -> Path:
    """Two installations on one machine, or two users, do not wait for each other."""
    installation = zlib.crc32(str(settings.VAR).encode())
    folder = Path(tempfile.gettempdir())
    return folder / f"golden-thread-{os.getuid()}-{installation:08x}-{name}.lock"
