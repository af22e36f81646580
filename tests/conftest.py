"""Strict by default: no network, no undefined template variable, a fixed cast."""

import datetime
import os
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.signals import request_finished

from tests.support import closing, migrated
from tests.support.cast import Cast
from tests.support.snapshot import restored_cast


def pytest_configure(config: pytest.Config) -> None:
    """TEST_CLOCK=2027-03-31T23:30:00+00:00 runs the suite as if it had begun then: `make weekly`
    does so where days, hours and months go wrong. The clock goes on from there. It is set before
    the tests are collected, because some modules count days from today as they are imported."""
    if at := os.environ.get("TEST_CLOCK"):
        travel = time_machine.travel(datetime.datetime.fromisoformat(at), tick=True)
        travel.start()
        config.add_cleanup(travel.stop)


@pytest.fixture(scope="session", autouse=True)
def _closing() -> None:
    request_finished.connect(closing.refuse)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """The database that is made next begins with what the migrations left the last time."""
    with migrated.begun():
        yield


@pytest.fixture(scope="session")
def warm() -> None:
    """What is warmed up once in a process is warm before a test puts something in its place."""
    from core.documents import making

    making.warm_up()


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    """No test sees what another left in the cache, in a content type lookup, or of a server that
    was away."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache

    from accounts.kept_pages import forget_kept_pages
    from core.circuit import REDIS
    from core.patience import POSTGRESQL

    forget_kept_pages()
    REDIS.worked()
    POSTGRESQL.worked()
    cache.clear()
    ContentType.objects.clear_cache()


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody: see `tests/support/cast.py`."""
    return restored_cast()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """What the migrations left is kept for the next time. On PostgreSQL the trail refuses TRUNCATE,
    with which Django empties a database after a test that commits. Off for these databases alone;
    `tests/core/test_audit.py` turns it on to try."""
    from django.db import connection

    migrated.keep()
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                for table in ("core_auditevent", "core_erasure"):
                    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_truncate")
