"""What stands around a list: tabs, filters said in words, pages."""

import re
from collections.abc import Callable

import pytest
from django.core.paginator import Paginator
from django.test import RequestFactory

from core.components import ComponentError, Filter
from tests.core.drawing import draw


def test_pages_keep_the_filters_in_the_address() -> None:
    request = RequestFactory().get("/x/?status=late&page=1")
    drawn = draw("{% pagination page=page %}", request, page=Paginator(range(60), 50).page(1))
    assert 'href="?status=late&amp;page=2"' in drawn
    assert "Previous" not in drawn
    one = draw("{% pagination page=page %}", request, page=Paginator(range(5), 50).page(1))
    assert one.strip() == ""


TABS = '{% tabs label="Which" options=options current=now all="All" %}'
OPTIONS = [("late", "Late"), ("done", "Done")]


def test_a_tab_keeps_the_other_questions_and_begins_at_the_first_page() -> None:
    request = RequestFactory().get("/x/?show=late&year=26&page=3")
    drawn = draw(TABS, request, options=OPTIONS, now="late")
    assert '<nav class="tabs" aria-label="Which">' in drawn
    assert 'href="?year=26"' in drawn
    assert 'href="?year=26&amp;show=done"' in drawn
    assert "page=3" not in drawn
    assert re.findall(r'aria-current="page">([^<]+)', drawn) == ["Late"]


def test_a_state_without_a_tab_fails() -> None:
    with pytest.raises(ComponentError, match="stuck"):
        draw(TABS, options=OPTIONS, now="stuck")


QUESTIONS = [
    Filter("outcome", "Outcome", "happy", [("happy", "Happy")], anything="All"),
    Filter("text", "Search", "<bus>", kind="search"),
    Filter("since", "From", "2026-06-01", kind="date"),
    Filter("mine", "Mine only", "1", kind="tick"),
]


def test_filters_say_in_words_what_is_shown_and_lead_back_to_all() -> None:
    request = RequestFactory().get("/x/?show=late&outcome=happy&page=2")
    drawn = draw('{% filters questions=q keeps="show" %}', request, q=QUESTIONS)
    assert "Happy, “&lt;bus&gt;”, From 1 June 2026, Mine only" in drawn
    assert 'href="?show=late">Show all' in drawn
    assert '<input type="hidden" name="show" value="late">' in drawn
    assert '<option value="happy" selected>Happy' in drawn
    assert 'name="mine" value="1" id="filter-mine" checked' in drawn
    ids = re.findall(r'id="([^"]+)"', drawn)
    assert re.findall(r'<label for="([^"]+)"', drawn) == ids


def test_where_nothing_is_filtered_nothing_is_said() -> None:
    drawn = draw("{% filters questions=q %}", q=[Filter("text", "Search", kind="search")])
    assert "Show all" not in drawn


@pytest.mark.parametrize(
    "made",
    [
        lambda: Filter("x", "X", kind="colour"),  # type: ignore[arg-type]  # no such kind: refused
        lambda: Filter("x", "X", "", [("a", "A")]),
        lambda: Filter("x", "X", "b", [("a", "A")], anything="Any"),
        lambda: draw("{% filters questions=q %}", q=["year"]),
    ],
)
def test_a_filter_that_cannot_be_fails(made: Callable[[], object]) -> None:
    with pytest.raises(ComponentError):
        made()


def test_a_timeline_tells_who_and_when() -> None:
    source = (
        '{% timeline label="Story" %}{% moment when="Today" who="<Jay>" %}<p>Said.</p>'
        "{% endmoment %}{% endtimeline %}"
    )
    drawn = draw(source)
    assert drawn.startswith('<ol class="timeline" aria-label="Story"><li>')
    assert "Today · &lt;Jay&gt;" in drawn
    assert "<p>Said.</p>" in drawn
