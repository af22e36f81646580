"""What the script adds to components: a question over the page, files as they are chosen."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.people import PHONE
from tests.browser.program import Program
from tests.support.places import AT_OURS

PEOPLE = f"{AT_OURS}people/"
# The first person on the list who can be said to have moved on.
MOVED_ON = "main table a[href$='/end/']"


def test_a_question_opens_over_the_page_and_gives_the_focus_back(
    demo: Program, open_window: Open, problems: list[str]
) -> None:
    page = open_window(demo, "manchester-coordinator", viewport=PHONE).page
    page.goto(PEOPLE)
    link, dialog = page.locator(MOVED_ON).first, page.locator("dialog[open]")
    for how in ("Escape", "Back", "Cancel"):
        link.press("Enter")
        expect(dialog).to_be_visible()
        expect(dialog.get_by_role("heading", level=1)).to_contain_text("leaving?")
        expect(dialog.get_by_role("button", name="Back")).to_be_focused()
        if how == "Escape":
            page.keyboard.press("Escape")
        else:
            dialog.get_by_text(how, exact=True).press("Enter")
        expect(dialog).to_have_count(0)
        expect(link).to_be_focused()
        assert page.url.endswith(PEOPLE)
    assert problems == []


def test_without_a_script_the_question_is_a_page(
    demo: Program, open_window: Open, problems: list[str]
) -> None:
    page = open_window(demo, "manchester-coordinator", scripts=False, viewport=PHONE).page
    page.goto(PEOPLE)
    page.locator(MOVED_ON).first.click()
    expect(page).to_have_url(f"{demo.url}{PEOPLE}{page.url.split('/')[-3]}/end/")
    page.get_by_role("link", name="Cancel").click()
    expect(page).to_have_url(f"{demo.url}{PEOPLE}")
    assert problems == []


def test_the_way_out_stays_in_view_over_a_question(
    demo: Program, open_window: Open, problems: list[str]
) -> None:
    page = open_window(demo, "manchester-care-consultant", viewport=PHONE).page
    page.goto(f"{AT_OURS}outcomes/")
    page.locator("main h2 a").first.click()
    page.locator("details.more summary").first.click()
    page.get_by_role("link", name="Close priority").first.click()
    dialog = page.locator("dialog")
    expect(dialog.get_by_role("link", name="Leave this site")).to_be_in_viewport()
    # Two ways back, one way out, and what the question itself does: no word has two meanings.
    ways = dialog.locator("a, button").all_inner_texts()
    assert len(ways) == len({" ".join(one.split()).casefold() for one in ways}), ways
    assert not [one for one in ways if one.strip() == "Close"]
    # The last of them can be reached, whatever the height of the window.
    dialog.get_by_role("link", name="Cancel").scroll_into_view_if_needed()
    expect(dialog.get_by_role("link", name="Cancel")).to_be_in_viewport(ratio=1)
    assert problems == []


def test_files_are_listed_as_they_are_chosen(
    demo: Program, open_window: Open, problems: list[str], tmp_path: Path
) -> None:
    page = open_window(demo, "manchester-officer", viewport=PHONE).page
    page.goto(demo.pages["manchester-officer"]["outcomes:action-progress"])
    for name, size in (("small.txt", 3_000), ("large.txt", 11_000_000)):
        (tmp_path / name).write_bytes(b"x" * size)
    page.set_input_files("input[type=file]", [tmp_path / "small.txt", tmp_path / "large.txt"])
    lines = page.locator(".files li")
    expect(lines).to_have_text(
        ["small.txt · 3 KB", "large.txt · 11.0 MB · Too large. The limit is 10.0 MB."]
    )
    assert problems == []
