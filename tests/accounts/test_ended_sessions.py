"""A session that ended, a page that is out of date, and what a browser keeps of both."""

from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.roles import SECOND_STEP_ROLES
from tests.factories import make_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS

pytestmark = pytest.mark.django_db

TYPED = "We opened the club on two more evenings."
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
