"""The arrows hold, and the machine that says so is itself tried with an import that must not be."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.packages import APPS, CONTRACTS, ROOT

# What an upper app may use of a lower one. The rest is the lower app's own business.
OWN_BUSINESS = {
    "admin", "context", "forms", "management", "migrations", "notices", "tasks", "urls", "views",
}  # fmt: skip


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The program's Python files alone, to break as a test likes."""
    for package in CONTRACTS["root_packages"]:
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=lambda folder, names: [
                name
                for name in names
                if name == "__pycache__"
                or not (name.endswith(".py") or (Path(folder) / name).is_dir())
            ],
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_arrows_hold() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


ILLEGAL = {
    "a lower app knows an upper one": (
        "accounts/models/person.py",
        "from outcomes.models import Action",
        "Imports follow the order of the loop BROKEN",
    ),
    "core knows an app": (
        "core/decisions.py",
        "from accounts.models import Person",
        "Imports follow the order of the loop BROKEN",
    ),
    "a model knows a policy": (
        "outcomes/models/outcome.py",
        "import outcomes.policies",
        "BROKEN",
    ),
    "a model knows what is told of it": (
        "outcomes/models/outcome.py",
        "import outcomes.notices",
        "BROKEN",
    ),
    "guardian behind another door": (
        "accounts/models/authority.py",
        "from guardian.shortcuts import assign_perm",
        "Only core.permissions knows django-guardian BROKEN",
    ),
    "one more tool in core": ("core/gadgets.py", "import json", "core is a closed list of tools"),
}


@pytest.mark.parametrize(("path", "line", "broken"), ILLEGAL.values(), ids=ILLEGAL.keys())
def test_an_illegal_import_is_caught(tree: Path, path: str, line: str, broken: str) -> None:
    with (tree / path).open("a") as module:
        module.write(f"\n{line}\n")
    result = lint(tree)
    assert result.returncode != 0, result.stdout
    assert broken in " ".join(result.stdout.split())


def test_every_app_has_its_place_in_the_order() -> None:
    ours = {
        config.name
        for config in apps.get_app_configs()
        if Path(config.path).parent == ROOT  # not something installed
    }
    loop = next(contract for contract in CONTRACTS["contracts"] if contract["id"] == "loop")
    inside = next(contract for contract in CONTRACTS["contracts"] if contract["id"] == "inside")
    assert ours == set(APPS)
    in_order = [app for layer in loop["layers"] for app in layer.split(" : ")]
    assert in_order == CONTRACTS["root_packages"]
    assert set(inside["containers"]) == ours - {"core"}


def imported(module: Path) -> Iterator[str]:
    """Every dotted name a file imports, those inside functions too."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{each.name}" for each in node.names)


def trespasses(root: Path) -> list[str]:
    return [
        f"{module.relative_to(root)} imports {name}"
        for app in APPS
        for module in sorted((root / app).rglob("*.py"))
        if "migrations" not in module.parts
        for name in imported(module)
        if (parts := name.split("."))[0] in APPS
        and parts[0] not in (app, "core")
        and len(parts) > 1
        and parts[1] in OWN_BUSINESS
    ]


def test_an_app_leaves_another_apps_forms_views_and_tasks_alone() -> None:
    assert trespasses(ROOT) == []


def test_such_a_trespass_is_seen(tree: Path) -> None:
    with (tree / "impact/models/report.py").open("a") as module:
        module.write("\ndef late() -> None:\n    from outcomes.forms import ActionForm\n")
    assert trespasses(tree) == ["impact/models/report.py imports outcomes.forms.ActionForm"]
