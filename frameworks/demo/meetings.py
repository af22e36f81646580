"""Meetings from plan to held, with what members read and asked before, and what was agreed."""

import datetime
from typing import Any

from cooperative.enums import Presence
from cooperative.models import Meeting
from cooperative.operations.agenda import (
    add_agenda_item,
    propose_agenda_item,
    settle_agenda_item,
    write_minutes,
)
from cooperative.operations.cancelling import cancel_meeting
from cooperative.operations.decisions import agree_action, record_decision
from cooperative.operations.meetings import (
    change_meeting,
    hold_meeting,
    plan_meeting,
    put_out_papers,
    record_attendance,
)
from cooperative.operations.reading import (
    answer_member_question,
    ask_member_question,
    mark_workplan_read,
)
from frameworks.demo.calendar import at
from frameworks.demo.plans import action_fields, afterwards
from frameworks.demo.story import Row, Story

STARTS = "17:00"


def meeting(story: Story, row: Row) -> None:
    """One meeting: planned, its agenda, its papers, reading, and the day itself."""
    key = row["key"]
    planners = row["planned"]
    body = story.authority.bodies.get(slug=row["body"])

    def plan() -> None:
        made = plan_meeting(
            actor=story.who(planners["by"]),
            body=body,
            period=story.periods[row.get("year", "this")],
            number=row["number"],
            theme=story.outcomes[row["theme"]] if "theme" in row else None,
            title=row.get("title", ""),
            starts_at=_start(story, row, row["moved"]["from"] if "moved" in row else row["on"]),
            place=row.get("place", ""),
            led_by=[story.who(one) for one in row.get("led_by", [])],
        )
        story.keep("meeting", key, made)

    story.on(planners["on"], f"plan {key}", plan, "09:45")
    for item in row.get("agenda", []):
        _agenda_item(story, key, item, planners)
    _moved_or_cancelled(story, key, row)
    if "papers" in row:
        _papers(story, key, row)
    _reading(story, key, row)
    if "present" in row:
        _held(story, key, row)


def _start(story: Story, row: Row, day: Any) -> datetime.datetime:
    return at(story.day(day), row.get("time", STARTS))


def _moved_or_cancelled(story: Story, key: str, row: Row) -> None:
    """What came between: another day, or no meeting at all."""
    if "moved" in row:
        moved = row["moved"]
        story.on(moved["on"], f"move {key}", lambda: _move(story, key, row), "11:00")
    if "cancelled" in row:
        off = row["cancelled"]
        story.on(
            off["on"],
            f"cancel {key}",
            lambda: cancel_meeting(
                actor=story.who(off["by"]),
                meeting=story.get("meeting", key),
                reason=off["because"],
            ),
            "11:30",
        )


def _move(story: Story, key: str, row: Row) -> None:
    current: Meeting = story.get("meeting", key)
    change_meeting(
        actor=story.who(row["moved"]["by"]),
        meeting=current,
        number=current.number,
        theme=current.theme,
        title=current.title,
        starts_at=_start(story, row, row["on"]),
        place=current.place,
        led_by=list(current.led_by.all()),
        reason=row["moved"]["because"],
    )


def _papers(story: Story, key: str, row: Row) -> None:
    planner = row["planned"]["by"]
    story.on(
        row["papers"],
        f"papers of {key}",
        lambda: put_out_papers(actor=story.who(planner), meeting=story.get("meeting", key)),
        "15:00",
    )


def _agenda_item(story: Story, meeting_key: str, row: Row, planners: Row) -> None:
    words = {
        name: row[name] for name in ("title", "kind", "minutes", "led_by", "purpose") if name in row
    }
    proposed = row.get("proposed")

    def add() -> None:
        current: Meeting = story.get("meeting", meeting_key)
        if proposed:
            made = propose_agenda_item(actor=story.who(proposed["by"]), meeting=current, **words)
        else:
            made = add_agenda_item(actor=story.who(planners["by"]), meeting=current, **words)
        story.keep("item", f"{meeting_key}/{row['title']}", made)

    story.on(row.get("on") or planners["on"], f"agenda: {row['title']}", add, "10:30")
    if proposed and "settled" in proposed:
        story.on(
            proposed["settled"],
            f"settle {row['title']}",
            lambda: settle_agenda_item(
                actor=story.who(planners["by"]),
                item=story.get("item", f"{meeting_key}/{row['title']}"),
                accept="because" not in proposed,
                because=proposed.get("because", ""),
            ),
            "13:00",
        )


