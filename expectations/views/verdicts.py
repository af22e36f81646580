"""The page where an expectation is judged."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from core.forms import post_data, submit_form
from core.http import render_page
from expectations.forms import KeptForm
from expectations.models import Expectation
from expectations.operations.verdicts import judge_expectation
from expectations.policies import can_judge_expectation
from expectations.queries import latest_verdicts


@permitted("read_working")
def expectation_verdict(request: HttpRequest, actor: Membership, expectation: int) -> HttpResponse:
    """Say whether an expectation feels kept."""
    found = get_object_or_404(
        Expectation.objects.visible_to(actor).select_related("expectation_set"), pk=expectation
    )
    form = KeptForm(post_data(request))
    decision = can_judge_expectation(actor, found)
    if submit_form(request, form, decision, judge_expectation, actor=actor, expectation=found):
        messages.success(request, _("Thank you. Your verdict now appears next to the promise."))
        return redirect("outcomes:expectation-detail", actor.authority.slug, found.pk)
    context = {
        "expectation": found,
        "last": latest_verdicts([found.pk]).get(found.pk),
        "form": form,
    }
    return render_page(request, "expectations/verdict_form.html", context, form=form)
