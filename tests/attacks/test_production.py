"""What production really sends: another process, with its settings and its variables."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.guarding import unguarded
from tests.support.places import AT_OURS

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parent.parent.parent
# Everything is as production has it but for what no test machine has: static files that were
# collected, a Redis for the counting of tries, and two dozen passwords hashed slowly.
PROGRAM = """
import json, re, django
django.setup()
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
from django.core.management import call_command
from django.test import Client
from accounts.models import OutgoingMail
from tests.support.cast import make_cast
from tests.support.guarding import unguarded
from tests.support.places import AT_OURS as WORK, AT_THEIRS

call_command("migrate", verbosity=0)
cast = make_cast()

def told(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return {
        "status": answer.status_code,
        "headers": dict(answer.items()),
        "cookies": {name: morsel.OutputString() for name, morsel in answer.cookies.items()},
        "text": content.decode("utf-8", "replace"),
    }

class Browser(Client):
    # It sends a form as a page of ours has it: with its token, from our own address.
    def __init__(self):
        super().__init__(HTTP_HOST="goldenthread.example", enforce_csrf_checks=True)

    def look(self, at, **more):
        return self.get(at, **{"HTTP_X_FORWARDED_PROTO": "https"} | more)

    def send(self, at, data, page=""):
        text = self.look(page or at).content.decode()
        token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]
        return self.post(
            at, {**data, "csrfmiddlewaretoken": token}, HTTP_X_FORWARDED_PROTO="https",
            HTTP_REFERER="https://goldenthread.example" + at,
        )

def arrive(who):
    browser = Browser()
    asked = told(browser.send("/sign-in/", {"email": who.person.email}))
    before = browser.cookies["sessionid"].value
    text = OutgoingMail.objects.filter(to=who.person.email).latest("pk").text
    code = re.search("Your code is ([B-Z-]+)", text)[1]
    came = told(browser.send("/sign-in/code/", {"code": code}))
    return browser, asked, came, before != browser.cookies["sessionid"].value

stranger = Browser()
browser, asked, came, is_new = arrive(cast.consultant)
officer, _, second, _ = arrive(cast.officer)
print(json.dumps({
    "plain": told(Browser().get("/sign-in/")),
    "plain deed": told(Browser().post("/sign-in/", {"email": cast.consultant.person.email})),
    "plain work": told(browser.get(WORK)),
    "page": told(stranger.look("/sign-in/")),
    "language": told(stranger.look("/sign-in/?lang=cy")),
    "missing": told(stranger.look("/sign-in/nowhere/")),
    "host": told(stranger.look("/sign-in/", HTTP_HOST="evil.example")),
    "closed": told(stranger.look(WORK)),
    "unsigned": told(browser.post(
        "/sign-out/", {}, HTTP_X_FORWARDED_PROTO="https", HTTP_REFERER="https://evil.example/"
    )),
    "asked": asked,
    "came": came,
    "is new": is_new,
    "work": told(browser.look(WORK)),
    "fragment": told(browser.look(WORK + "actions/", HTTP_HX_REQUEST="true")),
    "export": told(browser.look(WORK + "actions/export/")),
    "refused": told(browser.look(WORK + "people/invite/")),
    "elsewhere": told(browser.look(AT_THEIRS)),
    "half in": told(officer.look(WORK)),
    "out": told(browser.send("/sign-out/", {}, page=WORK)),
    "after": told(browser.look(WORK)),
}))
"""
# Answers that a browser gets encrypted, at the door and behind it.
SENT = ["page", "language", "missing", "asked", "came", "closed", "half in", "out", "after"]
BEHIND = ["work", "fragment", "export", "refused", "elsewhere"]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every answer, as it goes out, of a real sign-in by code and the pages behind it."""
    folder = tmp_path_factory.mktemp("production")
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": "k" * 30 + "0123456789abcdefghijklmnopqrstuvwxyz",
        "ALLOWED_HOSTS": "goldenthread.example",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "GOLDEN_THREAD_VAR": str(folder),
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
    """Also for somebody who is signed in, and for a form: what it held is not taken."""
    for name, path in (
        ("plain", "/sign-in/"), ("plain deed", "/sign-in/"), ("plain work", AT_OURS)
    ):  # fmt: skip
        assert sent[name]["status"] == 301
        assert sent[name]["headers"]["Location"] == f"https://goldenthread.example{path}"
        assert not sent[name]["cookies"]
        assert not sent[name]["text"]


