"""`manage.py load_demo`: the five authorities with invented people, in the middle of their year."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Authority, Membership
from accounts.prepared import require_prepared
from core.models import AuditEvent
from frameworks.demo.news import leave_some_news
from frameworks.demo.telling import AUTHORITIES, is_told, tell_authority
from outcomes.models import Action


class Command(BaseCommand):
    help = "Fill an empty database with the demo: five authorities, invented people, one year."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo is only for trying the program out. It is not loaded outside demo mode."
            )
        require_prepared()
        began, today, told = monotonic(), timezone.localdate(), 0
        for slug in AUTHORITIES:
            if is_told(slug):
                continue
            since = monotonic()
            with _no_post():
                tell_authority(slug, today)
            told += 1
            self.stdout.write(
                f"The year of {Authority.objects.get(slug=slug).name} is ready "
                f"({told} of {len(AUTHORITIES)}, {monotonic() - since:.0f} s)."
            )
        if not told:
            if options["verbosity"]:
                self.stdout.write("The demo is there already. Nothing was changed.")
            return
        leave_some_news()
        self.stdout.write(_summary(monotonic() - began))


def _summary(seconds: float) -> str:
    return (
        f"The demo is ready: {Authority.objects.count()} authorities, "
        f"{Membership.objects.count()} people, {Action.objects.count()} actions and "
        f"{AuditEvent.objects.count()} entries in the trail, in {seconds:.0f} seconds."
    )


@contextmanager
def _no_post() -> Iterator[None]:
    """The demo's people do not exist, so nothing is sent to them."""
    before = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = before
