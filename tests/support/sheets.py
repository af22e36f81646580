"""A list that was taken away as a file, read back: each row by its headings."""

import csv
import datetime
import io
from typing import Any

import openpyxl

Row = dict[str, str]


def rows_of(answer: Any) -> list[Row]:
    """The rows of an answer that is a CSV or an Excel workbook, each cell as text."""
    named = answer["Content-Disposition"]
    if named.endswith('.csv"'):
        lines: list[Any] = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), "")))
    else:
        assert named.endswith('.xlsx"'), named
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
        lines = [[_as_text(cell) for cell in line] for line in sheet.iter_rows(values_only=True)]
    head, *rest = lines
    assert len(set(head)) == len(head), "two columns have one heading"
    return [dict(zip(head, line, strict=True)) for line in rest]


def told_apart(rows: list[Row]) -> None:
    """Each column says something, and no two say the same in every row: where two were swapped, the
    rows would be others."""
    columns: dict[tuple[str, ...], str] = {}
    for heading in rows[0]:
        cells = tuple(row[heading] for row in rows)
        assert any(cells), f"{heading} is empty"
        assert cells not in columns, f"{heading} is like {columns[cells]}"
        columns[cells] = heading


def _as_text(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        value = value.date()
    return "" if value is None else str(value)
