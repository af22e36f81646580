"""Several processes as one: started together, watched, and stopped together.

Each child has a session of its own, so that Ctrl-C reaches only us. We signal its main process and
nothing else: a signal to the whole group now and then leaves a worker hanging. A child also asks
the system to end it should we be killed outright, so that nothing is left behind.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

# A child that ends sooner than this was never well: if it is needed, everything stops.
WELL_AFTER = 5.0
LONGEST_PAUSE = 30.0
PR_SET_PDEATHSIG = 1


def _end_with_parent() -> None:
    """In the child, before it becomes another program: end it when its parent dies (Linux)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process to keep running. `needed`: without it there is no point in the others."""

    name: str
    command: Sequence[str]
    needed: bool = False
    grace: float = 5.0
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 1.0
    restart_at: float = field(default=0.0)

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # safe: we have no threads
        )
        self.started = time.monotonic()
        self.restart_at = 0.0

    def signal(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def clear_session(self) -> None:
        """Whatever the child itself had started and left."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


class Processes:
    """Runs its children until told to stop, and restarts one that dies."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say
        self.stopping = False
        self.failed = False

    def run(self, when_up: Callable[[], bool] | None = None) -> int:
        """Start all and watch them. Answers the exit code: 1 when a needed child never was well.

        `when_up` is asked every moment until it says True, and then not any more.
        """
        before = {
            number: signal.signal(number, self._stop)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        try:
            for child in self.children:
                child.start()
            while not self.stopping:
                if when_up is not None and when_up():
                    when_up = None
                for child in self.children:
                    self._look_after(child)
                time.sleep(0.2)
        finally:
            self._end_all()
            for number, handler in before.items():
                signal.signal(number, handler)
        return 1 if self.failed else 0

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _look_after(self, child: Child) -> None:
        """Start a child again that has died, after a pause that grows while it keeps dying."""
        if child.process is None or self.stopping:
            return
        if child.process.poll() is None:
            return
        now = time.monotonic()
        lived = now - child.started
        if child.needed and lived < WELL_AFTER and child.restart_at == 0.0:
            self.say(f"The {child.name} could not start (see above). Everything stops.")
            self.failed = self.stopping = True
            return
        if child.restart_at == 0.0:
            child.clear_session()
            child.pause = 1.0 if lived > LONGEST_PAUSE else min(child.pause * 2, LONGEST_PAUSE)
            child.restart_at = now + child.pause
            self.say(f"The {child.name} has ended; it is started again in {child.pause:.0f} s.")
        elif now >= child.restart_at:
            child.start()

    def _end_all(self) -> None:
        """Ask each main process to end, wait for it as long as it may take, then insist."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        begun = time.monotonic()
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, child.grace - (time.monotonic() - begun)))
            except subprocess.TimeoutExpired:
                child.signal(signal.SIGKILL)
                child.process.wait()
            child.clear_session()


def python(module: str, *arguments: str, ignore: str = "") -> list[str]:
    """A command that runs a module with this very Python, without the warning `ignore`."""
    quiet = ["-W", f"ignore:{ignore}"] if ignore else []
    return [sys.executable, *quiet, "-m", module, *arguments]
