"""`manage.py validate_framework FILE`: say what is wrong with a framework file; load nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.prepared import has_tables, require_prepared
from frameworks.operations.load import read_framework, try_framework
from frameworks.problems import FrameworkError


class Command(BaseCommand):
    help = "Check a framework file: its form, its sense, and that it would load. Loads nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if has_tables():
                require_prepared()
                try_framework(options["file"])
            else:
                read_framework(options["file"])
                self.stdout.write("There is no database here, so loading it was not tried.")
        except FrameworkError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['file']} is sound.")
