"""A process that lacks settings ends with a sentence that names them, not with a stack trace."""

import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def read_settings(program: str) -> None:
    """Read the settings now. Ends the process when they refuse; `program` is who says so."""
    try:
        # The first one that is asked for reads them all.
        _ = settings.INSTALLED_APPS
    except ImproperlyConfigured as problem:
        sys.exit(f"{program}: {problem}")
