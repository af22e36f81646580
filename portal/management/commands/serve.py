"""`manage.py serve`: the whole program on one machine, until Ctrl-C."""

import http.client
import os
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.prepared import require_migrated
from core.processes import Child, Processes, python


class Command(BaseCommand):
    help = "Run the web server and the worker together. Ctrl-C stops both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"))
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))

    def handle(self, *args: Any, host: str, port: str, **options: Any) -> None:
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise CommandError(f"PORT is {port!r}; it should be a number from 1 to 65535.")
        if taken(host, int(port)):
            raise CommandError(
                f"Something else is using port {port}. Stop it, or choose another: "
                "make run PORT=8080"
            )
        require_migrated()
        os.environ.update(HOST=host, PORT=port)
        reached = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 (compared with, not bound to)
        children = [
            Child("web server", python("gunicorn", "-c", "python:config.gunicorn"), needed=True),
            Child("worker", python(*WORKER, ignore="You're running the worker"), grace=8.0),
        ]
        code = Processes(children, self._say).run(self._announce(reached, int(port)))
        self._say("Everything is stopped.")
        sys.exit(code)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _announce(self, host: str, port: int) -> Callable[[], bool]:
        address = f"http://{host}:{port}/"

        def when_up() -> bool:
            if not _answers(host, port):
                return False
            self._say(f"\nGolden Thread is at {address}")
            if settings.DEMO:
                self._say(f"Sign in as any of its invented people at {address}demo/")
            self._say("Ctrl-C stops it.\n")
            return True

        return when_up


# One process that makes one thing at a time is enough for one machine, and its timetable with it.
WORKER = (
    "celery", "--quiet", "-A", "config", "worker", "--clock", "--pool", "solo",
    "--loglevel", "info", "--without-gossip", "--without-mingle", "--hostname", "worker@localhost",
)  # fmt: skip


def taken(host: str, port: int) -> bool:
    """Whether something listens there already: then nobody waits for a server that cannot start."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _answers(host: str, port: int) -> bool:
    """Whether a server speaks there, whatever it says: ALLOWED_HOSTS may not include this machine's
    own address."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"X-Forwarded-Proto": "https"})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
