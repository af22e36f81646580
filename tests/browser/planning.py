"""From an invitation to the verdict beside an officer's status."""

from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser.people import PHONE, Someone
from tests.browser.quarter import (
    ACTION,
    DIFFERENCE,
    DONE,
    MEASURE,
    NEWCOMER,
    NEWCOMERS_ADDRESS,
    PARTNER_DONE,
    PARTNERS_ACTION,
    PASSWORD,
    PRIORITY,
    SAID,
    SECOND,
    SECOND_WHY,
    VERDICT,
    WHY,
    WORK,
    Quarter,
    in_days,
)


def invite(story: Quarter) -> None:
    """The coordinator invites a care consultant and sees the link, once."""
    sol = story.who("coordinator")
    sol.follow("People")
    sol.follow("Invite someone")
    sol.write("Name", NEWCOMER)
    sol.write("Email address", NEWCOMERS_ADDRESS)
    sol.choose("Role", "Care consultant")
    sol.press("Send invitation")
    link = sol.page.locator("#invitation-link")
    expect(link).to_contain_text("/invitation/")
    story.invitation = (link.text_content() or "").strip()
    sol.follow("Back to people")
    sol.sees(NEWCOMER)
    assert story.invitation.rsplit("/", 2)[1] not in sol.page.content()


def join(story: Quarter) -> None:
    """She opens the link in a browser of her own and comes in; the link then works for nobody."""
    her = story.people["newcomer"] = story.open(story.program)
    her.go(story.invitation)
    her.sees("You’ve been invited to join as care consultant", NEWCOMERS_ADDRESS)
    her.tick("My first name")
    her.write("Choose a password", PASSWORD)
    her.write("Confirm your password", PASSWORD)
    her.press("Join")
    her.stands_at("Hi Zadie")

    stranger = story.open(story.program)
    with stranger.refused(410):
        stranger.go(story.invitation)
    stranger.sees("This link doesn’t work")
    stranger.close()


def start_workplan(story: Quarter) -> None:
    """The lead starts the year's workplan; the coordinator writes down what was said, which the
    safeguarding lead reads and releases."""
    priya = story.who("outcome-lead")
    priya.follow("Outcomes")
    happy = priya.page.locator(".card").filter(has_text="Priya Nettleworth").first
    priya.follow("Start this year’s workplan", within=happy)
    priya.write("What is this plan about", "Doing things we love")
    priya.press("Start the workplan")
    priya.stands_at("Doing things we love")
    story.plan = priya.page.url

    sol = story.who("coordinator")
    sol.follow("What we heard")
    sol.follow("Record what was said")
    sol.write("What did they say?", SAID)
    sol.choose("How did we hear it?", "Consultation")
    sol.write("Which event, group or survey was it?", "Christmas consultation")
    sol.page.get_by_label("When?", exact=True).fill(in_days(-40).isoformat())
    sol.write("How many young people said it?", "43")
    safe = sol.page.get_by_role("group", name="Is someone not safe?")
    safe.get_by_label("No", exact=True).check()
    sol.tick("They agreed that everyone can read these words")
    sol.unfold(sol.page.locator("summary", has_text="Who agreed, and when"))
    sol.choose("Who agreed?", "All the young people who said it")
    sol.write("When did they agree?", in_days(-40).isoformat())
    sol.press("Save point")
    sol.sees(SAID, "Waiting for someone else to release it.")
    release(story)
    sol.follow("What we heard")
    sol.sees(SAID, "Not a priority yet.")


def release(story: Quarter) -> None:
    """Nobody else reads the point, until the safeguarding lead has read it and lets everyone."""
    stranger, anwen = story.open(story.program), story.who("safeguarding-lead")
    priya = story.who("outcome-lead")
    priya.go(f"{WORK}/voice/")
    stranger.go("/manchester/you-said/")
    for someone in (priya, stranger):
        expect(someone.page.locator("body")).not_to_contain_text(SAID)
    anwen.follow("What we heard")
    anwen.follow("Waiting to be released")
    anwen.follow("Check and release")
    anwen.sees(SAID, "All the young people who said it")
    anwen.tick("I’ve read it.")
    anwen.tick("Everyone. The permission recorded above is right.")
    anwen.press("Release point")
    anwen.sees("Released.")
    stranger.go("/manchester/you-said/")
    stranger.sees(SAID)
    stranger.close()


def set_priorities(story: Quarter) -> None:
    """She sets two priorities, saying why, and ranks them. An officer may not."""
    her, officer = story.her, story.who("officer")
    with officer.refused(403):
        officer.go(f"{story.plan}priorities/new/")
    officer.sees("Only care consultants can set priorities.")

    her.follow("Outcomes")
    her.follow("Doing things we love")
    her.follow("Set a priority")
    with her.refused(422):
        her.press("Set priority")
    her.sees("Something needs fixing", "Fill this in.")
    for title, why in ((SECOND, SECOND_WHY), (PRIORITY, WHY)):
        her.go(f"{story.plan}priorities/new/")
        her.write("What do you want to change?", title)
        her.write("Why does it matter?", why)
        if title == PRIORITY:
            her.tick(SAID)
        her.press("Set priority")
        her.sees("Priority set.", title, why)
    ranked(her, SECOND, PRIORITY)
    block = section(her, PRIORITY)
    block.locator("summary", has_text="Edit this priority").click()
    her.press("Move up", within=block)
    ranked(her, PRIORITY, SECOND)


def section(someone: Someone, priority: str) -> Locator:
    """The part of a workplan that is about one priority."""
    return someone.page.locator("main section.card").filter(
        has=someone.page.get_by_role("heading", level=2, name=priority)
    )


