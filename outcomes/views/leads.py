"""Who leads an outcome."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from accounts.policies import holds
from core.forms import post_data, submit_form
from core.http import render_page
from outcomes.forms import LeadForm
from outcomes.models import Outcome
from outcomes.operations.leads import appoint_lead


@permitted("manage_people")
def outcome_lead(request: HttpRequest, actor: Membership, outcome: str) -> HttpResponse:
    """Appoint an outcome's lead, or leave it vacant."""
    seen = Outcome.objects.visible_to(actor).select_related("lead__person", "lead__organisation")
    found = get_object_or_404(seen, slug=outcome)
    form = LeadForm(post_data(request), outcome=found)
    if submit_form(
        request, form, holds(actor, "manage_people"), appoint_lead, actor=actor, outcome=found
    ):
        _say(request, found, form.cleaned_data["lead"])
        return redirect("outcomes:outcome-list", actor.authority.slug)
    context = {"outcome": found, "form": form}
    return render_page(request, "outcomes/outcome_lead.html", context, form=form)


def _say(request: HttpRequest, outcome: Outcome, lead: Membership | None) -> None:
    if lead is None:
        words = _("%(outcome)s has no lead now.") % {"outcome": outcome}
    else:
        words = _("%(name)s now leads %(outcome)s.") % {"name": lead.label, "outcome": outcome}
    messages.success(request, words)
