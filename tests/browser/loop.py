"""The main journey, in the demo's full year: a care consultant decides on an answer, sets a
priority, says how it feels and signs a report; an officer tells how it goes; a member reads the
workplan and asks. Told by whoever acts, with whatever they have."""

from playwright.sync_api import expect

from tests.browser.people import Someone

DONE = "We rang every club, and four said yes."
ASKED = "Who told the carers?"


def decide(her: Someone) -> None:
    """She reads the answer to her challenge, and accepts it."""
    her.follow("Read and decide")
    her.follow("Accept the answer")
    her.press("Yes, accept it")
    her.sees("The answer was accepted")


def set_priority(her: Someone, title: str) -> None:
    """First she forgets to fill it in, and is told what is missing."""
    her.place("Outcomes")
    her.follow("Doing things we love")
    her.follow("Set a priority")
    with her.refused(422):
        her.press("Set priority")
    her.sees("Something needs fixing", "Fill this in.")
    her.write("What do you want to change?", title)
    her.write("Why does it matter?", "Somewhere to be on your own.")
    her.press("Set priority")
    her.sees("Priority set.", title)


def give_verdict(her: Someone) -> None:
    """She says whether it feels different."""
    her.place("Home")
    her.follow("Say how it feels")
    her.tick("A bit different")
    her.write("Tell us more", "It is quicker now.")
    her.press("Save answer")
    her.sees("A bit different", "It is quicker now.")


def sign(her: Someone) -> None:
    """She reads a report and puts her name under it."""
    her.place("Reports")
    her.follow("Healthy: what changed")
    her.follow("Sign report")
    her.press("Sign report")
    her.sees("You’ve signed the report.")


def update(officer: Someone) -> None:
    """In two minutes: the first action, then the next waits."""
    officer.follow("Two-minute update")
    title = officer.page.get_by_role("heading", level=1)
    first = title.inner_text()
    officer.tick("On track")
    officer.write("What has been done?", DONE)
    officer.press("Save and continue")
    expect(title).not_to_have_text(first)
    officer.place("Actions")
    officer.follow(first)
    officer.sees(first, DONE, "On track")


def prepare(member: Someone) -> None:
    """A member reads the workplan before the meeting, asks, and says that it is read."""
    member.follow("Read the full workplan")
    member.write("Your question", ASKED)
    member.press("Send question")
    member.sees("Your question has been sent.", ASKED)
    member.press("I have read this")
    member.sees("You read it on")
