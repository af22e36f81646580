"""What may be set is written down, and production says what it lacks."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
READ = re.compile(r"""env(?:\.\w+)?\(\s*"([A-Z][A-Z_]+)"|environ(?:\.get\(|\[)["']([A-Z][A-Z_]+)""")
TABLE = re.compile(r"^\| ((?:`[A-Z_]+`(?:, )?)+) \|", re.MULTILINE)

NEEDED = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "EMAIL_URL")


def names_read() -> set[str]:
    """Every variable the program or docker-compose.yml reads."""
    files = [*(ROOT / "config").rglob("*.py"), *(ROOT / "core").rglob("*.py")]
    found = {a or b for path in files for a, b in READ.findall(path.read_text())}
    compose = (ROOT / "docker-compose.yml").read_text()
    return found | set(re.findall(r"\$\{([A-Z_]+)", compose)) | {"DJANGO_SETTINGS_MODULE"}


def names_told() -> set[str]:
    text = (ROOT / "docs/configuration.md").read_text()
    told = {name for row in TABLE.findall(text) for name in re.findall(r"[A-Z_]+", row)}
    return told | ({"POSTGRES_PASSWORD"} if "`POSTGRES_PASSWORD`" in text else set())


def test_every_variable_is_in_the_table_and_no_other() -> None:
    read = names_read()
    assert len(read) > 10
    assert read == names_told()


# How docker-compose.yml and the documents start each process.
COMMANDS = {
    "manage.py": ("manage.py", "check"),
    "gunicorn": ("-m", "gunicorn", "-c", "python:config.gunicorn"),
    "celery": ("-m", "celery", "-A", "config", "worker", "--clock"),
    "beat": ("-m", "celery", "-A", "config", "beat"),
}


def start(program: str = "manage.py", **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in (*NEEDED, "DJANGO_SETTINGS_MODULE")
    }
    return subprocess.run(
        [sys.executable, *COMMANDS[program]],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("program", COMMANDS)
def test_production_is_the_default_and_says_all_it_lacks_in_one_sentence(program: str) -> None:
    result = start(program)
    assert result.returncode == 1
    said = result.stderr.strip().splitlines()
    assert len(said) == 1, result.stderr
    for name in NEEDED:
        assert name in said[0]
    assert "docs/configuration.md" in said[0]
    result = start(program, SECRET_KEY="s" * 60)
    assert result.stderr.count("\n") == 1
    assert "will not start without ALLOWED_HOSTS, DATABASE_URL, REDIS_URL" in result.stderr


@pytest.mark.parametrize("missing", NEEDED)
def test_each_needed_variable_is_needed(missing: str) -> None:
    values = {
        "SECRET_KEY": "s" * 60,
        "ALLOWED_HOSTS": "goldenthread.example",
        "DATABASE_URL": "postgres://golden@db.example/golden",
        "REDIS_URL": "redis://redis.example:6379/0",
        "EMAIL_URL": "smtp://mail.example:25",
    }
    del values[missing]
    result = start(**values)
    assert result.returncode != 0
    assert f"will not start without {missing}." in result.stderr
