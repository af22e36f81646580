"""HEAD answers as GET does but without a body; gunicorn warns of every body it is given."""

from io import BytesIO
from typing import Any
from wsgiref.headers import Headers

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, get_resolver, reverse

from documents.enums import JobStatus
from documents.models import Document
from documents.operations.asking import ask_for_document
from impact.enums import ReportDocument
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.reports import make_published_report

pytestmark = pytest.mark.django_db


def ask(method: str, address: str, client: Client | None = None) -> tuple[int, Headers, bytes]:
    """What the program itself gives the web server; the test client would drop a body here."""
    cookie = client.cookies.output(attrs=[], header="", sep=";").strip() if client else ""
    environ = RequestFactory().generic(method, address, HTTP_COOKIE=cookie).environ
    environ["wsgi.input"] = BytesIO()
    began: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        began.update(status=int(status[:3]), headers=Headers(headers))

    # As the test client does: the connection with the test's own transaction stays open.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    answer = WSGIHandler()(environ, start_response)
    try:
        body = b"".join(answer)
    finally:
        answer.close()
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
    return began["status"], began["headers"], body


def plain_addresses() -> list[str]:
    """Every address of the program that takes no argument."""
    resolver = get_resolver()
    spaces = {"": resolver} | {
        f"{name}:": inner for name, (_, inner) in resolver.namespace_dict.items()
    }
    found = []
    for space, inner in spaces.items():
        for name in (each for each in inner.reverse_dict if isinstance(each, str)):
            try:
                found.append(reverse(f"{space}{name}"))
            except NoReverseMatch:
                continue
    return sorted(set(found))


def test_no_address_has_a_body_for_head(cast: Cast) -> None:
    addresses = [*plain_addresses(), "/nowhere/", "/manchester/", AT_OURS]
    assert len(addresses) > 20
    for address in addresses:
        status, headers, body = ask("HEAD", address)
        assert (address, body) == (address, b"")
        assert (address, status) == (address, ask("GET", address)[0])


def test_head_has_the_headers_of_the_page(cast: Cast) -> None:
    status, headers, body = ask("GET", "/healthz")
    length = headers["Content-Length"]
    assert int(length or 0) == len(body) > 0
    assert ask("HEAD", "/healthz")[1]["Content-Length"] == length


def test_head_of_a_file_names_its_length_and_sends_none(cast: Cast, settings: Any) -> None:
    report = make_published_report(cast)
    Document.objects.all().delete()
    document = ask_for_document(actor=cast.coordinator, kind=ReportDocument.FULL, subject=report)
    file = settings.MEDIA_ROOT / "trial.pdf"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"%PDF-1.7 and more")
    Document.objects.filter(pk=document.pk).update(status=JobStatus.DONE, file="trial.pdf")
    address = reverse("documents:document-download", args=["manchester", document.pk])
    client = cast.client(cast.coordinator)
    assert ask("GET", address, client)[::2] == (200, file.read_bytes())
    status, headers, body = ask("HEAD", address, client)
    assert (status, headers["Content-Length"], body) == (200, "17", b"")
