"""Keep the text of every page as every role, to see what a change of the code changed on pages.

    .venv/bin/python -m scripts.page_snapshots FOLDER

It makes a demo of its own, opens every page that the browser tests open, and writes each into
FOLDER, without what differs each time (keys, tokens, times of day). Run it before and after, on one
day, and compare the folders: `git diff --no-index before after`. Pages are named by who looks and
by address, so renamed addresses' names make no difference.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browser.program import ADDRESSES, PREPARE, ROOT, environment, make_ready, manage

FETCH = """
from scripts import page_snapshots
page_snapshots.keep_pages({addresses!r}, {target!r})
"""
CHANGES_ANYWAY = (
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'), 'name="csrfmiddlewaretoken"'),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "UUID"),
    (re.compile(r'nonce="[^"]*"'), "nonce"),
    (re.compile(r"\b\d{1,2}(:\d\d)?[ap]m\b|\b\d\d:\d\d(:\d\d)?\b|\b(midday|midnight)\b"), "TIME"),
    (re.compile(r"\b\d+ (second|minute)s? ago\b|\bjust now\b"), "AGO"),
    (re.compile(r"/static/([\w/-]+)\.[0-9a-f]{12}\."), r"/static/\1."),
    (
        re.compile(r'<svg class="qr-code".*?</svg>|data-options="[^"]*"|<code>[A-Z2-7]{32}</code>'),
        "SECRET",
    ),
    (re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b|token=[\w-]+|/[\w-]{43,}"), "TOKEN"),
)


def normalised(text: str) -> str:
    """A page without what differs each time it is drawn."""
    for pattern, instead in CHANGES_ANYWAY:
        text = pattern.sub(instead, text)
    return text


def keep_pages(addresses: str, target: str) -> None:
    """Write each page of `addresses` (JSON: who looks, name, address) below `target`. Runs inside
    the program (`manage.py shell`)."""
    from django.test import Client

    from portal.queries.demo import demo_authorities
    from tests.browser.addresses import client_of

    people = {one.value: one.membership for each in demo_authorities() for one in each.people}
    kept = 0
    for value, pages in json.loads(Path(addresses).read_text()).items():
        client = client_of(people[value]) if value else Client(SERVER_NAME="127.0.0.1")
        folder = Path(target) / (value or "nobody")
        folder.mkdir(parents=True, exist_ok=True)
        for where in sorted(set(pages.values())):
            if not where.startswith("/"):
                continue
            answer = client.get(where)
            content = b"".join(answer) if answer.streaming else answer.content
            name = re.sub(r"\W+", "-", normalised(where)).strip("-") or "front"
            (folder / f"{name}.html").write_text(
                f"{answer.status_code}\n{normalised(content.decode())}"
            )
            kept += 1
    print(f"page_snapshots: {kept} pages in {target}")


def main() -> int:
    """Make the demo and keep its pages. Returns the exit code."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    target = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        addresses = str(folder / ADDRESSES)
        make_ready(folder, "load_demo")
        manage(folder, "shell", "-v0", "-c", PREPARE.format(addresses=addresses), keeps_mail=True)
        script = FETCH.format(addresses=addresses, target=str(target))
        subprocess.run(
            [sys.executable, "manage.py", "shell", "-v0", "-c", script],
            cwd=ROOT,
            env={**environment(folder), "EMAIL_URL": "dummymail://"},
            check=True,
            stdin=subprocess.DEVNULL,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
