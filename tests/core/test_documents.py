"""Documents: nothing foreign is fetched, bombs hit the limits, and what comes out is tagged."""

import io
import os
import signal
import threading
import time
from collections.abc import Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from core.documents import Broken, DocumentError, Faulty, TooBig, TooLong, TooSlow
from core.documents.fetcher import ForeignAddress, StaticOnlyFetcher, static_file
from core.documents.making import Order, make_here, make_pdf, warm_up
from core.documents.sandbox import Limits, Progress, clear_old_scratch, run_in_child
from impact.queries.content import one_page
from tests.support import documents as fixed

PAGE = (
    "<html lang='en-GB'><head><title>A title</title>{head}</head><body><h1>Hello</h1>{body}</body>"
)


def page(body: str = "", head: str = "") -> str:
    return PAGE.format(head=head, body=body)


@cache
def made(kind: str) -> bytes:
    """The three documents of fixed content, each made once for all tests."""
    template, content, most = {
        "full": ("pdf/report_full.html", fixed.report(), 300),
        "one": ("pdf/report_one_page.html", one_page(fixed.report()), 1),
        "annual": ("pdf/annual.html", fixed.year(), 300),
    }[kind]
    frame = {"title": f"Happy ({kind})", "site": "https://thread.example", "tightness": "roomy"}
    html = render_to_string(template, {**content.context, **frame})
    return pdf_of(html, most)


def pdf_of(html: str, most_pages: int = 300) -> bytes:
    target = Path(os.environ.get("TMPDIR", "/tmp")) / f"golden-{os.getpid()}-{time.time_ns()}.pdf"
    try:
        make_here(Order([html], most_pages), target)
        return target.read_bytes()
    finally:
        target.unlink(missing_ok=True)


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if "/S" in node:
            yield node
        kids = node.get("/K", pikepdf.Array())
        kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        waiting.extend(kid for kid in reversed(kids) if not isinstance(kid, int) and "/S" in kid)


# --- What may be fetched ------------------------------------------------------------------------


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.svg"
    path.write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='20'>"
        "<text y='15'>TOPSECRET</text></svg>"
    )
    return path


@pytest.fixture
def listening() -> Iterator[tuple[str, list[str]]]:
    """A server of our own that notes whoever comes."""
    visits: list[str] = []

    class Note(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            visits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Note)
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/x", visits
    server.shutdown()
    server.server_close()


# {0} is the address. Those in the second list WeasyPrint does not even try.
REFUSED = {
    "img": ("", "<img alt=a src='{0}'>"),
    "object": ("", "<object data='{0}' type='image/svg+xml'>a</object>"),
    "embed": ("", "<embed src='{0}' type='image/svg+xml'>"),
    "style background": ("<style>h1{{background:url({0})}}</style>", ""),
    "style content": ("<style>h1::before{{content:url({0})}}</style>", ""),
    "style list": ("<style>li{{list-style-image:url({0})}}</style>", "<ul><li>a</li></ul>"),
    "style border": ("<style>h1{{border-image-source:url({0})}}</style>", ""),
    "import": ("<style>@import url({0});</style>", ""),
    "font": (
        "<style>@font-face{{font-family:x;src:url({0})}}h1{{font-family:x}}</style>",
        "",
    ),
    "page background": ("<style>@page{{background:url({0})}}</style>", ""),
    "attribute": ("", "<p style='background-image:url({0})'>a</p>"),
    "stylesheet": ("<link rel=stylesheet href='{0}'>", ""),
    "base": ("<base href='{0}'>", "<img alt=a src='y.png'>"),
    "svg image": (
        "",
        "<svg width=9 height=9><title>a</title><image href='{0}' width='9' height='9'/></svg>",
    ),
    "colour profile": ("<style>@color-profile --x{{src:url({0})}}</style>", ""),
    "svg style": (
        "",
        "<svg width=9 height=9><title>a</title><style>@import url({0});</style><rect/></svg>",
    ),
    "picture in a picture": (
        "",
        "<img alt=a src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' "
        "height='9'><image href='{0}' width='9' height='9'/></svg>\">",
    ),
    "attachment in the head": ("<link rel=attachment href='{0}'>", ""),
    "attachment in the text": ("", "<a rel='nofollow Attachment' href='{0}'>a</a>"),
}
HARMLESS = {
    "frame": ("", "<iframe src='{0}'></iframe>"),
    "script": ("<script src='{0}'></script>", ""),
    "link": ("", "<a href='{0}'>a</a>"),
    "video": ("", "<video src='{0}'></video>"),
    "svg use": ("", "<svg width=9 height=9><title>a</title><use href='{0}#a'/></svg>"),
}
VECTORS = {**REFUSED, **HARMLESS}


