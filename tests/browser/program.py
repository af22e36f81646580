"""The real program, started as people start it: its own folder, SQLite, no Redis, a real worker."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.prove_run import ROOT, free_port, get, left_behind, wait_for, wait_for_end

START_WITHIN = 180
STOP_WITHIN = 30
# Manchester as a council would have it on its first day: its framework and its people, no story.
FIRST_DAY = """
from frameworks.operations.load import load_framework
from frameworks.operations.people import load_people
load_framework("frameworks/authorities/manchester.yaml")
load_people("frameworks/demo/people/manchester.yaml")
"""
# The demo with what it lacks, and where each of its pages is.
PREPARE = """
from tests.browser import addresses, prepared
prepared.prepare()
addresses.main({addresses!r})
"""
ADDRESSES = "addresses.json"


@dataclass(frozen=True)
class Program:
    """Where it answers, and what it has said."""

    url: str
    log: Path

    @property
    def pages(self) -> dict[str, dict[str, str]]:
        """Where each page of the demo is, by who looks (`addresses.everything`)."""
        found: dict[str, dict[str, str]] = json.loads((self.log.parent / ADDRESSES).read_text())
        return found

    def said(self) -> str:
        """The end of its log, for whoever reads a failure."""
        return self.log.read_text(errors="replace")[-6000:]


def environment(folder: Path) -> dict[str, str]:
    """What `make run` sets, in a folder of its own."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "GOLDEN_THREAD_VAR": str(folder),
    }


def manage(folder: Path, *command: str, keeps_mail: bool = False) -> None:
    """One `manage.py` command in a folder of the program's own. Its e-mail goes nowhere, or is kept
    for the page that shows it."""
    mail = "consolemail://" if keeps_mail else "dummymail://"
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**environment(folder), "EMAIL_URL": mail},
        check=True,
        stdin=subprocess.DEVNULL,
    )


def make_ready(folder: Path, *preparation: str) -> None:
    """Give a folder a database and static files, and the data that `preparation` (a `manage.py`
    command) makes."""
    manage(folder, "migrate", "--verbosity", "0")
    manage(folder, "collectstatic", "--noinput", "--verbosity", "0")
    manage(folder, *preparation)


@contextmanager
def serving(folder: Path) -> Iterator[Program]:
    """The program in a folder that is ready. Afterwards it is stopped as Ctrl-C stops it, and
    nothing may be left behind."""
    port, log = free_port(), folder / "program.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    program = Program(f"http://127.0.0.1:{port}", log)
    try:
        ready = wait_for(lambda: get(f"{program.url}/readyz")[0] == 200, START_WITHIN, process)
        assert ready, f"/readyz was never ready.\n{program.said()}"
        yield program
    finally:
        process.send_signal(signal.SIGINT)
        try:
            code = process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        gone = wait_for_end(str(folder))
    assert code == 0, f"The program ended with {code}.\n{program.said()}"
    assert gone, f"Processes were left behind: {left_behind(str(folder))}"


def demo_folder(folder: Path) -> Path:
    """A folder with the demo in which every page opens for somebody, made once for all test
    processes and then copied for each, because people change what is in it."""
    whole = folder.parent / "demo-for-all"
    with (folder.parent / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (whole / ADDRESSES).exists():
            make_ready(whole, "load_demo")
            script = PREPARE.format(addresses=str(whole / ADDRESSES))
            manage(whole, "shell", "-v0", "-c", script, keeps_mail=True)
    shutil.copytree(whole, folder, dirs_exist_ok=True)
    return folder


@contextmanager
def running(folder: Path, *preparation: str) -> Iterator[Program]:
    """The program with the data that `preparation` makes."""
    make_ready(folder, *preparation)
    with serving(folder) as program:
        yield program
