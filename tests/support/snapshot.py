"""What many tests stand on is made once, through the real operations; every later test gets its
rows put back. About ten times quicker than making it again, and just as real."""

import pickle
from collections.abc import Callable
from typing import Any, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

from tests.support.cast import Cast, make_cast

Rows = list[tuple[str, list[str], list[tuple[Any, ...]]]]
T = TypeVar("T")
_kept: dict[str, tuple[bytes, Rows]] = {}
# Made by migrations, so there before any test.
_STANDING = {"django_content_type", "auth_permission", "django_migrations"}


def _tables() -> list[str]:
    """Every model's table, those of relations included, in the order of dependence."""
    names = [
        model._meta.db_table
        for app in apps.get_app_configs()
        for model in app.get_models(include_auto_created=True)
    ]
    return [name for name in dict.fromkeys(names) if name not in _STANDING]


def _rows() -> Rows:
    rows = []
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f'SELECT * FROM "{table}"')
            found = cursor.fetchall()
            if found:
                rows.append((table, [column[0] for column in cursor.description], found))
    return rows


def restored(name: str, make: Callable[[], T]) -> T:
    """What `make` makes in an empty database: made the first time, put back after that."""
    if name not in _kept:
        made = make()
        _kept[name] = (pickle.dumps(made), _rows())
        return made
    pickled, rows = _kept[name]
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, columns, values in rows:
            names = ", ".join(f'"{column}"' for column in columns)
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)
        touched: list[type[models.Model]] = [
            model
            for app in apps.get_app_configs()
            for model in app.get_models(include_auto_created=True)
        ]
        for statement in connection.ops.sequence_reset_sql(no_style(), touched):
            cursor.execute(statement)
    again: T = pickle.loads(pickled)
    return again


def restored_cast() -> Cast:
    """The cast, made the first time and put back after that."""
    return restored("cast", make_cast)
