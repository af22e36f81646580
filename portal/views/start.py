"""The first page, and where a person goes after signing in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static

from accounts.access import public, signed_in
from accounts.models import Authority, Membership
from core.folding import Folded


@public()
def welcome(request: HttpRequest) -> HttpResponse:
    """What this is, whose pages there are, and the way in."""
    context = {"authorities": Authority.objects.order_by(Folded("name")), "is_demo": settings.DEMO}
    return render(request, "portal/welcome.html", context)


@public()
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon, for browsers that look for it at this address: where a page names none, as on a PDF
    or a spreadsheet."""
    return redirect(static("icon.svg"))


@signed_in(methods=("GET",))
def start(request: HttpRequest) -> HttpResponse:
    """Home when there is one, a choice when there are several, a kind word when there is none."""
    memberships = list(
        Membership.objects.current()
        .filter(person=request.user.pk)
        .select_related("authority", "organisation", "person")
        .order_by(Folded("authority__name"))
    )
    if len(memberships) == 1:
        return redirect("portal:home", memberships[0].authority.slug)
    return render(request, "portal/start.html", {"memberships": memberships})
