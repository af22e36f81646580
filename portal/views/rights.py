"""Who can do what, for everybody to read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import permitted
from accounts.models import Membership
from portal.queries.rights import rights_table


@permitted("read_working", methods=("GET",))
def who_can_do_what(request: HttpRequest, actor: Membership) -> HttpResponse:
    """The table of rights, as the program itself uses it."""
    return render(
        request,
        "portal/who_can_do_what.html",
        {"table": rights_table(), "mine": str(actor.get_role_display()), "role": actor.role},
    )
