"""The demo's way in: everybody, each a button; and its e-mails. Only in demo mode."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import public
from accounts.operations.sessions import know_session
from accounts.reauthentication import vouch
from core.components import Filter
from core.text import clean_text
from portal.demo_mail import kept_mail
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
        know_session(request=request)
        return redirect("portal:home", membership.authority.slug)
    return render(request, "portal/demo.html", _narrowed(request))


@public()
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The e-mails that the demo would have sent. Only where it keeps them instead."""
    if not settings.DEMO or settings.DEMO_MAIL is None:
        raise Http404("No e-mails are kept here.")
    return render(request, "portal/demo_mail.html", {"mails": kept_mail()})


def _narrowed(request: HttpRequest) -> dict[str, Any]:
    """The people the page lists, narrowed to a council and to words."""
    everybody = demo_authorities()
    councils = [(one.authority.slug, one.authority.name) for one in everybody]
    council = request.GET.get("council", "")
    council = council if council in dict(councils) else ""
    text = clean_text(request.GET.get("text", ""))
    found = [
        one.narrowed(text) for one in everybody if not council or one.authority.slug == council
    ]
    questions = [
        Filter("council", _("Council"), council, councils, anything=_("All")),
        Filter("text", _("Name, role or organisation"), text, kind="search"),
    ]
    return {
        "authorities": [one for one in found if one.people],
        "questions": questions,
        "is_empty": not everybody,
    }
