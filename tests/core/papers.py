"""Documents of fixed content, made and taken apart."""

import os
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from django.template.loader import render_to_string

from core.documents.making import Order, make_here
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
    papers: dict[str, tuple[str, Any, int]] = {
        "full": ("pdf/report_full.html", fixed.report(), 300),
        "one": ("pdf/report_one_page.html", one_page(fixed.report()), 1),
        "annual": ("pdf/annual.html", fixed.year(), 300),
    }
    template, content, most = papers[kind]
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
