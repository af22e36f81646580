"""Spreadsheets that go out: no cell may act as a formula or break the file."""

from core.text import clean_text

_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_plain_cells(*values: object) -> list[str]:
    """The values as text, control characters gone, and a text that a spreadsheet would run as a
    formula made plain by an apostrophe. Numbers stay numbers."""
    cells = []
    for value in values:
        text = clean_text(str(value), lines=True) if value is not None else ""
        risky = isinstance(value, str) and text.startswith(_STARTS)
        cells.append(f"'{text}" if risky else text)
    return cells
