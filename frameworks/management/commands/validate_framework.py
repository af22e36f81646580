"""`manage.py validate_framework FILE`: say what is wrong with a framework file; load nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from frameworks.operations.load import try_framework
from frameworks.problems import FrameworkError


class Command(BaseCommand):
    help = "Check a framework file: its form, its sense, and that it would load. Loads nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            try_framework(options["file"])
        except FrameworkError as error:
            raise CommandError(str(error)) from error
        except DatabaseError:
            self.stdout.write("There is no database here, so loading it was not tried.")
        self.stdout.write(f"{options['file']} is sound.")
