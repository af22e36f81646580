"""A test's person as if they had come in through the door, and not by the window."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.contrib.auth import SESSION_KEY
from django.test import Client

from accounts.reauthentication import VOUCHED


def prove(client: Client, *, ago: int = 3600) -> None:
    """Whoever is signed in took both steps, so many seconds ago."""
    session = client.session
    session[VOUCHED] = "test"
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = session[SESSION_KEY]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "test", "at": time.time() - ago}]
    session.save()
