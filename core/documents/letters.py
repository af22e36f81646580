"""Which letters a document of this machine can print.

Our typeface has the letters of most Latin scripts. For the rest, and for every other script, the
layout engine takes what fonts the machine has (README and Dockerfile name those to install); a
letter that none has is drawn as an empty box.
"""

import logging
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

# What our two font files have, in hexadecimal. Written here because web processes do not load what
# reads a font; tests/core/test_letters.py compares it with the files.
OURS = """
20-7e a0-ac ae-b4 b6-107 10a-113 116-11b 11e-123 126-127 12a-12b 12e-133 136-137 139-13e 141-148
150-155 158-15b 15e-165 16a-16b 16e-17e 192 218-21b 237 2c6-2c7 2c9 2da 2dc-2dd 300-301 303-304 308
1e80-1e85 1e9e 1ef2-1ef3 2009 2013-2014 2018-201a 201c-201e 2020 2022 2026 2039-203a 2044 20ac 20b9
2113 2122 2212 2215
"""
# Marks, joiners, spaces and line breaks draw nothing of their own.
_UNDRAWN = frozenset({"Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp"})
SECONDS = 5
NO_FC_LIST = (
    "fc-list (package fontconfig) is not installed, so installed fonts cannot be detected: pages "
    "warn about every character outside our own typeface."
)
logger = logging.getLogger(__name__)


def letters_without_font(*values: Any) -> list[str]:
    """The letters of texts that a document would show as empty boxes, each once, in order. Looks
    into lists, dictionaries and data classes too. Asks the machine only about letters that our
    typeface lacks, once each in a process."""
    letters = dict.fromkeys(letter for value in values for letter in _letters(value))
    return [
        letter
        for letter in letters
        if ord(letter) not in _our_letters()
        and unicodedata.category(letter) not in _UNDRAWN
        and not _machine_has(ord(letter))
    ]


def _letters(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from unicodedata.normalize("NFC", value)
    elif isinstance(value, dict):
        yield from _letters(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _letters(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _letters(getattr(value, field.name))


@lru_cache(maxsize=1)
def _our_letters() -> frozenset[int]:
    found: set[int] = set()
    for piece in OURS.split():
        first, _dash, last = piece.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


@lru_cache(maxsize=1)
def _say_that_it_is_missing() -> None:
    logger.warning(NO_FC_LIST)


@lru_cache(maxsize=4096)
def _machine_has(code: int) -> bool:
    """Whether fontconfig, which the layout engine asks too, knows a font with the letter. Without
    its program nobody knows; then the letter counts as one that may come out as a box."""
    try:
        listed = subprocess.run(
            ["fc-list", f":charset={code:x}", "file"],
            capture_output=True, check=False, timeout=SECONDS,
        )  # fmt: skip
    except OSError:
        _say_that_it_is_missing()
        return False
    except subprocess.TimeoutExpired:
        return True  # it cannot be told now, so nobody is warned of what may be well
    return bool(listed.stdout.strip())
