"""Close a response as a server would, but leave the test its database connection.

Django's client does the same around each request. Without it PostgreSQL's connection is dropped in
the middle of the test's transaction; SQLite's, in memory, cannot be, and hides it.
"""

from typing import Any

from django.core.signals import request_finished
from django.db import close_old_connections, connection


def close(response: Any) -> None:
    """Close a response and the files it holds."""
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)


def refuse(**_signal: Any) -> None:
    """A `request_finished` receiver that refuses any other close inside a test's transaction, on
    SQLite too."""
    if connection.in_atomic_block and request_finished.disconnect(close_old_connections):
        request_finished.connect(close_old_connections)
        raise AssertionError("tests.support.closing.close closes a response")
