"""`manage.py serve` leaves nothing running, whichever way it ends."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

KEEPER = """
import sys
from core.processes import Child, Processes
folder = sys.argv[1]
child = '''
import os, pathlib, signal, subprocess, sys, time
pathlib.Path(sys.argv[1], f"{sys.argv[2]}-{os.getpid()}").touch()
if sys.argv[2] == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if sys.argv[2] == "short":
    sys.exit(3)
time.sleep(60)
'''
children = [
    Child(name, [sys.executable, "-c", child, folder, name], needed=name == "short", grace=0.5)
    for name in sys.argv[2:]
]
sys.exit(Processes(children, lambda text: print(text, flush=True)).run())
"""


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []

    def start(*names: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", KEEPER, str(tmp_path), *names],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
    for number in numbers(tmp_path):
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


def numbers(folder: Path, name: str = "") -> list[int]:
    return [int(each.name.split("-")[1]) for each in folder.glob(f"{name}*-*")]


def alive(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def soon(true: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything(
    keeper: Callable[..., subprocess.Popen[str]], tmp_path: Path, number: int
) -> None:
    process = keeper("web", "worker")
    assert soon(lambda: len(numbers(tmp_path)) == 2)
    process.send_signal(number)
    assert process.wait(60) == 0
    assert not any(alive(each) for each in numbers(tmp_path))


def test_one_that_will_not_listen_is_ended_all_the_same(
    keeper: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    process = keeper("deaf")
    assert soon(lambda: len(numbers(tmp_path)) == 1)
    time.sleep(0.3)
    process.terminate()
    assert process.wait(60) == 0
    assert not any(alive(each) for each in numbers(tmp_path))


def test_a_dead_worker_is_started_again(
    keeper: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    keeper("web", "worker")
    assert soon(lambda: len(numbers(tmp_path, "worker")) == 1)
    os.kill(numbers(tmp_path, "worker")[0], signal.SIGKILL)
    assert soon(lambda: len(numbers(tmp_path, "worker")) == 2)
    assert len(numbers(tmp_path, "web")) == 1


def test_when_it_is_killed_outright_its_children_end_too(
    keeper: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    process = keeper("web", "worker")
    assert soon(lambda: len(numbers(tmp_path)) == 2)
    process.kill()
    assert soon(lambda: not any(alive(each) for each in numbers(tmp_path)))


def test_a_web_server_that_cannot_start_stops_everything(
    keeper: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    process = keeper("short", "worker")
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "could not start" in output
    assert not any(alive(each) for each in numbers(tmp_path))
