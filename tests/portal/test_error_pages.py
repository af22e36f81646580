"""When something fails: words, what was typed, and a number that the log knows as well."""

import errno
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from config import urls
from core.decisions import Refused, deny
from core.errors import PlainLines, database_is_away, without_tokens
from tests.support.cast import Cast
from tests.support.places import AT_OURS

TYPED = "We rang every carer, and wrote it all down."
KEY = "3f1c8a52-0d35-4a53-9b0e-0f6d6a1f8f11"
NUMBER = re.compile(r"Reference ([2-9A-Z]{4}-[2-9A-Z]{4})")


class Fault(Exception):
    """An error of ours."""


def _view(problem: Exception) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        raise problem

    return view


class _Addresses:
    handler400 = urls.handler400
    handler500 = urls.handler500
    urlpatterns = [
        *urls.urlpatterns,
        path("try/fault/", _view(Fault("oh"))),
        path("try/disk/", _view(OSError(errno.ENOSPC, "No space left on device"))),
        path("try/refused/", _view(Refused(deny("Only a lead may do this.")))),
        path("try/database/", _view(OperationalError("the server closed the connection"))),
    ]


@pytest.fixture
def client(settings: Any, db: None) -> Client:
    settings.ROOT_URLCONF = _Addresses
    return Client(raise_request_exception=False)


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """The log as it is written."""
    written: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    handler = Keep()
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    handler.addFilter(PlainLines())
    logging.getLogger("django").addHandler(handler)
    yield written
    logging.getLogger("django").removeHandler(handler)


@pytest.mark.parametrize(
    "url, status, level",
    [
        ("/try/fault/", 500, "ERROR"),
        ("/try/disk/", 503, "ERROR"),
        ("/try/database/", 503, "ERROR"),
        ("/try/refused/", 403, "INFO"),
        ("/nobody/here/", 404, "INFO"),
    ],
)
def test_the_page_and_the_log_have_the_same_number(
    client: Client, lines: list[str], url: str, status: int, level: str
) -> None:
    answer = client.get(url)
    assert answer.status_code == status
    number = NUMBER.search(answer.content.decode())
    assert number
    (line,) = lines
    assert line.startswith(f"{level} ")
    assert f"[{number[1]}]" in line
    assert ("Traceback" in line) == (status == 500)
    assert answer.headers.get("Retry-After") == ("30" if status == 503 else None)


def test_what_cannot_be_read_has_a_number_too(client: Client, lines: list[str]) -> None:
    answer = client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert NUMBER.search(answer.content.decode())
    assert all("Traceback" not in line for line in lines)


def test_what_is_too_big_has_a_number_too(client: Client, settings: Any) -> None:
    settings.BODY_MAX_BYTES = 10
    answer = client.post("/sign-in/", {"email": "somebody@somewhere.example"})
    assert answer.status_code == 413
    assert NUMBER.search(answer.content.decode())


@pytest.mark.parametrize("url", ["/try/fault/", "/try/disk/", "/try/database/"])
def test_what_was_typed_is_on_the_page(client: Client, url: str) -> None:
    page = client.post(url, {"done": TYPED, "password": "never on a page"}).content.decode()
    assert page.count(TYPED) == 1
    assert "never on a page" not in page


def test_it_can_be_sent_again_as_it_was(client: Client) -> None:
    sent = {"done": TYPED, "once": KEY, "csrfmiddlewaretoken": "abc"}
    page = client.post("/try/database/?a=1", sent).content.decode()
    assert 'action="/try/database/?a=1"' in page
    for name, value in sent.items():
        assert f'name="{name}" value="{value}"' in page


@pytest.mark.parametrize("more", [{"password": "correct horse"}, {"code": "123456"}])
def test_nothing_secret_can_be_sent_again_from_a_page(client: Client, more: dict[str, str]) -> None:
    page = client.post("/try/database/", {"once": KEY, **more}).content.decode()
    assert "<form" not in page
    assert next(iter(more.values())) not in page


def test_a_form_without_a_key_is_not_sent_twice(client: Client) -> None:
    assert "<form" not in client.post("/try/database/", {"done": TYPED}).content.decode()


def test_a_page_without_the_database_is_503_with_words(cast: Cast) -> None:
    """Any page: the very first statement fails, and the page of the error makes none."""
    client = cast.client(cast.coordinator)
    client.raise_request_exception = False
    asked = []

    def gone(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        raise OperationalError("the server closed the connection unexpectedly")

    for url in ("/", AT_OURS, "/manchester/", "/nobody/", "/sign-in/"):
        with connection.execute_wrapper(gone):
            answer = client.get(url)
        if not asked:
            continue
        assert answer.status_code == 503, url
        assert answer["Retry-After"] == "30"
        assert NUMBER.search(answer.content.decode())
        assert len(asked) <= 2, (url, asked)
        asked.clear()


def test_an_error_of_ours_in_the_database_is_no_outage(db: None) -> None:
    """On SQLite a table that is not there is an operational error, too."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL tells them apart by class")
    with pytest.raises(OperationalError) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM there_is_no_such_table")
    assert not database_is_away(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "Not Found: /invitation/aB3-_xYz123/",
        "Forbidden: /news/stop/aB3-_xYz123/",
        'GET "/invitation/aB3-_xYz123/?lang=cy"',
        "Gone: /invitation/aB3-_xYz123",
    ],
)
def test_the_log_has_no_token(text: str) -> None:
    assert "aB3-_xYz123" not in without_tokens(text)


def test_a_refused_link_is_logged_without_its_token(client: Client, lines: list[str]) -> None:
    for url in ("/invitation/aB3-_xYz123/", "/news/stop/aB3-_xYz123/", "/invitation/aB3-_xYz123/x"):
        client.get(url)
    assert lines
    assert all("aB3-_xYz123" not in line for line in lines)


def test_every_address_with_a_token_is_known() -> None:
    """One that is added must be taken out of the log as well."""
    from tests.access.test_matrix import named_addresses

    with_token = [str(one.pattern) for _, one in named_addresses() if "token" in str(one.pattern)]
    assert with_token
    for pattern in with_token:
        address = "/" + re.sub(r"<[^>]+>", "aB3-_xYz123", pattern)
        assert "aB3-_xYz123" not in without_tokens(address), pattern
