"""What processes hold in memory. Linux only: each process's own part of what several share (PSS)
comes from /proc."""

import subprocess
import sys
import tempfile
import threading
from pathlib import Path

# `quality.md`, in megabytes: two web workers; the worker while it makes 60 pages.
WEB, WORKER = 150, 300
# What the worker has loaded before anybody asks it for a report, then the making of one.
DRAWING = """
import sys
from pathlib import Path
import config.celery, django
django.setup()
import celery.bin.worker, impact.tasks
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


def of_drawing(html: str) -> list[str]:
    """Print what the worker and its child hold while they make a PDF of a page. Returns what misses
    the bar, in words."""
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
    return [f"the worker held {most:.0f} MB, bar {WORKER}"] if most > WORKER else []
