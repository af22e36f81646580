"""One cleaning for all text that comes in. The engines disagree on bad input: a NUL is a crash on
PostgreSQL and, stored in SQLite, blocks a later move there."""

import re
import unicodedata

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
