"""The framework commands answer in sentences, whatever the database has come to."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command, get_commands
from django.db.migrations.recorder import MigrationRecorder

from tests.support.cast import Cast

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = str(ROOT / "frameworks" / "authorities" / "bury.yaml")
COMMANDS = [("validate_framework", FILE), ("load_framework", FILE), ("export_framework", "bury")]
# Every other command of ours that reads the database.
OTHERS = [
    ("invite_coordinator", "bury", "Sam Poole", "sam@council.example"),
    ("forget_second_step", "sam@council.example"),
    ("load_demo",),
    ("rebuild_grants", "--check"),
    ("backup", "never-written.zip"),
    ("serve", "--port", "8999"),
]
# `migrate` and `restore` prepare the database themselves; the third reads none.
NEED_NOTHING = {"migrate", "restore", "write_permissions_doc"}


def manage(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**kept, "GOLDEN_THREAD_VAR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one[0])
def test_rights_that_are_not_written_yet(cast: Cast, command: tuple[str, str]) -> None:
    """The last step of `migrate` writes them: until then no authority can be set up."""
    Permission.objects.filter(codename="read_trail").delete()
    with pytest.raises(CommandError, match="isn’t ready yet"):
        call_command(*command)


def test_every_command_of_ours_is_in_this_file() -> None:
    ours = {one.name for one in apps.get_app_configs() if Path(one.path).parent == ROOT}
    found = {name for name, app in get_commands().items() if app in ours}
    assert found == {one[0] for one in (*COMMANDS, *OTHERS)} | NEED_NOTHING


@pytest.mark.django_db
@pytest.mark.parametrize("command", [*COMMANDS, *OTHERS], ids=lambda one: one[0])
def test_a_migration_that_is_not_applied_yet(
    command: tuple[str, ...], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    monkeypatch.setattr("portal.management.commands.serve.taken", lambda host, port: False)
    monkeypatch.setattr("core.processes.Processes.run", lambda self, when_up: 0)
    MigrationRecorder.Migration.objects.filter(app="core").delete()
    with pytest.raises(CommandError, match="isn’t ready yet"):
        call_command(*command)
    assert not Path("never-written.zip").exists()


@pytest.mark.long
def test_migrations_that_are_not_applied_yet(tmp_path: Path) -> None:
    demo = {"DJANGO_SETTINGS_MODULE": "config.settings.demo"}
    assert manage(tmp_path, "migrate", "contenttypes", "--verbosity", "0", **demo).returncode == 0
    for command in (*COMMANDS, *OTHERS):
        result = manage(tmp_path, *command, **demo)
        assert result.returncode == 1, command
        assert "isn’t ready yet" in result.stderr
        assert "Traceback" not in result.stderr


@pytest.mark.long
def test_no_database_at_all(tmp_path: Path) -> None:
    demo = {"DJANGO_SETTINGS_MODULE": "config.settings.demo"}
    sound = manage(tmp_path, *COMMANDS[0], **demo)
    assert sound.returncode == 0, sound.stderr
    assert "loading it was not tried" in sound.stdout
    assert "is sound" in sound.stdout
    for command in (*COMMANDS[1:], *OTHERS):
        result = manage(tmp_path, *command, **demo)
        assert result.returncode == 1, command
        assert "There is no database here yet" in result.stderr
        assert "Traceback" not in result.stderr


def test_without_settings_one_sentence(tmp_path: Path) -> None:
    """A command typed without its settings: production refuses, without a traceback."""
    named = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "EMAIL_URL")
    kept = (*named, "DJANGO_SETTINGS_MODULE")
    clean = {k: v for k, v in os.environ.items() if k not in kept}
    result = subprocess.run(
        [sys.executable, "manage.py", *COMMANDS[0]],
        cwd=ROOT, env=clean, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("manage.py: Golden Thread will not start without SECRET_KEY")
    assert "make run" in result.stderr


def test_a_file_from_a_pipe_is_read() -> None:
    """As docs/frameworks.md passes one into a container."""
    with open(FILE, "rb") as file:
        result = subprocess.run(
            [sys.executable, "manage.py", "validate_framework", "/dev/stdin"],
            cwd=ROOT, input=file.read(), capture_output=True, check=False,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        )  # fmt: skip
    assert result.returncode == 0, result.stderr.decode()
    assert "is sound" in result.stdout.decode()
