"""Coming in step by step, as the tests of the second step do."""

import datetime
import json
import re
from typing import Any

import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Person
from tests.support.passkey import Passkey
from tests.support.post import code_for

MINE, STEP = "/sign-in/mine/", "/sign-in/second-step/"
HOME = reverse("portal:home", args=["manchester"])
PASSWORD = "correct horse battery"
NEEDED = f"{STEP}?next=%2Fmanchester%2Fwork%2F"


def arrive(who: Membership | Person, **more: Any) -> tuple[Client, Any]:
    """Come in with a code by e-mail, as far as that goes."""
    person = who.person if isinstance(who, Membership) else who
    client = Client(**more)
    client.post("/sign-in/", {"email": person.email})
    return client, client.post("/sign-in/code/", {"code": code_for(person.email)})


def shown(secret: str, ahead: int = 0) -> str:
    """What an app shows now, or so many half minutes from now."""
    counter = int(timezone.now().timestamp()) // 30 + ahead
    return format_hotp_value(hotp_value(secret, counter))


def set_up_app(client: Client, **more: str) -> str:
    page = client.get(f"{MINE}app/").content.decode()
    found = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert found, page
    answer = client.post(f"{MINE}app/", {"code": shown(found[1]), **more})
    assert answer.status_code == 302, answer.content.decode()
    return found[1]


def options_of(page: str) -> dict[str, Any]:
    import html

    found = re.search(r'data-options="([^"]+)"', page)
    assert found, page
    options: dict[str, Any] = json.loads(html.unescape(found[1]))
    return options


def set_up_passkey(client: Client) -> Passkey:
    passkey = Passkey()
    options = options_of(client.get(f"{MINE}passkey/").content.decode())
    answer = client.post(
        f"{MINE}passkey/", {"name": "my phone", "credential": passkey.make(options)}
    )
    assert answer.status_code == 302, answer.content.decode()
    return passkey


def later(**ago: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + datetime.timedelta(**ago))


def recovery_codes(client: Client) -> list[str]:
    page = client.post(f"{MINE}recovery-codes/")
    assert page["Cache-Control"] == "no-store"
    return re.findall(r"<li><code>([\d ]+)</code>", page.content.decode())
