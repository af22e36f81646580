"""PostgreSQL is stopped or killed under the running program, and comes back: a cluster of the
test's own, a web server and a worker."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.prove_run import free_port
from tests.services.network import Cluster, postgres_programs
from tests.services.program import Council, copied
from tests.services.waiting import soon
from tests.support.places import AT_OURS

SECONDS = 2.0


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    if os.geteuid() != 0 or postgres_programs() is None:
        text = "A PostgreSQL of its own needs root and the server's programs."
        pytest.fail(text) if os.environ.get("CI") else pytest.skip(text)
    made = Cluster(free_port())
    try:
        made.start()
        yield made
    finally:
        made.remove()


@pytest.fixture
def council(
    postgres_council: Council, cluster: Cluster, redis_url: str, tmp_path: Path
) -> Iterator[Council]:
    """The council in that cluster."""
    programs = cluster.programs
    dump = subprocess.run(
        [programs / "pg_dump", postgres_council.database], check=True, capture_output=True
    )
    cluster.tell("CREATE DATABASE council")
    there = f"postgres://postgres@127.0.0.1:{cluster.port}/council"
    subprocess.run(
        [programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", there],
        input=dump.stdout, check=True, capture_output=True,
    )  # fmt: skip
    made = copied(postgres_council, tmp_path / "council", there)
    made.environment["REDIS_URL"] = redis_url
    yield made
    made.end()


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "killed"])
def test_pages_say_so_and_a_document_asked_for_before_is_made_once(
    council: Council, cluster: Cluster, way: int
) -> None:
    council.start_worker()
    with council.serving() as server:
        who = council.visitor(server, "coordinator")
        report = f"{AT_OURS}reports/{council.known['report']}/"
        assert soon(lambda: server.ready()[0]["worker"] == "up", 60)
        asked = who.submit(who.ask(report).text, f"{report}documents/full/", {})
        assert asked.status == 302

        cluster.stop(way)
        answers = [who.ask(path) for path in (AT_OURS, report, "/manchester/", "/sign-in/") * 3]
        told = server.ask("/readyz")
        longest = max(answer.seconds for answer in answers)
        away = [answer for answer in answers if answer.status == 503]
        assert {answer.status for answer in answers} <= {200, 503}
        assert answers[-4].status == 503
        assert all("Please try again soon" in answer.text for answer in away)
        assert (server.ask("/healthz").status, told.status) == (200, 503)
        assert '"database": "down"' in told.text
        time.sleep(3)  # the worker meets it too

        cluster.start()
        begun = time.monotonic()
        assert soon(lambda: who.ask(AT_OURS).status == 200, 20)
        back = time.monotonic() - begun
        rows = "SELECT status, attempts FROM documents_document"
        assert soon(lambda: [row[0] for row in council.sql(rows)] == ["done"], 120), council.sql(
            rows
        )
        took = time.monotonic() - begun
        assert soon(lambda: server.ready()[0]["worker"] == "up", 60)
    made = council.sql(
        "SELECT count(*) FROM core_auditevent WHERE code = 'documents.document.made'"
    )[0][0]
    files = [*(council.folder / "media" / "documents" / "manchester").glob("*.pdf")]
    print(
        f"\nPostgreSQL {signal.Signals(way).name}: {len(away)} of {len(answers)} pages 503, all "
        f"within {longest:.2f} s; pages again after {back:.2f} s, the document after {took:.0f} s, "
        f"lost {1 - min(made, 1)}, twice {max(0, made - 1)}"
    )
    assert longest < SECONDS
    assert (made, len(files)) == (1, 1)
