"""People who move on: a last day is chosen, what they answer for goes to others, the day comes."""

from accounts.operations.due_changes import settle_memberships
from accounts.operations.memberships import end_membership
from cooperative.operations.handover import hand_over
from frameworks.demo.story import Row, Story


def leaver(story: Story, row: Row) -> None:
    """Somebody's last day is chosen. It may lie ahead of the demo; one that does not is settled."""
    key, last_day = row["who"], story.day(row["last_day"])
    story.on(
        row["on"],
        f"{key} is to leave",
        lambda: end_membership(
            actor=story.who(row["by"]), membership=story.who(key), ends_on=last_day
        ),
        "09:40",
    )
    if "handed" in row:
        takers = {kind: story.who(taker) for kind, taker in row["handed"]["takers"].items()}
        story.on(
            row["handed"]["on"],
            f"{key} hands over",
            lambda: hand_over(actor=story.who(row["by"]), giver=story.who(key), takers=takers),
            "15:20",
        )
    if last_day < story.calendar.today:
        story.on(row["last_day"], f"{key} leaves", settle_memberships, "06:00")
