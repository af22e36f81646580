"""The real program, started as people start it: its own folder, SQLite, no Redis, a real worker."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
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


@dataclass(frozen=True)
class Program:
    """Where it answers, and what it has said."""

    url: str
    log: Path

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


@contextmanager
def running(folder: Path, *preparation: str) -> Iterator[Program]:
    """The program with the data that `preparation` (a `manage.py` command) makes. Afterwards it is
    stopped as Ctrl-C stops it, and nothing may be left behind."""
    manage = [sys.executable, "manage.py"]
    own = environment(folder)
    for command in (
        ["migrate", "--verbosity", "0"],
        ["collectstatic", "--noinput", "--verbosity", "0"],
        list(preparation),
    ):
        subprocess.run([*manage, *command], cwd=ROOT, env=own, check=True, stdin=subprocess.DEVNULL)
    port, log = free_port(), folder / "program.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*manage, "serve", "--port", str(port)],
            cwd=ROOT,
            env=own,
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


Start = Callable[[Path], Program]
