"""docker-compose.yml without an engine: each service's own command under its own restrictions.

A service gets a root file system that holds what the image would (`.dockerignore` and the
`Dockerfile` say what) and cannot be written, its volumes and tmpfs as the only exceptions, its
user, no capabilities, no new privileges, its environment and no other, and the names of the other
services in a network of their own. That takes root, and Linux's `unshare` and `nsenter`.

What it is not: the base image (this machine's programs and libraries stand in for it), `init`, and
the restart policy. PostgreSQL is this machine's own, in a cluster made for the test.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from tests.services.network import BASE_PATH, enter, running_database, running_names
from tests.services.waiting import ROOT

NAMES = ("db", "redis", "web", "proxy")
USERS = "golden:x:10001:10001::/app:/usr/sbin/nologin\nnginx:x:101:101::/nonexistent:/bin/false\n"


# --- What the image holds -------------------------------------------------------------------------


@dataclass
class Image:
    """The Dockerfile's last stage, as far as it says how its processes run."""

    folder: Path
    environment: dict[str, str]
    user: str
    command: list[str]


def build_image(folder: Path) -> Image:
    """Lay out /app as the Dockerfile does, from what `.dockerignore` lets in."""
    rules = [line for line in (ROOT / ".dockerignore").read_text().split() if line]
    let_in = [rule[1:] for rule in rules if rule.startswith("!")]
    kept_out = [rule for rule in rules if not rule.startswith("!") and rule != "*"]

    def ignored(place: str, names: list[str]) -> set[str]:
        where = Path(place).relative_to(ROOT)
        paths = {name: str(where / name) for name in names}
        return {
            name
            for name, path in paths.items()
            for rule in kept_out
            if fnmatch(path, rule) or (rule.startswith("**/") and fnmatch(name, rule[3:]))
        } - ({"vendor"} if where == Path("static") else set())  # made in the image, by prepare.py

    app = folder / "app"
    app.mkdir(parents=True)
    for name in let_in:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, app / name, ignore=ignored)
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, app / name)
    (app / ".venv").mkdir()
    (app / "var").mkdir()
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        cwd=app,
        env={"PATH": BASE_PATH, "DJANGO_SETTINGS_MODULE": "config.settings.demo"},
        check=True,
    )
    return read_dockerfile(app)


