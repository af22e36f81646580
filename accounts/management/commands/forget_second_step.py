"""`manage.py forget_second_step ADDRESS`: for somebody who lost their phone, keys and codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Membership
from accounts.operations.second_step import forget_second_step
from accounts.prepared import require_prepared


class Command(BaseCommand):
    help = (
        "Take away somebody's app, passkeys and recovery codes and sign them out everywhere, so "
        "that they set up a second step anew. Make sure first, by voice, that it is they who ask."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="the e-mail address they sign in with")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        require_prepared()
        found = Membership.objects.filter(person__email=address.strip().lower()).with_names()
        membership = found.order_by("-starts_on").first()
        if membership is None:
            raise CommandError(f"Nobody here has the address {address}.")
        forget_second_step(actor=None, membership=membership)
        self.stdout.write(f"{membership.person.name} sets up a second step at the next sign-in.")
