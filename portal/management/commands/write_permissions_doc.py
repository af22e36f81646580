"""Write `docs/permissions.md` from the rights the program uses."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.queries.rights import permissions_document


class Command(BaseCommand):
    help = "Write docs/permissions.md anew. A test fails while it is out of date."

    def handle(self, **options: Any) -> None:
        """Write the whole file."""
        path = settings.ROOT / "docs" / "permissions.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(permissions_document())
        self.stdout.write(f"Wrote {path.relative_to(settings.ROOT)}.")
