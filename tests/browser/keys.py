"""Somebody who has no mouse: Tab, Enter, Space, the arrows, and what they type. On the way they
notice whatever a keyboard makes hard."""

from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.people import Someone, _words

# Where the focus is now, seen from where it was: whether this is what is looked for, its place in
# the page's order, and what is wrong with it.
ARRIVED = """([wanted, seen]) => {
    const el = document.activeElement, wrong = [];
    if (!el || el === document.body) return { there: false, out: true, wrong, name: "" };
    const name = `${el.localName}${el.id ? "#" + el.id : ""} “${(el.innerText || el.name || "")
        .trim().slice(0, 40)}”`;
    const s = getComputedStyle(el), box = el.getBoundingClientRect();
    // Within a date, the browser marks the day, the month and its own button itself.
    const inside = window.goldenThreadLast === el && /date|time|month|week/.test(el.type || "");
    const nothing = !inside && (s.outlineStyle === "none" || parseFloat(s.outlineWidth) < 2);
    if (nothing) wrong.push(`${name} has the focus, and nothing shows it`);
    if (box.bottom < 1 || box.top > innerHeight - 1 || box.right < 1 || box.left > innerWidth - 1)
        wrong.push(`${name} has the focus and is out of sight`);
    if (el.tabIndex > 0) wrong.push(`${name} jumps the queue`);
    const last = window.goldenThreadLast;
    if (last && last.isConnected && last !== el && !el.matches(".skip-link") &&
        !(last.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING) && seen)
        wrong.push(`${name} comes after what follows it`);
    window.goldenThreadLast = el;
    const same = wanted && (el === wanted || (el.type === "radio" && wanted.type === "radio" &&
        el.name === wanted.name && el.form === wanted.form));
    return { there: Boolean(same), exactly: el === wanted, out: false, wrong, name };
}"""
MOST_STEPS = 400


class Typist(Someone):
    """The same deeds as anybody's, by keys alone."""

    def step(self, key: str = "Tab", wanted: Any = None) -> dict[str, Any]:
        """One press, and where it leads."""
        self.page.keyboard.press(key)
        found: dict[str, Any] = self.page.evaluate(ARRIVED, [wanted, key == "Tab"])
        for one in found["wrong"]:
            self._wrong(one)
        return found

    def reach(self, control: Locator) -> None:
        """Tab until the focus is there; once round the page, if need be."""
        control = control.first
        expect(control).to_be_visible()
        wanted = control.element_handle()
        rounds = 0
        for _ in range(MOST_STEPS):
            found = self.step("Tab", wanted)
            if found["there"]:
                break
            rounds += found["out"]
            assert rounds < 3, f"Tab never comes to {control}"
        else:
            raise AssertionError(f"{MOST_STEPS} times Tab, and never at {control}")
        for _ in range(12):
            if control.evaluate("el => el === document.activeElement"):
                return
            self.step("ArrowDown", wanted)
        raise AssertionError(f"The arrows never come to {control}")

    def enter(self) -> None:
        """Enter, where it leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def unfold(self, summary: Locator) -> None:
        self.reach(summary)
        self.page.keyboard.press("Enter")

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        link = (within or self.page).get_by_role("link", name=_words(name)).first
        self.reach(link)
        if link.get_attribute("data-dialog") is None:
            self.enter()
            return
        self.page.keyboard.press("Enter")
        expect(self.page.locator("dialog[open]")).to_be_visible()

    def press(self, name: str, *, within: Locator | None = None) -> None:
        self.reach((within or self.page).get_by_role("button", name=_words(name)))
        self.page.keyboard.press("Enter")

    def write(self, label: str, value: str) -> None:
        self.reach(self.page.locator("main").get_by_label(label))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(value)

    def tick(self, words: str) -> None:
        box = self.page.locator("main").get_by_label(words).first
        self.reach(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")
        expect(box).to_be_checked()


def all_round(someone: Typist) -> list[str]:
    """Tab through a whole page and out of it again: what was passed. No end means a trap."""
    passed: list[str] = []
    for _ in range(MOST_STEPS):
        found = someone.step()
        if found["out"] or (passed and found["name"] == passed[0]):
            return passed
        passed.append(found["name"])
    raise AssertionError(f"Tab does not come out of {someone.page.url}: {passed[-5:]}")
