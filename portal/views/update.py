"""Where a two-minute update begins and ends. Its steps are `outcomes:action-update`."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import permitted
from accounts.models import Membership
from portal.queries.homes.cards import own_list
from portal.queries.update import updates_of


@permitted("update_own_actions", methods=("GET",))
def update(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Begin: the first action that needs an update. After a round (`?after=1`), how many still
    need one; when none does, what of the actor's is late all the same."""
    found = updates_of(actor)
    after = request.GET.get("after") == "1"
    if found.round is None or after:
        context = {"updates": found, "after": after, "listed": own_list(actor, "needs-update")}
        return render(request, "portal/update_done.html", context | {"mine": own_list(actor)})
    url = reverse("outcomes:action-update", args=[actor.authority.slug, found.round.ids[0]])
    return redirect(f"{url}?{urlencode({'round': found.round.text})}")
