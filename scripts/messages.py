"""The translations: `make messages` collects what is marked in templates and Python into
locale/*.po, `messages.py compile` turns those into what Django reads, `messages.py --check` says
whether the collection is complete.

Collecting needs the system's gettext (Debian: apt-get install gettext). Compiling does not.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
# What holds nothing for people, or is not ours.
IGNORED = ".venv node_modules static tests benchmarks scripts var docs management".split()
ON_A_SERVER = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}


def compile_all() -> None:
    """Write django.mo beside each django.po."""
    for path in CATALOGUES:
        with path.open("rb") as source:
            catalogue = read_po(source, locale=path.parts[-3])
        target = path.with_suffix(".mo")
        made = target.with_suffix(".new")
        with made.open("wb") as output:
            write_mo(output, catalogue)
        made.replace(target)


def collect() -> None:
    """Bring every catalogue up to date with what is marked now. Translations are kept."""
    command = [sys.executable, "manage.py", "makemessages", "--no-location", "--no-obsolete",
               "--no-wrap", "--verbosity", "0"]  # fmt: skip
    for path in CATALOGUES:
        command += ["--locale", path.parts[-3]]
    for name in IGNORED:
        command += ["--ignore", f"{name}/*", "--ignore", f"*/{name}/*"]
    subprocess.run(command, cwd=ROOT, env=ON_A_SERVER, check=True)
    for path in CATALOGUES:
        path.write_text(tidied(path.read_text()))


def tidied(text: str) -> str:
    """A catalogue without the day it was made: that changes each time and says nothing."""
    return "".join(
        line for line in text.splitlines(keepends=True) if not line.startswith('"POT-Creation-Date')
    )


def keys(path: Path) -> set[tuple[str, str]]:
    """The messages of a catalogue: what is to be translated and its context."""
    with path.open("rb") as source:
        return {
            (str(message.id), str(message.context or ""))
            for message in read_po(source)
            if message.id
        }


def check() -> int:
    """Collect into the files, compare, and put them back as they were."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        kept = {path: Path(folder) / str(n) for n, path in enumerate(CATALOGUES)}
        for path, copy in kept.items():
            shutil.copy2(path, copy)
        try:
            collect()
            for path, copy in kept.items():
                now, before = keys(path), keys(copy)
                for message, _ in sorted(now - before):
                    print(f"messages: {path.parts[-3]} lacks {message!r}")
                for message, _ in sorted(before - now):
                    print(f"messages: {path.parts[-3]} still has {message!r}")
                wrong += now != before
        finally:
            for path, copy in kept.items():
                shutil.copy2(copy, path)
    print("messages: run `make messages`" if wrong else "messages: the catalogues are complete.")
    return 1 if wrong else 0


def main() -> int:
    if "compile" in sys.argv:
        compile_all()
        return 0
    if not shutil.which("xgettext"):
        print(
            "Collecting what is to be translated needs gettext. On Debian: apt-get install gettext"
        )
        return 1
    if "--check" in sys.argv:
        return check()
    collect()
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