def _reading(story: Story, key: str, row: Row) -> None:
    for item in row.get("read", []):
        story.on(item["on"], f"{item['by']} reads for {key}", _read(story, key, item), "19:30")
    for item in row.get("questions", []):
        _question(story, key, item)


def _read(story: Story, key: str, row: Row) -> Any:
    return lambda: mark_workplan_read(actor=story.who(row["by"]), meeting=story.get("meeting", key))


def _question(story: Story, meeting_key: str, row: Row) -> None:
    name = f"{meeting_key}/{row['text']}"

    def ask() -> None:
        made = ask_member_question(
            actor=story.who(row["by"]),
            meeting=story.get("meeting", meeting_key),
            text=row["text"],
            action=story.maybe("action", row.get("action")),
        )
        story.keep("question", name, made)

    story.on(row["on"], f"question: {row['text']}", ask, "19:00")
    if "answer" in row:
        answer = row["answer"]
        story.on(
            answer["on"],
            f"answer: {row['text']}",
            lambda: answer_member_question(
                actor=story.who(answer["by"]),
                question=story.get("question", name),
                answer=answer["text"],
            ),
            "14:30",
        )


def _held(story: Story, key: str, row: Row) -> None:
    """The day itself: who came, what was said, decided and agreed."""
    leader = story.who(row["led_by"][0] if row.get("led_by") else row["planned"]["by"])
    presence = {story.who(one): Presence.PRESENT for one in row["present"]}
    presence |= {story.who(one): Presence.APOLOGIES for one in row.get("apologies", [])}
    presence |= {story.who(one): Presence.ABSENT for one in row.get("absent", [])}
    day = row["on"]
    story.on(
        day,
        f"attendance at {key}",
        lambda: record_attendance(
            actor=leader, meeting=story.get("meeting", key), presence=presence
        ),
        "17:10",
    )
    for item in row.get("agenda", []):
        if "notes" in item:
            story.on(
                day, f"minutes of {item['title']}", _minutes(story, key, item, leader), "18:20"
            )
    for item in row.get("decisions", []):
        story.on(day, f"decision {item['key']}", _decision(story, key, item, leader), "18:30")
    for item in row.get("agreed", []):
        _agreed(story, key, item, leader, day)
    story.on(
        day,
        f"hold {key}",
        lambda: hold_meeting(actor=leader, meeting=story.get("meeting", key)),
        "19:15",
    )


def _minutes(story: Story, meeting_key: str, row: Row, leader: Any) -> Any:
    return lambda: write_minutes(
        actor=leader,
        item=story.get("item", f"{meeting_key}/{row['title']}"),
        notes=row["notes"],
    )


def _decision(story: Story, meeting_key: str, row: Row, leader: Any) -> Any:
    def decide() -> None:
        made = record_decision(
            actor=leader,
            meeting=story.get("meeting", meeting_key),
            text=row["text"],
            reason=row.get("reason", ""),
            alternatives=row.get("alternatives", ""),
            if_not_decided=row.get("if_not_decided", ""),
            item=story.maybe("item", f"{meeting_key}/{row['item']}" if "item" in row else None),
        )
        story.keep("decision", row["key"], made)

    return decide


def _agreed(story: Story, meeting_key: str, row: Row, leader: Any, day: Any) -> None:
    def agree() -> None:
        made = agree_action(
            actor=leader,
            meeting=story.get("meeting", meeting_key),
            priority=story.get("priority", row["priority"]),
            decision=story.maybe("decision", row.get("decision")),
            challenge=story.maybe("challenge", row.get("challenge")),
            **action_fields(story, row),
        )
        story.keep("action", row["key"], made.action)

    story.on(day, f"agree {row['key']}", agree, "18:45")
    afterwards(story, row, row.get("lead") or row["owner"])
