"""The accessibility statement has every part the regulations ask for; every page leads to it."""

import pytest
from django.test import Client

from portal.views.accessibility import PREPARED
from tests.support.cast import Cast
from tests.support.places import AT_OURS

# Directive (EU) 2016/2102's model statement, as the 2018 regulations take it over.
PARTS = [
    "Web Content Accessibility Guidelines 2.2",
    "partly meets",
    "may not work with a screen reader",
    "How we check",
    "If you have an account, tell the person who invited you",
    "If you don’t have an account, contact the council whose pages you’re reading",
    "10 working days",
    "Equality Advisory and Support Service",
    "(No. 2) Accessibility Regulations 2018",
    f"We prepared this statement on {PREPARED:%A} {PREPARED.day} {PREPARED:%B %Y}",
]


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_there(client: Client, db: None, part: str) -> None:
    page = " ".join(client.get("/accessibility/").content.decode().split())
    assert part in page


@pytest.mark.parametrize("page", ["/", "/manchester/", "/sign-in/", AT_OURS])
def test_every_page_leads_to_it(cast: Cast, page: str) -> None:
    who = cast.consultant if page == AT_OURS else None
    assert 'href="/accessibility/"' in cast.client(who).get(page).content.decode()
