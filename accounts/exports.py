"""What leaves the program as a file is in the activity log, each time (SG-074)."""

from django.db import models
from django.http import HttpRequest

from accounts.models import Membership
from core import audit
from core.http import record_access


def record_export(
    request: HttpRequest,
    actor: Membership,
    code: str,
    about: models.Model | None = None,
    **more: str,
) -> None:
    """Once the file goes out, record `code` about a thing, or about the authority for a list. Only
    for a view that declares `records_view`."""
    record_access(
        request,
        lambda: audit.record_view(
            code, actor=actor, about=about or actor.authority, every_time=True, **more
        ),
    )
