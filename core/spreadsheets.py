"""Spreadsheets: those that go out cannot act as a formula or break the file; those that come in are
read as text, within limits."""

import csv
import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.text import clean_text

_STARTS = ("=", "+", "-", "@", "\t", "\r")
MOST_BYTES = 1024 * 1024
# What a small file may unfold to: a workbook is packed, and can be made to fill a memory.
MOST_UNPACKED = 12 * 1024 * 1024
MOST_CHARACTERS = 1000


def as_plain_cells(*values: object) -> list[str]:
    """The values as text, control characters gone, and a text that a spreadsheet would run as a
    formula made plain by an apostrophe. Numbers stay numbers."""
    cells = []
    for value in values:
        text = clean_text(str(value), lines=True) if value is not None else ""
        risky = isinstance(value, str) and text.startswith(_STARTS)
        cells.append(f"'{text}" if risky else text)
    return cells


def csv_response(
    filename: str, headings: Iterable[object], rows: Iterable[Iterable[object]]
) -> HttpResponse:
    """A list as a file to keep: its headings, then its rows, each cell made plain."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    writer = csv.writer(response)
    writer.writerow(headings)
    writer.writerows(as_plain_cells(*row) for row in rows)
    return response


def read_sheet(upload: UploadedFile, *, rows: int, columns: int) -> list[list[str]]:
    """The cells of an .xlsx or .csv file as cleaned text, row by row from the first, empty rows
    kept so that a row's number is the sheet's, `columns` cells in each. A day is written like
    2027-03-31; a formula is the text that was typed, never run. Reads no more than one row over
    `rows`, so that whoever asked can say that there are too many. Raises ValidationError, in plain
    words, for what is neither, too big, or broken."""
    if not upload.size:
        raise ValidationError(_("This file is empty."))
    if upload.size > MOST_BYTES:
        raise ValidationError(_("This file is too big. It must be 1 MB or smaller."))
    content = upload.read()
    lines = _workbook(content, rows, columns) if content[:2] == b"PK" else _text(content)
    found: list[list[str]] = []
    for line in lines:
        if len(found) > rows:
            break
        cells = [_cell(value) for value in line][:columns]
        found.append(cells + [""] * (columns - len(cells)))
    while found and not any(found[-1]):
        found.pop()
    return found


def _cell(value: object) -> str:
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean_text(str(value), lines=True)[:MOST_CHARACTERS] if value is not None else ""


def _workbook(content: bytes, rows: int, columns: int) -> Iterator[Iterable[object]]:
    """The first sheet's rows, read as they come: nothing in it is run, drawn or followed."""
    import openpyxl  # only who sends a workbook waits for it

    broken = ValidationError(
        _("We can’t read this spreadsheet. Save it again as .xlsx or .csv, then upload it.")
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise ValidationError(
                    _("This spreadsheet has too much in it. Upload only the list.")
                )
            _check_parts(packed, broken)
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=False, keep_links=False
        )
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        yield from sheet.iter_rows(max_row=rows + 1, max_col=columns, values_only=True)
    except ValidationError:
        raise
    except Exception:  # openpyxl raises whatever a broken part makes it stumble over
        raise broken from None


def _check_parts(packed: zipfile.ZipFile, broken: ValidationError) -> None:
    """Raise unless every part unfolds to what it says, and none defines words of its own, by which
    a few bytes can grow without end."""
    for one in packed.infolist():
        with packed.open(one) as part:
            text = part.read(MOST_UNPACKED)
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise broken


def _text(content: bytes) -> Iterator[Iterable[object]]:
    """The rows of comma- or semicolon-separated text."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValidationError(
            _("We can’t read this file as a spreadsheet. Upload an .xlsx or .csv file.")
        )
    if "\0" in text:
        raise ValidationError(
            _("We can’t read this file as a spreadsheet. Upload an .xlsx or .csv file.")
        )
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise ValidationError(
            _("We can’t read this file as a spreadsheet. Upload an .xlsx or .csv file.")
        ) from None
