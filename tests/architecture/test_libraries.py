"""Each large library has one door: the modules that may import it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.packages import PACKAGES, ROOT

DOORS = {
    "guardian": "core/permissions.py",
    "jsonschema": "frameworks/checking.py",
    "kombu": "core/broker.py",
    "openpyxl": "core/spreadsheets.py",
    "pikepdf": "core/documents/",
    "pillow_heif": "outcomes/validators.py",
    "redis": "core/redis_cache.py",
    "weasyprint": "core/documents/",
    "yaml": "frameworks/",
}


def imports(root: Path) -> Iterator[tuple[str, str]]:
    """Which module imports which library, also inside a function."""
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                names: list[str] = []
                if isinstance(node, ast.Import):
                    names = [each.name for each in node.names]
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names = [node.module]
                for name in names:
                    yield str(path.relative_to(root)), name.split(".")[0]


def behind_other_doors(root: Path) -> list[str]:
    return [
        f"{module} imports {library}"
        for module, library in imports(root)
        if library in DOORS and not module.startswith(DOORS[library])
    ]


def test_each_large_library_is_imported_behind_its_door() -> None:
    assert behind_other_doors(ROOT) == []
    assert {library for _module, library in imports(ROOT)} >= set(DOORS)


@pytest.mark.parametrize("library", DOORS)
def test_another_door_is_seen(tmp_path: Path, library: str) -> None:
    module = tmp_path / "voice" / "operations" / "asks.py"
    module.parent.mkdir(parents=True)
    module.write_text(f"def asked() -> None:\n    from {library}.deep import thing\n")
    assert behind_other_doors(tmp_path) == [f"voice/operations/asks.py imports {library}"]
