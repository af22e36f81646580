"""What blocks an action, on the action's own page and at the meeting that should know."""

from dataclasses import dataclass
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import Membership
from cooperative.models import Escalation, Meeting
from cooperative.policies import can_escalate_obstacle
from cooperative.queries.escalations import blocked_for, of_action
from core.components import status_badge, typed
from core.decisions import Decision
from core.drawn import drawn
from core.templatetags.words import Days
from outcomes.models import Action
from outcomes.queries.actions import ActionRow

register = template.Library()


@dataclass(frozen=True)
class Obstacles:
    """What is stuck, what was, and whether the reader may pass something up."""

    open: list[Escalation]
    closed: list[Escalation]
    may_escalate: Decision


@register.simple_tag
def obstacles_of(*, action: Action, actor: Membership) -> Obstacles:
    """The obstacles to an action, as far as `actor` may see them. One statement; none where its
    query counted no `times_stuck`. The page is of an app below this one, which knows no obstacles;
    so the page asks here."""
    found = of_action(actor, action) if getattr(action, "times_stuck", True) else []
    return Obstacles(
        open=[one for one in found if one.is_open],
        closed=[one for one in found if not one.is_open],
        may_escalate=can_escalate_obstacle(actor, action),
    )


@register.simple_tag
def may_report_problem(*, action: Action, actor: Membership) -> Decision:
    """Whether `actor` may say now that something blocks this action."""
    return can_escalate_obstacle(actor, action)


@register.simple_tag
def blocked_at(*, meeting: Meeting, actor: Membership) -> list[ActionRow]:
    """The actions of a meeting's theme and year that are blocked, the longest first: what it should
    talk about. One statement; none for a meeting without a theme."""
    if meeting.theme_id is None:
        return []
    return blocked_for(actor, meeting)


@register.simple_tag
@typed
def escalation_table_rows(*, rows: list, url: str) -> SafeString:
    """The rows of the table of escalations, each with where it is in words; their pages lie below
    `url`. Drawn as one string, with what is the same for all rows asked once: as a template they
    cost twice as much as the rest of their page."""
    days = Days()
    heads = [_("Problem"), _("Action"), _("Group dealing with it"), _("Needed by"), _("Status")]
    heads = [escape(head) for head in heads]
    return drawn(_table_row(one, where, escape(url), heads, days) for one, where in rows)


def _table_row(one: Escalation, where: str, url: str, heads: list[str], days: Days) -> str:
    obstacle, action, with_whom, needed_by, standing = heads
    late = one.days_late
    status, label = ("late", "") if late else (one.status, one.get_status_display())
    return (
        f'\n<tr><th scope="row" data-label="{obstacle}"><a href="{url}{one.pk}/">'
        f'{escape(one.obstacle)}</a></th><td data-label="{action}">{escape(one.action.title)}<br>'
        f'<span class="meta">{escape(one.action.workplan.outcome.short_name)} · '
        f'{escape(one.owner.label)}</span></td><td data-label="{with_whom}">{escape(where)}</td>'
        f'<td data-label="{needed_by}">{days.full(one.needed_by)}</td><td data-label="{standing}">'
        f"{status_badge(status, late, label, language=days.language)}</td></tr>"
    )
