"""Challenges: raised, answered, refused with a reason, answered again, accepted."""

from collections.abc import Callable
from typing import Any

from cooperative.operations.challenges import (
    accept_answer,
    answer_challenge,
    raise_challenge,
    refuse_answer,
)
from frameworks.demo.story import Row, Story


def challenge(story: Story, row: Row) -> None:
    """A question to a named person, and everything that came of it."""
    key = row["key"]

    def ask() -> None:
        made = raise_challenge(
            actor=story.who(row["by"]),
            question=row["question"],
            why=row.get("why", ""),
            asked_of=story.who(row["of"]),
            reply_by=story.day(row["reply_by"]),
            meeting=story.maybe("meeting", row.get("meeting")),
            priority=story.maybe("priority", row.get("priority")),
            action=story.maybe("action", row.get("action")),
        )
        story.keep("challenge", key, made)

    story.on(row["on"], f"challenge {key}", ask, "18:00")
    for item in row.get("then", []):
        story.on(item["on"], f"challenge {key}", _step(story, row, item), "13:30")


def _step(story: Story, row: Row, item: Row) -> Callable[[], Any]:
    def current() -> Any:
        return story.get("challenge", row["key"])

    if "answer" in item:
        return lambda: answer_challenge(
            actor=story.who(row["of"]), challenge=current(), text=item["answer"]
        )
    if "refuse" in item:
        return lambda: refuse_answer(
            actor=story.who(row["by"]),
            challenge=current(),
            because=item["refuse"],
            reply_by=story.day(item["reply_by"]),
        )
    return lambda: accept_answer(actor=story.who(row["by"]), challenge=current())
