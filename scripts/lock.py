"""Lock the dependencies that pyproject.toml declares, with hashes: `make lock`.

The lock files in requirements/ name no host and no folder, because the machines that install them
each reach a registry their own way.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
SOURCE = ROOT / "pyproject.toml"
UV = Path(sys.executable).parent / "uv"
# Each lock file, and what it holds: `project` is [project] dependencies, the others are groups.
LOCKS = {
    "base": ("project",),
    "demo": ("project", "demo"),
    "dev": ("project", "dev"),
    "uv": ("uv",),
    "node": ("node",),
}


def lock(name: str) -> None:
    """Write requirements/NAME.txt, for every system and every Python from 3.11 on."""
    target = FOLDER / f"{name}.txt"
    sources = [SOURCE.name] if "project" in LOCKS[name] else []
    groups = [f"--group={group}" for group in LOCKS[name] if group != "project"]
    command = [
        str(UV), "pip", "compile", *sources, *groups, "--universal", "--python-version", "3.11",
        "--generate-hashes", "--no-annotate", "--no-header", "--quiet", "--system-certs",
        "--output-file", str(target.relative_to(ROOT)),
    ]  # fmt: skip
    if "--upgrade" in sys.argv:
        command.append("--upgrade")
    subprocess.run(command, cwd=ROOT, check=True)
    print(f"lock: {target.relative_to(ROOT)}")


def declared(name: str) -> list[Requirement]:
    """What pyproject.toml asks for in a lock file: its dependencies, and those of its groups."""
    project = tomllib.loads(SOURCE.read_text())

    def group(key: str) -> list[Requirement]:
        entries: list[Any] = project["dependency-groups"][key]
        return [
            found
            for entry in entries
            for found in (
                [Requirement(entry)] if isinstance(entry, str) else group(entry["include-group"])
            )
        ]

    return [
        found
        for key in LOCKS[name]
        for found in (
            map(Requirement, project["project"]["dependencies"]) if key == "project" else group(key)
        )
    ]


def outdated(name: str) -> list[str]:
    """Dependencies that pyproject.toml declares and the lock file lacks, or has in a version that
    the declaration excludes."""
    pinned = {
        canonicalize_name(found[1]): found[2]
        for found in re.finditer(
            r"^([\w.-]+)(?:\[[^]]*\])?==([^\s;\\]+)",
            (FOLDER / f"{name}.txt").read_text(),
            re.MULTILINE,
        )
    }
    found = []
    for requirement in declared(name):
        version = pinned.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            found.append(f"requirements/{name}.txt: {requirement}")
    return found


def places(path: Path) -> list[str]:
    """Lines of a lock file that say where something is kept. There should be none."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"\bfile:|--index|--find-links|--extra-index|\bresolved\b", line)
        or (re.search(r"https?://", line) and "/sponsors/" not in line and "funding" not in line)
    ]


def main() -> int:
    if "--check" not in sys.argv:
        for name in LOCKS:
            lock(name)
    if found := [line for name in LOCKS for line in outdated(name)]:
        print("lock: pyproject.toml has changed; run `make lock`:", *found, sep="\n  ")
        return 1
    locked = [*(FOLDER / f"{name}.txt" for name in LOCKS), ROOT / "package-lock.json"]
    found = [line for path in locked for line in places(path)]
    if found:
        print("lock: these lines name a host or a folder:", *found, sep="\n  ")
        return 1
    print(f"lock: {len(locked)} lock files name no host and no folder.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
