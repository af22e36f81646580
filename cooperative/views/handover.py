"""Everything somebody answers for, and who takes it on."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import permitted
from accounts.models import HandedOver, Membership
from accounts.policies import can_hand_over
from cooperative.forms.handover import HandOverForm
from cooperative.operations.handover import hand_back as give_back
from cooperative.operations.handover import hand_over as give
from cooperative.queries.handover import (
    asked_by,
    could_take,
    deeds_of,
    goes_to,
    held_by,
    taker_roles,
)
from core.decisions import require
from core.forms import Form
from core.http import render_page


@permitted("manage_people")
def hand_over(request: HttpRequest, actor: Membership, membership: int) -> HttpResponse:
    """Choose who takes on what; look at it (the choices in the address); then do it."""
    found = get_object_or_404(Membership.objects.visible_to(actor).with_names(), pk=membership)
    require(can_hand_over(actor, found.authority_id))
    held, people = held_by(found), could_take(found)
    choices = {kind: [o for o in people if o.role in taker_roles(kind, found)] for kind in held}
    looking = request.method == "GET" and any(request.GET.get(kind) for kind in _asked(held))
    data = request.POST if request.method == "POST" else request.GET if looking else None
    form = HandOverForm(data, held=held, choices=choices)
    ready = form.is_valid() and bool(goes_to(held, form.takers(), form.apart()))
    if request.method == "POST" and form.is_valid():
        chosen = {"takers": form.takers(), "apart": form.apart()}
        if form.carry_out(give, actor=actor, giver=found, **chosen):
            _say_given(request, found, form)
            return redirect("cooperative:hand-over", actor.authority.slug, found.pk)
        ready = False
    rows = [
        (form[kind], [form[f"{kind}-{one.pk}"] for one in things] if len(things) > 1 else things)
        for kind, things in held.items()
    ]
    context = {
        "membership": found,
        "form": form,
        "rows": rows,
        # The form of the first look came from the address, which carries no key.
        "key": uuid.uuid4(),
        "plan": _plan(form, held) if looking and ready else [],
        "chosen": [(name, form.data[name]) for name in _asked(held) if form.data.get(name)]
        if looking
        else [],
        "asked": asked_by(found),
        "deeds": deeds_of(found),
    }
    return render_page(request, "cooperative/handover_form.html", context, form=form)


def _plan(form: HandOverForm, held: dict[str, list[Any]]) -> list[dict[str, object]]:
    """What the choices come to, for a last look: kind by kind, and taker by taker."""
    goes = {(kind, thing.pk): taker for kind, thing, taker, _asked in
            goes_to(held, form.takers(), form.apart())}  # fmt: skip
    plan: list[dict[str, object]] = []
    for kind, things in held.items():
        parts: dict[Membership | None, list[object]] = {}
        for thing in things:
            parts.setdefault(goes.get((kind, thing.pk)), []).append(thing)
        label = form.fields[kind].label
        plan += [{"label": label, "taker": taker, "things": some} for taker, some in parts.items()]
    return plan


def _asked(held: dict[str, list[Any]]) -> list[str]:
    """The names of the questions: one for each kind, and one for each thing."""
    return [*held, *(f"{kind}-{one.pk}" for kind, things in held.items() for one in things)]


def _say_given(request: HttpRequest, giver: Membership, form: HandOverForm) -> None:
    if form.already_done:
        messages.info(request, _("That has already been handed over."))
        return
    number = len(form.result)
    words = ngettext(
        "%(n)s item has been handed over from %(name)s.",
        "%(n)s items have been handed over from %(name)s.",
        number,
    )
    messages.success(request, words % {"n": number, "name": giver.label})


@permitted("manage_people")
def hand_back(request: HttpRequest, actor: Membership, deed: uuid.UUID) -> HttpResponse:
    """Undo one handing over, having seen what it was."""
    rows = list(HandedOver.objects.visible_to(actor).filter(deed=deed).with_names())
    if not rows:
        raise Http404
    require(can_hand_over(actor, rows[0].authority_id))
    form = Form(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(give_back, actor=actor, deed=deed)
    ):
        messages.success(request, _("Handed back."))
        return redirect("cooperative:hand-over", actor.authority.slug, rows[0].giver_id)
    context = {"form": form, "rows": rows, "first": rows[0]}
    return render_page(request, "cooperative/handover_back.html", context, form=form)
