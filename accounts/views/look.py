"""How we look: an authority's colour and logo, with a preview before anybody else sees them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.access import permitted, public, public_of_authority
from accounts.colours import HEX, INK, VERSION, contrast, style_sheet
from accounts.forms import ColourForm, LogoForm
from accounts.models import Authority, Logo, Membership
from accounts.operations.look import (
    add_logo,
    remove_logo,
    set_colour,
    throw_logo_away,
    use_logo,
)
from accounts.policies import can_change_look, can_throw_logo_away, can_use_logo
from accounts.requests import ours
from core.decisions import Decision
from core.forms import ConfirmForm, say_problems, submit_form, was_done
from core.http import render_page

A_YEAR = "public, max-age=31536000, immutable"


@permitted("manage_people", methods=("GET",))
def look(request: HttpRequest, actor: Membership) -> HttpResponse:
    """The colour and logo that stand; with `?colour=` or `?logo=` the whole page is a preview."""
    shown = request.GET.get("colour", "").lower()
    form = ColourForm({"colour": shown}) if shown else ColourForm(initial=_colour_of(actor))
    return _page(request, actor, colour_form=form)


@permitted("manage_people", methods=("POST",))
def look_colour(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Keep a colour. The page then offers the one that was there before."""
    form = ColourForm(request.POST)
    before = actor.authority.colour
    if submit_form(request, form, can_change_look(actor), set_colour, actor=actor):
        messages.success(request, _("Your pages now use this colour."))
        response = redirect("accounts:look", actor.authority.slug)
        if before != form.cleaned_data["colour"]:
            response["Location"] += f"?was={before[1:]}"
        return response
    return _page(request, actor, colour_form=form)


@permitted("manage_people", methods=("POST",))
def logo_add(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Take a logo in, and show what pages would look like with it."""
    form = LogoForm(request.POST, request.FILES)
    if submit_form(request, form, can_change_look(actor), add_logo, actor=actor):
        response = redirect("accounts:look", actor.authority.slug)
        if form.result is not None:
            response["Location"] += f"?logo={form.result.pk}"
        return response
    return _page(request, actor, logo_form=form)


@permitted("manage_people", methods=("POST",))
def logo_use(request: HttpRequest, actor: Membership, logo: int) -> HttpResponse:
    """Show this logo to everybody."""
    found = get_object_or_404(Logo.objects.visible_to(actor), pk=logo)
    done = _("Your pages now use this logo.")
    return _press(request, actor, can_use_logo(actor, found), done, use_logo, logo=found)


@permitted("manage_people", methods=("POST",))
def logo_remove(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Show no logo. It is kept below, to be used again."""
    done = _(
        "The logo has been removed from your pages. We’ve kept it here in case you want to use "
        "it again."
    )
    return _press(request, actor, can_change_look(actor), done, remove_logo)


@permitted("manage_people", methods=("POST",))
def logo_throw_away(request: HttpRequest, actor: Membership, logo: int) -> HttpResponse:
    """Forget a logo that is not shown."""
    if was_done(request):
        return redirect("accounts:look", actor.authority.slug)
    found = get_object_or_404(Logo.objects.visible_to(actor), pk=logo)
    decision = can_throw_logo_away(actor, found)
    done = _("Logo deleted.")
    return _press(request, actor, decision, done, throw_logo_away, logo=found)


@permitted("manage_people", methods=("GET",))
def logo_preview(request: HttpRequest, actor: Membership, logo: int) -> FileResponse:
    """One of the authority's logos, shown or not, for the person who chooses."""
    found = get_object_or_404(Logo.objects.visible_to(actor), pk=logo)
    return _picture(found, "no-store")


@public_of_authority()
def logo(request: HttpRequest, authority: Authority, digest: str) -> FileResponse:
    """The logo that is shown. What is in it stands in its address, so it is kept for a year; one
    that is not shown any more is not there."""
    found = authority.logo
    if found is None or found.digest != digest:
        raise Http404("There is no such logo.")
    return _picture(found, A_YEAR)


@public()
def look_style(request: HttpRequest, version: int, colour: str) -> HttpResponse:
    """The few lines that put a page into a colour. They depend on nothing but their address."""
    found = f"#{colour}"
    if version != VERSION or not HEX.fullmatch(found) or contrast(found, "#ffffff") < 4.5:
        raise Http404("There is no such colour.")
    response = HttpResponse(style_sheet(found), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = A_YEAR
    return response


def _picture(found: Logo, cache: str) -> FileResponse:
    try:
        file = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("The logo is not there.") from error
    response = FileResponse(file, content_type="image/png")
    response["Cache-Control"] = cache
    return response


def _press(
    request: HttpRequest,
    actor: Membership,
    decision: Decision,
    done: str,
    operation: Callable[..., Any],
    **arguments: Any,
) -> HttpResponse:
    """A button of the page: do it once, say so, and show the page again."""
    form = ConfirmForm(request.POST)
    if submit_form(request, form, decision, operation, actor=actor, **arguments):
        messages.success(request, done)
    else:
        say_problems(request, form)
    return redirect("accounts:look", actor.authority.slug)


def _colour_of(actor: Membership) -> dict[str, str]:
    return {"colour": actor.authority.colour}


def _page(
    request: HttpRequest,
    actor: Membership,
    *,
    colour_form: ColourForm | None = None,
    logo_form: LogoForm | None = None,
) -> HttpResponse:
    authority = actor.authority
    wrong = next((one for one in (colour_form, logo_form) if one and one.is_bound), None)
    colour = ""
    if colour_form is not None and colour_form.is_bound and colour_form.is_valid():
        colour = colour_form.cleaned_data["colour"]
    logos = list(authority.logos.select_related("added_by__person", "added_by__organisation"))
    asked = request.GET.get("logo", "")
    preview = next((one for one in logos if str(one.pk) == asked), None)
    # The frame around this page takes them from here (portal.context).
    if colour:
        ours(request).look_colour = colour
    if preview is not None:
        ours(request).look_logo = preview
    was = f"#{request.GET.get('was', '')}"
    context = {
        "colour_form": colour_form or ColourForm(initial=_colour_of(actor)),
        "logo_form": logo_form or LogoForm(),
        "confirm": ConfirmForm(),
        "colour": colour if colour != authority.colour else "",
        "was": was if HEX.fullmatch(was) and was != authority.colour else "",
        "ink": INK if authority.colour != INK else "",
        "logos": [(one, can_throw_logo_away(actor, one)) for one in logos],
        "shown": authority.logo,
        "preview": preview if preview is not None and preview.pk != authority.logo_id else None,
        "form": wrong,
    }
    return render_page(request, "accounts/look.html", context, form=wrong)
