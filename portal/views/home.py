"""What needs you now, for each role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import permitted
from accounts.models import Membership


@permitted("read_working", methods=("GET",))
def home(request: HttpRequest, actor: Membership) -> HttpResponse:
    """The cards of a role's home, ordered by what cannot wait."""
    return render(request, "portal/home.html", {})
