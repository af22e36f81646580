"""How the page that members read before a meeting draws what it has many of."""

import datetime

from django import template
from django.utils.translation import gettext as _

from core.components import ComponentError
from core.templatetags.words import ago, short_day
from outcomes.queries.actions import ActionRow

register = template.Library()


@register.simple_tag
def action_facts(*, row: ActionRow) -> str:
    """Who answers for an action, until when, and when it was last told of, in one line. Put
    together here: as sentences in the page they cost a tenth of it, which draws fifty.
    Raises ComponentError for what is no `outcomes.queries.actions.ActionRow`."""
    if not isinstance(row, ActionRow):
        raise ComponentError(f"action_facts: {row!r} is no row of actions")
    facts = [row.organisation, row.owner, _due(row.due_on, row.first_due_on, bool(row.days_late))]
    if row.officer_at:
        facts.append(_("updated %(ago)s") % {"ago": ago(row.officer_at)})
    return " · ".join(fact for fact in facts if fact)


def _due(due_on: datetime.date, first: datetime.date, late: bool) -> str:
    """Until when, and what was promised first where that has changed."""
    days = {"day": short_day(due_on), "first": short_day(first)}
    if first == due_on:
        return (_("was due %(day)s") if late else _("due %(day)s")) % days
    if late:
        return _("was due %(day)s, originally %(first)s") % days
    return _("due %(day)s, originally %(first)s") % days
