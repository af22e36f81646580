"""The framework commands answer in sentences, whatever the database has come to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command

from tests.support.cast import Cast

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = str(ROOT / "frameworks" / "authorities" / "bury.yaml")
COMMANDS = [("validate_framework", FILE), ("load_framework", FILE), ("export_framework", "bury")]


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
    with pytest.raises(CommandError, match="still being prepared"):
        call_command(*command)


@pytest.mark.long
def test_migrations_that_are_not_applied_yet(tmp_path: Path) -> None:
    demo = {"DJANGO_SETTINGS_MODULE": "config.settings.demo"}
    assert manage(tmp_path, "migrate", "contenttypes", "--verbosity", "0", **demo).returncode == 0
    for command in COMMANDS:
        result = manage(tmp_path, *command, **demo)
        assert result.returncode == 1, command
        assert "still being prepared" in result.stderr
        assert "Traceback" not in result.stderr


@pytest.mark.long
def test_no_database_at_all(tmp_path: Path) -> None:
    demo = {"DJANGO_SETTINGS_MODULE": "config.settings.demo"}
    sound = manage(tmp_path, *COMMANDS[0], **demo)
    assert sound.returncode == 0, sound.stderr
    assert "loading it was not tried" in sound.stdout
    assert "is sound" in sound.stdout
    result = manage(tmp_path, *COMMANDS[1], **demo)
    assert result.returncode == 1
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
