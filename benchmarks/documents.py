"""A report's PDF beside WeasyPrint alone on the same HTML, in one warm process."""

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from django.core.management import call_command
from django.db import transaction
from django.template.loader import render_to_string
from weasyprint import HTML

from benchmarks.bars import Bar, NotTried
from benchmarks.memory import of_drawing
from benchmarks.world import fill
from core.documents.fetcher import BASE_URL, StaticOnlyFetcher
from core.documents.making import Order, make_pdf, warm_up
from impact.operations.reports import compose_report
from impact.queries.content import ReportContent, report_content
from tests.support.cast import make_cast

BAR = 1.15
# How many lines each part of the report has: a short report, a usual one, a very long one.
LINES = (4, 20, 90)
# As many as make some 60 pages, for what the worker holds in memory meanwhile.
LONG = 168


def run(rounds: int = 5) -> list[Bar | NotTried]:
    """Print a table. Returns its bars. Ours is made as the worker makes it: in
    a child process, with every limit, tagged, checked and finished."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        world = fill(make_cast(), 100)
        report = compose_report(actor=world.cast.coordinator, meeting=world.meeting)
        content = report_content(report)
        transaction.set_rollback(True)
    warm_up()
    bars: list[Bar | NotTried] = []
    print(f"\nA report's PDF, median of {rounds}")
    print(f"{'pages':>6}{'ours s':>9}{'alone s':>9}{'x alone':>9}")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "report.pdf"
        for lines in LINES:
            html = _html(content, lines)
            pages = make_pdf(Order([html]), target).pages
            ours = _median(partial(make_pdf, Order([html]), target), rounds)
            alone = _median(partial(_alone, html, target), rounds)
            print(f"{pages:>6}{ours:>9.2f}{alone:>9.2f}{ours / alone:>9.2f}")
            bars.append(
                Bar(f"a PDF of {pages} pages beside WeasyPrint alone", ours / alone, BAR, " x")
            )
    return bars + of_drawing(_html(content, LONG))


def _html(content: ReportContent, lines: int) -> str:
    parts = [replace(part, lines=(list(part.lines) * lines)[:lines]) for part in content.parts]
    context = replace(content, parts=parts).context
    frame = {"title": content.report.title, "tightness": "roomy"}
    return render_to_string("pdf/report_full.html", {**context, **frame})


def _alone(html: str, target: Path) -> None:
    page = HTML(string=html, base_url=BASE_URL, url_fetcher=StaticOnlyFetcher())
    page.write_pdf(target, pdf_variant="pdf/ua-1")


def _median(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)
