"""Bring database and files back to what a backup holds."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from core.backups import BackupError, check_archive, load_backup
from portal.operations.grants import grant_problems


class Command(BaseCommand):
    help = (
        "Bring database and stored files back to what a backup holds, all or nothing, on "
        "PostgreSQL or SQLite. Stop the web server and the worker first. A database without tables "
        "is migrated first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a file that backup wrote")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="delete everything that the database and the storage hold now",
        )
        parser.add_argument(
            "--check", action="store_true", help="only check that the backup is whole"
        )

    def handle(self, *, file: Path, replace: bool, check: bool, **options: Any) -> None:
        """Check it; restore it; see that every right is what it should be."""
        try:
            if check:
                manifest = check_archive(file)
                self.stdout.write(
                    f"{file} is whole: {manifest.rows:,} rows and {len(manifest.files):,} files, "
                    f"made at {manifest.made_at} on {manifest.engine}."
                )
                return
            if "django_migrations" not in connection.introspection.table_names():
                call_command("migrate", verbosity=0)
            manifest = load_backup(file, replace=replace)
        except (BackupError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            f"Restored {manifest.rows:,} rows and {len(manifest.files):,} files as they were at "
            f"{manifest.made_at}. Everyone has to sign in again."
        )
        if problems := grant_problems():
            raise CommandError(
                f"{len(problems)} rights are not what they should be. Run rebuild_grants."
            )
