"""The cast is made once through the real operations; every later test gets its rows put back. About
ten times quicker than making it again, and just as real."""

import pickle
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

from tests.support.cast import Cast, make_cast

_kept: tuple[bytes, list[tuple[str, list[str], list[tuple[Any, ...]]]]] | None = None
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


def _keep(cast: Cast) -> None:
    global _kept
    rows = []
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f'SELECT * FROM "{table}"')
            found = cursor.fetchall()
            if found:
                rows.append((table, [column[0] for column in cursor.description], found))
    _kept = (pickle.dumps(cast), rows)


def restored_cast() -> Cast:
    """The cast, made the first time and put back after that."""
    if _kept is None:
        cast = make_cast()
        _keep(cast)
        return cast
    pickled, rows = _kept
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
    cast: Cast = pickle.loads(pickled)
    return cast
