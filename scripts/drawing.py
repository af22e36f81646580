"""The drawing of the apps in docs/architecture.md, made from what they import: `drawing.py` writes
it, `drawing.py --check` says whether it is what the code says.

An arrow that other arrows already lead along is left out of the drawing; the table under it has
every import.
"""

import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "architecture.md"
BEGIN = "<!-- drawing: written by scripts/drawing.py -->"
END = "<!-- end of the drawing -->"

# What each app imports, in the order of the layers in pyproject.toml, highest first.
Imports = Mapping[str, list[str]]


def imports_of_apps() -> dict[str, list[str]]:
    """What each app imports, wherever in a file it does so."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    apps: list[str] = contracts["root_packages"]
    # The folder that holds the apps: a script finds only what lies beside it.
    sys.path.insert(0, str(ROOT))
    graph = grimp.build_graph(*apps, cache_dir=None)
    return {
        app: [
            other
            for other in apps
            if other != app
            and graph.direct_import_exists(importer=app, imported=other, as_packages=True)
        ]
        for app in apps
    }


def reached(app: str, imports: Imports) -> set[str]:
    """The apps that an app reaches, through others too. Raises RecursionError for a circle."""
    found = set(imports[app])
    return found.union(*(reached(other, imports) for other in imports[app]))


def drawing(imports: Imports) -> str:
    """The Mermaid diagram and the table of these imports."""
    arrows = [
        f"    {app} --> {other}"
        for app in imports
        for other in imports[app]
        if not any(other in reached(between, imports) for between in imports[app])
    ]
    rows = [f"| `{app}` | {', '.join(imports[app]) or 'none of the others'} |" for app in imports]
    return "\n".join(
        ["```mermaid", "flowchart TD", *arrows, "```", "", "| app | imports |", "|---|---|", *rows]
    )


def with_drawing(text: str, drawn: str) -> str:
    """A document with this between its markers. Raises ValueError where it has no markers."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"There is no place for the drawing between {BEGIN!r} and {END!r}.")
    return f"{before}{begin}\n\n{drawn}\n\n{end}{after}"


def main() -> int:
    text = DOCUMENT.read_text()
    wanted = with_drawing(text, drawing(imports_of_apps()))
    if "--check" in sys.argv[1:]:
        if text != wanted:
            print("drawing: docs/architecture.md is out of date: run scripts/drawing.py")
        return int(text != wanted)
    DOCUMENT.write_text(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