@pytest.mark.parametrize("way", VECTORS)
def test_no_way_leads_to_a_local_file(way: str, secret: Path) -> None:
    head, body = (part.format(f"file://{secret}") for part in VECTORS[way])
    try:
        pdf = pdf_of(page(body, head))
    except Faulty:
        assert way in REFUSED
        return
    assert way in HARMLESS
    assert "TOPSECRET" not in "".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages)
    assert b"EmbeddedFile" not in pdf


@pytest.mark.parametrize("way", VECTORS)
def test_no_way_leads_to_the_network(way: str, listening: tuple[str, list[str]]) -> None:
    address, visits = listening
    head, body = (part.format(address) for part in VECTORS[way])
    try:
        pdf_of(page(body, head))
    except Faulty:
        assert way in REFUSED
    assert visits == []


def test_the_server_of_these_tests_would_notice(listening: tuple[str, list[str]]) -> None:
    import weasyprint

    address, visits = listening
    weasyprint.HTML(string=page(f"<img alt=a src='{address}'>")).write_pdf()
    assert visits == ["/x"]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "http://document.invalid/static/css/pdf.css",
        "https://document.invalid.example/static/css/pdf.css",
        "https://a@document.invalid/static/css/pdf.css",
        "https://document.invalid:8443/static/css/pdf.css",
        "//document.invalid/static/css/pdf.css",
        "https://document.invalid/manage.py",
        "https://document.invalid/static/",
        "https://document.invalid/static/../manage.py",
        "https://document.invalid/static/css/../../manage.py",
        "https://document.invalid/static/%2e%2e/manage.py",
        "https://document.invalid/static/..%2fmanage.py",
        "https://document.invalid/static/%2e%2e%2f%2e%2e%2fetc/passwd",
        "https://document.invalid/static//etc/passwd",
        "https://document.invalid/static/%2fetc/passwd",
        "https://document.invalid/static/..\\manage.py",
        "https://document.invalid/static/css/pdf.css%00.png",
        "ftp://document.invalid/static/css/pdf.css",
        "jar:file:///etc/passwd",
        "",
        "css/pdf.css",
    ],
)
def test_an_address_that_is_not_a_static_file_is_refused(address: str) -> None:
    with pytest.raises(ForeignAddress):
        static_file(address)
    with pytest.raises(ForeignAddress):
        StaticOnlyFetcher().fetch(address)


def test_our_static_files_and_data_are_given() -> None:
    fetcher = StaticOnlyFetcher()
    assert b"@page" in fetcher.fetch("https://document.invalid/static/css/pdf.css").read()
    assert fetcher.fetch("data:text/plain,hello").read() == b"hello"


def test_a_link_out_of_the_static_folder_is_not_followed(
    tmp_path: Path, settings: Any, secret: Path
) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "out.svg").symlink_to(secret)
    with pytest.raises(FileNotFoundError):
        static_file("https://document.invalid/static/out.svg")


# --- Limits -------------------------------------------------------------------------------------

FLEX_BOMB = "<div style='display:flex'>" * 14 + "bang" + "</div>" * 14
SPAN_BOMB = "<table><tr><td colspan=100000000>bang</td></tr></table>"
ROW_BOMB = "<table>" + "<tr><td>bang</td><td>bang</td></tr>" * 20000 + "</table>"


@pytest.mark.parametrize("bomb", [FLEX_BOMB, SPAN_BOMB, ROW_BOMB], ids=["flex", "span", "rows"])
def test_a_bomb_hits_a_limit_and_says_so_plainly(bomb: str, tmp_path: Path) -> None:
    started, target = time.monotonic(), tmp_path / "bomb.pdf"
    with pytest.raises((TooSlow, TooBig)) as stopped:
        make_pdf(
            Order([page(bomb)]),
            target,
            limits=Limits(cpu_seconds=1, wall_seconds=15, memory_mb=150),
        )
    assert time.monotonic() - started < 20
    assert "Shorten it" in stopped.value.plain
    assert not stopped.value.worth_another_try
    assert not target.exists()


