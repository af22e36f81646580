"""`manage.py export_framework AUTHORITY`: write an authority's framework as a file that loads."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Authority
from accounts.prepared import require_prepared
from frameworks.queries import framework_text


class Command(BaseCommand):
    help = "Write an authority's framework, as YAML that loads back to the same, to the output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("authority", metavar="AUTHORITY", help="its slug, such as manchester")

    def handle(self, *args: Any, **options: Any) -> None:
        require_prepared()
        authority = Authority.objects.filter(slug=options["authority"]).first()
        if authority is None:
            known = ", ".join(Authority.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(
                f"There is no authority “{options['authority']}”. There are: {known}"
            )
        self.stdout.write(framework_text(authority), ending="")
