"""What a scrutiny committee said of plans and reports, and what it was answered."""

from frameworks.demo.story import Row, Story
from impact.operations.scrutiny import answer_scrutiny, make_scrutiny_comment


def scrutiny(story: Story, row: Row) -> None:
    """One comment or recommendation, and its answer where it has one by now. `about` is one thing
    of the story: `{workplan: happy}`, `{report: q1}`, `{annual: last}`."""
    key = row["key"]
    ((kind, name),) = row["about"].items()

    def say() -> None:
        made = make_scrutiny_comment(
            actor=story.who(row["by"]),
            about=story.get(kind, name),
            kind=row["kind"],
            text=row["text"],
        )
        story.keep("scrutiny", key, made)

    story.on(row["on"], f"scrutiny says {key}", say, "16:45")
    if "answer" in row:
        answer = row["answer"]
        story.on(
            answer["on"],
            f"scrutiny is answered {key}",
            lambda: answer_scrutiny(
                actor=story.who(answer["by"]),
                comment=story.get("scrutiny", key),
                reply=answer["reply"],
                why=answer["why"],
                action=answer.get("action", ""),
                act_by=story.day(answer["act_by"]) if "act_by" in answer else None,
            ),
            "11:45",
        )
