"""The demo sends no e-mails: it shows them on a page, which the pages that speak of one lead to."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from accounts.tasks import send_mail
from portal.demo_mail import MOST_KEPT, EmailBackend, keep_mail, kept_mail
from tests.support.cast import Cast

PAGE = "/demo/mail/"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DEMO_MAIL = tmp_path / "mail"
    return tmp_path / "mail"


@pytest.fixture
def printed(settings: Any, capsys: Any) -> None:
    settings.EMAIL_BACKEND = "portal.demo_mail.EmailBackend"


@pytest.mark.usefixtures("printed")
def test_a_code_asked_for_is_found_and_signs_in(cast: Cast) -> None:
    client = Client()
    email = cast.consultant.person.email
    page = client.post("/sign-in/", {"email": email}, follow=True).content.decode()
    assert f'<a href="{PAGE}">Demo emails</a>' in page
    assert send_mail() == 1
    mails = client.get(PAGE).content.decode()
    assert email in mails
    found = re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", mails)
    assert found
    assert client.post("/sign-in/code/", {"code": found[0]}).status_code == 302
    assert "_auth_user_id" in client.session


def test_the_newest_come_first_and_the_oldest_are_thrown_away(folder: Path) -> None:
    for n in range(MOST_KEPT + 3):
        keep_mail(to="a@b.example", subject=f"Number {n}", text="x")
    assert kept_mail()[0].subject == f"Number {MOST_KEPT + 2}"
    assert len(kept_mail()) == len(list(folder.iterdir())) == MOST_KEPT


def test_it_is_printed_as_well(capsys: Any) -> None:
    EmailBackend().send_messages([EmailMessage("Hello", "Words", to=["a@b.example"])])
    assert "Subject: Hello" in capsys.readouterr().out
    (mail,) = kept_mail()
    assert re.fullmatch(r"\d{1,2}:\d\d[ap]m", mail.time)
    assert (mail.to, mail.subject, mail.text) == ("a@b.example", "Hello", "Words")


def test_what_is_in_an_email_is_text_and_its_links_work(db: None) -> None:
    keep_mail(to="<b>@x.example", subject="<i>", text="<script>\nhttp://127.0.0.1:1/invitation/x/")
    page = Client().get(PAGE).content.decode()
    assert "<script>\n" not in page
    assert "&lt;script&gt;" in page
    assert 'href="http://127.0.0.1:1/invitation/x/"' in page


def test_without_emails_it_says_how_to_get_one(db: None) -> None:
    assert "No emails yet" in Client().get(PAGE).content.decode()


@pytest.mark.parametrize("off", [{"DEMO": False}, {"DEMO_MAIL": None}])
def test_there_is_no_such_page_where_emails_are_sent(
    cast: Cast, settings: Any, off: dict[str, Any]
) -> None:
    for name, value in off.items():
        setattr(settings, name, value)
    assert Client().get(PAGE).status_code == 404
    client = Client()
    page = client.post("/sign-in/", {"email": "a@b.example"}, follow=True).content.decode()
    assert "Enter your code" in page
    assert PAGE not in page


def test_the_first_page_of_the_demo_puts_the_demo_first(db: None, settings: Any) -> None:
    page = Client().get("/").content.decode()
    assert re.findall(r'class="button is-strong" href="([^"]+)"', page) == ["/demo/"]
    settings.DEMO = False
    page = Client().get("/").content.decode()
    assert re.findall(r'class="button is-strong" href="([^"]+)"', page) == ["/sign-in/"]
