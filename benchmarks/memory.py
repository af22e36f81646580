"""What processes hold in memory. Linux only: each process's own part of what several share (PSS)
comes from /proc."""

import http.client
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection

from benchmarks.bars import Bar, NotTried
from benchmarks.pages import pages
from benchmarks.server import own_database, served
from benchmarks.world import fill
from tests.support.cast import make_cast

# `quality.md`, in megabytes: two web workers; the worker while it makes 60 pages.
WEB, WORKER = 150, 300
# What the worker has loaded before anybody asks it for a report, then the making of one.
DRAWING = """
import sys
from pathlib import Path
import config.celery, django
django.setup()
import celery.bin.worker, documents.tasks
from core.documents.making import Order, make_pdf, warm_up
warm_up()
page, target = map(Path, sys.argv[1:])
print(make_pdf(Order([page.read_text()]), target).pages)
"""


def of_tree(pid: int) -> float:
    """The megabytes that a process and all below it hold; 0 once it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        own = next(int(line.split()[1]) / 1000 for line in lines if line.startswith("Pss:"))
        lists = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except (OSError, StopIteration):
        return 0.0
    return own + sum(of_tree(int(child)) for one in lists for child in one.split())


class Watch(threading.Thread):
    """Looks at a process and all below it ten times a second; `most` is the most they held."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.over = pid, 0.0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.1):
            self.most = max(self.most, of_tree(self.pid))

    def stop(self) -> float:
        self.over.set()
        self.join()
        return self.most


def of_serving(rounds: int = 30) -> list[Bar | NotTried]:
    """Print what the web server and its two workers hold after everybody's pages were asked for
    again and again, by six at a time. Returns the bar."""
    what = "the web server and its two workers"
    if connection.vendor != "postgresql":
        return [NotTried(what, "DATABASE_URL names no PostgreSQL")]
    with own_database() as database:
        world = fill(make_cast(), 1000, 10)
        people = [world.cast.lead, world.cast.officer, world.cast.coordinator]
        cookies = [
            f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
            for client in map(world.cast.client, people)
        ]
        urls = [url for _name, url, _kind in pages(world) if "/bare" not in url]
        with served(database) as server, ThreadPoolExecutor(6) as pool:
            watch = Watch(server.pid)
            watch.start()
            turns = [(url, cookie) for url in urls for cookie in cookies] * rounds
            for _ in pool.map(partial(_ask, server.port), turns):
                pass
            held = watch.stop()
    print(f"\n{what.capitalize()}, after {len(turns)} pages: {held:.0f} MB at most")
    return [Bar(what, held, WEB, " MB")]


def _ask(port: int, turn: tuple[str, str]) -> None:
    url, cookie = turn
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", url, headers={"Cookie": cookie})
    answer = line.getresponse()
    answer.read()
    line.close()
    if answer.status not in (200, 403):  # some pages are not for everybody
        raise RuntimeError(f"{answer.status} {url}")


def of_drawing(html: str) -> list[Bar | NotTried]:
    """Print what the worker and its child hold while they make a PDF of a page. Returns the
    bar."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(html)
        command = [sys.executable, "-c", DRAWING, str(page), str(Path(folder) / "made.pdf")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
            watch = Watch(worker.pid)
            watch.start()
            pages = worker.communicate()[0].strip()
            most = watch.stop()
    print(f"\nThe worker and its child while they make {pages} pages: {most:.0f} MB at most")
    return [Bar(f"the worker while it makes {pages} pages", most, WORKER, " MB")]
