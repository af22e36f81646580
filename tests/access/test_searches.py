"""The search boxes of lists: nothing that is pasted is cut, and names are found however typed."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from core import audit
from core.components import Filter
from outcomes.queries.actions import ActionFilters, filtered_actions
from portal.queries.activity_log import TrailFilters, activity_log
from portal.queries.demo import demo_authorities
from tests.core.drawing import draw
from tests.factories import make_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS

TITLE = "Siân’s café opens in Llŷn"
LOOKED_FOR = ["Siân’s", "SIÂN'S", "sian's", "CAFÉ", "cafe", "llyn", "LLŶN"]
BOXES = [("people/", "text"), ("actions/", "text"), ("trail/", "person")]


def _page(cast: Cast, page: str, asked: dict[str, str]) -> str:
    answer = cast.client(cast.coordinator).get(f"{AT_OURS}{page}?{urlencode(asked)}")
    assert answer.status_code == 200
    return answer.content.decode()


def _box(page: str, name: str) -> str:
    found = re.search(rf'<input type="search" name="{name}"[^>]*>', page)
    assert found
    return unescape(found[0])


@pytest.mark.parametrize("page, name", BOXES)
def test_a_long_search_is_looked_for_as_it_was_pasted(cast: Cast, page: str, name: str) -> None:
    make_action(cast)
    pasted = "We opened the café. " * 30
    asked = {name: pasted, "status": "all", "whose": ""}
    assert f'value="{pasted.strip()}"' in _box(_page(cast, page, asked), name)


@pytest.mark.parametrize("page, name", BOXES)
def test_a_search_longer_than_the_database_takes_finds_nothing(
    cast: Cast, page: str, name: str
) -> None:
    make_action(cast, title=TITLE)
    listed = _page(cast, page, {name: "ab " * 40_000, "status": "all", "whose": ""})
    assert TITLE not in listed


def test_the_demo_looks_for_all_that_was_pasted_and_folds_it(cast: Cast) -> None:
    person = cast.officer.person
    person.name = "Siân O’Brien"
    person.save()
    for text in ("SIAN", "siân o'brien", "O’BRIEN"):
        found = [one.narrowed(text).people for one in demo_authorities()]
        assert [one.membership for people in found for one in people] == [cast.officer], text
    pasted = "Sian " * 100
    page = Client().get("/demo/", {"text": pasted}).content.decode()
    assert f'value="{pasted.strip()}"' in _box(page, "text")


def test_a_search_that_is_cut_would_find_something_else(cast: Cast) -> None:
    title = "An evening club for all of us who want to meet " * 3
    make_action(cast, title=title.strip())
    for text, times in ((title, 1), (f"{title.strip()} in Bury", 0)):
        found = filtered_actions(cast.coordinator, ActionFilters(text=text.strip()))
        assert found.count() == times
        listed = _page(cast, "actions/", {"text": text, "status": "all", "whose": ""})
        assert listed.count(f">{title.strip()}</a>") == times


def test_a_box_refuses_in_words_what_is_too_long_for_an_address() -> None:
    drawn = draw("{% filters questions=q %}", q=[Filter("text", "Search", kind="search")])
    assert "maxlength" not in drawn
    assert (
        'pattern=".{0,200}" title="Your search is too long. Use 200 characters or fewer."' in drawn
    )
    day = draw("{% filters questions=q %}", q=[Filter("since", "From", kind="date")])
    assert "pattern" not in day
    assert "maxlength" not in day


@pytest.mark.parametrize("text", LOOKED_FOR)
def test_actions_are_found_however_they_are_typed(cast: Cast, text: str) -> None:
    by_title, by_words = make_action(cast, title=TITLE), make_action(cast, description=TITLE)
    make_action(cast, title="Something else")
    found = filtered_actions(cast.coordinator, ActionFilters(text=text))
    assert set(found) == {by_title, by_words}


@pytest.mark.parametrize("text", ["Siân", "SIÂN", "sian", "o'brien", "O’BRIEN", "Łucja", "lucja"])
def test_the_log_finds_who_did_something_however_they_are_typed(cast: Cast, text: str) -> None:
    person = cast.coordinator.person
    person.name = "Siân Łucja O’Brien"
    person.save()
    cast.coordinator.refresh_from_db()
    audit.record("accounts.membership.changed", actor=cast.coordinator, about=cast.officer)
    found = activity_log(cast.coordinator, TrailFilters(person=text))
    assert {event.actor_label for event in found} == {cast.coordinator.label}
