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


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in (*NEEDED, "DJANGO_SETTINGS_MODULE")
    }
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_is_the_default_and_says_all_it_lacks() -> None:
    result = start()
    assert result.returncode != 0
    for name in NEEDED:
        assert name in result.stderr
    assert "docs/configuration.md" in result.stderr


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
