"""What needs you now, for each role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import permitted
from accounts.models import Membership
from portal.queries.homes import home_of
from portal.queries.homes.cards import first_name


@permitted("read_working", methods=("GET",))
def home(request: HttpRequest, actor: Membership) -> HttpResponse:
    """The cards of a role's home, ordered by what cannot wait."""
    # Somebody who asked not to be named is still greeted by name: only they see this page.
    called = actor.person.name if actor.is_unnamed else actor.label
    context = {"home": home_of(actor), "name": first_name(called)}
    return render(request, "portal/home.html", context)
