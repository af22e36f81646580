"""The commands, files and names that the documents at the top and in docs/ tell people of exist."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
TARGETS = re.findall(r"^([a-z][a-z -]*):", (ROOT / "Makefile").read_text(), flags=re.M)
CALLS = sorted(
    {
        (path.name, line.strip())
        for path in DOCUMENTS
        for line in path.read_text().splitlines()
        if re.search(r"^ {4,}\S.*manage\.py [a-z_]+", line)
    }
)
# Those that say where something is done: a row for each file, then the names that are in it.
WALKS = re.findall(r"^\| `([^`]+)` \| (.*) \|$", (ROOT / "CONTRIBUTING.md").read_text(), flags=re.M)
# What stands in for a word in quotes, a pipe or an option of the shell.
ENDS = re.compile(r" [<>|&#]| \\$|  ")


def test_there_are_commands_to_look_at() -> None:
    assert len(CALLS) > 8


@pytest.mark.parametrize("document, line", CALLS, ids=lambda one: one[:60])
def test_a_line_with_manage_names_a_command_and_its_arguments(document: str, line: str) -> None:
    """Parsed by the command itself, so a missing argument or an unknown option is noticed."""
    for name, rest in re.findall(r"manage\.py ([a-z_]+)([^&|]*)", line):
        app = get_commands()[name]
        command = load_command_class(str(app), name)
        rest = re.sub(r"\$\([^)]*\)", "today", ENDS.split(rest)[0])
        words = re.findall(r'"[^"]*"|\S+', rest)
        command.create_parser("manage.py", name).parse_args(words)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda one: one.name)
def test_every_make_target_that_is_named_exists(path: Path) -> None:
    known = {name for targets in TARGETS for name in targets.split()}
    named = set(re.findall(r"(?:`| {4})make ([a-z][a-z-]*)", path.read_text()))
    assert named <= known


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda one: one.name)
def test_every_file_of_ours_that_is_named_exists(path: Path) -> None:
    named = re.findall(
        r"`((?:accounts|benchmarks|config|core|cooperative|deploy|docs|documents|expectations"
        r"|frameworks|impact|locale|outcomes|portal|scripts|static|templates|tests|voice)/[\w./-]+)`",
        path.read_text(),
    )
    links = re.findall(r"\]\((?!https?:)([\w./-]+)(?:#[\w-]+)?\)", path.read_text())
    assert not [one for one in named if not (ROOT / one).exists()]
    assert not [one for one in links if not (path.parent / one).exists()]


def test_each_walk_names_what_is_in_its_files() -> None:
    """Each name in backticks, in CONTRIBUTING.md, stands in the file of its row."""
    named = [(path, name) for path, row in WALKS for name in re.findall(r"`([^`]+)`", row)]
    assert len(named) > 60
    missing = [
        f"{path}: {name}"
        for path, name in named
        if not all(part in (ROOT / path).read_text() for part in name.split("…"))
    ]
    assert missing == []


def test_readme_leads_to_every_other_document() -> None:
    readme = (ROOT / "README.md").read_text()
    others = [str(path.relative_to(ROOT)) for path in DOCUMENTS if path.name != "README.md"]
    assert len(others) > 10
    assert [other for other in others if f"({other})" not in readme] == []


def test_make_framework_names_the_file_and_checks_it() -> None:
    """`make framework` without a file says so; with one it validates it, by the demo's settings."""
    # Without what a `make test` around this one has set.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    bare = subprocess.run(
        ["make", "framework"], cwd=ROOT, env=clean, capture_output=True, text=True, check=False
    )
    assert bare.returncode != 0
    assert bare.stdout.strip() == "framework: name the file: make framework FILE=my-council.yaml"
    planned = subprocess.run(
        ["make", "--dry-run", "framework", "FILE=my-council.yaml"],
        cwd=ROOT, env=clean, capture_output=True, text=True, check=True,
    )  # fmt: skip
    (line,) = [one for one in planned.stdout.splitlines() if "manage.py" in one]
    assert "DJANGO_SETTINGS_MODULE=config.settings.demo" in line
    assert line.endswith('manage.py validate_framework "my-council.yaml"')
