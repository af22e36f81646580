"""The demo's way in: everybody, each a button. It does not exist outside demo mode."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import public
from accounts.proof import vouch
from portal.queries.demo import demo_authorities, demo_person


@public(methods=("GET", "POST"))
def demo(request: HttpRequest) -> HttpResponse:
    """List the demo's people; sign in as one of them."""
    if not settings.DEMO:
        raise Http404("There is no demo here.")
    if request.method == "POST":
        membership = demo_person(request.POST.get("person", ""))
        if membership is None:
            raise Http404("There is nobody by that name in the demo.")
        login(request, membership.person)
        vouch(request, "demo")
        return redirect("portal:home", membership.authority.slug)
    return render(request, "portal/demo.html", {"authorities": demo_authorities()})
