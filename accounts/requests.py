"""A request with what our own layers note on it. Django's types know none of it."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from accounts.models import Authority, Logo, Membership


class Request(HttpRequest):
    """Never made, only meant: what a request of ours carries once its view was let in."""

    htmx: "HtmxDetails"
    authority: "Authority"
    actor: "Membership"
    vouched_by: str
    look_colour: str
    look_logo: "Logo | None"


def ours(request: HttpRequest) -> Request:
    """The same request, with those names."""
    return cast(Request, request)
