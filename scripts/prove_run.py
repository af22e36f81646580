"""Prove `make run` from outside: it comes up, answers, and Ctrl-C leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MARK = "GOLDEN_THREAD_VAR"  # every process of the program inherits it


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as problem:
        return problem.code, problem.read().decode(errors="replace")
    except OSError as problem:
        return 0, str(problem)


def left_behind(folder: str) -> list[str]:
    """The processes that still carry our mark in their environment."""
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and process.name != str(os.getpid()):
            try:
                if f"{MARK}={folder}".encode() in (process / "environ").read_bytes():
                    command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    found.append(f"{process.name} {command}")
            except OSError:
                continue
    return found


def wait_for(true: Callable[[], bool], seconds: float, run: subprocess.Popen[bytes]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end and run.poll() is None:
        if true():
            return True
        time.sleep(1)
    return False


def prove(folder: str, pages: list[str]) -> list[str]:
    """What went wrong, in words; nothing when all is well."""
    site = f"http://127.0.0.1:{free_port()}"
    begun = time.monotonic()
    run = subprocess.Popen(
        ["make", "run", f"PORT={site.rpartition(':')[2]}"],
        cwd=ROOT,
        env={**os.environ, MARK: folder},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    problems = []
    try:
        if not wait_for(lambda: get(f"{site}/readyz")[0] == 200, 300, run):
            return [f"/readyz was never ready: {get(f'{site}/readyz')}"]
        print(f"prove_run: ready after {time.monotonic() - begun:.0f} s", flush=True)
        print(f"prove_run: {json.loads(get(f'{site}/readyz')[1])}", flush=True)
        for page in pages:
            status, body = get(site + page)
            print(f"prove_run: {page} {status} {len(body)} characters", flush=True)
            if status != 200:
                problems.append(f"{page} answered {status}")
    finally:
        # What a terminal does on Ctrl-C.
        os.killpg(run.pid, signal.SIGINT)
        begun = time.monotonic()
        try:
            run.wait(20)
        except subprocess.TimeoutExpired:
            problems.append("it did not stop within 20 s of Ctrl-C")
    if wait_for_end(folder):
        print(f"prove_run: stopped after {time.monotonic() - begun:.1f} s", flush=True)
    else:
        problems.append(f"processes were left behind: {left_behind(folder)}")
    return problems


def wait_for_end(folder: str) -> bool:
    end = time.monotonic() + 10
    while left_behind(folder) and time.monotonic() < end:
        time.sleep(0.2)
    return not left_behind(folder)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="golden-thread-run-") as folder:
        problems = prove(folder, sys.argv[1:] or ["/"])
    for problem in problems:
        print(f"prove_run: {problem}", file=sys.stderr)
    print("prove_run: well" if not problems else "prove_run: NOT well", flush=True)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
