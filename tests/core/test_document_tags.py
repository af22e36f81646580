"""Documents: what comes out is tagged, titled and fit to be read aloud."""

import io
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from core.documents import Faulty, TooLong
from core.documents.making import Order, make_here, make_pdf, warm_up
from tests.core.papers import elements, made, page, pdf_of
from tests.support.places import AT_OURS


@pytest.mark.parametrize("kind, pages", [("full", 2), ("one", 1), ("annual", 6)])
def test_fixed_content_always_has_the_same_number_of_pages(kind: str, pages: int) -> None:
    assert len(PdfReader(io.BytesIO(made(kind))).pages) == pages


@pytest.mark.parametrize("kind", ["full", "one", "annual"])
def test_a_document_is_tagged_titled_and_in_a_language(kind: str) -> None:
    with pikepdf.open(io.BytesIO(made(kind))) as pdf:
        root = pdf.Root
        assert str(root.Lang) == "en-GB"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo["/Title"]) == f"Happy ({kind})"
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == f"Happy ({kind})"
            assert metadata["pdfuaid:part"] == "1"
        assert all(page.obj.Tabs == "/S" for page in pdf.pages)
        assert not pdf.attachments
        assert "/OpenAction" not in root


@pytest.mark.parametrize("kind", ["full", "one", "annual"])
def test_headings_come_in_order_with_one_first(kind: str) -> None:
    with pikepdf.open(io.BytesIO(made(kind))) as pdf:
        levels = [int(str(e.S)[2:]) for e in elements(pdf) if str(e.S)[1:2] == "H"]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in zip(levels, levels[1:], strict=False))


def test_header_cells_say_what_they_head() -> None:
    with pikepdf.open(io.BytesIO(made("annual"))) as pdf:
        scopes = [str(e.A.Scope) for e in elements(pdf) if e.S == "/TH"]
    # Four tables: four, four, four and six columns, twelve, one, one and two rows. The last is a
    # chart's. One of four columns goes on on a second sheet, where its head stands again.
    assert scopes.count("/Column") == 18 + 4
    assert scopes.count("/Row") == 16


@pytest.mark.parametrize("kind", ["full", "one", "annual"])
def test_margins_and_icons_are_artifacts_and_all_else_is_owned(kind: str) -> None:
    with pikepdf.open(io.BytesIO(made(kind))) as pdf:
        owned = sum(
            sum(isinstance(kid, int) for kid in (e.K if isinstance(e.K, pikepdf.Array) else [e.K]))
            for e in elements(pdf)
            if "/K" in e
        )
        marked = running = 0
        for sheet in pdf.pages:
            for operands, operator in pikepdf.parse_content_stream(sheet):
                if str(operator) == "BDC":
                    marked += "/MCID" in operands[1]
                    running += operands[0] == "/Artifact"
        assert marked == owned
        # At least "signed off by" and "page 1 of 2" on every sheet.
        assert running >= 2 * len(pdf.pages)
        assert not [e for e in elements(pdf) if e.S == "/Figure" and not str(e.get("/Alt", ""))]
        assert not [e for e in elements(pdf) if "decoration" in str(e.get("/Alt", ""))]


def test_links_say_where_they_go() -> None:
    with pikepdf.open(io.BytesIO(made("full"))) as pdf:
        notes = [note for sheet in pdf.pages for note in sheet.obj.get("/Annots", [])]
        addresses = {str(note.A.URI) for note in notes}
        assert addresses == {f"https://thread.example{AT_OURS}outcomes/happy/2026-27/actions/3/"}
        assert all(str(note.Contents).startswith("Link to https://") for note in notes)
    with pikepdf.open(io.BytesIO(made("annual"))) as pdf:
        inside = pdf.pages[0].obj["/Annots"]
        assert {str(note.Contents) for note in inside} == {"Link to another part of this document"}


def test_the_words_are_there_and_in_reading_order() -> None:
    text = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(made("full"))).pages)
    text = " ".join(text.split())
    wanted = [
        "Happy: what changed", "April to June 2026", "What we said we would do",
        "Link 100 young people", "What we achieved", "Getting in was easy",
        "What we didn’t do, and why", "23 days late", "What we agree to do next",
        "Decide about free travel on 12 July.", "I finally went. Nobody made it weird.",
        "2 other care consultants",
    ]  # fmt: skip
    places = [text.find(words) for words in wanted]
    assert -1 not in places, [w for w, p in zip(wanted, places, strict=True) if p < 0]
    body = places[2:]
    assert body == sorted(body)


def test_a_decorative_drawing_leaves_no_trace_and_a_named_one_keeps_its_name() -> None:
    shape = "<rect width='9' height='9'/></svg>"
    pdf = pdf_of(
        page(
            f"<p>a <svg aria-hidden=true width=9 height=9>{shape}</p>"
            f"<p><svg role=img aria-label='A square' width=9 height=9>{shape}</p>"
        )
    )
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        figures = [e for e in elements(opened) if e.S == "/Figure"]
        assert [str(e.Alt) for e in figures] == ["A square"]


DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@pytest.mark.parametrize(
    "html, fault",
    [
        (page(f"<img src='{DOT}'>"), "alt"),
        (page("<svg width=9 height=9><rect width='9' height='9'/></svg>"), "picture"),
        (page().replace(" lang='en-GB'", ""), "lang"),
        (page().replace("<title>A title</title>", ""), "title"),
        (page().replace("h1>", "h2>"), "heading"),
        (page("<img alt=a src='/static/not-there.png'>"), "Failed to load"),
        (page(head="<link rel=stylesheet href='/static/not-there.css'>"), "Failed to load"),
        (page("<a href='#nowhere'>a</a>"), "anchor"),
    ],
    ids=["alt", "svg", "lang", "title", "heading", "image", "style", "anchor"],
)  # fmt: skip
def test_a_document_we_would_be_ashamed_of_is_not_given_out(html: str, fault: str) -> None:
    with pytest.raises(Faulty, match=fault):
        pdf_of(html)


def test_the_first_setting_that_fits_one_page_is_taken(tmp_path: Path) -> None:
    long, short = page("<p>word</p>" * 200), page("<p>word</p>" * 10)
    made = make_here(Order([long, short], most_pages=1), tmp_path / "a.pdf")
    assert made.pages == 1
    with pytest.raises(TooLong) as stopped:
        make_here(Order([long, long], most_pages=1), tmp_path / "b.pdf")
    assert "Shorten it" in stopped.value.plain
    assert not (tmp_path / "b.pdf").exists()


def test_a_child_makes_what_the_parent_would(tmp_path: Path) -> None:
    warm_up()
    order = Order([page("<p>Twice the same.</p>")])
    here, there = make_here(order, tmp_path / "a.pdf"), make_pdf(order, tmp_path / "b.pdf")
    assert here.pages == there.pages == 1
    assert "Twice the same." in PdfReader(tmp_path / "b.pdf").pages[0].extract_text()
