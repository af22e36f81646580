"""The one-minute tour: offered once to whoever is new, there for everybody after."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.operations.words import see_tour
from core.models import AuditEvent
from tests.support.cast import Cast
from tests.support.places import AT_OURS

HOME = AT_OURS
TOUR = f"{AT_OURS}tour/"
OFFER = "What only you can do here"


def test_a_new_care_consultant_is_offered_it_and_it_can_be_put_away(cast: Cast) -> None:
    client = cast.client(cast.consultant)
    assert OFFER in client.get(HOME).content.decode()
    answer = client.post(f"{TOUR}seen/", follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(HOME, 302)]
    assert "You can take the tour any time." in page
    assert OFFER not in page
    assert f'href="{TOUR}"' in page
    cast.consultant.refresh_from_db()
    assert cast.consultant.tour_seen_at
    # Each for themselves.
    assert OFFER in cast.client(cast.consultant_2).get(HOME).content.decode()


def test_saying_it_twice_records_it_once(cast: Cast) -> None:
    first = see_tour(actor=cast.consultant).tour_seen_at
    assert see_tour(actor=cast.consultant).tour_seen_at == first
    assert AuditEvent.objects.filter(code="accounts.tour.seen").count() == 1


@pytest.mark.parametrize("who", ["officer", "member", "coordinator", "partner"])
def test_nobody_else_is_offered_it(cast: Cast, who: str) -> None:
    page = cast.client(cast.people[who]).get(HOME).content.decode()
    assert OFFER not in page
    assert TOUR not in page


def test_whoever_else_looks_is_told_whose_it_is(cast: Cast) -> None:
    whose = "This is what new care consultants see."
    page = cast.client(cast.officer).get(f"{TOUR}?step=6").content.decode()
    assert whose in page
    assert "Exit the tour" in page
    assert "Finish the tour" not in page
    assert whose not in cast.client(cast.consultant).get(TOUR).content.decode()


def test_it_is_six_cards_with_plain_links_and_an_end(cast: Cast) -> None:
    client = cast.client(cast.consultant)
    address, titles = TOUR, []
    for number in range(1, 7):
        page = client.get(address).content.decode()
        assert f"{number} of 6" in page
        titles += re.findall(r"<h1>(.*?)</h1>", page)
        assert ("Don’t show this again" in page) == (number < 6)
        assert ("Finish the tour" in page) == (number == 6)
        assert ('href="?step=0"' in page) is False
        following = re.search(r'is-strong" href="(\?step=\d)"', page)
        assert bool(following) == (number < 6)
        address = TOUR + (following[1] if following else "")
    assert len(set(titles)) == 6


@pytest.mark.parametrize("step", ["0", "-1", "7", "99999999999", "x", "٣", "²", "%00"])
def test_a_step_that_is_not_there_is_the_nearest(cast: Cast, step: str) -> None:
    page = cast.client(cast.consultant).get(f"{TOUR}?step={step}")
    assert page.status_code == 200
    assert re.search(r"\d of 6", page.content.decode())


def test_it_speaks_the_authoritys_words(cast: Cast) -> None:
    cast.manchester.terminology = {"priority": {"one": "wish", "many": "wishes"}}
    cast.manchester.save()
    assert "set a wish" in cast.client(cast.consultant).get(TOUR).content.decode()


def test_it_costs_what_any_page_costs(cast: Cast) -> None:
    client = cast.client(cast.consultant)
    client.get(TOUR)
    with CaptureQueriesContext(connection) as asked:
        client.get(TOUR)
    assert len(asked) == 4