def ranked(someone: Someone, *titles: str) -> None:
    """The workplan's priorities stand in this order."""
    headings = someone.page.locator("section[id^='priority-'] h2")
    expect(headings).to_have_text([f"{i}. {title}" for i, title in enumerate(titles, 1)])


def plan_actions(story: Quarter) -> None:
    """The lead turns the priority into two actions. A date gone by is refused, nothing is lost."""
    priya = story.who("outcome-lead")
    priya.go(story.plan)
    priya.follow("Add an action", within=section(priya, PRIORITY))
    priya.write("What will be done?", ACTION)
    priya.write("More details", "Any club, any of us, no forms.")
    priya.choose("Owner", "Bronwen Halliwick")
    priya.write("By when?", in_days(-1).isoformat())
    priya.write("How will we know that it worked?", MEASURE)
    priya.write("Target number", "100")
    priya.write("What are you counting?", "young people in a club")
    fold = priya.page.locator("summary", has_text="Which expectations does it help to meet?")
    priya.unfold(fold)
    priya.tick("Give me chances to try new things")
    priya.page.locator("summary", has_text="Who else is helping?").click()
    priya.tick("Nadia Corbridge")
    with priya.refused(422):
        priya.press("Add to workplan")
    main = priya.page.locator("main")
    expect(main.locator(".error-summary")).to_contain_text("That date has passed.")
    expect(main.locator(".field.has-error")).to_contain_text("Enter today’s date or a later one.")
    expect(main.get_by_label("What will be done?")).to_have_value(ACTION)
    expect(main.get_by_label("How will we know that it worked?")).to_have_value(MEASURE)
    expect(main.get_by_label("Nadia Corbridge")).to_be_checked()
    priya.write("By when?", in_days(90).isoformat())
    priya.press("Add to workplan")
    priya.sees(ACTION)

    priya.go(story.plan)
    priya.follow("Add an action", within=section(priya, PRIORITY))
    priya.write("What will be done?", PARTNERS_ACTION)
    priya.choose("Owner", "Nadia Corbridge")
    priya.write("By when?", in_days(60).isoformat())
    priya.write("How will we know that it worked?", "Twenty of us have been there.")
    priya.press("Add to workplan")
    priya.sees(PARTNERS_ACTION)
    for title in (ACTION, PARTNERS_ACTION):
        priya.go(story.plan)
        priya.follow(title)
        priya.stands_at(title)
        story.addresses[title] = priya.page.url
    priya.go(story.plan)
    priya.press("Share with members and partners")
    priya.sees("Members and partners can now read this workplan.")


def record_progress(story: Quarter) -> None:
    """The officer and the partner say how it goes. A file that is not what its name says is
    refused, what was written is still there, and the right file is kept."""
    officer = story.who("officer")
    officer.go(story.addresses[PARTNERS_ACTION])
    officer.sees("Only the action’s owner or the outcome’s lead can update it.")
    officer.follow("Actions")
    officer.follow(ACTION)
    officer.follow("Update this action")
    false, true = story.folder / "poster.png", story.folder / "receipt.jpg"
    false.write_text("This is no picture.")
    Image.new("RGB", (60, 40), "#e0a100").save(true)
    officer.tick("On track")
    officer.write("What has been done?", DONE)
    officer.write("What difference did it make?", DIFFERENCE)
    officer.write("How many so far", "30")
    files = officer.page.get_by_label("Evidence")
    files.set_input_files(false)
    with officer.refused(422):
        officer.press("Save update")
    officer.sees("“poster.png” isn’t the type of file its name says.")
    expect(officer.page.get_by_label("What has been done?")).to_have_value(DONE)
    expect(officer.page.get_by_label("On track")).to_be_checked()
    officer.page.get_by_label("Evidence").set_input_files(true)
    officer.press("Save update")
    officer.sees(DONE, DIFFERENCE, "receipt.jpg", "30 of 100")
    with officer.page.expect_download() as download:
        officer.follow("receipt.jpg")
    with Image.open(download.value.path()) as kept:
        assert kept.size == (60, 40)

    nadia = story.people["partner"] = story.open(
        story.program, "manchester-partner", viewport=PHONE
    )
    nadia.go(story.addresses[PARTNERS_ACTION])
    nadia.follow("Update this action")
    nadia.tick("At risk")
    nadia.write("What has been done?", PARTNER_DONE)
    nadia.press("Save update")
    nadia.sees(PARTNER_DONE, "At risk")


def give_verdicts(story: Quarter) -> None:
    """She says whether it feels different, and both voices stand side by side."""
    her, officer = story.her, story.who("officer")
    with officer.refused(403):
        officer.go(f"{story.addresses[ACTION]}verdict/")
    officer.sees("Only care consultants can say whether it feels different.")
    her.go(story.addresses[ACTION])
    her.follow("Does it feel different?")
    her.tick("A bit different")
    her.write("Tell us more", VERDICT)
    her.tick("Anyone may read these words")
    her.press("Save answer")
    her.stands_at(ACTION)
    theirs, ours = her.page.locator(".voices").first.locator(".voice").all()
    expect(theirs).to_contain_text(" says")
    expect(theirs).to_contain_text(f"On track. {DONE}")
    expect(ours).to_contain_text("Care consultants say")
    expect(ours).to_contain_text(f"A bit different. {VERDICT}")
    left, right = theirs.bounding_box(), ours.bounding_box()
    assert left is not None
    assert right is not None
    assert abs(left["width"] - right["width"]) < 2, "Both voices are of equal size."
    officer.go(f"{WORK}/actions/")
    officer.sees(ACTION, "On track", "A bit different")
