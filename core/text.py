"""One cleaning for all text that comes in, and one way to name several things in a sentence. The
engines disagree on bad input: a NUL is a crash on PostgreSQL and, stored in SQLite, blocks a later
move there."""

import re
import unicodedata
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def clean_text(value: str, *, lines: bool = False) -> str:
    """The text without control and direction characters, in one Unicode form, ends trimmed. Line
    breaks are kept, as single \\n, only when `lines`."""
    value = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
    value = value.encode("utf-8", "ignore").decode()
    value = _CONTROL.sub("", value)
    if not lines:
        value = re.sub(r"\s+", " ", value)
    return value.strip()


# In Welsh "and" is "ac" before a vowel. Here y is one where a consonant follows: "ysgol", not
# "Yasmin".
_VOWEL = re.compile(r"[aeiou]|y[^aeiou\W]", re.I)


def and_list(words: Sequence[object]) -> str:
    """ "Jay", "Jay and Sam", "Jay, Sam and Ari": several names or things in a sentence, in the
    language that is on. Nothing for none."""
    names = [str(word) for word in words]
    if len(names) < 2:
        return "".join(names)
    before, last = ", ".join(names[:-1]), names[-1]
    letters = "".join(
        one for one in unicodedata.normalize("NFD", last) if one.isalpha() or one.isspace()
    )
    if _VOWEL.match(letters):
        # Translators: in Welsh "ac", because a vowel follows.
        joined = pgettext("before a vowel", "%(before)s and %(last)s")
    else:
        # Translators: in Welsh "a", because no vowel follows.
        joined = _("%(before)s and %(last)s")
    return joined % {"before": before, "last": last}
