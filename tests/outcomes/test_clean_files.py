"""Evidence is kept without the names of whoever wrote it, and without comments (FT-057)."""

import io
import zipfile

import openpyxl
import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from outcomes.validators import check_file
from tests.outcomes.test_progress import jpeg_with_place
from tests.support.files import (
    AUTHOR,
    COMPANY,
    SAID,
    a_pdf,
    a_presentation,
    a_word_file,
    a_workbook,
    an_open_document,
    locked_pdf,
)

TOLD = (AUTHOR, COMPANY, SAID, "MQ")


def kept(name: str, content: bytes) -> bytes:
    return check_file(SimpleUploadedFile(name, content)).content


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.docx", a_word_file()),
        ("plan.xlsx", a_workbook()),
        ("plan.pptx", a_presentation()),
        ("plan.odt", an_open_document()),
    ],
)
def test_an_office_file_loses_who_wrote_it(name: str, content: bytes) -> None:
    before, after = parts(content), parts(kept(name, content))
    assert list(after) == list(before)
    assert any(words.encode() in one for one in before.values() for words in TOLD)
    for part, found in after.items():
        for words in TOLD:
            assert words.encode() not in found, part
    # What it shows is still there, and the program that opens it finds nothing broken.
    if name.endswith("xlsx"):
        sheet = openpyxl.load_workbook(io.BytesIO(kept(name, content))).active
        assert sheet is not None
        assert (sheet["A1"].value, sheet["B1"].value) == ("Places taken", 24)
    else:
        assert any(b"The page is out." in one for one in after.values())


def test_a_photograph_in_it_is_drawn_anew() -> None:
    after = parts(kept("plan.docx", a_word_file(photo=jpeg_with_place())))
    with Image.open(io.BytesIO(after["word/media/image1.jpeg"])) as picture:
        assert not dict(picture.getexif())


def test_a_pdf_loses_who_wrote_it() -> None:
    before = a_pdf(author=AUTHOR)
    content = kept("plan.pdf", before)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert not dict(pdf.docinfo)
        assert "/Metadata" not in pdf.Root
        assert not list(pdf.attachments)
        notes = list(pdf.pages[0].obj.Annots)
        assert [str(one.Subtype) for one in notes] == ["/Link"]
        assert "/T" not in notes[0]
        whole = io.BytesIO()
        pdf.save(whole, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False)
    for words in TOLD:
        assert words.encode() not in whole.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", locked_pdf()),
        ("plan.pdf", b"%PDF-1.7\n nothing of the sort"),
        ("plan.docx", a_word_file()[:-30]),
    ],
)
def test_what_cannot_be_cleaned_is_told_and_not_kept(name: str, content: bytes) -> None:
    with pytest.raises(ValidationError) as caught:
        kept(name, content)
    assert f"We can’t open “{name}” to take out who wrote it." in caught.value.messages[0]
