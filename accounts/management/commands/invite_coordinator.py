"""`manage.py invite_coordinator AUTHORITY NAME ADDRESS`: a new council's first coordinator."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Authority
from accounts.operations.invitations import invite_coordinator
from accounts.prepared import require_prepared


class Command(BaseCommand):
    help = (
        "Invite a council's first coordinator, who then invites everyone else. Emails the ordinary "
        "link, which works once within 14 days, and prints it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("authority", help="the council's short name in addresses, such as bury")
        parser.add_argument("name", help='the coordinator\'s name, in quotes: "Sam Poole"')
        parser.add_argument("address", help="their email address")

    def handle(self, *args: Any, **options: Any) -> None:
        require_prepared()
        authority = Authority.objects.filter(slug=options["authority"]).first()
        if authority is None:
            known = ", ".join(Authority.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(
                f"There is no council “{options['authority']}”. "
                + (f"There are: {known}." if known else "Load its file first: load_framework FILE.")
            )
        try:
            _invitation, path = invite_coordinator(
                authority=authority, name=options["name"], email=options["address"]
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"{options['name']} has been invited to coordinate {authority.name}. The link, which "
            f"works once within 14 days:\n    {settings.BASE_URL}{path}"
        )
