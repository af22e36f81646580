"""Make this folder ready to run: the one step behind every target of the Makefile.

It needs Python 3.11 or newer and nothing else, says what it does, and does only what is not done
yet. `prepare.py base` brings what production needs, `prepare.py demo` what `make run` needs, and
`prepare.py dev` the tools too.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NEEDS_PYTHON = (3, 11)
REQUIREMENTS = ROOT / "requirements"
LEVELS = ("base", "demo", "dev")
# What WeasyPrint opens when it makes a PDF, and the Debian package each is in.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


class Unready(Exception):
    """What is missing, and how to get it, in words for whoever typed `make`."""


def say(text: str) -> None:
    print(f"prepare: {text}", flush=True)


def run(*command: str | Path, quiet: bool = False, **environment: str) -> bool:
    """Run a program; True when it went well. What a quiet one printed is shown if it did not."""
    result = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if result.returncode and quiet:
        print(result.stdout[-4000:])
    return result.returncode == 0


def fingerprint(*paths: Path) -> str:
    """Changes when any of the files does, or the Python they are for."""
    digest = hashlib.sha256(sys.version.encode())
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_done(name: str, mark: str) -> bool:
    stamp = VENV / f".prepared-{name}"
    return stamp.is_file() and stamp.read_text() == mark


def set_done(name: str, mark: str) -> None:
    (VENV / f".prepared-{name}").write_text(mark)


def check_python() -> None:
    if sys.version_info < NEEDS_PYTHON:
        raise Unready(
            f"Golden Thread needs Python {'.'.join(map(str, NEEDS_PYTHON))} or newer; "
            f"this is {sys.version.split()[0]}.\n"
            "If another one is installed, say which: make run PYTHON=python3.12"
        )


def make_venv() -> None:
    """A virtual environment of our own. One made elsewhere, or for another Python, is remade."""
    mark = fingerprint() + str(ROOT)
    if is_done("venv", mark) and PYTHON.exists():
        return
    say("making .venv")
    if VENV.is_dir() and not VENV.is_symlink():
        shutil.rmtree(VENV)
    if not run(sys.executable, "-m", "venv", VENV, quiet=True):
        raise Unready(
            "Python could not make a virtual environment. On Debian and Ubuntu:\n"
            "    apt-get install python3-venv"
        )
    set_done("venv", mark)


def pip(lock: Path) -> bool:
    return run(
        PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet",
        "--require-hashes", "--requirement", lock, quiet=True,
    )  # fmt: skip


def install(level: str) -> None:
    """The packages of a lock file, each checked against its hash. uv is quicker; pip does too."""
    lock = REQUIREMENTS / f"{level}.txt"
    mark = fingerprint(lock)
    if is_done(level, mark):
        return
    begun = time.monotonic()
    say(f"installing the packages of requirements/{level}.txt")
    uv = VENV / "bin" / "uv"
    quick = uv.exists() or pip(REQUIREMENTS / "uv.txt")
    if not (
        quick
        and run(uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", lock,
                quiet=True, UV_LINK_MODE="copy")
    ):  # fmt: skip
        say("uv cannot do it here; pip takes a little longer")
        if not pip(lock):
            raise Unready("The packages could not be installed: see pip's words above.")
    set_done(level, mark)
    for lower in LEVELS[: LEVELS.index(level)]:  # each holds everything that those before it do
        set_done(lower, fingerprint(REQUIREMENTS / f"{lower}.txt"))
    say(f"packages are installed ({time.monotonic() - begun:.0f} s)")


def npm() -> list[str | Path]:
    """How to call npm: the machine's own, or the one in a Python package."""
    if shutil.which("npm") and shutil.which("node"):
        return ["npm"]
    ours = VENV / "bin" / "npm"
    if not ours.exists():
        say("there is no npm on this machine; installing one into .venv")
        if not pip(REQUIREMENTS / "node.txt"):
            raise Unready("npm could not be installed. On Debian and Ubuntu: apt-get install npm")
    return [ours]


def fetch_assets() -> None:
    """The typeface and the icons, from npm's packages into static/vendor/."""
    script, lock = ROOT / "scripts" / "assets.py", ROOT / "package-lock.json"
    mark = fingerprint(script, lock)
    vendor = ROOT / "static" / "vendor"
    if is_done("assets", mark) and (vendor / "fonts").is_dir() and (vendor / "icons").is_dir():
        return
    say("fetching the typeface and the icons")
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if not run(*command, quiet=True, PATH=path):
        raise Unready("npm could not fetch the typeface and the icons: see its words above.")
    if not run(PYTHON, script):
        raise Unready("static/vendor/ could not be filled.")
    set_done("assets", mark)


def compile_translations() -> None:
    """locale/*.po into the files that Django reads. Without catalogues there is nothing to do."""
    catalogues = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
    if not catalogues:
        return
    script = ROOT / "scripts" / "messages.py"
    mark = fingerprint(script, *catalogues)
    made = all(path.with_suffix(".mo").is_file() for path in catalogues)
    if is_done("translations", mark) and made:
        return
    if not run(PYTHON, script, "compile", quiet=True):
        raise Unready("The translations could not be read: see the words above.")
    set_done("translations", mark)


def check_libraries() -> None:
    """PDFs need three of the system's libraries, which no Python package brings."""
    if not sys.platform.startswith("linux"):
        return
    missing = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    if missing:
        raise Unready(
            "This machine lacks what draws letters into PDFs. On Debian and Ubuntu:\n"
            f"    apt-get install {' '.join(missing)}"
        )


def main(arguments: list[str]) -> int:
    level = arguments[0] if arguments else "base"
    try:
        check_python()
        check_libraries()
        make_venv()
        install(level)
        fetch_assets()
        compile_translations()
    except Unready as reason:
        print(f"\nNot ready. {reason}\n", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
