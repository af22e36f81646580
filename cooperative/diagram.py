"""Where the boxes and lines of "How we are run" stand. Pure geometry; the template draws it.

The list below the picture says the same in sentences, so nothing is lost without seeing it.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, MARGIN = 1000, 10
BOX_HEIGHT, ROW_HEIGHT, GAP = 66, 132, 34
WIDEST, NARROWEST = 260, 118
# About how wide a letter is at the size the names are drawn.
LETTER, LINE_HEIGHT = 8.4, 18


@dataclass(frozen=True)
class Box:
    """One group: its corner, its size, its name in lines, each with its own height on the page."""

    key: int
    x: int
    y: int
    width: int
    height: int
    lines: tuple[tuple[str, int], ...]

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class Line:
    """An arrow from one box to another, as an SVG path."""

    path: str


@dataclass(frozen=True)
class Diagram:
    """The whole picture."""

    width: int
    height: int
    boxes: list[Box]
    lines: list[Line]


def draw(
    rows: Sequence[Sequence[tuple[int, str]]], relations: Sequence[tuple[int, int]]
) -> Diagram:
    """Place rows of (key, name) from top to foot, and an arrow for each (from, to)."""
    widest = max((len(row) for row in rows), default=1)
    width = max(WIDTH, widest * (NARROWEST + GAP) + 2 * MARGIN)
    boxes = [box for number, row in enumerate(rows) for box in _row(row, number, width)]
    by_key = {box.key: box for box in boxes}
    pairs = dict.fromkeys(
        (start, end) for start, end in relations if start in by_key and end in by_key
    )
    lines = [_line(by_key[start], by_key[end]) for start, end in pairs]
    height = (len(rows) - 1) * ROW_HEIGHT + BOX_HEIGHT + 2 * MARGIN if rows else 0
    return Diagram(width, height, boxes, lines)


def _row(row: Sequence[tuple[int, str]], number: int, width: int) -> list[Box]:
    """The boxes of one row, spread over the width."""
    slot = (width - 2 * MARGIN) // max(len(row), 1)
    size = max(NARROWEST, min(WIDEST, slot - GAP))
    y = MARGIN + number * ROW_HEIGHT
    boxes = []
    for place, (key, name) in enumerate(row):
        x = MARGIN + place * slot + (slot - size) // 2
        words = textwrap.wrap(name, max(8, int((size - 16) / LETTER)), max_lines=3, placeholder="…")
        top = y + BOX_HEIGHT // 2 - (len(words) - 1) * LINE_HEIGHT // 2 + 5
        lines = tuple((word, top + nth * LINE_HEIGHT) for nth, word in enumerate(words))
        boxes.append(Box(key, x, y, size, BOX_HEIGHT, lines))
    return boxes


def _line(start: Box, end: Box) -> Line:
    """From the nearer edges, a little aside, so that an arrow each way shows as two."""
    if start.y == end.y:
        right = start.x < end.x
        y = start.y + start.height // 2 + (10 if right else -10)
        x1 = start.x + start.width if right else start.x
        x2 = end.x - 7 if right else end.x + end.width + 7
        return Line(f"M{x1},{y} L{x2},{y}")
    down = start.y < end.y
    aside = 12 if down else -12
    x1, x2 = start.middle + aside, end.middle + aside
    y1 = start.y + start.height if down else start.y
    y2 = end.y - 7 if down else end.y + end.height + 7
    half = (y1 + y2) // 2
    return Line(f"M{x1},{y1} C{x1},{half} {x2},{half} {x2},{y2}")
