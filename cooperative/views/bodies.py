"""How we are run: the groups and what each is to the others."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.access import permitted
from accounts.models import Membership
from cooperative.enums import SeatStatus
from cooperative.queries.bodies import (
    ahead_and_over,
    body_with_seats,
    diagram_of,
    ended_seats,
    meetings_of,
    relations_of,
    structure,
)
from cooperative.queries.escalations import open_at
from core.http import render_page


@permitted("read_working", methods=("GET",))
def body_list(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Every group, from who decides to who does the work, with what each is to the others."""
    layers = structure(actor)
    context = {
        "layers": layers,
        "diagram": diagram_of(layers),
        "sentences": [
            f"{node.body} {line.words} {line.other}."
            for layer in layers
            for node in layer.nodes
            for line in node.relations
        ],
    }
    return render_page(request, "cooperative/body_list.html", context)


@permitted("read_working", methods=("GET",))
def body_detail(request: HttpRequest, actor: Membership, slug: str) -> HttpResponse:
    """One group: what it is for, how often it meets, who sits on it, its meetings."""
    body = get_object_or_404(body_with_seats(actor), slug=slug)
    seats = list(body.seats.all())
    may_change = actor.holds("manage_people")
    ahead, over = ahead_and_over(meetings_of(body))
    context = {
        "body": body,
        "seats": [seat for seat in seats if seat.status == SeatStatus.ACTIVE],
        "proposed": [seat for seat in seats if seat.status == SeatStatus.PROPOSED],
        "may_change": may_change,
        "ended": ended_seats(body) if may_change else [],
        "relations": relations_of(body),
        "ahead": ahead,
        "over": over,
        "stuck": open_at(actor, body),
    }
    return render_page(request, "cooperative/body_detail.html", context)
