"""A process that lacks settings ends with a sentence that names them, not with a stack trace."""

import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def read_settings(program: str) -> None:
    """Read the settings now. Ends the process when they refuse; `program` is who says so."""
    try:
        settings.INSTALLED_APPS  # noqa: B018 (the first name that is asked for reads them all)
    except ImproperlyConfigured as problem:
        sys.exit(f"{program}: {problem}")
