"""Words on a page that runs: suggested while they are written, explained in place, read out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Request, expect

from tests.browser.people import PHONE, Someone
from tests.browser.program import Program
from tests.core.test_readability import EASY, HARD
from tests.support.places import AT_OURS

CHALLENGE = f"{AT_OURS}challenges/new/"
OUTCOMES = f"{AT_OURS}outcomes/"
# A browser's voices, without a sound: `said` keeps what was spoken, `hush` holds the current one.
VOICES = """(() => {
    let now = null;
    const own = {lang: 'en_GB', localService: true}, cloud = {lang: 'en-GB', localService: false};
    const end = (one) => { if (now === one) { now = null; one.onend(); } };
    window.said = [];
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    Object.defineProperty(window, 'speechSynthesis', {value: {
        getVoices: () => location.search.includes('cloud') ? [cloud] : [cloud, own],
        cancel() { const one = now; now = null; if (one) setTimeout(() => one.onend(), 0); },
        speak(one) {
            said.push(one.text); now = one;
            if (!one.voice.localService) throw new Error('a voice from elsewhere');
            if (said.length !== window.hold) setTimeout(() => end(one), 1);
        },
    }});
})()"""
Open = Callable[..., Someone]


@pytest.fixture
def writer(open_window: Open, first_day: Program) -> Someone:
    """A care consultant on a phone."""
    someone = open_window(first_day, viewport=PHONE)
    someone.context.add_init_script(VOICES)
    return someone.be("manchester-care-consultant")


def test_a_suggestion_comes_under_the_box_after_a_pause_for_one_request(writer: Someone) -> None:
    asked: list[Request] = []
    writer.page.on("request", lambda one: asked.append(one) if "words/check" in one.url else None)
    writer.go(CHALLENGE)
    expect(writer.page.get_by_role("button", name="Check my writing")).to_have_count(0)
    box = writer.page.get_by_label("Why does it matter?")
    slot = writer.page.locator("#id_why-plain")
    box.press_sequentially(HARD[:20])
    box.fill(HARD)
    expect(slot).to_contain_text("These are only suggestions. You decide.")
    expect(slot).to_contain_text("One sentence has 35 words.")
    assert len(asked) == 1
    box.fill(EASY)
    expect(slot).to_be_empty()
    assert writer.page.url.endswith(CHALLENGE)


def test_without_scripts_a_button_shows_the_same(open_window: Open, first_day: Program) -> None:
    someone = open_window(first_day, "manchester-care-consultant", scripts=False)
    someone.go(CHALLENGE)
    someone.write("Why does it matter?", HARD)
    someone.press("Check my writing")
    someone.sees("One sentence has 35 words.", "Nothing has been saved yet.")
    expect(someone.page.get_by_label("Why does it matter?")).to_have_value(HARD)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_word_tells_its_meaning_by_keyboard_and_closes(
    open_window: Open, first_day: Program, scripts: bool
) -> None:
    someone = open_window(first_day, "manchester-care-consultant", scripts=scripts)
    someone.go(OUTCOMES)
    word = someone.page.get_by_role("button", name="Outcomes")
    meaning = someone.page.get_by_role("note")
    expect(meaning).to_be_hidden()
    word.focus()
    someone.page.keyboard.press("Enter")
    expect(meaning).to_contain_text("A part of life that we want to make better")
    someone.page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(word).to_be_focused()


def test_a_page_is_read_out_in_order_paused_and_stopped(writer: Someone) -> None:
    writer.go(f"{AT_OURS}meetings/")
    writer.go("/manchester/you-said/")
    writer.page.evaluate("window.hold = 2")
    listen = writer.page.get_by_role("button", name="Listen")
    listen.click()
    pause = writer.page.get_by_role("button", name="Pause")
    pause.click()
    writer.press("Resume")
    expect(listen).to_be_visible()  # it came to the end
    said = writer.page.evaluate("said")
    assert said[0] == "You said, we did"
    assert said[1] == said[2]  # goes on where it was paused
    assert said[1].startswith("What young people said")
    assert not {"Listen", "Pause", "Stop", "Leave this site"} & set(said)
    writer.page.evaluate("window.said.length = 0")
    listen.click()
    writer.press("Stop")
    expect(listen).to_be_focused()
    writer.page.wait_for_timeout(100)
    assert len(writer.page.evaluate("said")) == 2


def test_where_every_voice_would_send_the_words_away_there_is_no_button(writer: Someone) -> None:
    writer.go("/manchester/you-said/?cloud")
    expect(writer.page.locator("[data-listen]")).to_be_hidden()
