"""Pictures of the running demo for README.md: `make run`, then `make screenshots` beside it.

It needs Chromium and pdftoppm (Debian: chromium, poppler-utils). Each picture is the page as it is,
in few colours, so that the repository stays small.
"""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
LARGEST = 150 * 1024
WORK = "/manchester/work"
PHONE = {"width": 375, "height": 812}
DESK = {"width": 1200, "height": 940}
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
SHOTS: tuple[tuple[str, str, dict[str, int], Walk], ...] = (
    ("home-on-a-phone", "manchester-care-consultant", PHONE, home),
    ("workplan", "manchester-elected-member", DESK, workplan),
    ("journey", "manchester-care-consultant", DESK, journey),
    ("meeting", "manchester-care-consultant", DESK, meeting),
    ("report", "manchester-care-consultant", DESK, report),
    ("you-said-on-a-phone", "", PHONE, you_said),
)


def main(url: str) -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, person, size, walk in SHOTS:
            keep(name, picture(browser, url, person, size, walk))
        browser.close()
    keep("one-page", sheet(url))
    return 0


def picture(browser: Browser, url: str, person: str, size: dict[str, int], walk: Walk) -> bytes:
    """What one person sees on one page."""
    context = browser.new_context(
        base_url=url,
        viewport=size,  # type: ignore[arg-type]
        device_scale_factor=2 if size is PHONE else 1,
        reduced_motion="reduce",
        locale="en-GB",
    )
    page = context.new_page()
    if person:
        page.goto("/demo/")
        page.locator(f"button[name=person][value='{person}']").click()
        page.wait_for_url("**/work/")
    walk(page)
    page.evaluate("document.fonts.ready")
    shot = page.screenshot()
    context.close()
    return shot


def sheet(url: str) -> bytes:
    """The one page of the latest published report, from its PDF."""
    with sync_playwright() as playwright:
        request = playwright.request.new_context(base_url=url)
        listed = request.get("/manchester/reports/").text()
        latest = re.findall(r'href="(/manchester/reports/[^"/]+/)"', listed)[0]
        pdf = request.get(f"{latest}one-page.pdf").body()
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


if __name__ == "__main__":
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=10):
            pass
    except OSError:
        sys.exit(f"Nothing answers at {address}. Start it first: make run")
    sys.exit(main(address))
