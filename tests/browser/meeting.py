"""The meeting about Happy: planned, read for, held."""

import datetime
import re
import time

from playwright.sync_api import expect

from tests.browser.people import Someone
from tests.browser.planning import section
from tests.browser.quarter import (
    ACTION,
    AGREED,
    ANSWER,
    ANSWER_TO_MEMBER,
    CHALLENGE,
    DECISION,
    PARTNERS_ACTION,
    PRIORITY,
    QUESTION,
    REASON,
    VERDICT,
    WORK,
    Quarter,
    in_days,
    now,
)

TITLE = "Happy meeting"
EARLY = "All of us are here already."
# Seconds: the meeting begins on a minute, one or two after it was moved.
BEGINS_WITHIN = 120
AGENDA = ("What we said we would do", "What we agree to do next")


def later_today() -> datetime.datetime:
    """A time still to come, today: a meeting is planned ahead, and held from its day on. In the
    last minutes of a day there is none, so the story waits for the next day."""
    while now().hour == 23 and now().minute >= 50:
        time.sleep(5)
    return min(now() + datetime.timedelta(hours=1), now().replace(hour=23, minute=59))


def plan(story: Quarter) -> None:
    """Care consultants plan the meeting: its theme, who leads it, its agenda."""
    her = story.her
    her.follow("Meetings")
    her.follow("Plan a meeting")
    her.choose("Which group is meeting?", "Cooperative")
    her.choose("What is its theme?", "Happy")
    her.write("When does it start?", f"{now() - datetime.timedelta(hours=1):%Y-%m-%dT%H:%M}")
    her.write("Where is it?", "The old library")
    for leader in ("Zadie", "Leah"):
        her.tick(leader)
    with her.refused(422):
        her.press("Create meeting")
    her.sees("That time has passed. Choose a time in the future, or say that it was held.")
    expect(her.page.get_by_label("Where is it?")).to_have_value("The old library")
    her.write("When does it start?", f"{later_today():%Y-%m-%dT%H:%M}")
    her.press("Create meeting")
    her.stands_at(TITLE)
    story.meeting = her.page.url
    her.sees("Add at least one item to the agenda first.")
    for title in reversed(AGENDA):
        her.follow("Add to the agenda")
        her.write("Agenda item", title)
        her.write("How many minutes does it need?", "30")
        her.press("Add to agenda")
        her.stands_at(TITLE)
        her.sees(title)
    fold = her.page.locator("#agenda li").filter(has_text=AGENDA[0])
    fold.locator("summary", has_text="Manage this item").click()
    her.press(f"Move up: {AGENDA[0]}")
    expect(her.page.locator("#agenda ol h3")).to_have_text(list(AGENDA))


def send_papers(story: Quarter) -> None:
    """Another care consultant puts the papers out. Members cannot read for it before that."""
    member, leah = story.who("elected-member"), story.who("care-consultant")
    member.go(story.meeting)
    expect(member.page.get_by_role("link", name="Read the workplan")).to_have_count(0)
    leah.go(story.meeting)
    leah.follow("Publish the agenda")
    leah.press("Publish agenda")
    leah.stands_at(TITLE)
    leah.sees("Agenda and papers published")


def prepare(story: Quarter) -> None:
    """A member reads the workplan, leaves a question and says so; the lead answers."""
    member = story.who("elected-member")
    member.follow("Meetings")
    member.follow(TITLE)
    member.follow("Read the workplan")
    member.sees("Five-minute brief", PRIORITY, ACTION, VERDICT)
    member.write("Your question", QUESTION)
    member.press("Send question")
    member.sees("Your question has been sent.", QUESTION, "Waiting for an answer.")
    member.press("I have read this")
    member.sees("Thank you.", "You read it on")

    priya = story.who("outcome-lead")
    priya.go(story.meeting)
    priya.follow(f"Answer this: {QUESTION}")
    priya.write("Your answer", ANSWER_TO_MEMBER)
    priya.press("Send answer")
    priya.stands_at(TITLE)
    priya.sees(ANSWER_TO_MEMBER)

    her = story.her
    her.go(story.meeting)
    her.sees("1 of 3 members have read the workplan.", QUESTION)
    her.follow("Who has read the workplan")
    her.sees("Cllr Ngozi Okoye-Marsh")


