"""From the held meeting to the signed report, the year's report, and what the public reads."""

from pathlib import Path

from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.papers import Paper, read
from tests.browser.people import PHONE, Someone
from tests.browser.quarter import (
    ACTION,
    AGREED,
    ANSWER,
    CHALLENGE,
    DECISION,
    EDITED,
    FOREWORD,
    LEADS_LINE,
    NEWCOMER,
    PARTNERS_ACTION,
    PRIORITY,
    SAID,
    VERDICT,
    WORK,
    Quarter,
)
from tests.support.places import AT_OURS

REPORT_TAGS = ("Document", "H1", "H2", "P", "L", "LI")
FULL_PAGES = 2
MAKING = 180_000


def compose(story: Quarter) -> None:
    """The report composes itself from the records; no partner and no passer-by sees it yet."""
    her = story.her
    her.go(story.meeting)
    her.follow("Go to impact report")
    her.press("Draft the report")
    her.page.wait_for_url(f"**{WORK}/reports/*/")
    story.report = her.page.url
    for part in ("What we said we would do", "What we achieved", "What we agree to do next"):
        expect(her.page.get_by_role("heading", level=2, name=part)).to_have_count(1)
    her.sees(PRIORITY, ACTION, PARTNERS_ACTION, VERDICT, DECISION, AGREED)
    stranger, nadia = story.open(story.program), story.people["partner"]
    with stranger.refused(404):
        stranger.go(public(story))
    stranger.close()
    with nadia.refused(404):
        nadia.go(story.report)


def public(story: Quarter) -> str:
    """Where the report is once it is published."""
    return story.report.replace(AT_OURS, reverse("impact:front", args=["manchester"]))


def write_together(story: Quarter) -> None:
    """She edits a line and the lead another. Every line still leads to its record."""
    change(story.her, story.report, PARTNERS_ACTION, LEADS_LINE, in_part="next")
    change(story.who("outcome-lead"), story.report, ACTION, EDITED, in_part="achieved")
    lines = story.her.page.locator(".report-line")
    story.her.go(story.report)
    expect(lines.locator("a", has_text="See ")).to_have_count(lines.count())
    officer = story.who("officer")
    with officer.refused(403):
        officer.go(f"{story.report}introduction/")


def change(someone: Someone, report: str, line: str, words: str, *, in_part: str) -> None:
    """Change the first line of a part that speaks of something."""
    someone.go(f"{report}?write=1")
    row = someone.page.locator(f"#part-{in_part} .report-line").filter(has_text=line).first
    someone.follow("Edit", within=row)
    someone.write("What should this line say?", words)
    someone.press("Save line")
    someone.sees(words)


def sign(story: Quarter) -> None:
    """Two care consultants sign, each once; before that it cannot be published."""
    sol, her, leah = story.who("coordinator"), story.her, story.who("care-consultant")
    sol.go(story.report)
    sol.sees("This isn’t signed off yet. 2 more care consultants need to sign it first.")
    with sol.refused(403):
        sol.go(f"{story.report}publish/")
    sol.sees("This isn’t signed off yet. 2 more care consultants need to sign it first.")

    sign_as(her, story.report)
    her.sees("You’ve already signed this report.", "1 of 2 signed")
    with her.refused(403):
        her.go(f"{story.report}sign/")
    her.sees("You’ve already signed this report.")
    with sol.refused(403):
        sol.go(f"{story.report}sign/")
    with sol.refused(403):
        sol.go(f"{story.report}publish/")
    sol.sees("1 more care consultant needs to sign it first.")
    sign_as(leah, story.report)
    leah.sees("2 of 2 signed")


def sign_as(someone: Someone, report: str) -> None:
    someone.go(report)
    someone.follow("Sign report")
    someone.sees(EDITED)
    someone.press("Sign report")
    someone.sees("You’ve signed the report.")


def publish(story: Quarter) -> None:
    """The coordinator publishes, watches the worker make both papers, and takes them away."""
    sol = story.who("coordinator")
    sol.go(story.report)
    sol.follow("Publish report")
    sol.press("Publish report")
    sol.sees("Report published.")
    full = take(story, sol, "Full report (PDF)")
    full.says(PRIORITY, ACTION, EDITED, DECISION, AGREED, VERDICT, "Leah")
    as_she_chose(full.text)
    assert full.pages == FULL_PAGES
    assert "Happy" in full.title
    full.is_tagged(*REPORT_TAGS)

    sol.go(story.report)
    page = take(story, sol, "One-page summary (PDF)")
    page.says(EDITED, DECISION, AGREED)
    assert page.pages == 1
    assert "Happy" in page.title
    page.is_tagged(*REPORT_TAGS)


def as_she_chose(text: str) -> None:
    """A signature tells the world no more of who has been in care than she said it may."""
    first, last = NEWCOMER.split()
    assert last not in text
    assert first in text


