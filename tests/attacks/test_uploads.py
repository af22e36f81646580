"""Files that are not what they say, too big, or made to fill a memory; and what a file's name may
do. What else a logo and an evidence file must be: tests/accounts/test_look.py and
tests/outcomes/test_progress.py."""

import io
import struct
import zipfile
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from outcomes.models import EvidenceFile
from tests.accounts.pictures import picture
from tests.factories import make_action
from tests.support.cast import Cast
from tests.support.closing import close
from tests.support.files import a_pdf
from tests.support.places import AT_OURS

TYPED = "We opened the club on two more evenings."
PDF = a_pdf()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("payload.exe", b"MZ")
    return out.getvalue()


def bomb(wide: int, high: int) -> bytes:
    """A PNG of a few bytes that says it has so many dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def newest() -> EvidenceFile:
    """The file kept last; the scene has some already."""
    return EvidenceFile.objects.latest("pk")


def send(client: Client, cast: Cast, *files: SimpleUploadedFile, **more: Any) -> Any:
    url = f"{AT_OURS}actions/{make_action(cast).pk}/progress/"
    data = {"status": "on-track", "done": TYPED, "version": "1", "files": list(files)}
    return client.post(url, data, **more)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("big.pdf", PDF + b"\x00" * (20 * 1024 * 1024), "Choose a file of up to 10 MB."),
        ("empty.pdf", b"", "is empty"),
        ("zip.pdf", zipped(), "isn’t the type of file"),
        ("page.pdf", b"<html><script>alert(1)</script>", "isn’t the type of file"),
        ("drawing.svg", b"<svg><script>alert(1)</script></svg>", "because of its file type"),
        ("drawing.png", b"<svg><script>alert(1)</script></svg>", "isn’t the type of file"),
        ("page.html", b"<script>alert(1)</script>", "because of its file type"),
        ("bomb.png", bomb(50_000, 50_000), "as an image"),
        ("bomb.png", bomb(9_000, 9_000), "is too large. Make the image smaller"),
    ],
    ids=["20 MB", "0 bytes", "zip", "html", "svg", "svg as png", "page", "bomb", "smaller bomb"],
)  # fmt: skip
def test_it_is_refused_beside_the_field_and_what_was_typed_stays(
    cast: Cast, name: str, content: bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(self: Any, *args: Any) -> None:
        raise AssertionError("it was decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", never)
    before = newest()
    answer = send(cast.client(cast.officer), cast, SimpleUploadedFile(name, content))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert TYPED in page
    assert newest() == before


def test_a_body_bigger_than_any_form_is_refused_before_it_is_read(cast: Cast) -> None:
    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise AssertionError("it was read")

    sent: dict[str, Any] = {
        "CONTENT_LENGTH": str(900 * 1024 * 1024),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "wsgi.input": Endless(),
    }
    answer = cast.client(cast.officer).generic("POST", f"{AT_OURS}asks/add/", b"", **sent)
    assert answer.status_code == 413
    assert "too big to send" in answer.content.decode()


def test_words_alone_that_fill_twenty_megabytes_are_refused(cast: Cast) -> None:
    answer = cast.client(cast.officer).post(
        f"{AT_OURS}people/",
        b"done=" + b"x" * (20 * 1024 * 1024),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code in (400, 405)


def test_a_picture_that_is_also_a_page_is_drawn_anew(cast: Cast) -> None:
    both = picture((300, 300), kind="PNG") + b"<script>alert(1)</script>"
    assert (
        send(cast.client(cast.officer), cast, SimpleUploadedFile("a.png", both)).status_code == 302
    )
    with newest().file.open("rb") as kept:
        assert b"<script>" not in kept.read()


def test_where_it_was_taken_and_what_was_said_of_it_are_left_behind(cast: Cast) -> None:
    exif = Image.Exif()
    exif[0x010E] = "At home"
    exif[0x8825] = {1: "N", 2: (53.0, 28.0, 0.0)}
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "teal").save(out, "JPEG", exif=exif, comment=b"At home")
    assert b"At home" in out.getvalue()
    file = SimpleUploadedFile("a.jpg", out.getvalue())
    assert send(cast.client(cast.officer), cast, file).status_code == 302
    with newest().file.open("rb") as kept:
        content = kept.read()
    assert b"At home" not in content
    assert not dict(Image.open(io.BytesIO(content)).getexif())


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.txt",
        "..\\..\\boot.txt",
        "a\r\nSet-Cookie: stolen=1.txt",
        "a\x00b.txt",
        "safe\u202etxt.exe.txt",
        'a"; filename="evil.txt',
        "été – ☃.txt",
        ".txt",
    ],
)
def test_a_name_is_only_a_name(cast: Cast, name: str) -> None:
    client = cast.client(cast.officer)
    file = SimpleUploadedFile("x.txt", b"words")
    file.name = name
    # As a program sends it: the client of these tests would tidy the name itself.
    vars(file)["_name"] = name
    before = newest()
    if send(client, cast, file).status_code != 302:
        assert newest() == before
        return
    kept = newest()
    assert not set(kept.name) & set("/\\\r\n\x00\u202e")
    assert kept.file.name.startswith("evidence/")
    assert "passwd" not in kept.file.name
    answer = client.get(f"{AT_OURS}files/{kept.pk}/")
    close(answer)
    header = answer["Content-Disposition"]
    assert header.startswith("attachment")
    assert "\r" not in header
    assert "\n" not in header
    assert "Set-Cookie" not in answer.headers