def challenge(story: Quarter) -> None:
    """On the day everybody is there early, so it begins at once: who is there, and a challenge to
    the officer."""
    her = story.her
    her.go(story.meeting)
    her.sees("This meeting hasn’t started yet.")
    her.follow("Edit", within=her.page.locator("main"))
    soon = now() + datetime.timedelta(minutes=1, seconds=30)
    her.write("When does it start?", f"{soon:%Y-%m-%dT%H:%M}")
    her.write("Why is it moving?", EARLY)
    her.press("Save changes")
    her.stands_at(TITLE)
    her.sees("The meeting has been updated.")
    her.follow("Record attendance")
    her.unfold(her.page.locator("summary", has_text="Someone else was there"))
    for name, presence in (
        ("Zadie", "Present"), ("Leah", "Present"), ("Bronwen Halliwick", "Present"),
        ("Cllr Ngozi Okoye-Marsh", "Present"), ("Tariq", "Sent apologies"),
    ):  # fmt: skip
        her.page.get_by_role("group", name=name).get_by_label(presence, exact=True).check()
    her.press("Save attendance")
    her.stands_at(TITLE)
    her.sees("4 attended, 1 sent apologies")

    her.follow("Raise a challenge")
    her.write("What do you want to ask?", CHALLENGE)
    her.choose("Who should answer?", "Bronwen Halliwick")
    her.choose("Which action is it about?", ACTION)
    her.press("Send question")
    expect(her.page.get_by_role("heading", level=1)).to_contain_text(CHALLENGE)
    story.addresses[CHALLENGE] = her.page.url


def answer(story: Quarter) -> None:
    """Only the officer it was put to can answer; only she who asked says if that is enough."""
    her, officer, where = story.her, story.who("officer"), story.addresses[CHALLENGE]
    priya = story.who("outcome-lead")
    priya.go(where)
    expect(priya.page.get_by_role("button", name="Send answer")).to_have_count(0)
    officer.follow("Home")
    officer.sees(CHALLENGE)
    officer.follow("Challenges")
    officer.follow(CHALLENGE)
    officer.write("Your answer", ANSWER)
    officer.press("Send answer")
    officer.sees(
        "You’ve answered. The care consultant who asked will now decide whether to accept it."
    )
    leah = story.who("care-consultant")
    leah.go(where)
    leah.sees("Zadie asked this. Only they can decide on the answer.")
    her.go(where)
    her.sees(ANSWER)
    her.follow("Accept the answer")
    her.press("Yes, accept it")
    her.sees("The answer was accepted")


def decide(story: Quarter) -> None:
    """A decision, and an agreed action that lands in the workplan; then it has been held."""
    leah = story.who("care-consultant")
    leah.go(story.meeting)
    leah.follow("Record a decision")
    leah.write("What was decided?", DECISION)
    leah.choose("Which agenda item was it under?", AGENDA[1])
    leah.write("Why?", REASON)
    leah.press("Save decision")
    leah.stands_at(TITLE)
    leah.sees(DECISION)
    leah.follow(f"Add an agreed action for: {DECISION}")
    leah.choose("Which priority is it for?", PRIORITY)
    leah.write("What will be done?", AGREED)
    leah.choose("Owner", "Idris Pemberley")
    leah.write("By when?", in_days(30).isoformat())
    leah.write("How will we know it worked?", "Nobody pays to go to a club.")
    leah.press("Add to workplan")
    leah.stands_at(TITLE)
    expect(leah.page.locator("#agreed")).to_contain_text(AGREED)

    idris = story.who("officer-2")
    idris.go(story.plan)
    expect(section(idris, PRIORITY)).to_contain_text(AGREED)
    lands(idris, ACTION, PARTNERS_ACTION, AGREED)

    with idris.refused(403):
        idris.go(f"{story.meeting}hold/")
    hold = leah.page.get_by_role("link", name="Mark meeting as held")
    until = time.monotonic() + BEGINS_WITHIN
    while not hold.count() and time.monotonic() < until:
        time.sleep(2)
        leah.go(story.meeting)
    hold.click()
    leah.sees("4 people were there, 1 sent apologies.")
    leah.press("Yes, mark as held")
    leah.stands_at(TITLE)
    leah.sees("Held", "Go to impact report")
    leah.go(f"{WORK}/meetings/?show=held")
    leah.sees(TITLE)


def lands(someone: Someone, *titles: str) -> None:
    """These actions, in this order, stand in the workplan under the priority."""
    headings = section(someone, PRIORITY).locator("article h3")
    expect(headings).to_have_text([re.compile(title) for title in titles])
