"""Make this folder ready to run: the one step behind every target of the Makefile.

It needs Python 3.11 or newer and nothing else, says what it does, does only what is not done yet,
and says nothing when there is nothing to do. `prepare.py base` brings what production needs,
`prepare.py demo` what `make run` needs, and `prepare.py dev` the tools too. Names after that
(`gettext`, `chromium`) are programs of the system that the target needs besides.

What only the system can bring it installs with apt-get, as root or where sudo asks for no password.
Where it may not, it names the command to type, and goes on without PDFs.
"""

import ctypes
import hashlib
import importlib.util
import os
import shutil
import ssl
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
# What WeasyPrint opens when it makes a PDF, and the Debian package each is in. The same table is in
# core/documents/libraries.py.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
# Programs of the system that a target can ask for, the Debian package of each, and what it is for.
PROGRAMS = {
    "gettext": ("xgettext", "gettext", "collects the words of the pages for translation"),
    "chromium": ("chromium", "chromium", "opens the pages in the browser tests"),
}
BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


class Unready(Exception):
    """What is missing, and how to get it, in words for whoever typed `make`."""


def say(text: str) -> None:
    print(f"prepare: {text}", flush=True)


def certificates() -> dict[str, str]:
    """Variables that make pip, uv and node trust the system's certificates. A network that inspects
    traffic has its own authority there. What is set already stays."""
    paths = ssl.get_default_verify_paths()
    bundle = next((path for path in (paths.cafile, *BUNDLES) if path and os.path.isfile(path)), "")
    trusted = {"UV_SYSTEM_CERTS": "1"}
    if bundle:
        trusted |= {"REQUESTS_CA_BUNDLE": bundle, "NODE_EXTRA_CA_CERTS": bundle}
    return {name: value for name, value in trusted.items() if not os.environ.get(name)}


def run(*command: str | Path, quiet: bool = True, **environment: str) -> str | None:
    """Run a program; None when it went well, else what it printed."""
    result = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **certificates(), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if result.returncode == 0:
        return None
    return (result.stdout or "")[-4000:].strip() or f"It ended with {result.returncode}."


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


# The system's packages


def venv_mark() -> str:
    return fingerprint() + str(ROOT)


def has_venv() -> bool:
    return is_done("venv", venv_mark()) and PYTHON.exists()


def can_make_venv() -> bool:
    """Debian keeps `ensurepip`, which puts pip into a virtual environment, in a package apart."""
    return importlib.util.find_spec("ensurepip") is not None


def missing_libraries() -> list[str]:
    """The packages of the libraries that this machine lacks for making PDFs."""
    missing = []
    for library, package in LIBRARIES.items() if sys.platform.startswith("linux") else ():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def lacking(programs: list[str]) -> dict[str, str]:
    """The system packages that are missing, each with what it is for."""
    found = {}
    if not has_venv() and not can_make_venv():
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        found[f"python{version}-venv"] = "gives the Python packages a place of their own"
    found |= dict.fromkeys(missing_libraries(), "draws letters into PDFs")
    for name in programs:
        program, package, reason = PROGRAMS[name]
        if not shutil.which(program):
            found[package] = reason
    return found


