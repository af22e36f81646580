"""What production really sends: another process, with its settings and its variables."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = """
import json, django
django.setup()
from importlib import import_module
from django.contrib.sessions.models import Session
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from config import urls

# Static files are collected when the program is put together, not where it is tested.
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)

with connection.schema_editor() as editor:
    editor.create_model(Session)

# It stands in for a sign-in, which would need the whole database.
def keep(request):
    request.session["kept"] = 1
    return HttpResponse("kept")
keep.access = "public"
urls.urlpatterns.insert(0, path("a-session/", keep))

def told(answer):
    return {
        "status": answer.status_code,
        "headers": dict(answer.items()),
        "cookies": {name: morsel.OutputString() for name, morsel in answer.cookies.items()},
        "text": answer.content.decode(),
    }

client = Client(SERVER_NAME="goldenthread.example")
secure = {"HTTP_X_FORWARDED_PROTO": "https"}
print(json.dumps({
    "plain": told(client.get("/sign-in/")),
    "page": told(client.get("/sign-in/", **secure)),
    "language": told(client.get("/sign-in/?lang=cy", **secure)),
    "session": told(client.get("/a-session/", **secure)),
    "missing": told(client.get("/sign-in/nowhere/", **secure)),
    "host": told(client.get("/sign-in/", HTTP_HOST="evil.example", **secure)),
}))
"""


@pytest.fixture(scope="module")
def sent() -> dict[str, Any]:
    """Every answer, as it goes out."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": "k" * 30 + "0123456789abcdefghijklmnopqrstuvwxyz",
        "ALLOWED_HOSTS": "goldenthread.example",
        "DATABASE_URL": "sqlite://:memory:",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "EMAIL_URL": "smtp://mail.example:25",
    }
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    answers: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return answers


def test_without_encryption_there_is_only_the_way_to_it(sent: dict[str, Any]) -> None:
    assert sent["plain"]["status"] == 301
    assert sent["plain"]["headers"]["Location"] == "https://goldenthread.example/sign-in/"
    assert not sent["plain"]["cookies"]


@pytest.mark.parametrize("name", ["page", "language", "session", "missing"])
def test_browsers_are_told_to_come_back_encrypted(sent: dict[str, Any], name: str) -> None:
    (years, *more) = sent[name]["headers"]["Strict-Transport-Security"].split("; ")
    assert int(years.removeprefix("max-age=")) >= 31536000
    assert more == ["includeSubDomains", "preload"]


@pytest.mark.parametrize(
    ("answer", "cookie", "script_reads"),
    [("page", "csrftoken", True), ("language", "language", False), ("session", "sessionid", False)],
)
def test_cookies_as_sent(
    sent: dict[str, Any], answer: str, cookie: str, script_reads: bool
) -> None:
    parts = {part.lower() for part in sent[answer]["cookies"][cookie].split("; ")}
    assert {"secure", "samesite=lax"} <= parts
    assert ("httponly" in parts) != script_reads
    assert not any(part.startswith("domain") for part in parts)


@pytest.mark.parametrize("name", ["page", "missing"])
def test_the_policy_of_production_has_no_hole(sent: dict[str, Any], name: str) -> None:
    headers = sent[name]["headers"]
    policy = headers["Content-Security-Policy"]
    for part in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "Content-Security-Policy-Report-Only" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_another_host_gets_nothing_and_no_error_tells_of_the_program(sent: dict[str, Any]) -> None:
    assert sent["host"]["status"] == 400
    assert sent["missing"]["status"] == 404
    for name in ("host", "missing"):
        assert "Traceback" not in sent[name]["text"]
        assert "urlpatterns" not in sent[name]["text"]
        assert "DEBUG" not in sent[name]["text"]
