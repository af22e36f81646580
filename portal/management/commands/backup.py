"""Write the database and all stored files into one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.prepared import require_migrated
from core.backups import BackupError, write_backup


class Command(BaseCommand):
    help = (
        "Write the database and all stored files into one new file, with a checksum of each part. "
        "Everyone can go on working. The file holds personal data: keep it as safe as the database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where to write; must not exist yet")

    def handle(self, *, file: Path, **options: Any) -> None:
        """Write it, and say what is in it."""
        require_migrated()
        try:
            manifest = write_backup(file)
        except (BackupError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        size = file.stat().st_size / 1e6
        self.stdout.write(
            f"{file}: {manifest.rows:,} rows and {len(manifest.files):,} files, {size:.1f} MB."
        )
