"""Every e-mail that the program can send says nothing: no word of another authority, and of one's
own no word that anybody wrote (decision 0044). Its name, what it calls a topic, how many, a link.

Every one: whoever writes an e-mail down is found in the code, and has to be driven here. What this
cannot see: that somebody gets an e-mail at all says that something happened, and when.
"""

import ast
import datetime
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.utils import timezone

from accounts.enums import ErasureChoice, Rhythm, Role
from accounts.invitation_import import read_list
from accounts.models import ErasureRequest, Invitation, Membership, NewsChoice, Notice
from accounts.notice_kinds import KINDS
from accounts.operations.directory import DirectoryClaims, link_directory, unlink_directory
from accounts.operations.erasure import ask_for_erasure, refuse_erasure
from accounts.operations.invitations import invite, renew_invitation
from accounts.operations.invite_many import keep_sheet, send_sheet
from accounts.operations.news_mail import send_news
from accounts.operations.notices import notify
from accounts.operations.second_step import forget_second_step, set_password
from portal.operations.erasure import grant_erasure, left_of
from tests.access.scene import Scene
from tests.accounts.stepping import arrive, recovery_codes, set_up_app, set_up_passkey
from tests.attacks.canary import OURS as APPS
from tests.attacks.canary import WORD, plant
from tests.attacks.rest import make_the_rest
from tests.support.cast import Cast
from tests.support.post import delivered
from tests.support.reading import words_of_mail

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = "heronmarsh"
# What an e-mail may say: whose it is, and what they call a topic.
SAID = {"accounts.Authority.name", "accounts.Authority.terminology"}


@pytest.fixture(scope="module", autouse=True)
def planted(made: Any) -> None:
    """One word in all of Bury's texts, another in what people wrote in Manchester."""
    cast = made[0]
    for scene in (made[1], made[3]):
        make_the_rest(scene)
    plant(cast.bury, cast.bury_people[Role.COORDINATOR])
    plant(cast.manchester, cast.coordinator, word=OURS, spared=SAID)
    Notice.objects.all().delete()


def fresh(member: Membership) -> Membership:
    """As the database has them now, planted."""
    return Membership.objects.select_related("person", "authority").get(pk=member.pk)


# --- Who writes e-mails ---------------------------------------------------------------------------


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Where a function is called in the program: "module.function", and the call."""
    for app in sorted(APPS | {"core", "config"}):
        for file in (ROOT / app).rglob("*.py"):
            module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            for outer in ast.walk(ast.parse(file.read_text())):
                if not isinstance(outer, ast.FunctionDef):
                    continue
                for each in ast.walk(outer):
                    if isinstance(each, ast.Call) and _called(each) == name:
                        yield f"{module}.{outer.name}", each


def _called(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def writes_mail(call: ast.Call) -> bool:
    """Whether this `post` is the one that writes an e-mail down, and not another function."""
    return {"to", "subject", "text"} <= {word.arg for word in call.keywords}


# --- Each of them, driven -------------------------------------------------------------------------


def a_code(side: Any) -> None:
    Client().post("/sign-in/", {"email": side.officer.person.email})


def decided_erasures(side: Any) -> None:
    coordinator = fresh(side.coordinator)
    asked = ErasureRequest.objects.waiting().visible_to(coordinator).get()
    refuse_erasure(actor=coordinator, request=asked, reason=f"{OURS} {WORD}")
    again = ask_for_erasure(actor=fresh(side.leaver))
    # Every sentence has the planted word, which is a part of their name as well.
    again.choices = dict.fromkeys(
        (one.key for one in left_of(again).everything), ErasureChoice.KEEP.value
    )
    again.save()
    grant_erasure(actor=coordinator, request=again)


def invitations(side: Any) -> None:
    coordinator = fresh(side.coordinator)
    invite(
        actor=coordinator, name=OURS, email="one@new.example", role="officer", title=f"{OURS} clerk"
    )
    renew_invitation(actor=coordinator, invitation=Invitation.objects.get(email="one@new.example"))
    rows = f"Name,Email address,Role\n{OURS} Ash,ash@newer.example,Officer\n"
    sheet = keep_sheet(
        actor=coordinator, rows=read_list(SimpleUploadedFile("a.csv", rows.encode()))
    )
    send_sheet(actor=coordinator, sheet=sheet)


def news(side: Any) -> None:
    """Of every kind there is, to everybody, in each rhythm."""
    people = list(Membership.objects.filter(authority=side.authority).order_by("pk"))
    for number, member in enumerate(people):
        NewsChoice.objects.update_or_create(
            membership=member,
            defaults={
                "rhythm": (Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.AT_ONCE)[number % 3],
                "language": ("en-gb", "cy")[number // 3 % 2],
            },
        )
    for what, kind in KINDS.items():
        told = notify(
            what,
            about=THINGS[kind.about](side.scene),
            page="/",
            actor=None,
            to=people,
            name=f"{OURS} {WORD}",
            day=timezone.localdate(),
        )
        assert told, what
    with time_machine.travel(next_monday(), tick=False):
        assert send_news() > len(people) / 2
        delivered()


def changed_sign_in_methods(side: Any) -> None:
    """Each by its own operation."""
    member = fresh(side.officer)
    person = member.person
    client, _ = arrive(member)
    set_up_app(client)
    set_up_passkey(client)
    recovery_codes(client)
    step = Authenticator.objects.get(user=person, type="totp")
    assert client.post(f"/sign-in/mine/{step.pk}/remove/").status_code == 302
    set_password(person=person, password="a long new password")
    said = DirectoryClaims(uid=OURS, two_steps=False, is_link=True, target="")
    link_directory(person=person, said=said)
    unlink_directory(person=person)
    forget_second_step(actor=None, membership=member)


def nobody(side: Any) -> None:
    Client().post("/sign-in/", {"email": "unknown@new.example"})


SENDERS: dict[str, Callable[[Any], None]] = {
    "accounts.operations.codes.post_code": a_code,
    "accounts.operations.erasure.tell_decided": decided_erasures,
    "accounts.operations.invitations._send": invitations,
    "accounts.operations.mail.post_nothing": nobody,
    "accounts.operations.news_mail._post": news,
    "accounts.operations.second_step.note_change": changed_sign_in_methods,
}
# Who tells of a change of how somebody signs in, each driven by `changed_sign_in_methods`.
CHANGES = {
    "accounts.operations.directory.link_directory",
    "accounts.operations.directory.unlink_directory",
    "accounts.operations.second_step._keep_app",
    "accounts.operations.second_step.add_passkey",
    "accounts.operations.second_step.forget_second_step",
    "accounts.operations.second_step.new_recovery_codes",
    "accounts.operations.second_step.remove_step",
    "accounts.operations.second_step.set_password",
}


# One of each thing that news may be about.
THINGS: dict[str, Callable[[Scene], models.Model]] = {
    "outcomes.action": lambda scene: scene.action,
    "outcomes.priority": lambda scene: scene.priority,
    "outcomes.outcome": lambda scene: scene.side.outcome,
    "cooperative.challenge": lambda scene: scene.open_challenge,
    "cooperative.escalation": lambda scene: scene.escalation,
    "cooperative.meeting": lambda scene: scene.papers,
    "cooperative.body": lambda scene: scene.side.body,
    "impact.impactreport": lambda scene: scene.published,
    "impact.scrutinycomment": lambda scene: scene.recommendation,
    "impact.annualreport": lambda scene: scene.endorsed,
    "accounts.membership": lambda scene: scene.side.leaver,
    "voice.ask": lambda scene: scene.waiting,
    "expectations.expectation": lambda scene: scene.expectation,
}


def next_monday() -> datetime.datetime:
    """Nine o'clock on the next Monday but today, by the clock of the place."""
    day = timezone.localdate()
    day += datetime.timedelta(days=7 - day.weekday())
    return datetime.datetime.combine(day, datetime.time(9), ZoneInfo("Europe/London"))


