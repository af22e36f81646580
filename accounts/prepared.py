"""Whether the database is ready for a command, in words for whoever typed it."""

from django.contrib.auth.models import Permission
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from accounts.roles import RIGHTS

NOT_YET = (
    "The database isn’t ready yet. Wait for `make run` to print the address or for `manage.py "
    "migrate` to finish, then try again."
)
NONE_YET = "There is no database here yet. Run `make run` or `manage.py migrate` to create it."


def has_tables() -> bool:
    """Whether there is a database with anything in it."""
    try:
        return bool(connection.introspection.table_names())
    except DatabaseError:
        return False


def require_migrated() -> None:
    """Raises CommandError while there is no database, or migrations are still to be applied."""
    if not has_tables():
        raise CommandError(NONE_YET)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(NOT_YET)


def require_prepared() -> None:
    """Raises CommandError where `require_migrated` does, and before the last step of `migrate`,
    which writes the rows of every right."""
    require_migrated()
    known = set(Permission.objects.filter(codename__in=RIGHTS).values_list("codename", flat=True))
    if known != set(RIGHTS):
        raise CommandError(NOT_YET)
