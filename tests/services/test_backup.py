"""Backup and restore between real databases: SQLite to PostgreSQL, back, and each to itself."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from core.backups import check_archive
from tests.services.conftest import ROOT, database_url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The address of a new PostgreSQL database beside the test's own."""
    ours, name = database_url(), f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield ours.rsplit("/", 1)[0] + f"/{name}"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def manage(place: Path, database: str, *arguments: str) -> str:
    """Run a command of the program that lives in a folder and a database; "" is SQLite there."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "DATABASE_URL": database,
        "REDIS_URL": "",
        "GOLDEN_THREAD_VAR": str(place),
        "MEDIA_ROOT": str(place / "media"),
    }
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_round_trip_over_both_engines_loses_nothing(empty_database: str, tmp_path: Path) -> None:
    first, second, third = (tmp_path / name for name in ("first", "second", "third"))
    for place in (first, second, third):
        place.mkdir()
    manage(first, "", "migrate", "--verbosity", "0")
    manage(first, "", "load_demo")
    (first / "media" / "evidence").mkdir(parents=True, exist_ok=True)
    (first / "media" / "evidence" / "photo.bin").write_bytes(bytes(range(256)) * 9000)
    manage(first, "", "backup", str(tmp_path / "sqlite.zip"))

    manage(second, empty_database, "restore", str(tmp_path / "sqlite.zip"))
    assert "what it should be" in manage(second, empty_database, "rebuild_grants", "--check")
    manage(second, empty_database, "backup", str(tmp_path / "postgresql.zip"))

    # PostgreSQL to itself, over what is there; and back to SQLite.
    manage(second, empty_database, "restore", "--replace", str(tmp_path / "postgresql.zip"))
    manage(second, empty_database, "backup", str(tmp_path / "again.zip"))
    manage(third, "", "restore", str(tmp_path / "again.zip"))
    assert "what it should be" in manage(third, "", "rebuild_grants", "--check")
    manage(third, "", "backup", str(tmp_path / "last.zip"))

    kept = check_archive(tmp_path / "sqlite.zip")
    assert kept.rows > 3000
    assert "evidence/photo.bin" in kept.files
    for name in ("postgresql.zip", "again.zip", "last.zip"):
        assert check_archive(tmp_path / name).entries == kept.entries, name
