"""`make check`: everything that can be said about the program without running it."""

import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

# What a real installation sets; nothing of it is reached. The key is made up each time.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ALLOWED_HOSTS": "goldenthread.example",
    "DATABASE_URL": "postgres://golden@db.example/golden",
    "REDIS_URL": "redis://redis.example:6379/0",
    "EMAIL_URL": "smtp://mail.example:25",
}
# docker-compose.yml refuses to be read without these.
COMPOSE = {
    **{name: PRODUCTION[name] for name in ("SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL")},
    "POSTGRES_PASSWORD": "only-to-read-the-file",
    "BASE_URL": "https://goldenthread.example",
    "DEFAULT_FROM_EMAIL": "golden-thread@goldenthread.example",
}
TEST = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
MANAGE = (sys.executable, "-W", "error", "manage.py")

CHECKS: list[tuple[str, tuple[str, ...], dict[str, str]]] = [
    ("format", ("ruff", "format", "--check", "--quiet", "."), {}),
    ("lint", ("ruff", "check", "--quiet", "."), {}),
    ("templates", ("djlint", "templates", "--lint", "--quiet"), {}),
    ("arrows between apps", ("lint-imports",), {}),
    ("types", ("mypy",), {}),
    ("migrations are complete", (*MANAGE, "makemigrations", "--check", "--dry-run"), TEST),
    ("ready for production", (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    ("translations are collected", (sys.executable, "scripts/messages.py", "--check"), {}),
    ("lock files match pyproject.toml", (sys.executable, "scripts/lock.py", "--check"), {}),
    ("Dockerfile", ("hadolint", "Dockerfile"), {}),
    ("docker-compose.yml", ("docker-compose", "config", "--quiet"), COMPOSE),
    ("shell", ("shellcheck", ".ci/run"), {}),
]


def main() -> int:
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in {*PRODUCTION, "DJANGO_SETTINGS_MODULE"}
    }
    failed = []
    for name, command, environment in CHECKS:
        program = BIN / command[0]
        begun = time.monotonic()
        result = subprocess.run(
            [str(program) if program.exists() else command[0], *command[1:]],
            cwd=ROOT,
            env={**clean, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        well = result.returncode == 0
        print(f"check: {name}: {'yes' if well else 'NO'} ({time.monotonic() - begun:.1f} s)")
        if not well:
            failed.append(name)
            print(result.stdout)
    print(f"check: {len(CHECKS) - len(failed)} of {len(CHECKS)} are well.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