def sent_by(scene: Scene, name: str) -> list[str]:
    """The e-mails of one sender for one authority, as words."""
    before = len(delivered())
    SENDERS[name](SimpleNamespace(scene=scene, **vars(scene.side)))
    return [words_of_mail(one) for one in delivered()[before:]]


# --- What they say --------------------------------------------------------------------------------


def test_every_sender_is_driven_here() -> None:
    """An e-mail that nobody here knows of makes this fail: send it below, then name it."""
    assert {name for name, call in calls("post") if writes_mail(call)} == set(SENDERS)
    assert {name for name, _ in calls("note_change")} == CHANGES
    assert set(THINGS) == {kind.about for kind in KINDS.values()}
    # And there is no other way out than the table of e-mails.
    assert {name for name, _ in calls("OutgoingMail")} == {"accounts.operations.mail.post"}
    ways_out = re.compile(
        r"(from|import) django\.core(\.| import )mail|smtplib|email_user|mail_admins"
    )
    senders = {
        str(file.relative_to(ROOT))
        for app in APPS | {"core", "config"}
        for file in (ROOT / app).rglob("*.py")
        if ways_out.search(file.read_text())
    }
    # The second sends nothing: it reads what a mail server refused with. Nor does the third, which
    # is the demo's: it prints.
    assert senders == {
        "accounts/operations/mail.py",
        "accounts/operations/undelivered.py",
        "portal/demo_mail.py",
    }
    demo = (ROOT / "portal/demo_mail.py").read_text().splitlines()
    assert [line for line in demo if ways_out.search(line)] == [
        "from django.core.mail.backends.console import EmailBackend as ConsoleBackend"
    ]


@pytest.mark.parametrize("name", sorted(SENDERS))
def test_no_e_mail_tells_what_anybody_wrote_here_or_elsewhere(
    cast: Cast, scenes: tuple[Scene, Scene], name: str
) -> None:
    messages = sent_by(scenes[0], name)
    assert bool(messages) == (name != "accounts.operations.mail.post_nothing")
    for words in messages:
        assert WORD not in words
        assert OURS not in words
        assert "@bury" not in words
        assert "/bury/" not in words


def test_the_change_of_every_way_in_was_told(scenes: tuple[Scene, Scene]) -> None:
    messages = sent_by(scenes[0], "accounts.operations.second_step.note_change")
    told = [words for words in messages if "How you sign in" in words]
    assert len(told) == len(CHANGES)


def test_the_word_would_be_found(scenes: tuple[Scene, Scene]) -> None:
    """In Bury's own e-mails its planted name is, in subject and bodies, so that this can fail."""
    for name in ("accounts.operations.news_mail._post", "accounts.operations.invitations._send"):
        messages = sent_by(scenes[1], name)
        assert messages
        assert all(WORD in words for words in messages)
