"""Take a backup back: all of it or nothing."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core import serializers
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction

from core.backups.archive import (
    FILES,
    BackupError,
    Manifest,
    applied_migrations,
    check_archive,
    chunks_of,
    entry_of,
    kept_models,
)
from core.backups.dump import stored_files

# What `migrate` itself writes into an empty database.
MADE_BY_MIGRATE = frozenset({"contenttypes.contenttype", "auth.permission", "sites.site"})


def load_backup(path: Path, *, replace: bool = False) -> Manifest:
    """Bring database and files back to what a backup holds. Everything is checked first. The
    database changes in one transaction, so a failure leaves it as it was; files that the backup
    does not have are deleted once that is certain. Everyone signed in is signed out. Returns the
    manifest. Raises BackupError for a damaged backup, one of another version of the program, and,
    without `replace`, when anything has been kept here already."""
    manifest = check_archive(path)
    if manifest.migrations != applied_migrations():
        raise BackupError(
            "The backup was made by another version of Golden Thread. Install that version, run "
            "migrate, restore, and then install this one."
        )
    if not replace and (found := first_rows()):
        raise BackupError(
            f"The database is not empty ({found}). To delete all it holds and put the backup in "
            "its place, add --replace."
        )
    written: list[str] = []
    changed: list[str] = []
    try:
        with zipfile.ZipFile(path) as archive, transaction.atomic():
            with unguarded():
                _empty_tables()
                for model in kept_models():
                    _load_rows(archive, model, manifest)
            _set_sequences()
            for name in manifest.files:
                if not default_storage.exists(name):
                    written.append(name)
                    _load_file(archive, name)
                elif not _same(archive, FILES + name, name):
                    changed.append(name)
    except BaseException as problem:
        for name in written:
            default_storage.delete(name)
        if isinstance(problem, (DatabaseError, serializers.base.DeserializationError)):
            raise BackupError(f"Nothing was restored: {problem}") from problem
        raise
    _settle_files(path, manifest, changed)
    return manifest


def _settle_files(path: Path, manifest: Manifest, changed: list[str]) -> None:
    """Once the database is certain: replace the files that differ, and delete those too many."""
    with zipfile.ZipFile(path) as archive:
        for name in changed:
            default_storage.delete(name)
            _load_file(archive, name)
    known = set(manifest.files)
    for name in list(stored_files(default_storage)):
        if name not in known:
            default_storage.delete(name)


def first_rows() -> str:
    """Which table has rows that `migrate` did not write; empty for none."""
    for model in kept_models():
        label = model._meta.label_lower
        if label not in MADE_BY_MIGRATE and models.QuerySet(model).exists():
            return label
    return ""


@contextmanager
def unguarded() -> Iterator[None]:
    """Inside, the triggers that keep the trail from being changed do not act: a restore replaces
    it whole. They are back before anybody else can see the database, and with them every relation
    has been checked."""
    tables = [model._meta.db_table for model in kept_models()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger "
                           "WHERE NOT tgisinternal")  # fmt: skip
            guarded = [name for (name,) in cursor.fetchall() if name.strip('"') in tables]
            for table in guarded:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            yield
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in guarded:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        connection.check_constraints()
        for _name, sql in triggers:
            cursor.execute(sql)


def _empty_tables() -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            if table != "django_migrations":
                cursor.execute(f"DELETE FROM {quote(table)}")  # noqa: S608 (a table's own name)


def _load_rows(archive: zipfile.ZipFile, model: type[models.Model], manifest: Manifest) -> None:
    number = 0
    with archive.open(entry_of(model)) as raw:
        for row in serializers.deserialize("jsonl", io.TextIOWrapper(raw, "utf-8")):
            if type(row.object) is not model:
                raise BackupError(f"{entry_of(model)} has a row of another table.")
            # As it was: no default, no date of today, and a row that is there already is an error.
            models.Model.save_base(row.object, raw=True, force_insert=True)
            number += 1
    if number != manifest.entries[entry_of(model)]["rows"]:
        raise BackupError(f"{entry_of(model)} has {number} rows, not what the manifest says.")


def _set_sequences() -> None:
    """New rows get numbers after those that came with the backup."""
    statements = connection.ops.sequence_reset_sql(no_style(), kept_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _load_file(archive: zipfile.ZipFile, name: str) -> None:
    """Put one file where it was. Raises BackupError when the storage gives it another name."""
    with archive.open(FILES + name) as content:
        kept = default_storage.save(name, File(content, name=name))
    if kept != name:
        default_storage.delete(kept)
        raise BackupError(f"The storage keeps {name} under another name ({kept}).")


def _same(archive: zipfile.ZipFile, entry: str, name: str) -> bool:
    digests = []
    with archive.open(entry) as ours, default_storage.open(name) as theirs:
        for content in (ours, theirs):
            digest = hashlib.sha256()
            for chunk in chunks_of(content):
                digest.update(chunk)
            digests.append(digest.digest())
    return digests[0] == digests[1]
