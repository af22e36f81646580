"""Backup and restore between real databases: SQLite to PostgreSQL, to itself, and back. What is
compared is not read by the program's own backup: every table that the database has, every file."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.services.program import Council, cloned_database, copied

# Of each table there is: how many rows it has and a checksum of their values, which Django reads
# alike on both engines. A table without a model would be one that no backup could know.
CONTENT = """
import hashlib, json, django
django.setup()
from django.apps import apps
from django.db import connection, models
by_table = {m._meta.db_table: m for m in apps.get_models(include_auto_created=True)}
found = {}
for table in connection.introspection.table_names():
    if table == "django_migrations":
        continue
    rows = models.QuerySet(by_table[table]).order_by("pk").values_list()
    lines = [json.dumps(row, default=str, sort_keys=True) for row in rows]
    found[table] = [len(lines), hashlib.sha256("\\n".join(lines).encode()).hexdigest()]
print(json.dumps(found))
"""
# Who is signed in, what a running process notes, and the cache.
NOT_KEPT = {"core_cacheentry", "core_heartbeat", "django_session", "usersessions_usersession"}
PHOTO = "evidence/photo.bin"


def content(place: Council) -> dict[str, Any]:
    """All that is kept there: rows and checksum of every table, checksum of every file."""
    tables = json.loads(place.run("-c", CONTENT))
    media = place.folder / "media"
    files = {
        f"file {path.relative_to(media)}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in media.rglob("*")
        if path.is_file()
    }
    return {**{name: tables[name] for name in tables if name not in NOT_KEPT}, **files}


def differences(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    """The tables and files that are not alike."""
    return {name for name in {*one, *other} if one.get(name) != other.get(name)}


@pytest.fixture
def first(sqlite_council: Council, tmp_path: Path) -> Council:
    """A council on SQLite with files, one of them larger than what is read at once."""
    place = copied(sqlite_council, tmp_path / "first", "")
    for name, data in ((PHOTO, bytes(range(256)) * 9000), ("logos/Bienen ŵ.png", b"\x89PNG")):
        path = place.folder / "media" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return place


@pytest.fixture
def second(postgres_council: Council, tmp_path: Path) -> Iterator[Council]:
    """A place on PostgreSQL, without so much as a table."""
    folder = tmp_path / "second"
    folder.mkdir()
    (folder / "static").symlink_to((postgres_council.folder / "static").resolve())
    server = postgres_council.database
    name = f"{server.rpartition('/')[2]}_restored"
    with cloned_database(server, "template1", name) as database:
        yield Council(folder, database, {})


def test_a_round_trip_over_both_engines_loses_nothing(
    first: Council, second: Council, sqlite_council: Council, tmp_path: Path
) -> None:
    kept = content(first)
    assert sum(rows for rows, _ in (v for v in kept.values() if isinstance(v, list))) > 700
    assert f"file {PHOTO}" in kept
    first.run("manage.py", "backup", str(tmp_path / "sqlite.zip"))

    second.run("manage.py", "restore", str(tmp_path / "sqlite.zip"))
    assert differences(kept, content(second)) == set()
    second.run("manage.py", "backup", str(tmp_path / "postgresql.zip"))

    # PostgreSQL to itself, over what people did since, and back to SQLite over somebody else's.
    second.sql("UPDATE outcomes_action SET title = 'Spoilt ' || id")
    (second.folder / "media" / PHOTO).unlink()
    (second.folder / "media" / "later.txt").write_text("later")
    second.run("manage.py", "restore", "--replace", str(tmp_path / "postgresql.zip"))
    assert differences(kept, content(second)) == set()
    third = copied(sqlite_council, tmp_path / "third", "")
    third.run("manage.py", "restore", "--replace", str(tmp_path / "postgresql.zip"))
    assert differences(kept, content(third)) == set()
    third.run("manage.py", "backup", str(tmp_path / "last.zip"))
    entries = [
        json.loads(zipfile.ZipFile(tmp_path / f"{name}.zip").read("manifest.json"))["entries"]
        for name in ("sqlite", "postgresql", "last")
    ]
    assert entries[0] == entries[1] == entries[2]
    print(f"\nbackup: {len(kept)} tables and files over three restores, lost 0")


def test_what_is_compared_here_sees_every_kind_of_loss(first: Council) -> None:
    """Else the round trip would prove nothing."""
    kept = content(first)
    photo = first.folder / "media" / PHOTO
    data = bytearray(photo.read_bytes())
    data[1_500_000] ^= 1
    photo.write_bytes(data)
    (first.folder / "media" / "logos" / "Bienen ŵ.png").unlink()
    first.sql("DELETE FROM outcomes_progressupdate")
    first.sql("UPDATE outcomes_action SET title = title || '.' WHERE id = ?", first.known["action"])
    assert differences(kept, content(first)) == {
        f"file {PHOTO}",
        "file logos/Bienen ŵ.png",
        "outcomes_progressupdate",
        "outcomes_action",
    }


def rewritten(path: Path, name: str, change: Callable[[bytes], bytes | None], known: bool) -> Path:
    """The same backup with one entry changed, or without it; `known`: its manifest says so too."""
    made = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        if known:
            del manifest["entries"][name]
        for each in old.namelist():
            data: bytes | None = old.read(each)
            if each == name:
                data = change(old.read(each))
            elif each == "manifest.json":
                data = json.dumps(manifest).encode()
            if data is not None:
                new.writestr(each, data)
    return made


@pytest.fixture(scope="module")
def whole(sqlite_council: Council, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup that nothing is wrong with."""
    folder = tmp_path_factory.mktemp("whole")
    place = copied(sqlite_council, folder / "first", "")
    (place.folder / "media").mkdir(exist_ok=True)
    (place.folder / "media" / "photo.bin").write_bytes(b"photo")
    place.run("manage.py", "backup", str(folder / "whole.zip"))
    return folder / "whole.zip"


TABLE = "database/outcomes.progressupdate.jsonl"
DAMAGE: dict[str, tuple[str, Callable[[bytes], bytes | None], bool, str]] = {
    "a missing file": ("files/photo.bin", lambda data: None, False, "exactly what its manifest"),
    "a changed byte": ("files/photo.bin", lambda data: b"phot0", False, "photo.bin"),
    "a changed row": (TABLE, lambda data: data.replace(b"61", b"16"), False, "progressupdate"),
    "a table left out": (TABLE, lambda data: None, False, "exactly what its manifest"),
    "a table nobody misses": (TABLE, lambda data: None, True, "outcomes.progressupdate"),
}


def test_a_damaged_backup_is_found_and_changes_nothing(
    first: Council, whole: Path, tmp_path: Path
) -> None:
    kept = content(first)
    assert "is whole" in first.run("manage.py", "restore", "--check", str(whole))
    found = 0
    for damage, (name, change, known, words) in DAMAGE.items():
        path = rewritten(Path(shutil.copy(whole, tmp_path / "whole.zip")), name, change, known)
        commands = ("--check", "--replace") if known else ("--replace",)
        for command in commands:
            said = first.run("manage.py", "restore", command, str(path), wrong=True)
            assert words in said, (damage, said)
            assert "Traceback" not in said
        found += 1
    assert differences(kept, content(first)) == set()
    print(f"\nbackup: {found} of {len(DAMAGE)} damaged backups refused, nothing changed")
