"""Backup and restore: the database and the files in one archive, the same for both engines.

The archive is a ZIP file: `database/<model>.jsonl` with one row a line, `files/<name>` as the
storage has them, and `manifest.json` with the version, counts and a checksum of every entry.
"""

from core.backups.archive import BackupError, check_archive
from core.backups.dump import write_backup
from core.backups.load import load_backup

__all__ = ["BackupError", "check_archive", "load_backup", "write_backup"]
