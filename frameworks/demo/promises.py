"""Expectations: what care consultants say of each, and what cannot be met, and why."""

from typing import Any

from expectations.models import Expectation
from expectations.operations.sets import set_expectation
from expectations.operations.verdicts import judge_expectation
from frameworks.demo.story import Row, Story


def expectation(story: Story, row: Row) -> None:
    """One of the main set, by its number."""
    found = story.expectations[row["number"]]
    if "cannot_be_met" in row:
        reason = row["cannot_be_met"]
        story.on(reason["on"], f"reason of {found}", _reason(story, found, reason), "09:00")
    for item in row.get("verdicts", []):
        story.on(item["on"], f"verdict on {found}", _verdict(story, found, item), "16:40")


def _reason(story: Story, found: Expectation, row: Row) -> Any:
    return lambda: set_expectation(
        actor=story.who(row["by"]),
        expectation_set=found.expectation_set,
        number=found.number,
        text=found.text,
        audience=found.audience,
        note=found.note,
        cannot_be_met_because=row["because"],
    )


def _verdict(story: Story, found: Expectation, row: Row) -> Any:
    return lambda: judge_expectation(
        actor=story.who(row["by"]),
        expectation=found,
        feels=row["feels"],
        words=row.get("words", ""),
    )
