"""Prove that rights are what memberships, leads and owners say; or make them so."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.operations.rights import drift, rebuild_rights
from outcomes.operations.grants import personal_drift, rebuild_personal


class Command(BaseCommand):
    help = "Make every right what memberships, leads and owners say. --check only looks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; exit with 1 when something differs",
        )

    def handle(self, *, check: bool, **options: Any) -> None:
        """List what differs; without --check, put it right and look again."""
        problems = _problems()
        for problem in problems:
            self.stdout.write(problem)
        if problems and not check:
            _rebuild()
            self.stdout.write(f"{len(problems)} put right.")
            problems = _problems()
        if problems:
            raise CommandError(f"{len(problems)} rights are not what they should be.")
        self.stdout.write("Every right is what it should be.")


def _problems() -> list[str]:
    return drift() + personal_drift()


@transaction.atomic
def _rebuild() -> None:
    rebuild_rights()
    rebuild_personal()
