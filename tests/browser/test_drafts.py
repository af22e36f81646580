"""What is being written stays in its tab until it is saved: every answer, not the texts alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.people import Someone
from tests.browser.program import Program
from tests.support.places import AT_OURS

CHALLENGE = f"{AT_OURS}challenges/new/"
LISTING = f"{AT_OURS}me/listed/"
MANY = f"{AT_OURS}people/invite/many/"
RESTORED = "We’ve restored what you were writing."
Open = Callable[..., Someone]


@pytest.fixture
def writer(open_window: Open, first_day: Program) -> Someone:
    return open_window(first_day, "manchester-care-consultant")


def test_texts_lists_and_days_are_there_again(writer: Someone) -> None:
    page = writer.page
    writer.go(CHALLENGE)
    day = page.get_by_label("By when?").input_value()
    writer.write("What do you want to ask?", "Why so slow?")
    page.get_by_label("Who should answer?").select_option(index=2)
    chosen = page.get_by_label("Who should answer?").input_value()
    page.get_by_label("By when?").fill("2027-06-30")
    page.reload()
    writer.sees(RESTORED)
    expect(page.get_by_label("What do you want to ask?")).to_have_value("Why so slow?")
    expect(page.get_by_label("Who should answer?")).to_have_value(chosen)
    expect(page.get_by_label("By when?")).to_have_value("2027-06-30")
    writer.press("Discard it")
    expect(page.get_by_label("What do you want to ask?")).to_have_value("")
    expect(page.get_by_label("Who should answer?")).to_have_value("")
    expect(page.get_by_label("By when?")).to_have_value(day)
    page.reload()
    expect(page.locator(".draft-note")).to_have_count(0)


def test_a_draft_over_something_newer_is_told_and_shows_both(writer: Someone) -> None:
    page = writer.page
    writer.go(LISTING)
    writer.tick("My first name")
    other = writer.context.new_page()
    other.goto(LISTING)
    other.get_by_label("No name, just my role").check()
    other.locator("main form.form button.is-strong").click()
    expect(other.locator(".toast.is-success")).to_be_visible()
    other.close()
    page.reload()
    expect(page.get_by_label("My first name")).to_be_checked()
    writer.sees(RESTORED, "This has been changed since you wrote it.")
    with writer.refused(409):
        page.locator("main form.form button.is-strong").click()
    writer.sees(
        "You’ve already saved this in another tab", "No name, just my role", "My first name"
    )
    page.locator("main form.form button.is-strong").click()
    expect(page.locator(".toast.is-success")).to_be_visible()
    writer.go(LISTING)
    expect(page.get_by_label("My first name")).to_be_checked()
    expect(page.locator(".draft-note")).to_have_count(0)


def test_files_cannot_be_kept_and_the_page_says_so(
    open_window: Open, first_day: Program, tmp_path: Path
) -> None:
    someone = open_window(first_day, "manchester-coordinator")
    someone.go(MANY)
    file = tmp_path / "people.csv"
    file.write_text("Name,Email address,Role\n")
    someone.page.locator("input[type=file]").set_input_files(file)
    someone.page.reload()
    someone.sees("Files can’t be restored. Add them again.")
    assert RESTORED not in someone.page.locator("main").inner_text()


def test_what_is_pasted_is_not_cut_off(writer: Someone) -> None:
    writer.go(LISTING)
    name = writer.page.get_by_label("Name to show")
    name.fill("")
    name.focus()
    writer.page.keyboard.insert_text("x" * 130)
    expect(name).to_have_value("x" * 130)
    expect(writer.page.locator("#id_name-count")).to_have_text("Characters over the limit: 10")
    name.fill("Jo")
    expect(writer.page.locator("#id_name-count")).to_be_hidden()
