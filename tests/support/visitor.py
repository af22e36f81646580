"""Test clients that cost less than Django's own."""

from functools import partial
from typing import Any, ClassVar

from django.core.signals import got_request_exception
from django.test import Client
from django.test.client import ClientHandler


class LeanClient(Client):
    """A client that keeps no copy of what each template was drawn with, which is a third of the
    time of a request in a test. A test that asks a response for its `context` takes Django's."""

    def request(self, **request: Any) -> Any:
        """What the program answers, as it goes out; its own errors are raised here."""
        own: Any = self  # the type stubs leave out what is Django's own
        uid = f"request-exception-{id(request)}"
        got_request_exception.connect(self.store_exc_info, dispatch_uid=uid)
        try:
            # Django's own `Client.request` begins and ends so.
            response: Any = self.handler(own._base_environ(**request))
        finally:
            got_request_exception.disconnect(dispatch_uid=uid)
        if self.exc_info:
            self.check_exception(response)
        response.request = request
        response.json = partial(own._parse_json, response)
        if response.cookies:
            self.cookies.update(response.cookies)
        return response


class Visitor(LeanClient):
    """One that shares its chain of middleware with all others. Not for a test that changes settings
    which a middleware reads as it starts."""

    _shared: ClassVar[ClientHandler | None] = None

    def __init__(self, **defaults: Any) -> None:
        super().__init__(**defaults)
        if Visitor._shared is None:
            Visitor._shared = ClientHandler(enforce_csrf_checks=False)
        self.handler = Visitor._shared
