"""Every kind of answer carries the headers that guard it, as they are written in a test."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from accounts.colours import VERSION
from core.csp import allowing_forms_to
from tests.support.cast import Cast
from tests.support.closing import close
from tests.support.guarding import GUARDS, POLICY, unguarded
from tests.support.places import AT_OURS

Ask = Callable[[Cast], Any]

# One of each kind of answer, with the status that shows it is that one.
ANSWERS: dict[str, tuple[int, Ask]] = {
    "a public page": (200, lambda cast: cast.client(None).get("/manchester/")),
    "a page kept for everyone": (200, lambda cast: _twice(cast, "/manchester/outcomes/")),
    "a public file": (
        200,
        lambda cast: cast.client(None).get("/manchester/open-data/actions.json"),
    ),
    "a style": (200, lambda cast: _style(cast)),
    "the sign-in": (200, lambda cast: cast.client(None).get("/sign-in/")),
    "a page behind it": (200, lambda cast: cast.client(cast.officer).get(AT_OURS)),
    "a fragment": (
        200,
        lambda cast: cast.client(cast.officer).get(f"{AT_OURS}actions/", HTTP_HX_REQUEST="true"),
    ),
    "a list as a file": (
        200,
        lambda cast: cast.client(cast.officer).get(f"{AT_OURS}actions/export/?as=xlsx"),
    ),
    "somewhere else": (302, lambda cast: cast.client(None).get(AT_OURS)),
    "a form to mend": (
        422,
        lambda cast: cast.client(cast.coordinator).post(f"{AT_OURS}people/invite/", {}),
    ),
    "not for you": (403, lambda cast: cast.client(cast.officer).get(f"{AT_OURS}people/invite/")),
    "a form from elsewhere": (403, lambda cast: Client(enforce_csrf_checks=True).post("/sign-in/")),
    "nowhere": (404, lambda cast: cast.client(None).get("/nowhere/at/all/")),
    "no such way": (405, lambda cast: cast.client(None).post("/manchester/")),
    "not ready": (503, lambda cast: cast.client(None).get("/readyz")),
}


def _twice(cast: Cast, at: str) -> Any:
    """The second answer comes from the pages that are kept."""
    close(cast.client(None).get(at))
    return cast.client(None).get(at)


def _style(cast: Cast) -> Any:
    return cast.client(None).get(reverse("accounts:look-style", args=[VERSION, "1d4ed8"]))


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_carries_the_headers_that_guard_it(cast: Cast, kind: str) -> None:
    status, ask = ANSWERS[kind]
    answer = ask(cast)
    close(answer)
    assert answer.status_code == status
    assert list(unguarded(answer.headers)) == []


def test_a_directory_is_added_to_where_forms_lead_and_to_nothing_else() -> None:
    policy = allowing_forms_to("https://login.example/council?a=b")
    with override_settings(CONTENT_SECURITY_POLICY={"DIRECTIVES": policy}):
        sent = Client().get("/sign-in/").headers["Content-Security-Policy"]
    expected = POLICY.replace("form-action 'self'", "form-action 'self' https://login.example")
    assert sorted(sent.split("; ")) == expected.split("; ")


@pytest.mark.parametrize("name", GUARDS)
def test_a_header_that_is_loosened_or_missing_is_found(name: str) -> None:
    assert list(unguarded(GUARDS)) == []
    assert list(unguarded({**GUARDS, name: f"{GUARDS[name]} https:"}))
    assert list(unguarded({**GUARDS, name: ""}))
