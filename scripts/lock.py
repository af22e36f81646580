"""Lock every requirement with its hashes, in files that name no host and no folder: `make lock`."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
UV = Path(sys.executable).parent / "uv"


def lock(source: Path) -> None:
    """Write NAME.txt from NAME.in, for every system and every Python from 3.11 on."""
    target = source.with_suffix(".txt")
    command = [
        str(UV), "pip", "compile", str(source.relative_to(ROOT)), "--universal",
        "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header", "--quiet",
        "--output-file", str(target.relative_to(ROOT)),
    ]  # fmt: skip
    if "--upgrade" in sys.argv:
        command.append("--upgrade")
    subprocess.run(command, cwd=ROOT, check=True)
    print(f"lock: {target.relative_to(ROOT)}")


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
        for source in sorted(FOLDER.glob("*.in")):
            lock(source)
    locked = [*sorted(FOLDER.glob("*.txt")), ROOT / "package-lock.json"]
    found = [line for path in locked for line in places(path)]
    if found:
        print("lock: these lines name a host or a folder:", *found, sep="\n  ")
        return 1
    print(f"lock: {len(locked)} lock files name no host and no folder.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
