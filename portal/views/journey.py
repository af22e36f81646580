"""The journey of a point."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.access import permitted
from accounts.models import Membership
from portal.queries.journey import journey as journey_of
from portal.queries.journey import priorities_to_follow


@permitted("read_working", methods=("GET",))
def journey(request: HttpRequest, actor: Membership, priority: int) -> HttpResponse:
    """A priority from what was said to what became of it."""
    found = get_object_or_404(priorities_to_follow(actor), pk=priority)
    context = {
        "journey": journey_of(actor, found),
        "may_judge": actor.holds("give_verdicts"),
    }
    return render(request, "portal/journey.html", context)
