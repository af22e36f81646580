"""The privacy notice: its first layer, who it is for, and where people are led to it."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.operations.invitations import invite
from tests.support.cast import Cast
from tests.support.places import AT_OURS

pytestmark = pytest.mark.django_db
# What a young person has to know before anything else (SG-120), in the order it stands.
IN_SHORT = (
    "We keep your name, your email address and what you write here.",
    "You choose the name that other people see.",
    "Each form says who can read what you write in it.",
    "What young people said isn’t shown to anyone else until two people have checked it.",
    "If we think someone isn’t safe, we may have to tell someone who can help.",
    "You can see your data, take a copy and ask us to erase your name.",
)
MORE = (
    "Who asks, and why?",
    "What do you keep about me?",
    "What happens to what young people said?",
    "Can I change my mind?",
    "What do you have to pass on?",
    "How long do you keep it?",
    "What are my rights?",
)


def _notice() -> str:
    page = html.unescape(Client().get(reverse("portal:privacy")).content.decode())
    return page.partition("<main")[2].partition("</main>")[0]


def test_the_short_part_comes_first_and_the_rest_is_folded() -> None:
    notice = _notice()
    short, _heading, more = notice.partition("More about it")
    assert re.findall(r"<li>(.*?)</li>", short)[: len(IN_SHORT)] == list(IN_SHORT)
    assert tuple(re.findall(r"<details><summary>(.*?)</summary>", more)) == MORE
    for words in ("tel:999", "0800 1111", "116 123", "isn’t watched all the time"):
        assert words in short, words


def test_it_says_how_to_change_ones_mind_and_where_to_complain() -> None:
    notice = _notice()
    for words in (
        "at any time, and you don’t have to say why",
        "come off public pages, open data and PDFs straight away",
        "ask for your name to be erased, and complain",
        "Information Commissioner",
        "data protection officer",
        "This is part of its job",
    ):
        assert words in notice, words


def test_both_pages_where_people_join_lead_to_it(cast: Cast) -> None:
    privacy = f'href="{reverse("portal:privacy")}"'
    new: Any = {"name": "Robin Ash", "role": Role.CARE_CONSULTANT}
    for email, client in (
        ("robin@new.example", Client()),
        (cast.outsider.email, cast.client(cast.outsider, Client)),
    ):
        _invitation, link = invite(actor=cast.coordinator, email=email, **new)
        page = client.get(link).content.decode()
        form = page.partition('<form method="post" class="form"')[2].partition("</form>")[0]
        assert privacy in form, email
        assert "We keep your name, your email address and what you write here." in form


def test_every_page_and_every_box_of_young_people_leads_to_it(cast: Cast) -> None:
    privacy = f'href="{reverse("portal:privacy")}"'
    assert privacy in Client().get("/manchester/").content.decode()
    client = cast.client(cast.consultant, Client)
    assert privacy in client.get(AT_OURS).content.decode()
    page = client.get(reverse("portal:point-create", args=["manchester"])).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    assert privacy in main
