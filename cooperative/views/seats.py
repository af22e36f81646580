"""Who sits where: the coordinator adds a seat to a body, and says who sits in it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from accounts.policies import can_set_up
from cooperative.forms import ChangeSeatForm, SeatForm
from cooperative.models import Body, Seat
from cooperative.operations.bodies import add_seat, change_seat
from core.forms import post_data, submit_form
from core.http import render_page


@permitted("manage_people")
def seat_add(request: HttpRequest, actor: Membership, slug: str) -> HttpResponse:
    """One more seat on a body."""
    body = get_object_or_404(Body.objects.visible_to(actor), slug=slug)
    form = SeatForm(post_data(request), actor=actor)
    allowed = can_set_up(actor, actor.authority)
    if submit_form(request, form, allowed, add_seat, actor=actor, body=body):
        messages.success(request, _("The seat has been added."))
        return redirect("cooperative:body-detail", actor.authority.slug, body.slug)
    context = {"body": body, "form": form, "seat": None}
    return render_page(request, "cooperative/seat_form.html", context, form=form)


@permitted("manage_people")
def seat_change(request: HttpRequest, actor: Membership, seat: int) -> HttpResponse:
    """Who sits in a seat, what it is called, whether it is agreed or has ended."""
    found = get_object_or_404(
        Seat.objects.filter(body__in=Body.objects.visible_to(actor)).select_related("body"),
        pk=seat,
    )
    form = ChangeSeatForm.of(found, post_data(request), actor=actor)
    allowed = can_set_up(actor, actor.authority)
    if submit_form(request, form, allowed, change_seat, actor=actor, seat=found):
        messages.success(request, _("The seat has been updated. You can change it back here."))
        return redirect("cooperative:body-detail", actor.authority.slug, found.body.slug)
    context = {"body": found.body, "form": form, "seat": found}
    return render_page(request, "cooperative/seat_form.html", context, form=form)
