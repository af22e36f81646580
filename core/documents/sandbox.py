"""A child process with limits, forked from the worker so that everything is already imported.

A page of a few hundred bytes can keep a layout engine busy for minutes or eat all memory. So the
work is done in a child that the kernel stops at a number of seconds, of bytes of memory and of
bytes of file, and that the parent stops when the clock on the wall runs out. `os.fork` and not
`multiprocessing`: a Celery pool process may not have multiprocessing children, and a fork costs
milliseconds where a new Python with WeasyPrint costs a second.
"""

import contextlib
import ctypes
import errno
import gc
import json
import os
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from core.documents import errors
from core.documents.errors import Broken, DocumentError, TooBig, TooSlow

MEGABYTE = 1024 * 1024
BEAT_SECONDS = 1.0
SCRATCH = "golden-thread-drawing-"


@dataclass(frozen=True)
class Limits:
    """What one document may use. 60 pages need about 10 s and 120 MB on a slow machine."""

    cpu_seconds: int = 90
    wall_seconds: float = 240
    memory_mb: int = 600
    file_mb: int = 60


@dataclass(frozen=True)
class Progress:
    """How far the child says it is."""

    stage: str = ""
    percent: int = 0


Say = Callable[[str, int], None]
Work = Callable[[Say], dict[str, Any]]


def run_in_child(
    work: Work,
    *,
    limits: Limits | None = None,
    on_beat: Callable[[Progress], None] | None = None,
) -> dict[str, Any]:
    """Run `work(say)` in a forked child and return the dictionary it answers with.

    `on_beat(progress)` is called here, in the parent, about once a second for as long as the child
    works; when it raises, the child is killed and the exception goes on. The child must not touch
    the database. Raises a DocumentError of the class that fits: TooSlow, TooBig, NoRoom,
    Faulty, or Broken when the child ended without a word.
    """
    with tempfile.TemporaryDirectory(prefix=SCRATCH) as scratch:
        return _run(work, limits or Limits(), scratch, on_beat or (lambda progress: None))


def _run(
    work: Work, limits: Limits, scratch: str, on_beat: Callable[[Progress], None]
) -> dict[str, Any]:
    reading, writing = os.pipe()
    parent = os.getpid()
    with warnings.catch_warnings():
        # Python 3.12 warns of a fork beside threads. The child takes no lock of theirs, and should
        # it ever hang, the clock ends it.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        # Its temporary files go where the parent clears up: a child leaves without doing so.
        tempfile.tempdir = scratch
        _be_the_child(work, limits, reading, writing, parent)
    os.close(writing)
    child = _Child(pid, reading, limits)
    try:
        return child.listen(on_beat)
    finally:
        child.end()


