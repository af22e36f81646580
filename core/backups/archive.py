"""What a backup file holds, and the proof that it is whole."""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE, FILES = "database/", "files/"
CHUNK = 1024 * 1024
# Only of use to the processes that are running: who is signed in, which worker is at work, and the
# cache, whose values are pickles that a file from elsewhere must not bring in.
LEFT_OUT = frozenset(
    {
        "core.cacheentry",
        "core.heartbeat",
        "sessions.session",
        "usersessions.usersession",
    }
)
# A file's name as a storage keeps it: folders and a name, none of which leads out of the storage.
SAFE_NAME = re.compile(r"(?!/)(?!.*(?:^|/)\.\.?(?:/|$))[^\\\x00-\x1f]+")


class BackupError(Exception):
    """A backup cannot be made, or cannot be trusted or taken back; with the reason in words."""


@dataclass(frozen=True)
class Manifest:
    """What stands in `manifest.json`. `entries` has of each entry its checksum, its size in bytes
    and, of a table, its rows; `migrations` are those that had been applied."""

    format: int
    made_at: str
    engine: str
    migrations: list[str]
    entries: dict[str, dict[str, Any]]
    left_out_files: list[str]

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(entry.get("rows", 0) for entry in self.entries.values())

    @property
    def files(self) -> list[str]:
        """The names of the files, as the storage has them."""
        return [name.removeprefix(FILES) for name in self.entries if name.startswith(FILES)]

    def as_json(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True)


def kept_models() -> list[type[models.Model]]:
    """Every table a backup has, in one order on every engine; the tables between many and many are
    among them."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped
    ]
    kept = [model for model in found if model._meta.label_lower not in LEFT_OUT]
    return sorted(kept, key=lambda model: model._meta.label_lower)


def entry_of(model: type[models.Model]) -> str:
    """Where a table's rows stand in the archive."""
    return f"{DATABASE}{model._meta.label_lower}.jsonl"


def applied_migrations() -> list[str]:
    """The migrations this database has, in one order."""
    return sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())


def check_archive(path: Path) -> Manifest:
    """Read all of a backup and compare it with its manifest. Returns the manifest. Raises
    BackupError for a file that is no backup, is of another format, has an entry too many or too
    few, has one that is not what it was, or lacks a table that this version keeps."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive)
            _check_entries(archive, manifest)
            _check_tables(manifest)
    except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError, EOFError) as problem:
        raise BackupError(f"{path} is not a whole backup: {problem}") from problem
    return manifest


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    manifest = Manifest(**json.loads(archive.read(MANIFEST)))
    if manifest.format != FORMAT:
        raise BackupError(f"The backup has format {manifest.format}; this version reads {FORMAT}.")
    return manifest


def _check_entries(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    names = archive.namelist()
    if len(names) != len(set(names)) or set(names) != {*manifest.entries, MANIFEST}:
        raise BackupError("The backup does not hold exactly what its manifest says.")
    for name in manifest.files:
        if not SAFE_NAME.fullmatch(name):
            raise BackupError(f"The backup has a file with an unsafe name: {name!r}")
    for name, entry in manifest.entries.items():
        with archive.open(name) as content:
            digest, size = digest_of(content)
        if (digest, size) != (entry["sha256"], entry["size"]):
            raise BackupError(f"{name} in the backup is damaged: its checksum does not match.")


def _check_tables(manifest: Manifest) -> None:
    """One made by this very version has each of its tables. What another version keeps, that one
    knows; a restore refuses it by its migrations."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    if manifest.migrations != sorted(".".join(key) for key in known):
        return
    tables = {name for name in manifest.entries if name.startswith(DATABASE)}
    differing = tables ^ {entry_of(model) for model in kept_models()}
    if differing:
        raise BackupError(f"The backup does not hold the tables it should: {sorted(differing)}")


def digest_of(content: IO[bytes]) -> tuple[str, int]:
    """The checksum and the length of what can be read."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks_of(content):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def chunks_of(content: IO[bytes]) -> Iterator[bytes]:
    """All of it, a piece at a time."""
    while chunk := content.read(CHUNK):
        yield chunk
