"""How the page that members read before a meeting draws what it has many of."""

from django import template
from django.utils.translation import gettext as _

from core.components import ComponentError
from core.templatetags.words import Days, ago
from outcomes.queries.actions import ActionRow, due_words

register = template.Library()


@register.simple_tag
def action_facts(*, row: ActionRow) -> str:
    """Who answers for an action, until when, and when it was last told of, in one line. Put
    together here: as sentences in the page they cost a tenth of it, which draws fifty.
    Raises ComponentError for what is no `outcomes.queries.actions.ActionRow`."""
    if not isinstance(row, ActionRow):
        raise ComponentError(f"action_facts: {row!r} is no row of actions")
    facts = [row.organisation, row.owner, due_words(row, Days())]
    if row.officer_at:
        facts.append(_("updated %(ago)s") % {"ago": ago(row.officer_at)})
    return " · ".join(fact for fact in facts if fact)
