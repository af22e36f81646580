"""Nobody overwrites what they have not seen, and nothing is made twice by one form.

Walks every address that takes a form. Two tabs open the same page; both send it, the second with
other words. What changed an existing row must not be changed again by the second tab, which saw an
older one: it is told. A form whose operation asks for a version passes one. What was sent is not
sent again by going back. What only adds a row carries a key.
"""

import inspect
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from core.forms import Form, ModelForm, _Behaviour
from core.models import AuditEvent
from tests.access.doors import Doors
from tests.access.entries import WORKING
from tests.access.scene import Scene
from tests.access.test_matrix import address, methods_of
from tests.access.test_second_press import ERRORS, FILLED, OTHERWISE, VERSION
from tests.support.cast import Cast
from tests.support.closing import close

TOLD = {403, 404, 409, 422}
# What a request keeps of itself and what follows from a deed; nobody's words are in these.
BOOKKEEPING = re.compile(
    r'"(core_\w+|django_session|accounts_(notice|person\w*)|\w*permission\w*)"'
)
COUNTER = re.compile(r'UPDATE "outcomes_workplan" SET "last_number" = \S+ WHERE')
# They change what is there without having seen all of it, and nothing of anybody's is lost.
TAKES_TURNS = {
    "cooperative:agenda-move": "one place up or down from wherever it is now",
    "outcomes:priority-move": "one place up or down from wherever it is now",
    "impact:report-recompose": "leaves what somebody wrote or left out as it is",
    "impact:annual-refresh": "counts again; nobody writes into the counts",
}
# The second says outright what the first one did: it is so, and nothing is recorded again.
IS_SO_ALREADY = {
    "accounts:invitation-withdraw",
    "accounts:invite-many-look",
    "accounts:logo-remove",
    "accounts:logo-use",
    "accounts:news-choices",
    "impact:report-line-leave-out",
    "impact:report-line-move",
    "impact:report-line-one-page",
    "portal:point-private",
    "portal:tour-seen",
}
# Sent again by hand, on purpose, a thing that may be said twice.
MAY_BE_SAID_AGAIN = {"cooperative:seat-add": "a group has several seats of one name"}
# Forms that no address of this walk sends, and where they are tried instead.
ELSEWHERE = {
    "AcceptForm": "an invitation's link works once: tests/accounts/test_invitations.py",
    "AddressForm": "sign-in",
    "AddAppForm": "one's own sign-in",
    "AddPasskeyForm": "one's own sign-in",
    "CodeForm": "sign-in",
    "NewPasswordForm": "one's own sign-in",
    "PasskeyForm": "sign-in",
    "SecondStepForm": "sign-in",
    "SignInForm": "sign-in",
    "AttendanceForm": "merges: tests/cooperative/test_together.py",
    "HandOverForm": "two steps: tests/cooperative/test_handover.py",
    "InviteForm": "shows a link once: tests/accounts/test_invitations.py",
    "LeftNameForm": "decides about one of several: tests/portal/test_left_names.py",
    "LogoForm": "takes a file, and the same file is the same logo: tests/accounts/test_look.py",
    "ColourForm": "one value: tests/accounts/test_look.py",
    "SheetForm": "takes a file: tests/accounts/test_invite_many.py",
    "AgreedActionForm": "tests/cooperative/test_decisions.py",
}
OUR_APPS = {"accounts", "cooperative", "expectations", "impact", "outcomes", "portal", "voice"}
POSTING = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", re.S)
# Buttons that say outright how it shall be (this place, on, off, read, a document of these words):
# pressed again they change nothing, and after going back they still do what they say.
SAID_OUTRIGHT = re.compile(
    r'(?:form)?action="[^"]*/(sign-out|language|stay|tour/seen|news/(\d+/)?read|documents?(/[\w-]+)?'
    r'|lines/\d+/(move|one-page|leave-out))/"'
)


class Sent:
    """What reached an operation: the form's class, the operation, and with what."""

    def __init__(self, form: type, operation: Callable[..., Any], names: set[str]) -> None:
        self.form, self.operation, self.names = form, operation, names


@contextmanager
def forms_carried_out() -> Iterator[list[Sent]]:
    """The forms that reach an operation meanwhile."""
    seen: list[Sent] = []
    original = _Behaviour.carry_out

    def carry_out(self: Any, operation: Callable[..., Any], **arguments: Any) -> bool:
        seen.append(Sent(type(self), operation, set(arguments)))
        return original(self, operation, **arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_Behaviour, "carry_out", carry_out)
        yield seen


def _other_words(data: dict[str, Any]) -> dict[str, Any]:
    """The same answers with other words, so that to save them is a change."""
    return {
        name: f"{value} Also." if isinstance(value, str) and " " in value else value
        for name, value in data.items()
    }


def _changed(queries: Any) -> set[str]:
    """The tables of which a row that was there is another now."""
    statements = [query["sql"] for query in queries if not COUNTER.match(query["sql"])]
    tables = (re.match(r'UPDATE ("\w+")', sql) for sql in statements)
    return {found[1] for found in tables if found and not BOOKKEEPING.match(found[1])}


def _made(queries: Any) -> set[str]:
    """The tables that have a row more now."""
    tables = (re.match(r'INSERT INTO ("\w+")', query["sql"]) for query in queries)
    return {found[1] for found in tables if found and not BOOKKEEPING.match(found[1])}


