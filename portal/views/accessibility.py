"""What we do so that everybody can use these pages, and what to do when it is not enough."""

from django.http import HttpRequest, HttpResponse

from accounts.access import public
from core.http import render_page


@public()
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement of the program."""
    return render_page(request, "portal/accessibility.html")
