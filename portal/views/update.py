"""The two-minute update: one action after the other, where it stands and a line on each."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import permitted
from accounts.models import Membership
from accounts.requests import ours
from core.decisions import require
from core.http import render_page
from outcomes.models import Action
from outcomes.operations.progress import record_progress
from outcomes.policies import can_record_progress
from portal.forms import QuickProgressForm
from portal.queries.update import Round, round_of

STEP = "portal/update.html#update"


@permitted("update_own_actions", methods=("GET",))
def update(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Begin: the first action that wants a word. A kind word when none does."""
    found = round_of(actor)
    if found is None:
        return render(request, "portal/update_done.html")
    return redirect(_address(actor, found.ids[0], found))


@permitted("update_own_actions")
def update_action(request: HttpRequest, actor: Membership, action: int) -> HttpResponse:
    """One action of the round. What is sent is recorded as any other update, and the next one
    follows; after the last, home."""
    found = get_object_or_404(
        Action.objects.visible_to(actor).select_related(
            "workplan__outcome", "workplan__period", "owner__person", "owner__organisation"
        ),
        pk=action,
    )
    require(can_record_progress(actor, found))
    steps = Round.from_address(request.GET.get("round", ""), found.pk)
    form = QuickProgressForm(request.POST if request.method == "POST" else None, action=found)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(
            record_progress, actor=actor, action=found, version=form.version, **form.values()
        )
    ):
        return _onward(request, actor, steps)
    context = {
        "action": found,
        "workplan": found.workplan,
        "form": form,
        "steps": steps,
        "here": _address(actor, found.pk, steps),
        "skip": _address(actor, steps.next, steps) if steps.next else "",
    }
    template = STEP if ours(request).htmx else "portal/update.html"
    return render_page(request, template, context, form=form)


def _address(actor: Membership, action: int, steps: Round) -> str:
    url = reverse("portal:update-action", args=[actor.authority.slug, action])
    return f"{url}?{urlencode({'round': steps.text})}"


def _onward(request: HttpRequest, actor: Membership, steps: Round) -> HttpResponse:
    """To the next action, or home with thanks. htmx takes a whole new page only when told so."""
    if steps.next:
        return redirect(_address(actor, steps.next, steps))
    messages.success(request, _("Thank you. That is all for now."))
    home = reverse("portal:home", args=[actor.authority.slug])
    if ours(request).htmx:
        return HttpResponseClientRedirect(home)
    return redirect(home)
