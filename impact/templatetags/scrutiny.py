"""What scrutiny committees said of a thing, on its own page, whichever app's page that is: a plan's
belongs to an app below this one, which must not know of it."""

from typing import Any

from django import template
from django.template import Context

from impact.models import AnnualReport, ImpactReport
from impact.policies import can_make_scrutiny_comment
from impact.queries.scrutiny import scrutiny_of
from outcomes.models import Workplan

register = template.Library()
_WORDS = {Workplan: "workplan", ImpactReport: "report", AnnualReport: "annual-report"}


@register.inclusion_tag("impact/_scrutiny.html", takes_context=True)
def scrutiny(context: Context, *, about: Workplan | ImpactReport | AnnualReport) -> dict[str, Any]:
    """What was said of it, newest first, and for who may, the way to say something. Nothing where
    there is neither. One statement."""
    request = context["request"]
    found = scrutiny_of(request.actor, about)
    return {
        "request": request,
        "rows": found.rows,
        "may_comment": can_make_scrutiny_comment(request.actor, about, found.seated),
        "seated": found.seated,
        "what": _WORDS[type(about)],
        "number": about.pk,
    }
