"""Obstacles: passed up from an action, passed on up the structure, and decided."""

from collections.abc import Callable
from typing import Any

from cooperative.models import Body
from cooperative.operations.deciding import (
    confirm_decision,
    propose_decision,
    resolve_escalation,
    send_back_escalation,
)
from cooperative.operations.escalations import escalate_obstacle, pass_up_escalation
from frameworks.demo.story import Row, Story

STEPS: dict[str, Callable[..., Any]] = {
    "pass_up": pass_up_escalation,
    "propose": propose_decision,
    "resolve": resolve_escalation,
    "send_back": send_back_escalation,
}


def escalation(story: Story, row: Row) -> None:
    """What stands in the way of an action, and everything that was said to it."""
    key = row["key"]

    def raise_it() -> None:
        made = escalate_obstacle(
            actor=story.who(row["by"]),
            action=story.get("action", row["action"]),
            obstacle=row["obstacle"],
            needed=row["needed"],
            needed_by=story.day(row["needed_by"]),
            body=Body.objects.get(authority=story.authority, slug=row["to"]),
        )
        story.keep("escalation", key, made)

    story.on(row["on"], f"escalation {key}", raise_it, "16:30")
    for item in row.get("then", []):
        story.on(item["on"], f"escalation {key}", _step(story, key, item), "12:10")


def _step(story: Story, key: str, item: Row) -> Callable[[], Any]:
    if "confirm" in item:
        return lambda: confirm_decision(
            actor=story.who(item["by"]), escalation=story.get("escalation", key)
        )
    name = next(step for step in STEPS if step in item)
    return lambda: STEPS[name](
        actor=story.who(item["by"]), escalation=story.get("escalation", key), words=item[name]
    )
