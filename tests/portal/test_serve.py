"""Starting where something else listens says so at once."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.processes import Processes
from portal.management.commands.serve import taken

ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_port_in_use_is_told() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert taken("127.0.0.1", port)
        with pytest.raises(CommandError, match=f"using port {port}"):
            call_command("serve", port=str(port))
    assert not taken("127.0.0.1", port)


def links_begin_with(**environment: str) -> str:
    """BASE_URL as a process sees it that `serve` starts with these variables."""
    kept = {k: v for k, v in os.environ.items() if k not in ("BASE_URL", "HOST", "PORT")}
    code = "from config.settings import demo; print(demo.BASE_URL)"
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return result.stdout.strip()


@pytest.mark.django_db
def test_links_in_emails_lead_to_the_port_it_runs_on(monkeypatch: pytest.MonkeyPatch) -> None:
    started: dict[str, str] = {}

    def run(self: Processes, when_up: Any = None) -> int:
        started.update({name: os.environ[name] for name in ("HOST", "PORT")})
        return 0

    monkeypatch.setattr(Processes, "run", run)
    monkeypatch.setenv("HOST", "127.0.0.1")
    monkeypatch.setenv("PORT", "8000")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(SystemExit):
        call_command("serve", port=str(port), host="0.0.0.0")
    assert links_begin_with(**started) == f"http://127.0.0.1:{port}"


def test_an_address_that_is_set_stays() -> None:
    set_one = "https://goldenthread.example"
    assert links_begin_with(BASE_URL=set_one, PORT="8080") == set_one
    assert links_begin_with() == "http://127.0.0.1:8000"
