"""What we heard: the list, a new point, and who may read it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from core.components import Filter
from core.forms import send, sent
from core.http import render_page
from core.paging import page_of
from voice.enums import AskSource
from voice.forms import AskForm, PublishingForm
from voice.models import Ask
from voice.operations.asks import change_publishing, record_ask
from voice.policies import can_change_publishing, can_record_ask
from voice.queries import BECAME, AskFilters, asks, asks_by_id


@permitted("read_everything", methods=("GET",))
def ask_list(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Every point, with what became of it."""
    filters = AskFilters.from_address(request.GET)
    page = page_of(asks(actor, filters), request.GET)
    context = {
        "filters": filters,
        "page": page,
        "asks": asks_by_id(page.ids),
        "questions": [
            Filter(
                "source",
                _("How we heard it"),
                filters.source,
                AskSource.choices,
                anything=_("Any"),
            ),
            Filter(
                "became",
                _("What happened next"),
                filters.became,
                list(BECAME.items()),
                anything=_("All"),
            ),
        ],
        "may_record": can_record_ask(actor),
    }
    return render(request, "voice/ask_list.html", context)


@permitted("record_asks")
def ask_create(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Write down one point. What looks like personal data comes back once, to be thought about."""
    form = AskForm(sent(request))
    if send(request, form, can_record_ask(actor), record_ask, actor=actor):
        messages.success(request, _("Saved."))
        return redirect("voice:ask-list", actor.authority.slug)
    return render_page(request, "voice/ask_form.html", {"form": form}, form=form)


@permitted("record_asks")
def ask_publishing(request: HttpRequest, actor: Membership, ask: int) -> HttpResponse:
    """Say whether everyone may read these words."""
    found = get_object_or_404(Ask.objects.visible_to(actor), pk=ask)
    now = "yes" if found.may_be_published else "no"
    form = PublishingForm(sent(request), initial={"may_be_published": now})
    decision = can_change_publishing(actor, found)
    if send(request, form, decision, change_publishing, actor=actor, ask=found):
        messages.success(request, _("Saved. The public pages will update straight away."))
        return redirect("voice:ask-list", actor.authority.slug)
    return render_page(
        request, "voice/ask_publishing.html", {"form": form, "ask": found}, form=form
    )