def as_root() -> list[str] | None:
    """What to put before a command of root's; None where that would need a password."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and run("sudo", "-n", "true") is None:
        return ["sudo", "-n"]
    return None


def install_command(packages: dict[str, str]) -> str:
    sudo = "" if os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get install {' '.join(packages)}"


def install_system_packages(packages: dict[str, str]) -> None:
    """Install what is missing where that is allowed. What went wrong is told, and not the end."""
    root = as_root() if shutil.which("apt-get") else None
    if root is None:
        return
    say("installing what only the system can bring, with apt-get:")
    for package, reason in packages.items():
        say(f"    {package}: {reason}")
    begun = time.monotonic()
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--yes"]
    install = [*apt, "install", "--no-install-recommends", *packages]
    # The lists of a fresh machine are empty, those of an old one name packages that have gone.
    problem = run(*install) and (run(*apt, "update") or run(*install))
    if problem:
        say(f"apt-get could not install them:\n{problem[-1500:]}")
    else:
        say(f"the system has them now ({time.monotonic() - begun:.0f} s)")


def provide_system_packages(level: str, programs: list[str]) -> None:
    """See that the system has what is needed. `make run` goes on without PDFs; what else is missing
    is the end, with the command that brings it."""
    packages = lacking(programs)
    if not packages:
        return
    install_system_packages(packages)
    packages = lacking(programs)
    if not packages:
        return
    needed = set(packages) - set(LIBRARIES.values())
    if not needed and level != "dev":
        say("this machine cannot make PDFs yet; everything else works. For PDFs, type:")
        say(f"    {install_command(packages)}")
        return
    reasons = "\n".join(f"    {package}: {reason}" for package, reason in packages.items())
    raise Unready(
        f"This machine lacks:\n{reasons}\nOn Debian and Ubuntu, type this and try again:\n"
        f"    {install_command(packages)}"
    )


# What goes into this folder


def make_venv() -> None:
    """A virtual environment of our own. One made elsewhere, or for another Python, is remade."""
    if has_venv():
        return
    say("making .venv")
    if VENV.is_dir() and not VENV.is_symlink():
        shutil.rmtree(VENV)
    if problem := run(sys.executable, "-m", "venv", VENV):
        raise Unready(f"Python could not make a virtual environment:\n{problem}")
    set_done("venv", venv_mark())


def pip(lock: Path) -> str | None:
    return run(
        PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet",
        "--require-hashes", "--requirement", lock, PIP_ROOT_USER_ACTION="ignore",
    )  # fmt: skip


def install_lock(name: str) -> None:
    """The packages of a lock file, each checked against its hash. uv is quicker; pip does too."""
    lock, uv = REQUIREMENTS / f"{name}.txt", VENV / "bin" / "uv"
    if (uv.exists() or pip(REQUIREMENTS / "uv.txt") is None) and run(
        uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", lock,
        UV_LINK_MODE="copy",
    ) is None:  # fmt: skip
        return
    if problem := pip(lock):
        raise Unready(f"The packages of requirements/{name}.txt could not be installed:\n{problem}")


def install(level: str) -> None:
    mark = fingerprint(REQUIREMENTS / f"{level}.txt")
    if is_done(level, mark):
        return
    begun = time.monotonic()
    say(f"downloading the packages of requirements/{level}.txt")
    install_lock(level)
    set_done(level, mark)
    for lower in LEVELS[: LEVELS.index(level)]:  # each holds everything that those before it do
        set_done(lower, fingerprint(REQUIREMENTS / f"{lower}.txt"))
    say(f"packages are installed ({time.monotonic() - begun:.0f} s)")


def npm() -> str | Path:
    """How to call npm: the machine's own, or the one in a Python package."""
    if shutil.which("npm") and shutil.which("node"):
        return "npm"
    ours = VENV / "bin" / "npm"
    if not ours.exists():
        install_lock("node")
    return ours


def fetch_assets() -> None:
    """The typeface and the icons, from npm's packages into static/vendor/."""
    script, lock = ROOT / "scripts" / "assets.py", ROOT / "package-lock.json"
    mark = fingerprint(script, lock)
    vendor = ROOT / "static" / "vendor"
    if is_done("assets", mark) and (vendor / "fonts").is_dir() and (vendor / "icons").is_dir():
        return
    begun = time.monotonic()
    say("downloading the typeface and the icons")
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    arguments = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    if problem := run(npm(), *arguments, PATH=path):
        raise Unready(f"npm could not fetch the typeface and the icons:\n{problem}")
    if problem := run(PYTHON, script):
        raise Unready(f"static/vendor/ could not be filled:\n{problem}")
    set_done("assets", mark)
    say(f"typeface and icons are in static/vendor/ ({time.monotonic() - begun:.0f} s)")


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
    if problem := run(PYTHON, script, "compile"):
        raise Unready(f"The translations could not be read:\n{problem}")
    set_done("translations", mark)


def main(arguments: list[str]) -> int:
    level, programs = arguments[0] if arguments else "base", arguments[1:]
    try:
        check_python()
        if not has_venv():
            say("the first start on this machine takes 2 to 6 minutes, mostly for downloads")
        provide_system_packages(level, programs)
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
