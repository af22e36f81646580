"""The program's own packages: those whose imports are held by contracts."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
PACKAGES: tuple[str, ...] = tuple(CONTRACTS["root_packages"])
APPS = tuple(name for name in PACKAGES if name != "config")
