"""How I am listed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.forms import ListingForm
from accounts.models import Membership
from accounts.operations.listing import choose_listing
from core.decisions import ALLOW
from core.forms import post_data, submit_form
from core.http import render_page


@permitted("read_working")
def listing(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Choose how one is shown to others here, seeing how each choice looks."""
    form = ListingForm(post_data(request), membership=actor)
    if submit_form(request, form, ALLOW, choose_listing, actor=actor):
        shown = Membership.objects.with_names().get(pk=actor.pk).standing
        messages.success(request, _("Others now see you as “%(name)s”.") % {"name": shown})
        return redirect("accounts:listing", actor.authority.slug)
    context = {"form": form, "membership": actor}
    return render_page(request, "accounts/listing_form.html", context, form=form)
