"""For coordinators: what is held about somebody who asks, and requests to be erased."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.enums import ErasureChoice, ErasureStatus
from accounts.models import ErasureRequest, Membership
from accounts.operations.erasure import refuse_erasure
from accounts.policies import can_decide_erasure
from accounts.queries import belongings
from core import audit
from core.decisions import require
from core.http import record_access, render_page
from portal.forms import DecideErasureForm, LeftNameForm
from portal.operations.erasure import decide_left, grant_erasure, left_of
from portal.queries.named import names_of, standing_texts
from portal.queries.personal_data_export import counted_by_authority, held_by_authority
from portal.views.personal_data_export import as_file

# Sentences and files that may be about somebody, on one page.
LEFT_PAGE = 20


@permitted("manage_people", methods=("GET",), records_view=True)
def held_of(request: HttpRequest, actor: Membership, membership: int) -> HttpResponse:
    """What this authority holds about one of its people, for somebody who asks for it and cannot
    fetch it themselves. Not what their account holds: that is not this authority's. Recorded."""
    found = _membership(actor, membership)
    record_access(
        request, lambda: audit.record_view("portal.held.viewed", actor=actor, about=found)
    )
    context = {"membership": found, "held": counted_by_authority(found.person, actor.authority)}
    return render(request, "portal/held_of.html", context)


@permitted("manage_people", methods=("GET",), records_view=True)
def held_of_file(request: HttpRequest, actor: Membership, membership: int) -> HttpResponse:
    """The same as a file, to hand over. Recorded each time."""
    found = _membership(actor, membership)
    record_access(
        request,
        lambda: audit.record_view(
            "portal.held.exported", actor=actor, about=found, every_time=True
        ),
    )
    return as_file([held_by_authority(found.person, actor.authority)], actor.authority.slug)


@permitted("manage_people", methods=("GET",), records_view=True)
def erasures(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Who asked to be erased: those who wait first. Who looks is recorded."""
    record_access(
        request,
        lambda: audit.record_view("portal.erasures.viewed", actor=actor, about=actor.authority),
    )
    found = list(_requests(actor)[:200])
    context = {
        "waiting": [one for one in found if one.status == ErasureStatus.WAITING],
        "settled": [one for one in found if one.status != ErasureStatus.WAITING],
    }
    return render(request, "portal/erasure_list.html", context)


@permitted("manage_people", records_view=True)
def erasure(request: HttpRequest, actor: Membership, erasure: int) -> HttpResponse:
    """One request: who asked, what would go and what would stay, and the decision."""
    found = get_object_or_404(_requests(actor), pk=erasure)
    record_access(
        request, lambda: audit.record_view("portal.erasure.viewed", actor=actor, about=found)
    )
    may = can_decide_erasure(actor, found)
    form = DecideErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["decision"] == "yes":
            done = form.carry_out(grant_erasure, actor=actor, request=found)
            told = _("Their details have been erased.")
        else:
            reason = form.cleaned_data["reason"]
            done = form.carry_out(refuse_erasure, actor=actor, request=found, reason=reason)
            told = _("You said no. They can read why.")
        if done:
            messages.success(request, told)
            return redirect("portal:erasure-list", actor.authority.slug)
    left = left_of(found) if may else None
    person = found.membership.person
    names = names_of(person, actor.authority) if may else []
    context = {
        "form": form,
        "asked": found,
        "may": may,
        "theirs": belongings(found.membership) if may else None,
        "standing": standing_texts(actor.authority, names) if may else found.kept_in,
        "left": left,
    }
    return render_page(request, "portal/erasure_detail.html", context, form=form)


@permitted("manage_people", records_view=True)
def left_names(request: HttpRequest, actor: Membership, erasure: int) -> HttpResponse:
    """Sentences and files that may be about whoever asked, one by one: does it stay, or is the name
    taken out? What nobody has decided comes first. Who looks is recorded."""
    found = get_object_or_404(_requests(actor), pk=erasure)
    require(can_decide_erasure(actor, found))
    record_access(
        request, lambda: audit.record_view("portal.erasure.viewed", actor=actor, about=found)
    )
    form = LeftNameForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(decide_left, actor=actor, request=found, **form.values())
    ):
        return redirect(request.get_full_path())
    left = left_of(found)
    context = {
        "form": form,
        "asked": found,
        "left": left,
        "page": Paginator(left.everything, LEFT_PAGE).get_page(request.GET.get("page")),
        "choices": ErasureChoice,
    }
    return render_page(request, "portal/erasure_names.html", context, form=form)


def _requests(actor: Membership) -> QuerySet[ErasureRequest]:
    return ErasureRequest.objects.visible_to(actor).select_related(
        "membership__person", "membership__organisation", "decided_by__person"
    )


def _membership(actor: Membership, pk: int) -> Membership:
    return get_object_or_404(
        Membership.objects.visible_to(actor).with_names().select_related("authority"), pk=pk
    )
