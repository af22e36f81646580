"""A page (HTML) to the bytes of a tagged PDF. Runs in the child process; see `sandbox`."""

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree import ElementTree  # only makes an element; nothing is parsed with it

from django.utils.translation import gettext_noop
from weasyprint import HTML
from weasyprint.document import Document, Page
from weasyprint.urls import FatalURLFetchingError

from core.documents.errors import Faulty
from core.documents.fetcher import BASE_URL, StaticOnlyFetcher
from core.documents.finish import DECORATION

SVG = "http://www.w3.org/2000/svg"
Say = Callable[[str, int], None]

LOOKING = (gettext_noop("Loading the design"), 12)
LAYING_OUT = 20
PAGE = gettext_noop("Laying out page %(n)s")
DRAWING = (gettext_noop("Drawing the pages"), 72)
LABELLING = (gettext_noop("Labelling it for screen readers"), 84)


def lay_out(html: str, say: Say) -> Document:
    """Parse the page and break it into pages. Raises Faulty when it asks for anything that is not
    our own static file, carries an attachment, or has no title or language."""
    with _strictly(say):
        page = HTML(string=html, base_url=BASE_URL, url_fetcher=StaticOnlyFetcher())
        _refuse_attachments(page)
        _name_drawings(page)
        document = page.render(pdf_variant="pdf/ua-1")
    if not (document.metadata.title or "").strip():
        raise Faulty("the page has no title")
    return document


def filled(page: Page) -> float:
    """How much of a page has words on it, from its head down to its last line: 0 to 1."""
    content = page._page_box.children[0]
    return float(_last_line(content) / page.height)


def _last_line(box: Any) -> float:
    """Where the lowest line of text in a box ends."""
    below = [_last_line(child) for child in getattr(box, "children", ())]
    own = box.position_y + box.height if type(box).__name__ == "LineBox" else 0.0
    return max([own, *below])


def draw(document: Document, say: Say) -> bytes:
    """Draw the laid-out pages as a tagged PDF (PDF/UA-1)."""
    with _strictly(say):
        return bytes(document.write_pdf(pdf_variant="pdf/ua-1") or b"")


def _refuse_attachments(page: HTML) -> None:
    """A PDF of ours carries no other file. An attachment would be loaded while drawing."""
    for element in page.etree_element.iter():
        if "attachment" in (element.get("rel") or "").lower().split():
            raise Faulty("the page asks for an attachment")


def _name_drawings(page: HTML) -> None:
    """WeasyPrint takes a drawing's words from its <title> alone. One with `aria-label` is given it
    as title; one that is only decoration (`aria-hidden`) a mark, by which `finish` takes it out of
    the structure. One with neither stays without words, which is a failure there."""
    for drawing in list(page.etree_element.iter(f"{{{SVG}}}svg")):
        words = drawing.get("aria-label", "")
        if drawing.get("aria-hidden") == "true":
            words = DECORATION
        if words:
            title = ElementTree.Element(f"{{{SVG}}}title")
            title.text = words
            drawing.insert(0, title)


@contextmanager
def _strictly(say: Say) -> Iterator[None]:
    """WeasyPrint only logs a picture without words, a page without language or a file it could not
    load. Here each such line is a failure. The garbage collector rests meanwhile: that saves 14 %
    at 60 pages."""
    listener = _Listener(say)
    errors, steps = logging.getLogger("weasyprint"), logging.getLogger("weasyprint.progress")
    before = (errors.level, steps.level, errors.propagate, gc.isenabled())
    errors.setLevel(logging.WARNING)
    steps.setLevel(logging.INFO)
    errors.propagate = False
    errors.addHandler(listener)
    gc.disable()
    try:
        yield
    except FatalURLFetchingError as refusal:
        raise Faulty(f"the page asks for {str(refusal)[:200]}") from refusal
    finally:
        errors.removeHandler(listener)
        errors.level, steps.level, errors.propagate = before[:3]
        if before[3]:
            gc.enable()
    if listener.faults:
        raise Faulty("; ".join(listener.faults)[:500])


class _Listener(logging.Handler):
    """Hears WeasyPrint's log: its errors become faults, its steps become words for the page."""

    def __init__(self, say: Say) -> None:
        super().__init__(logging.INFO)
        self.say = say
        self.faults: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == "weasyprint.progress":
            self._step(str(record.msg), record.args)
        elif record.levelno >= logging.ERROR:
            self.faults.append(record.getMessage()[:200])

    def _step(self, words: str, details: Any) -> None:
        number = words.removeprefix("Step ")[:1]
        if number == "3":
            self.say(*LOOKING)
        elif number == "5" and isinstance(details, tuple) and details:
            page = int(details[0])
            # How many there will be is not known before the last: ever smaller steps up to 70 %.
            self.say(PAGE % {"n": page}, LAYING_OUT + round(50 * (1 - 0.94**page)))
        elif number == "6":
            self.say(*DRAWING)
        elif number == "7":
            self.say(*LABELLING)