def read_dockerfile(app: Path) -> Image:
    """Environment, user and command of the last stage, and of the stage it comes from."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    stages = re.split(r"^FROM ", text, flags=re.MULTILINE)[1:]
    last = stages[-1]
    base = next(each for each in stages if each.splitlines()[0].endswith(f" AS {last.split()[0]}"))
    environment = {"PATH": BASE_PATH, "HOME": "/app"}
    for words in re.findall(r"^ENV (.*)$", base + "\n" + last, flags=re.MULTILINE):
        for word in shlex.split(words):
            name, _, value = word.partition("=")
            environment[name] = value.replace("$PATH", environment["PATH"])
    (user,) = re.findall(r"^USER (\S+)$", last, flags=re.MULTILINE)
    (command,) = re.findall(r"^CMD (\[.*\])$", last, flags=re.MULTILINE)
    return Image(app, environment, user, yaml.safe_load(command))


# --- What the compose file says -------------------------------------------------------------------


def read_compose(values: Mapping[str, str]) -> dict[str, Any]:
    """The services, with their variables put in as Compose does."""

    def put_in(text: str) -> str:
        def value(found: re.Match[str]) -> str:
            name, sign, rest = found[1], found[2] or "", found[3] or ""
            if values.get(name):
                return values[name]
            assert sign != ":?", f"docker-compose.yml needs {name}: {rest}"
            return rest

        return re.sub(r"\$\{([A-Z_]+)(?:(:[-?])([^}]*))?\}", value, text)

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: walk(each) for key, each in node.items()}
        if isinstance(node, list):
            return [walk(each) for each in node]
        return put_in(node) if isinstance(node, str) else node

    services: dict[str, Any] = walk(yaml.safe_load((ROOT / "docker-compose.yml").read_text()))
    return dict(services["services"])


@dataclass
class Stack:
    """All services of the file, each of which can be started, killed and started again."""

    folder: Path
    values: dict[str, str]
    network: int = 0
    services: dict[str, Any] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    image: Image | None = None

    def log(self, name: str) -> str:
        """What a service has said so far."""
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def start(self, name: str) -> subprocess.Popen[bytes]:
        """Start one service as the file says it is to be started."""
        service = self.services[name]
        command = service.get("entrypoint") or service.get("command")
        environment = {"PATH": BASE_PATH, "HOME": "/"}
        user = service.get("user", "999:999" if name == "redis" else "")
        if "build" in service:
            assert self.image is not None
            environment = {**self.image.environment, **service["environment"]}
            command, user = command or self.image.command, user or self.image.user
        script = self._script(name, service, user or "0")
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [*enter(self.network), "unshare", "--mount",
                 "sh", "-euc", script, "sh", *[str(word) for word in command]],
                env={key: str(value) for key, value in environment.items()},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.running[name] = process
        return process

    def _script(self, name: str, service: Mapping[str, Any], user: str) -> str:
        """The mounts of one service, then its command in them."""
        root = self.folder / "roots" / name
        root.mkdir(parents=True, exist_ok=True)
        lines = ["mount --make-rprivate /", f"mount -t tmpfs tmpfs {root}"]

        def make(place: str) -> str:
            lines.append(f"mkdir -p {root}{place}")
            return f"{root}{place}"

        def bind(source: Path | str, place: str, *, writable: bool = False) -> None:
            target = f"{root}{place}" if Path(source).is_file() else make(place)
            lines.append(f"mount --bind {source} {target}")
            if not writable:
                lines.append(f"mount -o remount,ro,bind {target}")

        for top in ("bin", "sbin", "lib", "lib64"):
            if Path(f"/{top}").is_symlink():
                lines.append(f"cp -P /{top} {root}/{top}")
            elif Path(f"/{top}").exists():
                bind(f"/{top}", f"/{top}")
        bind("/usr", "/usr")
        lines.append(f"cp -a /etc {root}/etc")
        lines += [
            f"cp {self.folder / file} {root}/etc/{file}" for file in ("hosts", "passwd", "group")
        ]
        lines.append(f"mount --rbind /proc {make('/proc')}")
        self._devices(lines, str(root))
        # First: the checkout that lends its packages may itself lie under one of them.
        for place in service.get("tmpfs", ()):
            lines.append(f"mount -t tmpfs -o mode=1777,noexec,nosuid,nodev tmpfs {make(place)}")
        if "build" in service:
            assert self.image is not None
            bind(self.image.folder, "/app")
            bind(sys.prefix, "/app/.venv")
            for place in {sys.prefix, sys.base_prefix} - {"/usr"}:
                bind(place, place)
        for volume in service.get("volumes", ()):
            source, place, *options = volume.split(":")
            if not source.startswith((".", "/")):
                here = self.folder / "volumes" / source
                here.mkdir(parents=True, exist_ok=True)
                os.chown(here, int(user.split(":")[0]), -1)
            else:
                here = (ROOT / source).resolve()
                assert here.exists(), here
            bind(here, place, writable="ro" not in options)
        if service.get("read_only"):
            lines.append(f"mount -o remount,ro {root}")
        uid, _, gid = user.partition(":")
        rights = f"--reuid {uid} --regid {gid or uid} --clear-groups"
        if "ALL" in service.get("cap_drop", ()):
            rights += " --bounding-set=-all --inh-caps=-all"
        if "no-new-privileges:true" in service.get("security_opt", ()):
            rights += " --no-new-privs"
        place = "/app" if "build" in service else "/"
        into = 'cd "$0" && exec "$@"'
        lines.append(
            f'exec chroot {root} setpriv {rights} -- sh -c {shlex.quote(into)} {place} "$@"'
        )
        return "\n".join(lines)

    @staticmethod
    def _devices(lines: list[str], root: str) -> None:
        lines.append(f"mkdir -p {root}/dev/shm")
        for device in ("null", "zero", "full", "random", "urandom"):
            lines += [
                f"touch {root}/dev/{device}",
                f"mount --bind /dev/{device} {root}/dev/{device}",
            ]
        lines.append(f"mount -t tmpfs -o mode=1777,noexec,nosuid,nodev tmpfs {root}/dev/shm")

    def run(self, name: str) -> int:
        """Start a service that ends by itself, and wait for it."""
        return self.start(name).wait(300)

    def stop(self, name: str, number: int = signal.SIGTERM, patience: float = 15) -> float:
        """End a service, and answer how many seconds it took."""
        process, begun = self.running.pop(name), time.monotonic()
        process.send_signal(number)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            pass
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return time.monotonic() - begun

    def python(self, script: str, *arguments: str) -> str:
        """Run a script of the test's in the stack's network, with its database and the tests."""
        done = subprocess.run(
            [*enter(self.network), sys.executable, "-c", script, *arguments],
            cwd=ROOT,
            env={
                "PATH": BASE_PATH,
                "PYTHONPATH": str(ROOT),
                "DJANGO_SETTINGS_MODULE": "config.settings.demo",
                "GOLDEN_THREAD_VAR": str(self.folder / "var"),
                "SECRET_KEY": self.values["SECRET_KEY"],
                "DATABASE_URL": f"postgres://golden:{self.values['POSTGRES_PASSWORD']}"
                "@127.0.0.1:5432/golden_thread",
                "REDIS_URL": "redis://127.0.0.1:6379/0",
            },
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def running_stack(folder: Path, values: dict[str, str], network: int) -> Iterator[Stack]:
    """Everything the file names, started in its order. Ended afterwards, whatever happens."""
    stack = Stack(folder, values, network, read_compose(values))
    stack.image = build_image(folder / "image")
    names = " ".join(NAMES)
    (folder / "hosts").write_text(f"127.0.0.1 localhost {names}\n")
    (folder / "passwd").write_text(Path("/etc/passwd").read_text() + USERS)
    (folder / "group").write_text(Path("/etc/group").read_text() + "golden:x:10001:\n")
    (folder / "var").mkdir()
    (folder / "var" / "static").symlink_to(stack.image.folder / "var" / "static")
    try:
        with running_database(network, values["POSTGRES_PASSWORD"]), running_names(network):
            try:
                stack.start("redis")
                assert stack.run("migrate") == 0, stack.log("migrate")
                for name in sorted(set(stack.services) - {"db", "redis", "migrate"}):
                    stack.start(name)
                yield stack
            finally:
                for name in list(stack.running):
                    stack.stop(name, patience=5)
    finally:
        for name in stack.services:
            print(f"--- {name}\n{stack.log(name)[-4000:]}")
