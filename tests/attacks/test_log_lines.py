"""What production writes to its log, by the handlers of its own settings, in another process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = """
import logging, django
django.setup()
from django.test import RequestFactory
from django.utils.log import log_response
from django.http import HttpResponse
from core.decisions import Refused, deny

request = RequestFactory().get("/invitation/OpenSesame/")
request.reference = "K3F7-9QXM"
try:
    raise Refused(deny("Only a lead may do this."))
except Refused as refused:
    exception = refused
for status in (403, 404, 410):
    log_response(
        "%s: %s", "Refused", request.path, request=request, response=HttpResponse(status=status),
        exception=exception,
    )
logging.getLogger("anything.else").error("Sent to /news/stop/OpenSesame?x=1")
logging.getLogger("celery.worker").error("Sent to /invitation/OpenSesame")
"""


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """The log of a process that has refused three requests and named two secret addresses."""
    production = {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": "s" * 60,
        "ALLOWED_HOSTS": "testserver",
        "DATABASE_URL": "postgres://golden@db.example/golden",
        "REDIS_URL": "redis://redis.example:6379/0",
        "EMAIL_URL": "smtp://mail.example:25",
    }
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        cwd=ROOT, env={**os.environ, **production}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert result.stdout == ""
    return result.stderr.splitlines()


def test_a_refusal_is_one_line_of_the_level_info(lines: list[str]) -> None:
    refused = [line for line in lines if "django.request" in line]
    assert len(refused) == 3
    for line in refused:
        assert " INFO django.request Refused: /invitation/…/" in line
        assert line.endswith("[K3F7-9QXM]")
    assert len(lines) == 5, "a stack trace, or a line that is written twice"


def test_no_line_has_a_token(lines: list[str]) -> None:
    assert not [line for line in lines if "OpenSesame" in line]
    assert sum("/…" in line for line in lines) == 5