def test_somebody_really_came_in_and_went(sent: dict[str, Any]) -> None:
    """So that what is said below of their pages is said of their pages."""
    got = {name: sent[name]["status"] for name in (*SENT, *BEHIND)}
    assert got == {
        "page": 200,
        "language": 302,
        "missing": 404,
        "asked": 302,
        "came": 302,
        "closed": 302,
        "half in": 302,
        "out": 302,
        "after": 302,
        "work": 200,
        "fragment": 200,
        "export": 200,
        "refused": 403,
        "elsewhere": 404,
    }
    assert "Jay Moss" in sent["work"]["text"]
    assert sent["half in"]["headers"]["Location"].startswith("/sign-in/second-step/")
    assert sent["after"]["headers"]["Location"].startswith("/sign-in/?")


@pytest.mark.parametrize("name", [*SENT, *BEHIND])
def test_browsers_are_told_to_come_back_encrypted(sent: dict[str, Any], name: str) -> None:
    (years, *more) = sent[name]["headers"]["Strict-Transport-Security"].split("; ")
    assert int(years.removeprefix("max-age=")) >= 31536000
    assert more == ["includeSubDomains", "preload"]


@pytest.mark.parametrize(
    ("answer", "cookie", "script_reads"),
    [
        ("page", "csrftoken", True),
        ("language", "language", False),
        ("asked", "sessionid", False),
        ("came", "sessionid", False),
        ("came", "csrftoken", True),
    ],
)
def test_cookies_as_sent(
    sent: dict[str, Any], answer: str, cookie: str, script_reads: bool
) -> None:
    parts = {part.lower() for part in sent[answer]["cookies"][cookie].split("; ")}
    assert {"secure", "samesite=lax"} <= parts
    assert ("httponly" in parts) != script_reads
    assert not any(part.startswith("domain") for part in parts)


def test_every_cookie_of_every_answer_is_for_encryption_alone(sent: dict[str, Any]) -> None:
    cookies = [
        (name, morsel.lower())
        for name in (*SENT, *BEHIND)
        for morsel in sent[name]["cookies"].values()
        if "max-age=0" not in morsel.lower()
    ]
    assert len(cookies) > 5
    assert [one for one in cookies if "secure" not in one[1] or "samesite=lax" not in one[1]] == []


def test_a_session_from_before_the_sign_in_is_none_after_it(sent: dict[str, Any]) -> None:
    assert sent["is new"] is True
    assert sent["out"]["cookies"]["sessionid"].startswith('sessionid=""')


def test_a_form_from_elsewhere_does_not_sign_anybody_out(sent: dict[str, Any]) -> None:
    assert sent["unsigned"]["status"] == 403
    assert sent["work"]["status"] == 200


@pytest.mark.parametrize("name", sorted({*SENT, *BEHIND} - {"language"}))
def test_the_policy_of_production_has_no_hole(sent: dict[str, Any], name: str) -> None:
    assert list(unguarded(sent[name]["headers"])) == []


def test_another_host_gets_nothing_and_no_error_tells_of_the_program(sent: dict[str, Any]) -> None:
    assert sent["host"]["status"] == 400
    for name in ("host", "missing", "refused", "elsewhere"):
        assert "Traceback" not in sent[name]["text"]
        assert "urlpatterns" not in sent[name]["text"]
        assert "DEBUG" not in sent[name]["text"]
