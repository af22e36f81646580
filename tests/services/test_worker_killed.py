"""A worker is killed on a machine with SQLite: /readyz says so within half a minute, and what was
asked for meanwhile is made once. On PostgreSQL `test_compose.py` does the same."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.conftest import council_like
from tests.services.program import Council
from tests.services.waiting import soon
from tests.support.places import AT_OURS

REPORTS = f"{AT_OURS}reports/"


@pytest.fixture
def council(sqlite_council: Council, tmp_path: Path) -> Iterator[Council]:
    with council_like(sqlite_council, tmp_path / "council") as made:
        yield made


def test_it_is_told_within_half_a_minute_and_nothing_is_lost(
    council: Council, redis_url: str
) -> None:
    council.environment["REDIS_URL"] = redis_url
    worker = council.start_worker()
    with council.serving() as server:
        who = council.visitor(server, "coordinator")
        assert soon(lambda: server.ready()[0]["worker"] == "up", 60)
        council.stop_worker(worker, signal.SIGKILL)
        begun = time.monotonic()
        report = f"{REPORTS}{council.known['report']}/"
        asked = who.submit(who.ask(report).text, f"{report}documents/full/", {})
        assert asked.status == 302
        assert soon(lambda: server.ready()[0]["worker"] == "down", 45)
        told = time.monotonic() - begun
        council.start_worker()
        begun = time.monotonic()
        done = "SELECT status, attempts FROM documents_document"
        assert soon(lambda: council.sql(done) == [("done", 1)], 90), council.sql(done)
        took = time.monotonic() - begun
    made = "SELECT count(*) FROM core_auditevent WHERE code = 'documents.document.made'"
    ((times,),) = council.sql(made)
    print(
        f"\nworker killed on sqlite: told after {told:.0f} s, the document {took:.0f} s after the "
        f"next one started, asked in {asked.seconds:.2f} s, lost {1 - min(times, 1)}, twice "
        f"{max(0, times - 1)}"
    )
    assert told < 31
    assert asked.seconds < 2
    assert times == 1
