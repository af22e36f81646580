"""Write a backup: one moment of the database, then the files its rows name."""

import datetime
import hashlib
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core import serializers
from django.core.files.storage import Storage, default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone

from core.backups.archive import (
    FILES,
    FORMAT,
    MANIFEST,
    BackupError,
    Manifest,
    applied_migrations,
    chunks_of,
    entry_of,
    kept_models,
)

ROWS_AT_ONCE = 500


def write_backup(path: Path) -> Manifest:
    """Write the database and all stored files into one new file, which only its owner can read. It
    has its name only once it is whole. People can go on working: what they save after the first
    moment is not in it. Returns the manifest. Raises BackupError when the file exists already."""
    if path.exists():
        raise BackupError(f"{path} exists already. Choose another name, or delete it first.")
    part = path.with_name(f".part-{path.name}")
    opened = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        with os.fdopen(opened, "w+b") as file:
            manifest = _write(file)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _write(file: IO[bytes]) -> Manifest:
    entries: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        with one_moment():
            migrations = applied_migrations()
            for model in kept_models():
                entries[entry_of(model)] = _write_rows(archive, model)
        lost = []
        for name in sorted(stored_files(default_storage)):
            try:
                entries[FILES + name] = _write_file(archive, name)
            except FileNotFoundError:  # deleted since it was listed, on purpose
                lost.append(name)
        manifest = Manifest(
            format=FORMAT,
            made_at=timezone.now().isoformat(),
            engine=connection.vendor,
            migrations=migrations,
            entries=entries,
            left_out_files=lost,
        )
        archive.writestr(MANIFEST, manifest.as_json())
    return manifest


@contextmanager
def one_moment() -> Iterator[None]:
    """Inside, every table is read as it was at one moment, and nobody has to wait: PostgreSQL keeps
    such a snapshot for a repeatable read, SQLite's write-ahead log for a transaction that reads."""
    if connection.in_atomic_block:
        yield
        return
    mode = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]  # SQLite's alone
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = mode  # type: ignore[attr-defined]  # SQLite's alone


class _Exact(DjangoJSONEncoder):
    """Moments to the microsecond; Django's own encoder cuts them to the millisecond."""

    def default(self, o: Any) -> Any:
        if isinstance(o, (datetime.datetime, datetime.time)):
            return o.isoformat()
        return super().default(o)


class _Counted:
    """Text that is written into an entry, counted and summed up on the way."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target, self.digest, self.size = target, hashlib.sha256(), 0

    def write(self, text: str) -> None:
        self.add(text.encode())

    def add(self, data: bytes) -> None:
        self.target.write(data)
        self.digest.update(data)
        self.size += len(data)

    def entry(self) -> dict[str, Any]:
        return {"sha256": self.digest.hexdigest(), "size": self.size}


def _write_rows(archive: zipfile.ZipFile, model: type[models.Model]) -> dict[str, Any]:
    names = [field.name for field in model._meta.concrete_fields]
    # Not the default manager: it may leave rows out.
    rows: models.QuerySet[models.Model] = models.QuerySet(model).order_by("pk")
    number = 0

    def counted() -> Iterator[models.Model]:
        nonlocal number
        for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
            number += 1
            yield row

    with archive.open(entry_of(model), "w", force_zip64=True) as target:
        text = _Counted(target)
        # Keys in one order, whatever order an engine keeps those of its JSON in.
        serializers.serialize(
            "jsonl",
            counted(),
            fields=names,
            stream=text,
            cls=_Exact,
            sort_keys=True,
            ensure_ascii=False,
        )
    return {**text.entry(), "rows": number}


def _write_file(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    with (
        default_storage.open(name) as content,
        archive.open(FILES + name, "w", force_zip64=True) as target,
    ):
        written = _Counted(target)
        for chunk in chunks_of(content):
            written.add(chunk)
    return written.entry()


def stored_files(storage: Storage, folder: str = "") -> Iterator[str]:
    """The names of all files of a storage, whichever kind it is. A file that is only half there has
    a name of its own (`core.files.PrivateStorage`) and is passed over."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    start = f"{folder}/" if folder else ""
    yield from (start + name for name in files if not name.startswith(".part-"))
    for one in folders:
        yield from stored_files(storage, start + one)