def clear_old_scratch(seconds: float = 3600) -> None:
    """Throw away the temporary folders of workers that were killed before they could."""
    oldest = time.time() - seconds
    for folder in Path(tempfile.gettempdir()).glob(f"{SCRATCH}*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_uid == os.getuid() and folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)


class _Child:
    """The parent's end: what the child has said, and how it ended."""

    def __init__(self, pid: int, reading: int, limits: Limits) -> None:
        self.pid = pid
        self.reading = reading
        self.limits = limits
        self.deadline = time.monotonic() + limits.wall_seconds
        self.progress = Progress()
        self.reaped = False

    def listen(self, on_beat: Callable[[Progress], None]) -> dict[str, Any]:
        pending, answer, next_beat = b"", None, time.monotonic() + BEAT_SECONDS
        while True:
            now = time.monotonic()
            if now >= self.deadline:
                raise TooSlow(f"no answer after {self.limits.wall_seconds} s")
            if now >= next_beat:
                on_beat(self.progress)
                next_beat = time.monotonic() + BEAT_SECONDS
            patience = max(0.0, min(next_beat, self.deadline) - time.monotonic())
            if not select.select([self.reading], [], [], patience)[0]:
                continue
            chunk = os.read(self.reading, 65536)
            if not chunk:
                break
            *lines, pending = (pending + chunk).split(b"\n")
            for line in lines:
                answer = self._heard(json.loads(line)) or answer
        if answer is None:
            raise self._silent_end()
        return answer

    def _heard(self, message: dict[str, Any]) -> dict[str, Any] | None:
        if "stage" in message:
            self.progress = Progress(message["stage"], message["percent"])
            return None
        if "fault" in message:
            raise getattr(errors, message["fault"])(message["detail"])
        return dict(message["done"])

    def _silent_end(self) -> DocumentError:
        """The class for a child that ended without an answer, from how it ended."""
        status, usage = self._reap()
        if status is None or usage is None or not os.WIFSIGNALED(status):
            return Broken("the child ended without an answer")
        number = os.WTERMSIG(status)
        if number == signal.SIGXCPU:
            return TooSlow(f"used more than {self.limits.cpu_seconds} s of processor time")
        if number == signal.SIGXFSZ:
            return TooBig(f"wrote more than {self.limits.file_mb} MB")
        # C libraries abort when they get no memory; Python raises, and says so itself.
        near_the_limit = usage.ru_maxrss * 1024 > 0.6 * self.limits.memory_mb * MEGABYTE
        if number in (signal.SIGABRT, signal.SIGTRAP, signal.SIGSEGV) and near_the_limit:
            return TooBig(f"needed more than {self.limits.memory_mb} MB of memory")
        return Broken(f"the child was ended by signal {number}")

    def _reap(self) -> tuple[int | None, resource.struct_rusage | None]:
        if self.reaped:
            return None, None
        self.reaped = True
        try:
            _, status, usage = os.wait4(self.pid, 0)
        except ChildProcessError:
            return None, None
        return status, usage

    def end(self) -> None:
        """Leave nothing behind: no running child, no zombie, no open pipe."""
        os.close(self.reading)
        if not self.reaped:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self._reap()


def _be_the_child(work: Work, limits: Limits, reading: int, writing: int, parent: int) -> NoReturn:
    """Everything the child does. It leaves by `os._exit`: no clean-up of the parent's things."""
    code = 1
    try:
        gc.disable()
        gc.freeze()  # what the worker has made is not looked through for rubbish
        os.close(reading)
        _die_with(parent)
        _limit(limits)

        def tell(message: dict[str, Any]) -> None:
            data = json.dumps(message).encode() + b"\n"
            while data:
                data = data[os.write(writing, data) :]

        tell(_answer(work, lambda stage, percent: tell({"stage": stage, "percent": percent})))
        code = 0
    except BaseException:
        with contextlib.suppress(BaseException):
            traceback.print_exc(file=sys.stderr)
    finally:
        os._exit(code)


def _answer(work: Work, say: Say) -> dict[str, Any]:
    """What `work` came to, or the class and the detail of what stopped it."""
    try:
        return {"done": work(say)}
    except DocumentError as error:
        return {"fault": type(error).__name__, "detail": str(error)}
    except MemoryError:
        return {"fault": "TooBig", "detail": "out of memory"}
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
            return {"fault": "NoRoom", "detail": str(error)}
        if error.errno in (errno.EFBIG, errno.ENOMEM):
            return {"fault": "TooBig", "detail": str(error)}
        return {"fault": "Broken", "detail": repr(error)}
    except RecursionError:
        return {"fault": "TooBig", "detail": "nested too deeply"}
    except BaseException as error:
        traceback.print_exc(file=sys.stderr)
        return {"fault": "Faulty", "detail": repr(error)[:500]}


def _die_with(parent: int) -> None:
    """Ask the kernel to kill this child when its worker dies, so that none works for nobody. The
    signals that tell a worker to finish what it is doing are not for the child."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for number in (signal.SIGCHLD, signal.SIGALRM, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, signal.SIG_DFL)
    with contextlib.suppress(OSError, AttributeError):
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _limit(limits: Limits) -> None:
    """Set the kernel's limits. Memory counts from what the worker already has mapped."""
    cpu = limits.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    size = limits.file_mb * MEGABYTE
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    with contextlib.suppress(OSError, ValueError):
        mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        most = mapped + limits.memory_mb * MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
