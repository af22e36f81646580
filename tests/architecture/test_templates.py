"""Every template is used, and no page has script or style of its own."""

import re
from pathlib import Path

from django.conf import settings

from tests.architecture.packages import PACKAGES

TEMPLATES = settings.ROOT / "templates"
# Django's own names for its error pages, and the two that only a handler asks for.
BY_NAME = {"400.html", "403.html", "404.html", "500.html"}


def templates() -> dict[str, str]:
    return {
        str(path.relative_to(TEMPLATES)): path.read_text()
        for path in sorted(TEMPLATES.rglob("*.html"))
    }


def code() -> str:
    root = Path(settings.ROOT)
    return "\n".join(path.read_text() for app in PACKAGES for path in (root / app).rglob("*.py"))


def test_no_template_is_unused() -> None:
    pages, program = templates(), code()
    assert len(pages) > 40
    unused = []
    for name in pages:
        others = "\n".join(text for other, text in pages.items() if other != name)
        quoted = re.compile(rf"[\"']{re.escape(name)}[\"']")
        # A widget's template may be named by a pattern: forms/{kind}.html.
        pattern = re.compile(rf"[\"']{re.escape(name.rsplit('/', 1)[0])}/(?:\{{|%s)")
        named = quoted.search(program) or quoted.search(others) or name in BY_NAME
        if not named and not pattern.search(program):
            unused.append(name)
    assert unused == []


def test_no_inline_script_style_or_handler() -> None:
    wrong = []
    for name, text in templates().items():
        if name.startswith("pdf/"):
            continue
        if re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", text):
            wrong.append(name)
    assert wrong == []


def test_every_cell_says_what_it_is_where_a_table_becomes_cards() -> None:
    """On a phone a table has no head: each cell bears its own (static/css/page.css). A cell
    that only holds what one can do needs none; there the head is hidden as well."""
    wrong, cells = [], 0
    for name, text in templates().items():
        for table in re.findall(r'<table class="table">(.*?)</table>', text, re.DOTALL):
            for cell in re.findall(r"<td\b[^>]*>(?!<p class=\"actions\"|{% if member.pk)", table):
                cells += 1
                if "data-label=" not in cell:
                    wrong.append(f"{name}: {cell}")
    assert cells > 20
    assert wrong == []
