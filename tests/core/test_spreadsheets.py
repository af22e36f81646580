"""What goes out as a spreadsheet: Excel reads its letters, days are days, nothing is a formula."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.test import RequestFactory

from core.spreadsheets import BOM, as_plain_cells, csv_response, list_response, text_of

DAY = datetime.date(2027, 3, 31)
ROWS = [["Siân Ŵyn", 3, DAY, None], ["=1+1", 0, None, "two\nlines"]]
# Every start that a spreadsheet program runs, plain and behind what nobody sees.
RISKY = ["=1", "+1", "-1", "@x", "\t=1", "＝1", "＋1", "－1", "＠x", "\u200b=1", "\ufeff=1",
         "\u00a0=1", " =1", "\u200b\u2060＝1"]  # fmt: skip


def test_excel_for_windows_knows_the_letters() -> None:
    answer = csv_response("x.csv", ["Name"], [["Siân Ŵyn"]])
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.content.decode("utf-8-sig").splitlines() == ["Name", "Siân Ŵyn"]
    assert answer.content.decode().count(BOM) == 1


@pytest.mark.parametrize("text", RISKY)
def test_no_cell_is_run(text: str) -> None:
    (cell,) = as_plain_cells(text)
    assert cell.startswith("'")
    answer = list_response(RequestFactory().get("/?as=xlsx"), "x", ["A"], [[text]])
    (made,) = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0][2]
    assert made.data_type == "s"


@pytest.mark.parametrize("text", ["10 - 12", "a=b", "Ann", "ﬁve"])
def test_a_plain_text_stays_as_it_is(text: str) -> None:
    assert as_plain_cells(text) == [text]
    assert as_plain_cells(-3, DAY, None) == ["-3", "2027-03-31", ""]


def test_a_workbook_holds_what_the_text_holds() -> None:
    plain = list_response(RequestFactory().get("/"), "list", ["Name", "N", "Day", "More"], ROWS)
    assert plain["Content-Disposition"] == 'attachment; filename="list.csv"'
    lines = list(csv.reader(io.StringIO(plain.content.decode("utf-8-sig"), newline="")))
    assert lines[1] == ["Siân Ŵyn", "3", "2027-03-31", ""]
    book = list_response(RequestFactory().get("/?as=xlsx"), "list", lines[0], ROWS)
    assert book["Content-Disposition"] == 'attachment; filename="list.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[0]
    head, first, second = sheet.iter_rows(values_only=True)
    assert list(head) == lines[0]
    assert first == ("Siân Ŵyn", 3, datetime.datetime(2027, 3, 31), None)  # noqa: DTZ001 - a cell has no zone
    assert second == ("=1+1", 0, None, "two\nlines")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_whatever_windows_saved_it(encoding: str) -> None:
    assert text_of("£5 – naïve".encode(encoding)) == "£5 – naïve"


@pytest.mark.parametrize("content", [b"a\0b", b"\xff\xfea", b"\x81\x8d"])
def test_what_is_no_text_is_none(content: bytes) -> None:
    assert text_of(content) is None
