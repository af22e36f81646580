"""Through the door in a real browser: a code from the e-mail, a passkey of the device, and out."""

import re
import time
from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import expect

from tests.browser.looking import look
from tests.browser.people import Someone
from tests.browser.program import Program
from tests.support.places import AT_OURS

OFFICER = "b.halliwick@manchester.example"
# The device: it has passkeys, and its owner is always there.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
Open = Callable[..., Someone]


def code_in_the_mail(program: Program, after: int) -> str:
    """The code of the next e-mail: the demo prints its mail into the log."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        said = program.log.read_text(errors="replace")[after:]
        if found := re.search(r"^Your code is ([A-Z]{4}-[A-Z]{4})\s*$", said, re.MULTILINE):
            return found[1]
        time.sleep(0.2)
    raise AssertionError(f"No code came.\n{program.said()}")


def arrive(someone: Someone, program: Program, wrong: list[str]) -> None:
    """To the second step, with a code by e-mail."""
    after = len(program.log.read_text(errors="replace"))
    someone.write("Email address", OFFICER)
    someone.press("Send me a code")
    wrong += look(someone.page)
    someone.write("Code", code_in_the_mail(program, after))
    someone.press("Sign in")


def test_an_officer_sets_up_a_passkey_and_comes_in_with_it(
    open_window: Open, first_day: Program, problems: list[str]
) -> None:
    # Passkeys are for names, not for numbers.
    program = replace(first_day, url=first_day.url.replace("127.0.0.1", "localhost"))
    wrong: list[str] = []
    officer = open_window(program)
    page = officer.page
    session = officer.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    officer.go(f"{AT_OURS}outcomes/")
    arrive(officer, program, wrong)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second sign-in step")
    wrong += look(page)
    officer.follow("Add a passkey")
    officer.write("Name for this passkey", "my computer")
    officer.press("Add a passkey")
    page.wait_for_url("**/recovery-codes/**")
    page.reload()
    wrong += look(page)
    officer.press("Get new recovery codes")
    expect(page.locator("ul.codes li")).to_have_count(10)
    wrong += look(page)
    officer.follow("I’ve written them down")
    assert page.url.endswith(f"{AT_OURS}outcomes/")

    officer.go("/sign-in/mine/")
    wrong += look(page)
    officer.follow("Remove: my computer")
    wrong += look(page)

    officer.go(AT_OURS)
    officer.press("Sign out")
    officer.go(f"/sign-in/passkey/?next={AT_OURS}meetings/")
    officer.press("Use my passkey")
    page.wait_for_url(f"**{AT_OURS}meetings/")

    officer.press("Sign out")
    officer.go("/sign-in/")
    arrive(officer, program, wrong)
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    wrong += look(page)
    officer.press("Use my passkey")
    page.wait_for_url(f"**{AT_OURS}")
    assert not wrong, "\n".join(wrong)
    assert not problems, "\n".join(problems)


def test_whoever_is_away_is_asked_first(
    open_window: Open, first_day: Program, problems: list[str]
) -> None:
    officer = open_window(first_day)
    officer.page.clock.install()
    officer.be("manchester-officer")
    question = officer.page.get_by_role("dialog", name="Are you still there?")
    officer.page.clock.fast_forward("27:50")
    expect(question).to_be_hidden()
    officer.page.clock.fast_forward("00:15")
    expect(question).to_be_visible()
    officer.press("Stay signed in")
    expect(question).to_be_hidden()
    officer.page.clock.fast_forward("27:50")
    expect(question).to_be_hidden()
    officer.page.clock.fast_forward("00:15")
    expect(question).to_be_visible()
    with officer.page.expect_navigation():
        officer.page.clock.fast_forward("02:05")
    assert not problems, "\n".join(problems)


def test_what_was_being_written_is_there_after_signing_in_again(
    open_window: Open, first_day: Program, problems: list[str]
) -> None:
    someone = open_window(first_day, "manchester-care-consultant")
    page = someone.page
    someone.go(f"{AT_OURS}challenges/new/")
    someone.write("Why does it matter?", "Nobody told us.")
    someone.context.clear_cookies(name="sessionid")
    page.locator("main form[method=post]").evaluate(
        "form => { form.noValidate = true; form.requestSubmit(); }"
    )
    page.wait_for_url("**/sign-in/?next=*")
    expect(page.get_by_text("You’ve been signed out, so we didn’t receive that.")).to_be_visible()
    someone.go(f"/sign-in/?next={AT_OURS}challenges/new/")
    expect(page.get_by_text("We’ve kept what you were writing in this tab.")).to_be_visible()
    someone.be("manchester-care-consultant")
    someone.go(f"{AT_OURS}challenges/new/")
    expect(page.get_by_label("Why does it matter?")).to_have_value("Nobody told us.")
    assert not problems, "\n".join(problems)
