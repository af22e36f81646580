"""What we do so that everybody can use these pages, and what to do when it is not enough."""

import datetime

from django.http import HttpRequest, HttpResponse

from accounts.access import public
from core.http import render_page

# Change it whenever what the statement says has been looked at again; once a year at least.
PREPARED = datetime.date(2026, 12, 1)


@public()
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that the Accessibility Regulations 2018 ask for."""
    return render_page(request, "portal/accessibility.html", {"prepared": PREPARED})