def _versioned() -> dict[tuple[str, Any], tuple[int, ...]]:
    """Every row that has a version, with its versions and, in the end, all the rest of it."""
    rows: dict[tuple[str, Any], Any] = {}
    for model in apps.get_models():
        names = [one.attname for one in model._meta.concrete_fields]
        if "version" in names and model._meta.app_label != "expectations":
            for row in model._default_manager.order_by("pk").values():
                rows[(model._meta.label, row["id"])] = row
    return rows


# No form shows these: the order of things, and one's own marks.
ORDERING = {"rank", "position", "tour_seen_at"}


def _unmarked(before: dict[Any, Any], after: dict[Any, Any]) -> list[str]:
    """Rows of which something is another now, and their version is not."""
    wrong = []
    for key, row in before.items():
        now = after.get(key, row)
        other = {name for name in row if row[name] != now[name]} - ORDERING
        if other and not any("version" in name for name in other):
            wrong.append(f"{key}: {other}")
    return wrong


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(set(WORKING) - set(OTHERWISE)))
def test_who_has_not_seen_the_newest_does_not_overwrite_it(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    entry = WORKING[name]
    url = address(name, "manchester", entry.arguments(scenes[0]))
    ways = methods_of(url)
    if "post" not in ways:
        return
    client = doors.client(cast.people[sorted(entry.allowed)[0]])
    filled = FILLED[name](scenes[0]) if name in FILLED else {}

    def send(data: dict[str, Any], version: dict[str, Any]) -> Any:
        answer = client.post(url, {"version": "1"} | data | version | {"once": str(uuid.uuid4())})
        close(answer)
        return answer, AuditEvent.objects.count()

    def seen() -> dict[str, Any]:
        page = client.get(url).content.decode() if "get" in ways else ""
        return {"version": found[1]} if (found := VERSION.search(page)) else {}

    with transaction.atomic():
        opened, before = seen(), _versioned()
        with CaptureQueriesContext(connection) as queries, forms_carried_out() as carried:
            first, recorded = send({**entry.data, **filled}, opened)
        unmarked = _unmarked(before, _versioned())
        stop = transaction.savepoint()
        second, again = send(_other_words({**entry.data, **filled}), opened)
        transaction.savepoint_rollback(stop)
        back, twice = send({**entry.data, **filled}, seen())
        transaction.set_rollback(True)
    assert first.status_code == 302, ERRORS.findall(first.content.decode())
    for one in carried:
        asks = "version" in inspect.signature(one.operation).parameters
        assert not asks or "version" in one.names, f"{one.form.__name__} keeps no version"
    assert not unmarked
    if _made(queries) and name not in MAY_BE_SAID_AGAIN:
        assert twice == recorded, f"{name} can be sent again by going back"
    if not (changed := _changed(queries)) or name in TAKES_TURNS:
        return
    assert again == recorded, f"{name} changed {changed} a second time, unseen"
    if name not in IS_SO_ALREADY:
        assert second.status_code in TOLD, f"{name} changed {changed}, and says nothing"


def _forms() -> dict[str, type]:
    """Every form of ours that declares a question, by its name."""
    found: dict[str, type] = {}

    def walk(kind: type) -> None:
        found_here: list[type] = kind.__subclasses__()
        for one in found_here:
            if one.__module__.split(".")[0] in OUR_APPS:
                found[one.__name__] = one
            walk(one)

    for app in sorted(OUR_APPS):
        if find_spec(f"{app}.forms"):
            import_module(f"{app}.forms")
    import_module("portal.views.specimens")
    walk(forms.BaseForm)
    return found


def test_every_form_is_one_of_ours_and_is_walked(scenes: tuple[Scene, Scene]) -> None:
    """A form that is not of core's kind carries no key; one that no view of the walk sends, nobody
    has looked at."""
    walked = ""
    for name in sorted(set(WORKING) - set(OTHERWISE)):
        url = address(name, "manchester", WORKING[name].arguments(scenes[0]))
        if "post" in methods_of(url):
            walked += inspect.getsource(import_module(resolve(url).func.__module__))
    found = _forms()
    assert len(found) > 45
    for name, form in found.items():
        assert issubclass(form, (Form, ModelForm)), name
        if form.__module__ == "portal.views.specimens" or name.startswith("_"):
            continue
        seen = re.search(rf"\b{name}\b", walked)
        assert seen or name in ELSEWHERE or form.__subclasses__(), f"nobody has looked at {name}"
    assert set(ELSEWHERE) <= set(found)


def test_every_button_carries_a_key(cast: Cast, scenes: tuple[Scene, Scene], doors: Doors) -> None:
    """Whatever a page can send is done once: each of its forms carries a key."""
    wrong, seen = [], 0
    for name, entry in sorted(WORKING.items()):
        url = address(name, "manchester", entry.arguments(scenes[0]))
        if "get" not in methods_of(url):
            continue
        for who in sorted(entry.allowed)[:2]:
            page = doors.knock(cast.people[who], "get", url).content.decode(errors="ignore")
            for form in POSTING.findall(page):
                if "<button" not in form:
                    continue  # a report that is read: its buttons come when it is written
                seen += 1
                if 'name="once"' not in form and not SAID_OUTRIGHT.search(form):
                    wrong.append(f"{name} as {who}: {form[:120]}")
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert seen > 100
