"""Small files that show something was done, made here: nobody else's pictures, nobody's data."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

PAPER, INK, BAR = "#fffdf7", "#211a3d", "#b45309"


def make_file(row: dict[str, Any]) -> SimpleUploadedFile:
    """A file by its name: `{name: x.pdf, lines: […]}`, `{name: x.png, bars: […]}` or
    `{name: x.csv, rows: [[…], …]}`."""
    name = row["name"]
    kind = name.rsplit(".", 1)[-1]
    content = {"pdf": _pdf, "png": _png, "csv": _csv}[kind](row)
    return SimpleUploadedFile(name, content)


def _csv(row: dict[str, Any]) -> bytes:
    lines = [",".join(str(cell) for cell in cells) for cells in row["rows"]]
    return ("\n".join(lines) + "\n").encode()


def _png(row: dict[str, Any]) -> bytes:
    """A row of bars, one for each number."""
    bars = row["bars"]
    picture = Image.new("RGB", (640, 320), PAPER)
    draw = ImageDraw.Draw(picture)
    width = 560 // len(bars)
    for place, number in enumerate(bars):
        left = 40 + place * width
        top = 280 - int(220 * number / max(bars))
        draw.rectangle((left + 8, top, left + width - 8, 280), fill=BAR)
        draw.text((left + 14, top - 16), str(number), fill=INK)
    draw.line((40, 280, 600, 280), fill=INK, width=3)
    draw.text((40, 292), row.get("title", ""), fill=INK)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _pdf(row: dict[str, Any]) -> bytes:
    """One page of plain lines."""
    text = ["BT /F1 18 Tf 60 760 Td 24 TL"]
    for line in row["lines"]:
        safe = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        text.append(f"({safe}) Tj T* /F1 12 Tf")
    stream = "\n".join([*text, "ET"]).encode("latin-1", "replace")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return _numbered(parts)


def _numbered(parts: list[bytes]) -> bytes:
    """A PDF's objects with the table that says where each begins."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(parts) + 1,
        table,
    )
    return bytes(out)
