"""Evidence as people have it: whatever Windows, an iPhone, LibreOffice or an old scanner saved."""

import io
import zipfile

import pillow_heif
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from outcomes.validators import ALLOWED, CheckedFile, check_file
from tests.support.files import a_pdf

PDF = a_pdf()
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def checked(name: str, content: bytes) -> CheckedFile:
    return check_file(SimpleUploadedFile(name, content))


def packed(*parts: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def document(extension: str, *more: str) -> bytes:
    """An OpenDocument file, as far as its kind goes."""
    return packed(("mimetype", ALLOWED[extension].encode()), *((name, b"x") for name in more))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", ["plan.csv", "notes.txt"])
def test_a_text_is_kept_byte_for_byte(name: str, encoding: str) -> None:
    content = "£5 – paid to Siân".encode(encoding)
    assert checked(name, content).content == content


@pytest.mark.parametrize("before", [b"", b"scanned by X\r\n", b"\n" * 900])
def test_a_pdf_may_begin_late(before: bytes) -> None:
    assert checked("scan.pdf", before + PDF).content.startswith(b"%PDF-")


def test_a_pdf_far_inside_another_file_is_none() -> None:
    with pytest.raises(ValidationError, match="isn’t the type of file"):
        checked("scan.pdf", b"x" * 2000 + PDF)


@pytest.mark.parametrize("extension", ["odt", "ods", "odp"])
def test_what_libreoffice_saves_is_taken(extension: str) -> None:
    assert checked(f"plan.{extension}", document(extension)).kind == ALLOWED[extension]
    with pytest.raises(ValidationError, match="has macros in it"):
        checked(f"plan.{extension}", document(extension, "Basic/Standard/Module1.xml"))


@pytest.mark.parametrize("extension", ["docx", "xlsx", "pptx"])
def test_an_office_file_with_a_password_or_macros_says_so(extension: str) -> None:
    with pytest.raises(ValidationError, match="is locked with a password"):
        checked(f"plan.{extension}", LOCKED)
    folder = {"docx": "word", "xlsx": "xl", "pptx": "ppt"}[extension]
    with pytest.raises(ValidationError, match="has macros in it"):
        checked(f"plan.{extension}", packed((f"{folder}/vbaProject.bin", b"x")))


def test_a_picture_of_an_iphone_becomes_one_that_all_can_see() -> None:
    exif = Image.Exif()
    exif[0x010E] = "At home"
    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "HEIF", exif=exif)
    kept = checked("IMG_0001.HEIC", out.getvalue())
    assert (kept.name, kept.kind) == ("IMG_0001.jpg", "image/jpeg")
    with Image.open(io.BytesIO(kept.content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (64, 48))
        assert not dict(picture.getexif())
    assert b"At home" not in kept.content
