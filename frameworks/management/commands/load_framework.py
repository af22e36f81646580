"""`manage.py load_framework FILE`: set an authority up as a file says."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.prepared import require_prepared
from frameworks.operations.load import load_framework
from frameworks.problems import FrameworkError


class Command(BaseCommand):
    help = "Set an authority up as a framework file says. A file that fails changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        require_prepared()
        try:
            authority = load_framework(options["file"])
        except FrameworkError as error:
            raise CommandError(f"{error}\nNothing was changed.") from error
        self.stdout.write(f"{authority.name} is set up as {options['file']} says.")
