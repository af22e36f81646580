"""Leave this site: on every page a young person sees, and honest about what it does. What it does
in a browser is in tests/browser/test_leaving.py."""

import pytest
from django.test import override_settings

from tests.support.cast import Cast
from tests.support.places import AT_OURS

LINK = (
    'href="https://www.bbc.co.uk/weather" rel="noreferrer noopener" data-quick-exit>Leave this site'
)


@pytest.mark.parametrize("page", ["", "outcomes/", "meetings/", "challenges/", "tour/"])
def test_a_care_consultant_can_leave_from_every_page(cast: Cast, page: str) -> None:
    shown = cast.client(cast.consultant).get(f"{AT_OURS}{page}").content.decode()
    assert LINK in shown
    assert 'href="/staying-safe/"' in shown


@pytest.mark.parametrize(
    "page", ["/", "/sign-in/", "/staying-safe/", "/manchester/", "/manchester/you-said/"]
)
def test_so_can_anybody_from_a_public_page(cast: Cast, page: str) -> None:
    shown = cast.client(None).get(page).content.decode()
    assert shown.count("data-quick-exit") == 1
    # Before everything but the link that skips to the page.
    assert shown.index("skip-link") < shown.index("data-quick-exit") < shown.index("<header")


@pytest.mark.parametrize("page", [AT_OURS, "/manchester/you-said/"])
def test_whoever_is_signed_in_can_be_signed_out_from_every_page(cast: Cast, page: str) -> None:
    assert "data-signs-out" in cast.client(cast.consultant).get(page).content.decode()
    assert "data-signs-out" not in cast.client(None).get(page).content.decode()


@pytest.mark.parametrize("who", ["officer", "member", "partner", "coordinator", "executive"])
def test_pages_of_those_at_work_have_no_such_bar(cast: Cast, who: str) -> None:
    shown = cast.client(cast.people[who]).get(AT_OURS).content.decode()
    assert "data-quick-exit" not in shown


@override_settings(QUICK_EXIT_URL="https://weather.example/")
def test_where_it_leads_is_the_councils_to_choose_and_said(cast: Cast) -> None:
    shown = cast.client(None).get("/staying-safe/").content.decode()
    assert 'href="https://weather.example/"' in shown
    assert "<b>https://weather.example/</b>" in shown


def test_the_page_says_what_leaving_cannot_do(cast: Cast) -> None:
    shown = cast.client(None).get("/staying-safe/").content.decode()
    assert "It doesn’t clear your history." in shown
    assert "Escape key three times" in shown
    assert "0800 1111" in shown


@pytest.mark.parametrize("address", ["/manchester/you-said/", f"{AT_OURS}outcomes/"])
def test_a_page_that_is_not_there_can_be_left_too(cast: Cast, address: str) -> None:
    shown = cast.client(cast.consultant).get(f"{address}nothing/").content.decode()
    assert "data-quick-exit" in shown
