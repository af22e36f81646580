"""Invitations: some accepted, some still waiting, some too old; and asking to be erased."""

import datetime
import secrets

from accounts.models import Invitation
from accounts.operations.erasure import ask_for_erasure
from accounts.operations.invitations import accept_invitation, invite
from frameworks.demo.story import Row, Story


def _day(story: Story, days: int | None) -> datetime.date | None:
    """A day counted from today."""
    return None if days is None else story.calendar.today + datetime.timedelta(days=days)


def invitation(story: Story, row: Row) -> None:
    """Somebody is invited; when they join, the story knows them by their key from then on."""
    links: list[str] = []

    def send() -> None:
        organisation = row.get("organisation")
        made, path = invite(
            actor=story.who(row["by"]),
            name=row["name"],
            email=row["email"],
            role=row["role"],
            organisation=(
                story.authority.organisations.get(slug=organisation) if organisation else None
            ),
            title=row.get("title", ""),
            agreement=row.get("agreement", ""),
            agreement_ends_on=_day(story, row.get("agreement_ends")),
        )
        story.keep("invitation", row["email"], made)
        links.append(path)

    def join() -> None:
        waiting: Invitation = story.get("invitation", row["email"])
        token = links[-1].strip("/").rsplit("/", 1)[-1]
        joined = accept_invitation(
            token=token, name=waiting.name, password=secrets.token_urlsafe(24)
        )
        story.people[row["key"]] = joined

    story.on(row["on"], f"invite {row['name']}", send, "09:15")
    if "accepted" in row:
        story.on(row["accepted"], f"{row['name']} joins", join, "20:00")


def erasure(story: Story, row: Row) -> None:
    """Somebody asks for their name to be erased, and waits for the answer."""
    story.on(
        row["on"],
        f"{row['by']} asks to be erased",
        lambda: ask_for_erasure(actor=story.who(row["by"])),
        "19:40",
    )
