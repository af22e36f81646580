"""What comes round on a group's agenda, to be put on a meeting's with one press."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django import template

from cooperative.models import Meeting
from core.folding import fold

register = template.Library()
# As many letters as an agenda item keeps.
TITLE, LED_BY = 160, 120


@dataclass(frozen=True)
class StandingItem:
    """One that is not on the agenda yet: its words, who brings it, how often, and the key of its
    form."""

    title: str
    by: str
    every: str
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@register.simple_tag
def standing_left(*, meeting: Meeting, agenda: Any) -> list[StandingItem]:
    """The standing items of a meeting's group that its agenda has not, nor was proposed. No
    statement."""
    known = {fold(item.title) for item in [*agenda.items, *agenda.proposed]}
    left = [
        StandingItem(
            str(row.get("title", ""))[:TITLE],
            str(row.get("by") or "")[:LED_BY],
            str(row.get("every") or ""),
        )
        for row in meeting.body.standing_items
    ]
    return [one for one in left if fold(one.title) not in known]
