"""Where a two-minute update begins. Its steps are `outcomes:action-update`."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import permitted
from accounts.models import Membership
from portal.queries.update import round_of


@permitted("update_own_actions", methods=("GET",))
def update(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Begin: the first action that wants a word. A kind word when none does."""
    found = round_of(actor)
    if found is None:
        return render(request, "portal/update_done.html")
    url = reverse("outcomes:action-update", args=[actor.authority.slug, found.ids[0]])
    return redirect(f"{url}?{urlencode({'round': found.text})}")
