"""A backup holds everything, a restore brings it back whole or not at all."""

import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.models import Authority, Person
from core.backups import BackupError, check_archive, load_backup, write_backup
from core.backups.archive import MANIFEST, kept_models
from core.backups.load import first_rows
from core.models import AuditEvent
from outcomes.models import Action
from outcomes.operations.progress import record_progress
from tests.factories import make_action
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(cast: Cast, tmp_path: Path) -> Path:
    """A backup of the cast with an update, a trail and two files."""
    action = make_action(cast)
    record_progress(actor=cast.officer, action=action, status="on-track", done="Said “iawn”, ŵ.")
    default_storage.save("evidence/one.txt", ContentFile(b"one"))
    default_storage.save("two.txt", ContentFile(b"two"))
    path = tmp_path / "golden.zip"
    write_backup(path)
    return path


def checksums(path: Path) -> dict[str, Any]:
    return check_archive(path).entries


def test_it_holds_every_table_and_is_nobody_elses_to_read(kept: Path) -> None:
    manifest = check_archive(kept)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert set(manifest.files) >= {"evidence/one.txt", "two.txt"}
    tables = {name for name in manifest.entries if name.startswith("database/")}
    assert len(tables) == len(kept_models()) > 60
    for label in ("core.auditevent", "accounts.person_groups", "outcomes.progressupdate"):
        assert manifest.entries[f"database/{label}.jsonl"]["rows"] > 0
    assert "database/sessions.session.jsonl" not in tables
    with pytest.raises(BackupError, match="exists already"):
        write_backup(kept)


def test_a_restore_brings_all_of_it_back(kept: Path, cast: Cast, tmp_path: Path) -> None:
    moments = list(AuditEvent.objects.order_by("pk").values_list("pk", "at", "changes"))
    assert any(at.microsecond % 1000 for _, at, _ in moments)
    Action.objects.update(title="Spoilt")
    Authority.objects.create(slug="later", name="Later", kind="county")
    default_storage.delete("two.txt")
    default_storage.delete("evidence/one.txt")
    default_storage.save("evidence/one.txt", ContentFile(b"spoilt"))
    default_storage.save("later.txt", ContentFile(b"later"))
    call_command("restore", str(kept), "--replace")
    again = tmp_path / "again.zip"
    write_backup(again)
    assert checksums(again) == checksums(kept)
    assert list(AuditEvent.objects.order_by("pk").values_list("pk", "at", "changes")) == moments
    call_command("rebuild_grants", "--check")
    # The trail is as guarded as before, and a new row gets a number of its own.
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.all().delete()
    Person.objects.create_user("new@example.test", None, name="New")


def test_without_replace_nothing_is_deleted(kept: Path) -> None:
    before = AuditEvent.objects.count()
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(kept))
    assert AuditEvent.objects.count() == before
    assert first_rows()


def test_only_looking_changes_nothing(kept: Path, capsys: Any) -> None:
    Action.objects.update(title="Newer")
    call_command("restore", str(kept), "--check")
    assert "is whole" in capsys.readouterr().out
    assert Action.objects.filter(title="Newer").exists()


def rewritten(kept: Path, tmp_path: Path, change: dict[str, bytes], **manifest: Any) -> Path:
    """The same backup with some of its entries changed, and the manifest too."""
    path = tmp_path / "changed.zip"
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = change.get(name, old.read(name))
            if name == MANIFEST and manifest:
                data = json.dumps(json.loads(data) | manifest).encode()
            new.writestr(name, data)
        for name in set(change) - set(old.namelist()):
            new.writestr(name, change[name])
    return path


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("files/two.txt", b"tw0"),
        ("database/accounts.person.jsonl", b""),
        ("files/more.txt", b"more"),
    ],
)
def test_a_damaged_backup_is_refused_before_anything_changes(
    kept: Path, tmp_path: Path, name: str, data: bytes
) -> None:
    Action.objects.update(title="Newer")
    with pytest.raises(BackupError):
        load_backup(rewritten(kept, tmp_path, {name: data}), replace=True)
    assert Action.objects.filter(title="Newer").exists()


def test_a_backup_that_lacks_a_table_is_refused_though_its_manifest_agrees(
    kept: Path, tmp_path: Path
) -> None:
    lacking = "database/outcomes.progressupdate.jsonl"
    path = tmp_path / "lacking.zip"
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(path, "w") as new:
        for name in set(old.namelist()) - {lacking, MANIFEST}:
            new.writestr(name, old.read(name))
        manifest = json.loads(old.read(MANIFEST))
        del manifest["entries"][lacking]
        new.writestr(MANIFEST, json.dumps(manifest))
    with pytest.raises(BackupError, match=r"tables it should: \['database/outcomes.progressupdate"):
        check_archive(path)
    with pytest.raises(CommandError, match="progressupdate"):
        call_command("restore", str(path), "--replace")


def test_half_a_file_and_another_version_are_refused(kept: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.zip"
    half.write_bytes(kept.read_bytes()[:-2000])
    with pytest.raises(BackupError, match="not a whole backup"):
        load_backup(half, replace=True)
    with pytest.raises(BackupError, match="another version"):
        load_backup(rewritten(kept, tmp_path, {}, migrations=["core.0001_initial"]), replace=True)
    with pytest.raises(BackupError, match="format 2"):
        load_backup(rewritten(kept, tmp_path, {}, format=2), replace=True)


def test_a_restore_that_fails_half_way_changes_nothing(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Action.objects.update(title="Newer")
    default_storage.delete("two.txt")

    def refuse(*args: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("core.backups.load._load_file", refuse)
    with pytest.raises(OSError, match="No space"):
        load_backup(kept, replace=True)
    assert Action.objects.filter(title="Newer").exists()
    with default_storage.open("evidence/one.txt") as file:
        assert file.read() == b"one"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_auditevent")
