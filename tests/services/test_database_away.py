"""PostgreSQL ends all connections while people work: 503 with words, and then it goes on."""

import time

import pytest
from django.db import connection, connections
from django.test import Client

from tests.services.waiting import soon
from tests.support.cast import Cast, make_cast
from tests.support.places import AT_OURS


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Made anew: after another test's flush the kept one has rights that are no longer there."""
    assert connection.vendor == "postgresql", "Set DATABASE_URL to PostgreSQL."
    return make_cast()


def end_all_connections() -> None:
    """What a restart does to those that are open, from a connection of its own."""
    other = connection.copy("other")
    with other.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    other.close()


def test_a_connection_that_is_ended_is_503_once_and_then_all_is_well(cast: Cast) -> None:
    client = cast.client(cast.coordinator)
    client.raise_request_exception = False
    assert client.get(AT_OURS).status_code == 200
    answers = []
    for _ in range(3):
        end_all_connections()
        started = time.monotonic()
        answer = client.get(AT_OURS)
        answers.append((answer.status_code, time.monotonic() - started))
        if answer.status_code == 503:
            assert answer["Retry-After"] == "30"
            assert b"Please try again soon" in answer.content
        connections.close_all()
        assert soon(lambda: client.get(AT_OURS).status_code == 200, 10)
    print("connections ended three times:", [f"{s} in {t:.2f} s" for s, t in answers])
    assert {status for status, _ in answers} <= {200, 503}
    assert max(seconds for _, seconds in answers) < 2


def test_a_database_that_refuses_connections_is_503(cast: Cast) -> None:
    client = cast.client(cast.coordinator)
    client.raise_request_exception = False
    connections.close_all()
    port = connection.settings_dict["PORT"]
    connection.settings_dict["PORT"] = "1"
    try:
        started = time.monotonic()
        typed = "We rang every carer, and wrote it all down."
        page = client.post(f"{AT_OURS}words/check/", {"text": typed})
        seconds = time.monotonic() - started
    finally:
        connection.settings_dict["PORT"] = port
        connections.close_all()
    print(f"no database: answered {page.status_code} in {seconds:.2f} s")
    assert page.status_code == 503
    assert typed in page.content.decode()
    assert seconds < 2
    assert Client().get("/manchester/").status_code == 200
