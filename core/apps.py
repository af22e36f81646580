from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.signals import connection_created


def _teach_sqlite(connection: Any, **kwargs: Any) -> None:
    """Give SQLite the function that core.folding searches and sorts with."""
    if connection.vendor == "sqlite":
        from core.folding import fold_or_none

        connection.connection.create_function("fold_text", 1, fold_or_none, deterministic=True)


class CoreConfig(AppConfig):
    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the lookups of core.folding, and their function with every connection. Let
        nobody wait for a PostgreSQL that hangs."""
        import core.folding  # noqa: F401
        from core import patience

        connection_created.connect(_teach_sqlite, dispatch_uid="core.folding")
        if connections["default"].vendor == "postgresql":
            patience.install()
