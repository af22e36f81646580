"""One call from a page to a finished file, done in a child process with limits."""

import gc
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext_noop
from weasyprint.document import Document

from core.documents.errors import TooLong
from core.documents.finish import MOST_PAGES, Made, finish
from core.documents.render import draw, filled, lay_out
from core.documents.sandbox import Limits, Progress, Say, run_in_child

MANY_PAGES = 10
# A last sheet less full than this is worth a second try.
NEARLY_EMPTY = 0.4
CHECKING = (gettext_noop("Checking that everyone can read it"), 92)


@dataclass(frozen=True)
class Order:
    """What to make. `pages` are versions of the same page from roomiest to tightest: the first
    that fits `most_pages` is made, so that a long sentence never costs a second sheet. With
    `fills_last` one whose last sheet would be nearly empty gives way to one with fewer sheets."""

    pages: Sequence[str]
    most_pages: int = MOST_PAGES
    fills_last: bool = False


def make_pdf(
    order: Order,
    target: Path,
    *,
    limits: Limits | None = None,
    on_beat: Callable[[Progress], None] | None = None,
) -> Made:
    """Make the ordered document in a child process and write it, whole, to `target`.

    `target` should be a temporary name: the caller renames it when its row says so. Raises a
    DocumentError; then nothing is left at `target`.
    """

    def work(say: Say) -> dict[str, Any]:
        made = make_here(order, target, say)
        return {"pages": made.pages, "size": made.size}

    try:
        answer = run_in_child(work, limits=limits, on_beat=on_beat)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return Made(**answer)


def make_here(order: Order, target: Path, say: Say = lambda stage, percent: None) -> Made:
    """The same in this very process: what the child runs."""
    document = choose_layout(order, say)
    drawn, many = draw(document, say), len(document.pages) > MANY_PAGES
    del document
    if many:
        gc.collect()  # the laid-out boxes of 60 pages are 110 MB, and hang together in circles
    say(*CHECKING)
    return finish(drawn, target, most_pages=order.most_pages)


def choose_layout(order: Order, say: Say) -> Document:
    """The version of an order that is made, laid out. Raises TooLong where none fits."""
    roomy: Document | None = None
    for html in order.pages:
        document = lay_out(html, say)
        many = len(document.pages)
        if many > order.most_pages:
            continue
        if roomy is not None:
            return document if many < len(roomy.pages) else roomy
        # Beyond some pages a second layout costs more than the sheet is worth.
        if not order.fills_last or not 1 < many <= MANY_PAGES:
            return document
        if filled(document.pages[-1]) >= NEARLY_EMPTY:
            return document
        roomy = document
    if roomy is None:
        raise TooLong(f"{many} pages where {order.most_pages} are allowed")
    return roomy


@cache
def warm_up(style: str = "css/tokens.css") -> None:
    """Make one tiny page here, once in a process, so that every child starts with the fonts and the
    layout engine's own style sheets read. `style` is where our typeface is named."""
    handle, name = tempfile.mkstemp(suffix=".pdf")
    os.close(handle)
    try:
        make_here(Order([_tiny_page(style)]), Path(name))
    finally:
        Path(name).unlink(missing_ok=True)


def try_rendering() -> None:
    """Make one tiny page in a child and write it where documents are kept, as `make_pdf` does for a
    real one; nothing is left of it. Raises what stands in the way."""
    warm_up()  # a child of a process with threads may not import: their locks stay locked in it
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".try-", dir=folder) as place:
        make_pdf(Order([_tiny_page("css/tokens.css")]), Path(place) / "tiny.pdf")


def _tiny_page(style: str) -> str:
    return (
        "<html lang=en><title>Warm</title><link rel=stylesheet "
        f"href='{static(style)}'><body><h1>Warm</h1><table><tr><td>a</table>"
    )