def take(story: Quarter, someone: Someone, button: str) -> Paper:
    """Ask for a document, see how far it is while it is made, and read its file."""
    someone.press(button)
    someone.page.wait_for_url("**/documents/**")
    ready = someone.page.get_by_role("heading", name="Your PDF is ready")
    making = someone.page.get_by_role("heading", name="Creating your PDF")
    expect(ready.or_(making)).to_be_visible()
    story.saw_progress += making.is_visible()
    expect(ready).to_be_visible(timeout=MAKING)
    with someone.page.expect_download() as download:
        someone.follow("Download the PDF")
    assert download.value.suggested_filename.endswith(".pdf")
    path = story.folder / download.value.suggested_filename
    download.value.save_as(path)
    return _checked(path)


def _checked(path: Path) -> Paper:
    paper = read(path)
    assert "/" not in paper.title
    assert paper.title
    return paper


def tell_the_year(story: Quarter) -> None:
    """The annual report: composed, its foreword signed, endorsed, and its file read."""
    assert story.saw_progress, "Nobody has seen how far a document was."
    sol, her, helena = story.who("coordinator"), story.her, story.who("executive")
    sol.follow("Annual reports")
    sol.follow("Draft annual report")
    sol.press("Draft the annual report")
    sol.page.wait_for_url(f"**{WORK}/annual-reports/*/")
    year = sol.page.url
    helena.go(year)
    helena.sees("Care consultants haven’t signed their foreword yet.")
    with helena.refused(403):
        helena.go(f"{year}endorse/")

    her.go(year)
    her.follow("Write the foreword")
    her.write("Your foreword", FOREWORD)
    her.press("Sign the foreword")
    her.sees(FOREWORD)
    helena.follow("Annual reports")
    helena.page.locator("main .cards a").first.click()
    helena.follow("Endorse the annual report")
    helena.sees("The year isn’t over until")
    helena.tick("I’ve read what’s missing, and I endorse the report without it")
    helena.press("Endorse the report")
    helena.sees("Endorsed", FOREWORD)

    paper = take(story, helena, "Create PDF")
    paper.says(FOREWORD, EDITED, DECISION, "Give me chances to try new things")
    as_she_chose(paper.text)
    assert paper.pages >= 3
    assert paper.title.startswith("Corporate parenting in Manchester")
    paper.is_tagged("Document", "H1", "H2", "H3", "Table", "TR", "TH", "TD")
    assert paper.header_scopes
    assert set(paper.header_scopes) <= {"/Column", "/Row"}
    member = story.who("elected-member")
    member.go(year)
    member.sees(FOREWORD)


def read_in_public(story: Quarter) -> None:
    """Anybody, on a phone and signed in nowhere, reads it, takes it, and sees their own words."""
    anybody = story.open(story.program, viewport=PHONE)
    anybody.go("/manchester/")
    anybody.sees("You said. Did we do it?", SAID)
    anybody.follow("Read what changed")
    anybody.page.wait_for_url(public(story))
    anybody.sees(PRIORITY, EDITED, DECISION, AGREED, "Leah")
    as_she_chose(anybody.page.content())
    with anybody.page.expect_download() as download:
        anybody.follow("Full report (PDF)")
    assert read(download.value.path()).pages == FULL_PAGES
    with anybody.page.expect_download() as download:
        anybody.follow("One-page summary (PDF)")
    assert read(download.value.path()).pages == 1

    anybody.go("/manchester/you-said/")
    said = anybody.page.locator(".said-did").filter(has_text=SAID)
    for words in (SAID, PRIORITY, ACTION, EDITED, "A bit different"):
        expect(said).to_contain_text(words)
    for page in ("reports", "outcomes", "expectations", "meetings"):
        anybody.go(f"/manchester/{page}/")


def look_back(story: Quarter) -> None:
    """One page shows every step of her point, from what was said to what was told."""
    her = story.her
    her.follow("What we heard")
    her.follow(PRIORITY)
    thread = her.page.get_by_role("list", name="Every step")
    steps = thread.locator("li .thread-title").all_text_contents()
    wanted = [
        f"43 young people said: “{SAID}”",
        "Care Consultants chose it as priority 1",
        f"Action agreed: {ACTION}",
        f"Progress: {ACTION}",
        f"Zadie asked Bronwen Halliwick: “{CHALLENGE}”",
        "Bronwen Halliwick answered",
        "Talked about at Happy meeting",
        f": {AGREED}",
    ]
    for words in wanted:
        assert any(words in step for step in steps), f"“{words}” is no step of {steps}"
    her.sees(ANSWER, VERDICT, EDITED)
    for step in thread.get_by_role("link").all():
        address = step.get_attribute("href")
        assert address
        assert her.context.request.get(f"{story.program.url}{address}").status == 200
