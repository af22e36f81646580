"""`docs/attacks.md` names tests that there are, and all modules of attacks."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_test_that_it_names_exists() -> None:
    named = NAMED.findall((ROOT / "docs/attacks.md").read_text())
    assert len(named) > 40
    missing = [
        f"{file}::{name}"
        for file, name in named
        if not (ROOT / file).exists() or name not in functions(ROOT / file)
    ]
    assert missing == []


def test_every_row_and_every_module_has_its_place() -> None:
    text = (ROOT / "docs/attacks.md").read_text()
    rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
    assert [row for row in rows if not NAMED.search(row)] == []
    modules = {path.name for path in (ROOT / "tests/attacks").glob("test_*.py")}
    assert {name for name in modules if name not in text} == set()


def functions(file: Path) -> set[str]:
    """The tests of a module."""
    found = ast.parse(file.read_text()).body
    return {each.name for each in found if isinstance(each, ast.FunctionDef)}
