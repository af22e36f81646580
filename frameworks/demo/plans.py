"""What young people said, workplans, priorities, actions, progress and verdicts."""

from typing import Any

from frameworks.demo.evidence import make_file
from frameworks.demo.story import Row, Story
from outcomes.models import Action
from outcomes.operations.actions import (
    change_action,
    decline_proposal,
    plan_action,
    propose_action,
    take_up_proposal,
)
from outcomes.operations.priorities import close_priority, set_priority
from outcomes.operations.progress import give_verdict, record_progress
from outcomes.operations.workplans import open_workplan, share_workplan
from voice.operations.asks import record_ask
from voice.operations.releasing import release_ask


def ask(story: Story, row: Row) -> None:
    """One point, written down by whoever heard it."""

    def record() -> None:
        made = record_ask(
            actor=story.who(row["by"]),
            text=row["text"],
            source=row["source"],
            source_name=row["source_name"],
            said_on=story.day(row["said_on"]),
            said_by=row["said_by"],
            attribution=row.get("attribution", ""),
            concern=row.get("concern", False),
            agreed_by="speakers" if row.get("public") else "",
            agreed_on=story.day(row["said_on"]),
        )
        story.keep("ask", row["key"], made)

    def release() -> None:
        """By somebody else, who may: the first releaser who did not write it down."""
        waiting = story.get("ask", row["key"])
        writer = story.who(row["by"])
        may = (one for one in story.people.values() if one.holds("release_asks"))
        other = next(one for one in may if one.person_id != writer.person_id)
        release_ask(
            actor=other, ask=waiting, version=waiting.version, publish=row.get("public", False)
        )

    story.on(row["on"], f"point {row['key']}", record, "09:00")
    if not row.get("waits") and not row.get("concern"):
        story.on(row["on"], f"release {row['key']}", release, "09:10")


def workplan(story: Story, row: Row) -> None:
    """A year's plan for one outcome, with everything under it."""
    outcome = story.outcomes[row["outcome"]]
    lead: str = row.get("lead") or _key(story, outcome.lead_id)
    key: str = row.get("key") or row["outcome"]

    def start() -> None:
        made = open_workplan(
            actor=story.who(lead),
            outcome=outcome,
            period=story.periods[row.get("year", "this")],
            title=row["title"],
        )
        story.keep("workplan", key, made)

    story.on(row["opened"], f"workplan {key}", start, "09:30")
    if "shared" in row:
        story.on(
            row["shared"],
            f"share {key}",
            lambda: share_workplan(actor=story.who(lead), workplan=story.get("workplan", key)),
            "16:00",
        )
    for item in row["priorities"]:
        _priority(story, item, key, lead)


def _key(story: Story, membership_id: int | None) -> str:
    return next(key for key, one in story.people.items() if one.pk == membership_id)


def _priority(story: Story, row: Row, plan: str, lead: str) -> None:
    key = row["key"]

    def begin() -> None:
        made = set_priority(
            actor=story.who(row["by"]),
            workplan=story.get("workplan", plan),
            title=row["title"],
            why=row["why"],
            why_is_public=row.get("public", True),
            asks=[story.get("ask", one) for one in row.get("asks", [])],
        )
        story.keep("priority", key, made)

    story.on(row["on"], f"priority {key}", begin)
    for item in row.get("actions", []):
        action(story, item, key, lead)
    _verdicts(story, "priority", key, row)
    if "closed" in row:
        _close(story, key, row["closed"])


def _close(story: Story, key: str, row: Row) -> None:
    story.on(
        row["on"],
        f"close {key}",
        lambda: close_priority(
            actor=story.who(row["by"]),
            priority=story.get("priority", key),
            version=None,
            met=row["met"],
            words=row["words"],
            words_are_public=row.get("public", True),
        ),
        "15:00",
    )


def action(story: Story, row: Row, priority: str, lead: str) -> None:
    """An action, planned by the lead or proposed by somebody else, and what became of it."""
    proposed = row.get("proposed")
    actor = proposed["by"] if proposed else row.get("by", lead)
    operation = propose_action if proposed else plan_action

    def begin() -> None:
        made = operation(
            actor=story.who(actor),
            priority=story.get("priority", priority),
            **action_fields(story, row),
        )
        story.keep("action", row["key"], made)

    story.on(row["on"], f"action {row['key']}", begin, "11:00")
    if proposed:
        _settle(story, row["key"], proposed, lead)
    afterwards(story, row, lead)


def action_fields(story: Story, row: Row) -> Row:
    """What an operation wants to know of an action."""
    return {
        "title": row["title"],
        "owner": story.who(row["owner"]),
        "due_on": story.day(row["due"]),
        "success_measure": row["measure"],
        "description": row.get("about", ""),
        "collaborators": [story.who(one) for one in row.get("with", [])],
        "expectations": [story.expectations[number] for number in row.get("serves", [])],
        "target": row.get("target"),
        "unit": row.get("unit", ""),
        # Without the key its unit tells.
        "counts_people": row.get("people"),
    }


def _settle(story: Story, key: str, row: Row, lead: str) -> None:
    if "taken_up" in row:
        story.on(
            row["taken_up"],
            f"take up {key}",
            lambda: take_up_proposal(actor=story.who(lead), action=story.get("action", key)),
        )
    if "declined" in row:
        story.on(
            row["declined"],
            f"decline {key}",
            lambda: decline_proposal(
                actor=story.who(lead), action=story.get("action", key), because=row["because"]
            ),
        )


def afterwards(story: Story, row: Row, lead: str) -> None:
    """Progress, a date that moved, verdicts."""
    key = row["key"]
    for item in row.get("updates", []):
        _progress(story, key, item, row["owner"])
    for item in row.get("moved", []):
        _move(story, key, item, lead)
    _verdicts(story, "action", key, row)


def _progress(story: Story, key: str, row: Row, owner: str) -> None:
    story.on(
        row["on"],
        f"progress on {key}",
        lambda: record_progress(
            actor=story.who(row.get("by", owner)),
            action=story.get("action", key),
            status=row["status"],
            done=row["done"],
            difference=row.get("difference", ""),
            reached=row.get("reached"),
            files=[make_file(file) for file in row.get("files", [])],
        ),
        "12:00",
    )


def _move(story: Story, key: str, row: Row, lead: str) -> None:
    def move() -> None:
        current: Action = story.get("action", key)
        change_action(
            actor=story.who(row.get("by", lead)),
            action=current,
            version=current.version,
            due_on=story.day(row["to"]),
            because=row["because"],
        )

    story.on(row["on"], f"move {key}", move, "14:00")


def _verdicts(story: Story, kind: str, key: str, row: Row) -> None:
    for item in row.get("verdicts", []):
        story.on(
            item["on"],
            f"verdict on {key}",
            _verdict(story, kind, key, item),
            "16:30",
        )


def _verdict(story: Story, kind: str, key: str, row: Row) -> Any:
    return lambda: give_verdict(
        actor=story.who(row["by"]),
        about=story.get(kind, key),
        feels=row["feels"],
        words=row.get("words", ""),
        is_public=row.get("public", True),
    )
