"""No sentence says "quarter" of every council: some meet twice a year, and one paper names no
rhythm at all."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.unmarked import APPS, MARKS, ROOT

# Said only of a group that meets four times a year.
BY_RHYTHM = {"%(meeting)s: the quarter’s checklist"}
QUARTER = re.compile(r"\bquarter", re.I)
# What a template shows: marked words, and what stands between tags.
SHOWN = re.compile(r"""_\("([^"]*)"\)|translate "([^"]*)"|(?:%}|}})([^{]*)""")


def _in_python() -> Iterator[tuple[Path, str]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in MARKS:
                    for part in node.args:
                        if isinstance(part, ast.Constant) and isinstance(part.value, str):
                            yield path, part.value


def _in_templates() -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for found in SHOWN.finditer(path.read_text()):
            words = re.sub(r"<[^>]*>?|[\w-]*=\"[^\"]*", "", "".join(filter(None, found.groups())))
            yield path, words


def test_no_sentence_takes_every_council_to_meet_each_quarter() -> None:
    sentences = [*_in_python(), *_in_templates()]
    assert len(sentences) > 3000
    wrong = {f"{path.name}: {words.strip()}" for path, words in sentences if QUARTER.search(words)}
    assert {one for one in wrong if one.partition(": ")[2] not in BY_RHYTHM} == set()
