"""Requests as the middleware leaves them, for tests that draw without a client."""

from typing import Any

from django.http import HttpRequest
from django.test import RequestFactory


def request_for(path: str = "/", **known: Any) -> HttpRequest:
    """A request for a page, with what the program keeps on it: `actor`, `authority`, and a
    `session`, an empty one unless told."""
    request = RequestFactory().get(path)
    vars(request).update({"session": {}} | known)
    return request
