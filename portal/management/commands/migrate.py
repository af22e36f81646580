"""`migrate` as Django has it; then every role has the rights of the version just installed.

A new version may bring a right, and the rows that grant it are data. Every way to install one runs
this command already, so nobody has to know of another (decision 0054).
"""

from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from portal.operations.grants import put_grants_right


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; then, unless that was only a look or stopped half way, put the rights right."""
        super().handle(*args, **options)
        only_looks = options["plan"] or options["check_unapplied"] or options["prune"]
        if only_looks or options["database"] != DEFAULT_DB_ALIAS or not _is_whole():
            return
        problems = put_grants_right()
        if problems and options["verbosity"] >= 1:
            self.stdout.write(f"Rights of roles, leads and owners: {len(problems)} put right.")


def _is_whole() -> bool:
    """Whether the database is as this version wants it; an earlier one may lack a table."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
