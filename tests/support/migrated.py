"""The database as the migrations leave it, kept between runs.

To run them all takes some six seconds of every process that tests. What they leave is kept in a
file, and the next run begins with it; `migrate` still runs, and brings what it finds up to date.
The file's name is made from the migrations and all that they call, so any change starts afresh.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / "var" / "tests"


def key() -> str:
    """What the database depends on: Django, every app's migrations, and our own code they call."""
    folders = [Path(config.path) / "migrations" for config in apps.get_app_configs()]
    files = [file for folder in folders for file in sorted(folder.glob("*.py"))]
    files += sorted((ROOT / "core").rglob("*.py"))
    digest = hashlib.sha256(django.__version__.encode())
    for file in files:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:20]


def _kept() -> Path | None:
    """Where it is kept; None on another engine than SQLite in memory."""
    if connection.vendor != "sqlite" or connection.settings_dict["TEST"]["NAME"]:
        return None
    return KEPT / f"{key()}.sqlite3"


def _memory() -> sqlite3.Connection:
    creation: Any = connection.creation  # SQLite’s, whose names the stubs do not tell apart
    return sqlite3.connect(creation._get_test_db_name(), uri=True)


@contextmanager
def begun() -> Iterator[None]:
    """Inside, the test database is made, beginning with what is kept."""
    kept = _kept()
    if kept is None:
        yield
        return
    # A database in memory is there while somebody has it open.
    with closing(_memory()) as memory:
        if kept.exists():
            with closing(sqlite3.connect(kept)) as file:
                file.backup(memory)
        yield


def keep() -> None:
    """Keep the database as it is now, when nothing like it is kept. Whole or not at all, also while
    another process keeps the same; older ones go."""
    kept = _kept()
    if kept is None or kept.exists():
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    mine = KEPT / f"{os.getpid()}.tmp"
    with closing(sqlite3.connect(mine)) as file, closing(_memory()) as memory:
        memory.backup(file)
    mine.replace(kept)
    for other in KEPT.glob("*.sqlite3"):
        if other != kept:
            other.unlink(missing_ok=True)
