"""Sheets are filled: none is half empty but the last, and no heading stands alone at a foot."""

from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string

from core.documents.making import Order, choose_layout
from core.documents.render import filled, lay_out
from core.templatetags.progress import stacked_status
from documents.kinds import AS_LONG_AS_NEEDED
from tests.core.papers import page as page_of
from tests.support import documents as fixed

LEAST_FULL = 0.55
HEADINGS = ("h1", "h2", "h3")


def laid_out(template: str, content: Any) -> Any:
    """The sheets as they would be made."""
    frame = {"title": "Happy", "site": "https://thread.example"}
    pages = [
        render_to_string(template, {**content.context, **frame, "tightness": tightness})
        for tightness in AS_LONG_AS_NEEDED
    ]
    return choose_layout(Order(pages, fills_last=True), lambda stage, percent: None).pages


def last_words(box: Any) -> tuple[float, str]:
    """The element whose line of text stands lowest on a sheet."""
    found = (0.0, "")
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "LineBox":
            found = max(found, (child.position_y, box.element_tag or ""))
        else:
            found = max(found, last_words(child))
    return found


def with_promises(number: int) -> Any:
    """A report of so many promises: as many lines of each part."""
    content = fixed.report()
    parts = [
        replace(
            part, lines=[replace(line, is_promise=part.key == "said") for line in part.lines * 20]
        )
        for part in content.parts
    ]
    return replace(content, parts=[replace(one, lines=one.lines[:number]) for one in parts])


def check(pages: Any) -> None:
    for number, page in enumerate(pages, start=1):
        where = f"sheet {number} of {len(pages)}"
        assert last_words(page._page_box.children[0])[1] not in HEADINGS, where
        if number < len(pages):
            assert filled(page) >= LEAST_FULL, f"{where}: {filled(page):.0%} full"


@pytest.mark.long
@pytest.mark.parametrize("promises", [2, 4, 7, 11, 16, 22])
def test_a_report_fills_its_sheets(promises: int) -> None:
    check(laid_out("pdf/report_full.html", with_promises(promises)))


@pytest.mark.long
@pytest.mark.parametrize(("quarters", "promises"), [(1, 9), (2, 4), (4, 2), (4, 7)])
def test_the_years_report_fills_its_sheets(quarters: int, promises: int) -> None:
    year = fixed.year()
    parts = with_promises(promises).parts
    kept = [replace(one, parts=parts) for one in (year.quarters * 2)[:quarters]]
    check(laid_out("pdf/annual.html", replace(year, quarters=kept)))


def test_a_bar_and_its_words_stand_on_one_sheet() -> None:
    bar = str(stacked_status(counts=[("on-track", "On track", 3), ("done", "Done", 4)]))
    style = '<link rel="stylesheet" href="/static/css/pdf.css">'
    bodies = [
        f'<section class="chapter"><div style="height: {height}mm"></div>{bar}</section>'
        for height in range(230, 252, 2)
    ]
    for body in bodies:
        pages = lay_out(page_of(body, style), lambda stage, percent: None).pages
        places = [
            number
            for number, one in enumerate(pages)
            for box in one._page_box.descendants()
            if box.element is not None and box.element.get("class") in ("stacked-bar", "meta")
        ]
        assert places
        assert len(set(places)) == 1, body
