"""Pictures of the program: the seven in README.md, and every page as every role.

    make screenshots                      all of them
    make screenshots ARGS=--readme        the seven only
    make screenshots ARGS="--only officer"   pages or people whose name holds these letters

It starts a demo of its own. It needs Chromium and pdftoppm (Debian: chromium, poppler-utils). The
seven go to docs/screenshots/ in few colours, so that the repository stays small; the others to
var/screenshots/ with index.html to leaf through, and into no repository.
"""

import argparse
import html
import io
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser.program import PREPARE, Program, make_ready, manage, serving

ROOT = Path(__file__).resolve().parent.parent
ALL = ROOT / "var" / "screenshots"
PICTURES = ROOT / "docs" / "screenshots"
LARGEST = 150 * 1024
MAKING = 180  # seconds that the worker may take for its papers
WORK = "/manchester/work"
PHONE: ViewportSize = {"width": 375, "height": 812}
DESK: ViewportSize = {"width": 1200, "height": 940}
WIDTHS = (375, 1280)
Scheme = Literal["light", "dark"]
Walk = Callable[[Page], None]


def follow(page: Page, address: str) -> None:
    """Open the first link whose address holds these letters."""
    page.locator(f"main a[href*='{address}']").first.click()
    page.wait_for_load_state()


def workplan(page: Page) -> None:
    page.goto(f"{WORK}/outcomes/")
    follow(page, "/outcomes/happy/")


def journey(page: Page) -> None:
    workplan(page)
    follow(page, "/journey/")


def meeting(page: Page) -> None:
    page.goto(f"{WORK}/meetings/?show=held")
    page.get_by_role("link", name="Happy").first.click()
    page.wait_for_load_state()


def report(page: Page) -> None:
    page.goto(f"{WORK}/reports/?status=draft")
    page.locator("main ul.cards a").first.click()
    page.wait_for_load_state()


def you_said(page: Page) -> None:
    page.goto("/manchester/you-said/")


def home(page: Page) -> None:
    page.goto(f"{WORK}/")


# The picture's name, who looks (nobody: the public), how wide, and where.
SHOTS: tuple[tuple[str, str, ViewportSize, Walk], ...] = (
    ("home-on-a-phone", "manchester-care-consultant", PHONE, home),
    ("workplan", "manchester-elected-member", DESK, workplan),
    ("journey", "manchester-care-consultant", DESK, journey),
    ("meeting", "manchester-care-consultant", DESK, meeting),
    ("report", "manchester-care-consultant", DESK, report),
    ("you-said-on-a-phone", "", PHONE, you_said),
)


