"""The web server as it runs (gunicorn, two workers), over a temporary PostgreSQL database of
its own."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, connections


@dataclass(frozen=True)
class Server:
    """Where it listens, and its first process."""

    port: int
    pid: int


@contextmanager
def own_database() -> Iterator[str]:
    """Migrate a database beside the one that DATABASE_URL names; what is read and written inside is
    in it. Gives its address. It is dropped at the end."""
    named, url = connection.settings_dict["NAME"], os.environ["DATABASE_URL"]
    own = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield re.sub(rf"/{re.escape(named)}(?=$|\?)", f"/{own}", url)
    finally:
        connection.creation.destroy_test_db(named, verbosity=0)


@contextmanager
def served(database: str) -> Iterator[Server]:
    """Run the web server over a database, until the end."""
    connections.close_all()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn"]
    process = subprocess.Popen(
        command, env={**os.environ, "PORT": str(port), "DATABASE_URL": database}
    )
    try:
        _wait_for(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("The web server does not answer.")


def cpu_of(pid: int) -> float:
    """The CPU seconds of the web server: its first process and the workers below it."""
    ticks = 0
    for one in (pid, *_workers(pid)):
        ticks += sum(
            map(int, Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()[11:13])
        )
    return ticks / os.sysconf("SC_CLK_TCK")


def _workers(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
