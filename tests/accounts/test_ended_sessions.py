"""A session that ended, a page that is out of date, and what a browser keeps of both."""

from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.idle import SEEN
from accounts.roles import SECOND_STEP_ROLES
from tests.factories import make_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS

pytestmark = pytest.mark.django_db

TYPED = "We opened the club on two more evenings."
AGAIN = "You’ve been signed out. Sign in to carry on where you left off."
GONE = "You’ve been signed out, so we didn’t receive that."


def test_a_part_of_a_page_does_not_become_the_sign_in_page() -> None:
    page = f"http://testserver{AT_OURS}actions/?page=2"
    answer = Client().get(f"{AT_OURS}actions/", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL=page)
    assert answer.status_code == 200
    assert answer.content == b""
    back = quote(f"{AT_OURS}actions/?page=2", safe="")
    assert answer["HX-Redirect"] == f"/sign-in/?next={back}"


@pytest.mark.parametrize("page", ["//evil.example/x", "https://evil.example/", "//[", "x"])
def test_a_part_of_a_foreign_page_leads_nowhere_foreign(page: str) -> None:
    answer = Client().get(AT_OURS, HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL=page)
    assert "evil" not in answer["HX-Redirect"]


def test_the_second_step_is_asked_for_the_whole_page_too(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.officer.person)
    answer = client.get(AT_OURS, HTTP_HX_REQUEST="true")
    assert answer["HX-Redirect"].startswith("/sign-in/second-step/?next=")


def test_signed_out_while_typing_is_said_on_the_sign_in_page(cast: Cast) -> None:
    client = cast.client(cast.consultant)
    client.session.flush()
    at = f"{AT_OURS}actions/{make_action(cast).pk}/verdict/"
    told = client.post(at, {"feels": "yes", "words": TYPED}, HTTP_REFERER=f"http://testserver{at}")
    assert told["Location"] == f"/sign-in/?next={quote(at, safe='')}"
    assert GONE in client.get(told["Location"]).content.decode()
    # A visitor who was never here is told nothing of the kind.
    visitor = Client()
    assert GONE not in visitor.get(visitor.post(at)["Location"]).content.decode()


def _told(client: Client, answer: Any) -> str:
    """The sign-in page that an answer leads to, by itself or through htmx."""
    return client.get(answer.headers.get("Location") or answer["HX-Redirect"]).content.decode()


def test_signed_out_while_typing_is_said_when_the_cookie_went_too(cast: Cast) -> None:
    """A session that runs out takes its cookie along; the form's own key stays."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.consultant.person)
    at = f"{AT_OURS}actions/{make_action(cast).pk}/verdict/"
    page = client.get(at)
    del client.cookies[settings.SESSION_COOKIE_NAME]
    sent = {"feels": "yes", "words": TYPED, "csrfmiddlewaretoken": page.context["csrf_token"]}
    assert GONE in _told(client, client.post(at, sent, HTTP_REFERER=f"http://testserver{at}"))


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": f"http://testserver{AT_OURS}actions/"},
        {"HTTP_REFERER": f"http://testserver{AT_OURS}actions/"},
    ],
    ids=["a part of a page", "a link on a page"],
)
def test_whose_page_was_open_reads_that_they_are_signed_out(
    cast: Cast, headers: dict[str, Any]
) -> None:
    client = Client()
    page = _told(client, client.get(f"{AT_OURS}meetings/", **headers))
    assert AGAIN in page
    assert GONE not in page


def test_whose_session_is_gone_reads_that_they_are_signed_out(cast: Cast) -> None:
    client = cast.client(cast.consultant)
    client.session.flush()
    assert AGAIN in _told(client, client.get(AT_OURS))


@pytest.mark.parametrize(
    "referer",
    ["", "/manchester/", "/sign-in/", "/nowhere-at-all/", f"https://evil.example{AT_OURS}"],
)
def test_a_first_visit_is_told_nothing(cast: Cast, referer: str) -> None:
    whole = f"http://testserver{referer}" if referer.startswith("/") else referer
    client = Client()
    assert "signed out" not in _told(client, client.get(AT_OURS, HTTP_REFERER=whole))
    # Nor is somebody whose session is of the way in, and knows nobody yet.
    client.post("/sign-in/", {"email": cast.consultant.person.email})
    assert settings.SESSION_COOKIE_NAME in client.cookies
    assert "signed out" not in _told(client, client.get(AT_OURS))


def test_being_signed_out_is_said_once(cast: Cast) -> None:
    """Someone who sends a form after being away is told once what happened to it."""
    client = cast.client(cast.consultant)
    at = f"{AT_OURS}actions/{make_action(cast).pk}/verdict/"
    session = client.session
    session[SEEN] = 1
    session.save()
    page = _told(client, client.post(at, {"feels": "yes", "words": TYPED}))
    assert GONE in page
    assert page.count("You’ve been signed out") == 1


def test_the_sign_in_page_has_words_for_what_is_kept_in_the_tab(cast: Cast) -> None:
    form = f"{AT_OURS}actions/1/verdict/"
    page = Client().get(f"/sign-in/?next={form}").content.decode()
    assert f'data-draft-waits="{form}" hidden>' in page
    assert "data-draft-waits" not in Client().get("/sign-in/").content.decode()
    assert "data-draft-waits" not in Client().get("/sign-in/?next=//evil.example").content.decode()


def test_a_page_that_is_out_of_date_says_so_and_gives_the_words_back(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.consultant.person)
    at = f"{AT_OURS}actions/{make_action(cast).pk}/verdict/"
    answer = client.post(at, {"feels": "yes", "words": TYPED})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "This page is out of date" in page
    assert TYPED in page
    assert "CSRF" not in page
    assert "style=" not in page
    assert answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("123456789012", "Use letters or words as well as numbers."),
        ("aaaaaaaaaaaa", "Use more different letters."),
        ("abababababab", "Use more different letters."),
        ("iloveyou1234", "This password is easy to guess."),
        ("manchester2026", "This password is easy to guess."),
        ("Manchester City Council 1", "This password is easy to guess."),
        ("Golden-Thread-2026", "This password is easy to guess."),
        ("Password!!2026", "This password is easy to guess."),
    ],
)
def test_a_password_that_is_tried_first_is_refused(cast: Cast, password: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, cast.officer.person)
    assert any(words in one for one in refused.value.messages)


@pytest.mark.parametrize("password", ["a long winding road", "purple otter teapot"])
def test_three_words_are_taken(cast: Cast, password: str) -> None:
    validate_password(password, cast.officer.person)


def test_executives_take_a_second_step(cast: Cast) -> None:
    assert cast.executive.role in SECOND_STEP_ROLES
    assert settings.IDLE_MINUTES <= 30
    client = Client()
    client.force_login(cast.executive.person)
    assert client.get(reverse("portal:home", args=["manchester"])).status_code == 302
