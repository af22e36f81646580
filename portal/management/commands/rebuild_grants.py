"""Prove that rights are what memberships, leads and owners say; or make them so."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.prepared import require_migrated
from portal.operations.grants import grant_problems, put_grants_right


class Command(BaseCommand):
    help = (
        "Make every right what memberships, leads and owners say, as migrate does at its end. "
        "--check only looks."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; exit with 1 when something differs",
        )

    def handle(self, *, check: bool, **options: Any) -> None:
        """List what differs; without --check, put it right and look again."""
        require_migrated()
        problems = grant_problems() if check else put_grants_right()
        for problem in problems:
            self.stdout.write(problem)
        if problems and not check:
            self.stdout.write(f"{len(problems)} put right.")
            problems = grant_problems()
        if problems:
            raise CommandError(f"{len(problems)} rights are not what they should be.")
        self.stdout.write("Every right is what it should be.")
