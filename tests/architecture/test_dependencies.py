"""pyproject.toml declares what the program imports, and the lock files follow it."""

import ast
import re
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.packages import PACKAGES

ROOT = Path(__file__).resolve().parent.parent.parent
DEMO = "frameworks/demo/"
# The one door to the demo's year.
DEMO_DOOR = "frameworks/management/commands/load_demo.py"


def project() -> dict[str, list[str]]:
    parsed = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = parsed["dependency-groups"]
    return {
        "project": parsed["project"]["dependencies"],
        **{name: [one for one in group if isinstance(one, str)] for name, group in groups.items()},
    }


def imported(path: Path) -> set[str]:
    """The whole names of all modules that a file imports when it runs, at its top or inside a
    function; not those for the type checker alone."""
    found = set()
    tree = ast.parse(path.read_text())
    for_types = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


@cache
def providers() -> Mapping[str, list[str]]:
    """Which packages bring a module, as far as this machine knows. Takes a tenth of a second."""
    return packages_distributions()


def third_party(path: Path) -> set[str]:
    """The packages, by their name in an index, that a file imports."""
    tops = {name.partition(".")[0] for name in imported(path)}
    tops -= {*sys.stdlib_module_names, *PACKAGES, "tests", "scripts", "benchmarks"}
    return {canonicalize_name(one) for top in tops for one in providers().get(top, [top])}


def sources() -> list[Path]:
    return [path for app in PACKAGES for path in sorted((ROOT / app).rglob("*.py"))]


def names(*groups: str) -> set[str]:
    declared = project()
    return {canonicalize_name(Requirement(one).name) for group in groups for one in declared[group]}


def test_what_the_program_imports_is_declared() -> None:
    # Celery's own parts, which it pins.
    brought = dict.fromkeys(("kombu", "billiard", "click"), "celery")
    checked = 0
    for path in sources():
        where = str(path.relative_to(ROOT))
        allowed = names("project", "demo") if where.startswith(DEMO) else names("project")
        for package in third_party(path):
            checked += 1
            assert brought.get(package, package) in allowed, f"{where} imports {package}"
    assert checked > 100


def test_only_load_demo_reaches_what_only_the_demo_needs() -> None:
    reaching = {
        str(path.relative_to(ROOT))
        for path in sources()
        if not str(path.relative_to(ROOT)).startswith(DEMO)
        and any(name.startswith("frameworks.demo") for name in imported(path))
    }
    assert reaching == {DEMO_DOOR}


@pytest.mark.parametrize("group", ["project", "demo", "dev", "uv", "node"])
def test_each_dependency_says_why(group: str) -> None:
    text = (ROOT / "pyproject.toml").read_text()
    assert project()[group]
    for dependency in project()[group]:
        line = next(line for line in text.splitlines() if f'"{dependency}",' in line)
        assert re.search(r'",\s+# \S+ \S+', line), f"{dependency} has no reason beside it"
