"""A network of a test's own with what the services of docker-compose.yml find in theirs: names, a
database, a certificate."""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CLONE_NEWNET = 0x40000000
# What `ip link set lo up` does, on a machine that may not have it.
LOOPBACK_UP = """
import fcntl, socket, struct, time
request = struct.pack("16sh14x", b"lo", 1)
fcntl.ioctl(socket.socket(socket.AF_INET, socket.SOCK_DGRAM), 0x8914, request)
print("up", flush=True)
time.sleep(86400)
"""
BASE_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def what_is_missing() -> str:
    """Why no service can be started here like this; "" when it can."""
    if os.geteuid() != 0:
        return "it needs root, to make namespaces and mounts"
    lacking = [
        name for name in ("unshare", "nsenter", "setpriv", "mount") if not shutil.which(name)
    ]
    lacking += [name for name in ("nginx", "redis-server") if not shutil.which(name)]
    lacking += [] if postgres_programs() else ["postgresql"]
    if lacking:
        return f"it needs {', '.join(lacking)}"
    tried = subprocess.run(
        ["unshare", "--mount", "--net", "mount", "-t", "tmpfs", "tmpfs", "/mnt"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return f"this machine lets nobody make namespaces: {tried.stderr}" if tried.returncode else ""


def postgres_programs() -> Path | None:
    """Where PostgreSQL keeps initdb and postgres."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found and (on_path := shutil.which("initdb")):
        found = [Path(on_path)]
    return found[-1].parent if found else None


def enter(network: int) -> list[str]:
    """The beginning of a command that runs in the network of a process."""
    return ["nsenter", f"--net=/proc/{network}/ns/net"]


@contextmanager
def inside(network: int) -> Iterator[None]:
    """This thread in the network of a process: what is connected here stays connected there."""
    libc = ctypes.CDLL(None, use_errno=True)
    own = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    other = os.open(f"/proc/{network}/ns/net", os.O_RDONLY)
    try:
        if libc.setns(other, CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
        yield
    finally:
        libc.setns(own, CLONE_NEWNET)
        os.close(own)
        os.close(other)


@contextmanager
def running_network() -> Iterator[int]:
    """A network of its own with a loopback device; answers the process that holds it."""
    holder = subprocess.Popen(
        ["unshare", "--net", sys.executable, "-c", LOOPBACK_UP],
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"up\n"
        yield holder.pid
    finally:
        holder.kill()
        holder.communicate()


class Cluster:
    """A PostgreSQL of a test's own on this machine, which can be stopped and started again. `begin`
    is the beginning of its commands, such as those that enter a network."""

    def __init__(self, port: int, begin: Sequence[str] = ()) -> None:
        programs = postgres_programs()
        assert programs is not None
        self.port, self.programs = port, programs
        self.folder = Path(tempfile.mkdtemp(prefix="golden-thread-pg-", dir="/tmp"))
        shutil.chown(self.folder, "postgres", "postgres")
        self.begin = [*begin, "setpriv", "--reuid", "postgres", "--regid", "postgres",
                      "--clear-groups"]  # fmt: skip
        self.server: subprocess.Popen[bytes] | None = None
        self.do(programs / "initdb", "-D", self.folder / "data", "-A", "trust", "-U", "postgres",
                "-E", "UTF8", "--no-sync")  # fmt: skip

    def do(self, *command: Any) -> None:
        """Run a command as the user of the cluster."""
        subprocess.run(
            [*self.begin, *command], cwd=self.folder, check=True, stdout=subprocess.DEVNULL
        )

    def tell(self, sql: str, database: str = "postgres") -> None:
        """Have it do something."""
        self.do("psql", "-h", self.folder, "-p", str(self.port), "-U", "postgres", "-q", "-c", sql,
                database)  # fmt: skip

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self.folder / "log").open("ab") as output:
            self.server = subprocess.Popen(
                [*self.begin, self.programs / "postgres", "-D", self.folder / "data",
                 "-k", self.folder, "-c", "fsync=off", "-c", "listen_addresses=127.0.0.1",
                 "-p", str(self.port)],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            )  # fmt: skip
        ready = [*self.begin, "pg_isready", "-q", "-h", str(self.folder), "-p", str(self.port)]
        for _ in range(240):
            if not subprocess.run(ready, cwd=self.folder, check=False).returncode:
                return
            time.sleep(0.25)
        raise AssertionError((self.folder / "log").read_text())

    def stop(self, number: int = signal.SIGINT) -> None:
        """End it: SIGINT ends every connection first, SIGQUIT is as if it had crashed."""
        if self.server:
            self.server.send_signal(number)
            self.server.wait(60)
        self.server = None

    def remove(self) -> None:
        """End it and delete what it keeps."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def running_database(network: int, password: str) -> Iterator[None]:
    """A PostgreSQL of the test's own, on port 5432 of the network."""
    cluster = Cluster(5432, enter(network))
    try:
        cluster.start()
        cluster.tell(f"CREATE ROLE golden LOGIN PASSWORD '{password}'")
        cluster.tell("CREATE DATABASE golden_thread OWNER golden")
        yield
    finally:
        cluster.remove()


@contextmanager
def running_names(network: int) -> Iterator[None]:
    """Docker's own name server, which the proxy asks: every name is this machine."""
    with inside(network):
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(("127.0.0.11", 53))
    ended = threading.Event()

    def answer() -> None:
        server.settimeout(0.2)
        while not ended.is_set():
            try:
                question, who = server.recvfrom(512)
            except TimeoutError:
                continue
            asked = question[12 : question.index(b"\0", 12) + 5]
            server.sendto(
                question[:2] + b"\x81\x80\0\1\0\1\0\0\0\0" + asked
                + b"\xc0\x0c\0\1\0\1\0\0\0\5\0\4\x7f\0\0\1", who,
            )  # fmt: skip

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        server.close()


def make_certificate(folder: Path, name: str) -> Path:
    """A certificate of its own for a name, readable for the proxy's user."""
    folder.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-keyout", folder / "privkey.pem",
         "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    os.chown(folder / "privkey.pem", 101, 101)
    return folder
