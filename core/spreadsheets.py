"""Spreadsheets: those that go out cannot act as a formula or break the file; those that come in are
read as text, within limits."""

import codecs
import csv
import datetime
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any
from xml.etree import ElementTree

import filetype
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.text import clean_text

_STARTS = ("=", "+", "-", "@", "\t", "\r")
# What stands before a sign without being seen.
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad \u00a0"
BOM = "\ufeff"
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TABLE, _TEXT = _ODF % "office", _ODF % "table", _ODF % "text"
# How a workbook with a password begins, and one of Office 2003.
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Excel refuses a cell with more characters.
MOST_IN_A_CELL = 32_767
MOST_IN_A_TITLE = 31
MOST_BYTES = 1024 * 1024
# What a small file may unfold to: a workbook is packed, and can be made to fill a memory. Two
# hundred people with everything Excel adds unfold to less than half a megabyte.
MOST_UNPACKED = 2 * 1024 * 1024
MOST_CHARACTERS = 1000
# One of a workbook: its title (empty for "Sheet"), its headings, its rows.
Sheet = tuple[str, Iterable[object], Iterable[Iterable[object]]]


def as_plain_cells(*values: object) -> list[str]:
    """The values as text, control characters gone, and a text that a spreadsheet would run as a
    formula made plain by an apostrophe. Numbers stay numbers."""
    cells = []
    for value in values:
        text = clean_text(str(value), lines=True) if value is not None else ""
        risky = isinstance(value, str) and _runs(text)
        cells.append(f"'{text}" if risky else text)
    return cells


def _runs(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula: also one that begins with what it
    does not show, or with a full-width sign."""
    seen = unicodedata.normalize("NFKC", text.lstrip(_UNSEEN))
    return seen.startswith(_STARTS)


def list_response(
    request: HttpRequest, stem: str, headings: Iterable[object], rows: Iterable[Iterable[object]]
) -> HttpResponse:
    """A list as a file to keep: an Excel workbook where the address says `as=xlsx`, else CSV. The
    file is named `stem`; days stay days, numbers stay numbers, and no cell acts as a formula."""
    if request.GET.get("as") == "xlsx":
        return workbook_response(f"{stem}.xlsx", ("", headings, rows))
    return csv_response(f"{stem}.csv", headings, rows)


def csv_response(
    filename: str, headings: Iterable[object], rows: Iterable[Iterable[object]]
) -> HttpResponse:
    """A list as comma-separated text, each cell made plain. It begins with a byte-order mark, or
    Excel for Windows reads it as Windows-1252."""
    response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    writer = csv.writer(response)
    writer.writerow(headings)
    writer.writerows(as_plain_cells(*row) for row in rows)
    return response


def workbook_response(filename: str, *sheets: Sheet) -> HttpResponse:
    """An Excel workbook of these sheets. No cell acts as a formula."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for title, headings, rows in sheets:
        _add_sheet(book.create_sheet(title[:MOST_IN_A_TITLE] or None), headings, rows)
    kept = io.BytesIO()
    book.save(kept)
    response = HttpResponse(kept.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _add_sheet(sheet: Any, headings: Iterable[object], rows: Iterable[Iterable[object]]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"

    def cell(value: object) -> Any:
        if isinstance(value, datetime.datetime):
            value = timezone.localtime(value).replace(tzinfo=None)
        elif not isinstance(value, (int, float, datetime.date, type(None))):
            value = clean_text(str(value), lines=True)[:MOST_IN_A_CELL]
        made = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            made.data_type = "s"  # never a formula, whatever it begins with
        return made

    heads = [cell(str(heading)) for heading in headings]
    for place, head in enumerate(heads):
        head.font = Font(bold=True)
        wide = min(60, max(12, len(head.value) + 4))
        sheet.column_dimensions[get_column_letter(place + 1)].width = wide
    sheet.append(heads)
    for row in rows:
        sheet.append([cell(value) for value in row])


def read_sheet(upload: UploadedFile, *, rows: int, columns: int) -> list[list[str]]:
    """The cells of an .xlsx, .ods or .csv file as cleaned text, row by row, empty rows kept so that
    a row's number is the sheet's, `columns` cells in each. A day is written like 2027-03-31; a
    formula is the text that was typed, never run. Reads no more than one row over `rows`, so that
    the caller can say that there are too many. Raises ValidationError, in plain words, for a file
    that is none of these, too big, locked or broken."""
    if not upload.size:
        raise ValidationError(_("This file is empty."))
    if upload.size > MOST_BYTES:
        raise ValidationError(_("This file is too big. It must be 1 MB or smaller."))
    content = upload.read()
    if content[:2] == b"PK":
        lines = _workbook(content, rows, columns)
    elif content.startswith(LOCKED):
        raise ValidationError(
            _(
                "This file is locked with a password, or is an old .xls file. Save it as .xlsx "
                "without a password, then upload it again."
            )
        )
    elif filetype.is_image(content):
        raise ValidationError(_("This is a picture, not a list. Upload an .xlsx or .csv file."))
    else:
        lines = _text(content)
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
            if "content.xml" in packed.namelist():
                with packed.open("content.xml") as part:
                    yield from _open_document(part, rows, columns)
                return
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


def _open_document(content: IO[bytes], rows: int, columns: int) -> Iterator[Iterable[object]]:
    """The first sheet's rows of an OpenDocument spreadsheet (LibreOffice’s own, .ods). Read here,
    because python-calamine unfolds cells that are said to repeat before it counts them: a file of
    one kilobyte ended its process."""
    for _event, row in ElementTree.iterparse(content):  # noqa: S314 - no part has a DTD
        if row.tag == f"{_TABLE}table":
            return
        if row.tag != f"{_TABLE}table-row":
            continue
        cells: list[object] = []
        for cell in row:
            times = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
            cells += [_open_cell(cell)] * min(times, columns - len(cells))
        for _again in range(min(int(row.get(f"{_TABLE}number-rows-repeated", 1)), rows + 1)):
            yield cells
        row.clear()


def _open_cell(cell: ElementTree.Element) -> str:
    """What a cell shows; a day as 2027-03-31; a formula as it was typed."""
    formula = cell.get(f"{_TABLE}formula")
    if formula is not None:
        return "=" + formula.partition("=")[2]
    if day := cell.get(f"{_OFFICE}date-value"):
        return day[:10]
    return "\n".join("".join(line.itertext()) for line in cell if line.tag == f"{_TEXT}p")


def _check_parts(packed: zipfile.ZipFile, broken: ValidationError) -> None:
    """Raise unless every part unfolds to what it says, and none defines words of its own, by which
    a few bytes can grow without end."""
    for one in packed.infolist():
        with packed.open(one) as part:
            text = part.read(MOST_UNPACKED)
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise broken


def _text(content: bytes) -> Iterator[Iterable[object]]:
    """The rows of comma-, semicolon- or tab-separated text, in UTF-8, UTF-16 or Windows-1252. A
    first line `sep=;`, Excel’s own hint, says the delimiter and is no row."""
    text = text_of(content)
    if text is None:
        raise ValidationError(
            _("We can’t read this file as a spreadsheet. Upload an .xlsx or .csv file.")
        )
    first, _newline, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        delimiter, text = first.strip()[4], rest
    else:
        delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise ValidationError(
            _("We can’t read this file as a spreadsheet. Upload an .xlsx or .csv file.")
        ) from None


def text_of(content: bytes) -> str | None:
    """The bytes of a text file as text, whatever Windows saved it in; None for what is no text."""
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None
