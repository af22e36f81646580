"""Documents: nothing foreign is fetched, and bombs hit the limits."""

import io
import os
import signal
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from core.documents import Broken, DocumentError, Faulty, TooBig, TooSlow
from core.documents.fetcher import ForeignAddress, StaticOnlyFetcher, static_file
from core.documents.making import Order, make_pdf
from core.documents.sandbox import Limits, Progress, clear_old_scratch, run_in_child
from tests.core.papers import page, pdf_of

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
    def waits(say: Any) -> dict[str, Any]:
        time.sleep(60)
        return {}

    with pytest.raises(TooSlow):
        run_in_child(waits, limits=Limits(wall_seconds=0.3))


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
    assert "ran out of space" in stopped.value.plain


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
