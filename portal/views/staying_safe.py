"""What "Leave this site" does and does not do, and how to look after oneself online."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.access import public
from core.http import render_page


@public()
def staying_safe(request: HttpRequest) -> HttpResponse:
    """The page beside the quick exit."""
    context = {"leads_to": settings.QUICK_EXIT_URL}
    return render_page(request, "portal/staying_safe.html", context)
