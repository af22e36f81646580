"""What scrutiny committees said of a thing, on its own page, whichever app's page that is: a plan's
belongs to an app below this one, which must not know of it."""

from html import escape
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.components import ComponentError, badge, typed
from core.drawn import drawn
from core.templatetags.words import Days
from impact.models import AnnualReport, ImpactReport
from impact.policies import can_make_scrutiny_comment
from impact.queries.scrutiny import ScrutinyRow, scrutiny_of
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


@register.simple_tag
@typed
def scrutiny_table_rows(*, rows: list, url: str) -> SafeString:
    """The rows of the table of comments (`ScrutinyRow`); their pages lie below `url`. Drawn as one
    string, with what is the same for all rows asked once: as a template they cost as much as the
    rest of their page."""
    if not all(isinstance(row, ScrutinyRow) for row in rows):
        raise ComponentError("scrutiny_table_rows: rows are impact.queries.scrutiny.ScrutinyRow")
    days = Days()
    heads = [_("What was said"), _("About"), _("Committee"), _("Date"), _("Status")]
    heads = [escape(head) for head in heads]
    return drawn(_table_row(row, escape(url), heads, days) for row in rows)


def _table_row(row: ScrutinyRow, url: str, heads: list[str], days: Days) -> str:
    said, about, committee, when, standing = heads
    text = Truncator(row.text).words(25, truncate=" …")
    return (
        f'\n<tr><th scope="row" data-label="{said}"><a href="{url}{row.pk}/">{row.reference}: '
        f'{escape(text)}</a></th><td data-label="{about}">{escape(row.about)}</td>'
        f'<td data-label="{committee}">{escape(row.body)}</td><td data-label="{when}">'
        f'{days.full(days.of(row.made_at))}</td><td data-label="{standing}">'
        f"{badge(str(row.look.label), row.look.mood, row.look.icon)}</td></tr>"
    )
