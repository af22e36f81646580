"""What is held about me: for everybody who is signed in, and the way to be erased."""

import io
import json
import zipfile
from collections.abc import Sequence

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import signed_in, to_second_step
from accounts.models import Authority, ErasureRequest, Membership, Person
from accounts.operations.erasure import ask_for_erasure, take_back_erasure
from accounts.policies import can_ask_for_erasure, can_take_back_erasure
from accounts.reauthentication import second_step_done
from accounts.roles import SECOND_STEP_ROLES
from core import audit
from core.decisions import require
from core.forms import ConfirmForm
from core.http import record_access, render_page
from portal.queries.named import names_of, standing_texts
from portal.queries.personal_data_export import (
    Held,
    authorities_of,
    counted_by_authority,
    counted_in_account,
    held_by_authority,
    held_in_account,
)


@signed_in(methods=("GET",))
def held(request: HttpRequest) -> HttpResponse:
    """How much of what is held, by each authority for itself and in the account; the files; and
    where a request to be erased stands."""
    person = _person(request)
    if needs_second_step(request, person):
        return to_second_step(request)
    asked = _latest_requests(person)
    places = [
        (authority, counted_by_authority(person, authority), asked.get(authority.pk))
        for authority in authorities_of(person)
    ]
    context = {"account": counted_in_account(person), "places": places}
    return render(request, "portal/held.html", context)


@signed_in(methods=("GET",), records_view=True)
def held_file(request: HttpRequest, authority: str) -> HttpResponse:
    """All that one authority holds about whoever asks, and their account, as a file. Recorded in
    that authority's trail."""
    person = _person(request)
    if needs_second_step(request, person):
        return to_second_step(request)
    actor = _membership(person, authority)
    record_access(
        request,
        lambda: audit.record_view(
            "portal.held.exported", actor=actor, about=actor, every_time=True
        ),
    )
    return as_file([held_by_authority(person, actor.authority), held_in_account(person)], authority)


@signed_in(methods=("GET",), records_view=True)
def account_file(request: HttpRequest) -> HttpResponse:
    """What the account holds, as a file: for somebody who belongs nowhere, too."""
    person = _person(request)
    if needs_second_step(request, person):
        return to_second_step(request)
    record_access(request, lambda: audit.record("portal.held.exported", actor=None, about=person))
    return as_file([held_in_account(person)], "account")


@signed_in()
def erasure_ask(request: HttpRequest, authority: str) -> HttpResponse:
    """What would go, what would stay and why; and the button that asks."""
    person = _person(request)
    if needs_second_step(request, person):
        return to_second_step(request)
    actor = _membership(person, authority)
    require(can_ask_for_erasure(actor))
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(ask_for_erasure, actor=actor)
    ):
        messages.success(request, _("Request sent. You’ll see the answer here."))
        return redirect("portal:held")
    standing = standing_texts(actor.authority, names_of(person, actor.authority))
    context = {"form": form, "membership": actor, "standing": standing}
    return render_page(request, "portal/erasure_ask.html", context, form=form)


@signed_in()
def erasure_take_back(request: HttpRequest, authority: str) -> HttpResponse:
    """Take one's request back, after a second thought."""
    person = _person(request)
    if needs_second_step(request, person):
        return to_second_step(request)
    actor = _membership(person, authority)
    found = get_object_or_404(
        ErasureRequest.objects.select_related("membership"),
        membership__person=person,
        membership__authority=actor.authority_id,
        status="waiting",
    )
    require(can_take_back_erasure(actor, found))
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(take_back_erasure, actor=actor, request=found)
    ):
        messages.success(request, _("You’ve withdrawn your request. Nothing has been erased."))
        return redirect("portal:held")
    context = {"form": form, "membership": actor}
    return render_page(request, "portal/erasure_take_back.html", context, form=form)


def as_file(parts: Sequence[Held], name: str) -> HttpResponse:
    """The same twice in one archive: to read, and for a program."""
    day = timezone.localdate().isoformat()
    data = [
        {
            "whose": one.whose,
            "of": one.of,
            "held": {
                part.name: {"title": str(part.title), "rows": part.rows} for part in one.parts
            },
        }
        for one in parts
    ]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "held.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        )
        archive.writestr(
            "held.html", render_to_string("portal/held_file.html", {"parts": parts, "day": day})
        )
    response = HttpResponse(file.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="about-me-{name}-{day}.zip"'
    response["Cache-Control"] = "no-store, private"
    return response


def needs_second_step(request: HttpRequest, person: Person) -> bool:
    """Whether a role of theirs needs a second step that this session has not taken."""
    if second_step_done(request):
        return False
    return Membership.objects.current().filter(person=person, role__in=SECOND_STEP_ROLES).exists()


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _membership(person: Person, slug: str) -> Membership:
    """Their latest membership of an authority, whether it holds or has ended. 404 for none."""
    found = (
        Membership.objects.filter(person=person, authority__slug=slug)
        .select_related("person", "authority")
        .order_by("-starts_on", "-pk")
        .first()
    )
    if found is None:
        get_object_or_404(Authority.objects.none())
    assert found is not None
    return found


def _latest_requests(person: Person) -> dict[int, ErasureRequest]:
    """The newest request to each authority, by its id."""
    found = ErasureRequest.objects.filter(membership__person=person).select_related("membership")
    return {one.membership.authority_id: one for one in found.order_by("asked_at", "pk")}