def readme(browser: Browser, url: str) -> None:
    """The seven of README.md, of the demo as it is."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, person, size, walk in SHOTS:
        keep(name, picture(browser, url, person, size, walk))
    keep("one-page", sheet(browser, url))


def window(browser: Browser, url: str, person: str, size: ViewportSize, scale: int = 1) -> Page:
    """A window of somebody's; of nobody's where `person` is empty."""
    context = browser.new_context(
        base_url=url,
        viewport=size,
        device_scale_factor=scale,
        reduced_motion="reduce",
        locale="en-GB",
    )
    page = context.new_page()
    if person:
        page.goto("/demo/")
        page.locator(f"button[name=person][value='{person}']").click()
        page.locator("form[data-signs-out]").first.wait_for(state="attached")
    return page


def picture(browser: Browser, url: str, person: str, size: ViewportSize, walk: Walk) -> bytes:
    """What one person sees on one page."""
    page = window(browser, url, person, size, scale=2 if size is PHONE else 1)
    walk(page)
    page.evaluate("document.fonts.ready.then(() => true)")
    shot = page.screenshot()
    page.context.close()
    return shot


def sheet(browser: Browser, url: str) -> bytes:
    """The one page of the latest published report, from its PDF."""
    context = browser.new_context(base_url=url)
    listed = context.request.get("/manchester/reports/").text()
    latest = re.findall(r'href="(/manchester/reports/[^"/]+/)"', listed)[0]
    pdf = b""
    until = time.monotonic() + MAKING
    while not pdf.startswith(b"%PDF"):
        if time.monotonic() > until:
            raise SystemExit("screenshots: the worker has not made the one page")
        time.sleep(1)
        pdf = context.request.get(f"{latest}one-page.pdf").body()
    context.close()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.pdf"
        source.write_bytes(pdf)
        command = ["pdftoppm", "-png", "-singlefile", "-r", "100", str(source), f"{folder}/page"]
        subprocess.run(command, check=True)
        return (Path(folder) / "page.png").read_bytes()


def keep(name: str, shot: bytes) -> None:
    """Save a picture in as many colours as its size allows."""
    target = PICTURES / f"{name}.png"
    with Image.open(io.BytesIO(shot)) as image:
        for colours in (256, 128, 64, 32):
            few = image.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
            few.save(target, optimize=True)
            if target.stat().st_size < LARGEST:
                break
    print(f"screenshots: {target.relative_to(ROOT)} {target.stat().st_size // 1024} KB")


@dataclass(frozen=True)
class Shot:
    """One picture of the contact sheet."""

    page: str
    person: str
    width: int
    scheme: str
    file: str


def every_page(browser: Browser, program: Program, only: str) -> Iterator[Shot]:
    """Every page as everybody who may enter, on a phone and at a desk; in the dark as the first."""
    in_the_dark: set[str] = set()
    for person, pages in program.pages.items():
        wanted = {
            name: where
            for name, where in pages.items()
            if where.startswith("/") and (only in name or only in (person or "nobody"))
        }
        if not wanted:
            continue
        page = window(browser, program.url, person, {"width": WIDTHS[0], "height": 812})
        for name, where in wanted.items():
            kind = name.split()[0]
            schemes: list[Scheme] = ["light"] if kind in in_the_dark else ["light", "dark"]
            in_the_dark.add(kind)
            page.goto(where)
            page.evaluate("document.fonts.ready.then(() => true)")
            yield from looks(page, name, person or "nobody", schemes)
        print(f"screenshots: {person or 'nobody'}, {len(wanted)} pages", flush=True)
        page.context.close()


def looks(page: Page, name: str, person: str, schemes: list[Scheme]) -> Iterator[Shot]:
    """The pictures of a page that is open."""
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 812})
            file = f"{person}/{re.sub('[: ]', '-', name)}-{width}-{scheme}.png"
            page.screenshot(path=ALL / file, full_page=True)
            yield Shot(name, person, width, scheme, file)
    page.emulate_media(color_scheme="light")


def contact_sheet(shots: list[Shot]) -> str:
    """A page to leaf through all of them, by page."""
    parts = []
    for name in sorted({shot.page for shot in shots}):
        figures = "".join(
            f'<figure><a href="{html.escape(shot.file)}"><img loading="lazy" alt="" '
            f'width="{150 if shot.width == WIDTHS[0] else 340}" src="{html.escape(shot.file)}"></a>'
            f"<figcaption>{html.escape(shot.person)}<br>{shot.width}, {shot.scheme}</figcaption>"
            "</figure>"
            for shot in shots
            if shot.page == name
        )
        parts.append(f"<h2>{html.escape(name)}</h2><div>{figures}</div>")
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Every page</title>
<style>body{{font:16px/1.4 sans-serif;margin:2em}}div{{display:flex;flex-wrap:wrap;gap:1em;
align-items:flex-start}}figure{{margin:0}}img{{border:1px solid #ccc;max-height:520px;
object-fit:cover;object-position:top}}</style>
<h1>{len(shots)} pictures of {len(parts)} pages</h1>{"".join(parts)}</html>"""


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--readme", action="store_true", help="the seven of README.md only")
    parser.add_argument("--only", default="", help="letters of a page's or a person's name")
    asked = parser.parse_args()
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo = Path(folder)
        print("screenshots: making a demo (a minute)", flush=True)
        make_ready(demo, "load_demo")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        if not asked.only:
            with serving(demo) as program:
                readme(browser, program.url)
        if not asked.readme:
            command = PREPARE.format(addresses=str(demo / "addresses.json"))
            manage(demo, "shell", "-v0", "-c", command)
            if not asked.only:
                shutil.rmtree(ALL, ignore_errors=True)
            with serving(demo) as program:
                shots = list(every_page(browser, program, asked.only))
            if not shots:
                raise SystemExit(f"screenshots: no page and nobody's name holds {asked.only!r}.")
            (ALL / "index.html").write_text(contact_sheet(shots), encoding="utf-8")
            print(f"screenshots: {len(shots)} in {ALL / 'index.html'}")
        browser.close()


if __name__ == "__main__":
    main()
