"""Real servers: PostgreSQL from DATABASE_URL, Redis from REDIS_URL, and a real worker between.

`make test-services` runs these. Without the variables they fail: a test that quietly does nothing
when something is missing proves nothing.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import redis
from celery import Celery
from django.db import connection, connections

from core import broker
from tests.services.program import ENGINES, Council, cloned_database, copied, make_council
from tests.services.waiting import ROOT
from tests.support import migrated

Start = Callable[..., "subprocess.Popen[bytes]"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.services)
            # Their database begins as a copy of the one pytest makes for tests that ask for it.
            if {"council", "postgres_council"} & set(getattr(item, "fixturenames", ())):
                item.add_marker(pytest.mark.django_db)


@pytest.fixture
def redis_url() -> str:
    """The Redis to use, emptied."""
    url = os.environ.get("REDIS_URL", "")
    assert url, "Set REDIS_URL to a Redis that may be emptied: see make test-services."
    with redis.Redis.from_url(url) as server:
        server.flushdb()
    return url


@pytest.fixture
def redis_server(redis_url: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_url) as server:
        yield server


@pytest.fixture
def real_broker(redis_url: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Wake-up calls go to Redis, not to the memory of this process."""
    app = Celery("services", broker=redis_url, set_as_current=False)
    app.conf.broker_transport_options = {"socket_connect_timeout": 1, "socket_timeout": 5}
    app.conf.task_ignore_result = True
    monkeypatch.setattr(broker, "current_app", app)
    monkeypatch.setattr(broker, "PATIENCE", 20.0)  # a busy machine is not what is tried here
    return redis_url


def database_url() -> str:
    """This test's own database, as another process has to be told."""
    known = connection.settings_dict
    assert connection.vendor == "postgresql", "Set DATABASE_URL to PostgreSQL."
    secret = f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else ""
    place = f"{known['HOST'] or '127.0.0.1'}:{known['PORT'] or 5432}"
    return f"postgres://{known['USER']}{secret}@{place}/{known['NAME']}"


@pytest.fixture
def worker_environment(transactional_db: None, real_broker: str, settings: Any) -> dict[str, str]:
    """What a worker needs in order to work for this test: its database, broker and files."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "DATABASE_URL": database_url(),
        "REDIS_URL": real_broker,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }


@pytest.fixture
def start_worker(
    worker_environment: dict[str, str], tmp_path: Path
) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start a real worker: `start_worker("--clock")`. All are ended after the test. `launch` is how
    Python starts Celery."""
    started: list[subprocess.Popen[bytes]] = []
    log = tmp_path / "worker.log"

    def start(
        *options: str, launch: Sequence[str] = ("-m", "celery"), **environment: str
    ) -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            process = subprocess.Popen(
                [
                    sys.executable, *launch, "-A", "config", "worker", "--pool", "solo",
                    "--without-gossip", "--without-mingle", *options,
                ],
                cwd=ROOT,
                env={**worker_environment, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
    for process in started:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    print(log.read_text() if log.exists() else "no worker was started")


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files as a deployed program has them: collected, with their hashes."""
    folder = tmp_path_factory.mktemp("collected")
    environment = {
        **{k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")},
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "GOLDEN_THREAD_VAR": str(folder),
    }
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return folder / "static"


@pytest.fixture
def start(start_worker: Start, collected: Path, tmp_path: Path) -> Start:
    """Start a worker on a machine of its own: `start("--clock", machine="b")`."""

    def begin(*options: str, machine: str = "a") -> subprocess.Popen[bytes]:
        var = tmp_path / machine
        if not var.exists():
            var.mkdir()
            (var / "static").symlink_to(collected)
        return start_worker(*options, GOLDEN_THREAD_VAR=str(var))

    return begin


# --- A council of a test's own, on either engine --------------------------------------------------


@pytest.fixture(scope="session")
def sqlite_council(tmp_path_factory: pytest.TempPathFactory, collected: Path) -> Council:
    """What every test's council on SQLite is copied from."""
    folder = tmp_path_factory.mktemp("sqlite-council")
    kept = migrated.KEPT / f"{migrated.key()}.sqlite3"
    if kept.exists():
        shutil.copy(kept, folder / "golden-thread.sqlite3")
    Council(folder, "", {}).run("manage.py", "migrate", "--verbosity", "0")
    return make_council(folder, "", collected)


@pytest.fixture(scope="session")
def postgres_council(
    tmp_path_factory: pytest.TempPathFactory, collected: Path, django_db_setup: None
) -> Iterator[Council]:
    """The same on PostgreSQL."""
    folder = tmp_path_factory.mktemp("postgres-council")
    source = connection.settings_dict["NAME"]
    connections.close_all()
    with cloned_database(database_url(), source, f"{source}_council") as database:
        yield make_council(folder, database, collected)


@pytest.fixture(params=ENGINES)
def council(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Council]:
    """One council, in a folder and a database of the test's own; each test runs on both engines."""
    kept: Council = request.getfixturevalue(
        "sqlite_council" if request.param == "sqlite" else "postgres_council"
    )
    with council_like(kept, tmp_path / "council") as made:
        yield made


@contextmanager
def council_like(kept: Council, folder: Path) -> Iterator[Council]:
    """A copy of a council, ended and deleted afterwards."""
    with ExitStack() as stack:
        database = ""
        if kept.database:
            source = kept.database.rpartition("/")[2]
            database = stack.enter_context(
                cloned_database(kept.database, source, f"{source}_{folder.parent.name[-9:]}")
            )
        made = copied(kept, folder, database)
        stack.callback(made.end)
        yield made