def test_a_page_nested_too_deeply_is_told_not_crashed(tmp_path: Path) -> None:
    with pytest.raises(DocumentError):
        make_pdf(
            Order([page("<div>" * 3000)]),
            tmp_path / "deep.pdf",
            limits=Limits(cpu_seconds=2, wall_seconds=10, memory_mb=300),
        )


def test_memory_is_limited() -> None:
    def greedy(say: Any) -> dict[str, Any]:
        return {"much": len(bytearray(300 * 1024 * 1024))}

    with pytest.raises(TooBig):
        run_in_child(greedy, limits=Limits(memory_mb=100))


def test_the_size_of_the_file_is_limited(tmp_path: Path) -> None:
    def endless(say: Any) -> dict[str, Any]:
        with open(tmp_path / "endless", "wb", buffering=0) as handle:
            while True:
                handle.write(b"x" * 65536)

    with pytest.raises(TooBig):
        run_in_child(endless, limits=Limits(file_mb=1))


def test_the_clock_on_the_wall_ends_a_child_that_only_waits() -> None:
    with pytest.raises(TooSlow):
        run_in_child(lambda say: time.sleep(60) or {}, limits=Limits(wall_seconds=0.3))


def test_a_killed_child_is_worth_another_try() -> None:
    def killed(say: Any) -> dict[str, Any]:
        os.kill(os.getpid(), signal.SIGKILL)
        return {}

    with pytest.raises(Broken) as stopped:
        run_in_child(killed)
    assert stopped.value.worth_another_try


def test_a_full_disk_is_worth_another_try(tmp_path: Path) -> None:
    def full(say: Any) -> dict[str, Any]:
        raise OSError(28, "No space left on device")

    with pytest.raises(DocumentError) as stopped:
        run_in_child(full)
    assert stopped.value.worth_another_try
    assert "no room" in stopped.value.plain


def test_what_the_child_says_is_heard_while_it_works() -> None:
    def slow(say: Any) -> dict[str, Any]:
        say("Thinking", 30)
        time.sleep(1.5)
        return {"answer": 42}

    heard: list[Progress] = []
    assert run_in_child(slow, on_beat=heard.append) == {"answer": 42}
    assert heard == [Progress("Thinking", 30)]


def test_a_parent_that_loses_interest_kills_the_child(tmp_path: Path) -> None:
    def slow(say: Any) -> dict[str, Any]:
        (tmp_path / "pid").write_text(str(os.getpid()))
        time.sleep(60)
        return {}

    class LostError(Exception):
        pass

    def lose(progress: Progress) -> None:
        raise LostError

    with pytest.raises(LostError):
        run_in_child(slow, on_beat=lose)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_nothing_temporary_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    style = "<link rel=stylesheet href='/static/css/tokens.css'>"
    make_pdf(Order([page(head=style)]), tmp_path / "a.pdf")
    assert list(scratch.iterdir()) == []


def test_what_a_killed_worker_left_is_cleared_after_an_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    old, new, other = (
        tmp_path / n for n in ("golden-thread-drawing-a", "golden-thread-drawing-b", "c")
    )
    for folder in (old, new, other):
        folder.mkdir()
    for folder in (old, other):
        os.utime(folder, (time.time() - 7200, time.time() - 7200))
    clear_old_scratch()
    assert (old.exists(), new.exists(), other.exists()) == (False, True, True)


def test_no_pipe_is_left_open() -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        run_in_child(lambda say: {"ok": True})
    assert len(os.listdir("/proc/self/fd")) == before


# --- What comes out -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind, pages", [("full", 2), ("one", 1), ("annual", 7)])
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
    # Three tables: three, four and six columns, twelve, one and two rows. The last is a chart's.
    assert scopes.count("/Column") == 13
    assert scopes.count("/Row") == 15


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
        assert addresses == {
            "https://thread.example/manchester/work/outcomes/happy/2026-27/actions/3/"
        }
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
        "What we did not do, and why", "23 days late", "What we agree to do next",
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
