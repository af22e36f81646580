"""Lists with nothing in them have nothing to filter, and say so whatever the address asks."""

import pytest
from django.urls import reverse

from tests.factories import make_action
from tests.support.cast import Cast

LISTS = {
    "outcomes:action-list": "?status=late",
    "cooperative:challenge-list": "?mine=1",
    "cooperative:escalation-list": "?mine=1",
    "cooperative:meeting-list": "?show=past",
    "impact:scrutiny-list": "?kind=comment",
    "voice:ask-list": "?source=survey",
}
FILTERS = ('class="filters"', 'class="tabs"')


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_has_no_filters(cast: Cast, name: str) -> None:
    for asked in ("", LISTS[name]):
        page = cast.client(cast.coordinator).get(reverse(name, args=["manchester"]) + asked)
        shown = page.content.decode()
        assert not [part for part in FILTERS if part in shown]
        assert "No results" not in shown
        assert "Showing only:" not in shown


def test_a_list_that_is_narrowed_to_nothing_keeps_its_filters(cast: Cast) -> None:
    make_action(cast)
    address = reverse("outcomes:action-list", args=["manchester"]) + "?status=late&whose="
    shown = cast.client(cast.coordinator).get(address).content.decode()
    assert all(part in shown for part in FILTERS)
    assert "No results" in shown
