"""What blocks an action, on the action's own page and at the meeting that should know."""

from dataclasses import dataclass

from django import template

from accounts.models import Membership
from cooperative.models import Escalation, Meeting
from cooperative.policies import can_escalate_obstacle
from cooperative.queries.escalations import blocked_for, of_action
from core.decisions import Decision
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
