"""Pictures to send in."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(
    size: tuple[int, int] = (300, 100), colour: str = "teal", kind: str = "PNG", **more: Any
) -> bytes:
    """The bytes of a picture of one colour."""
    out = io.BytesIO()
    mode = "RGB" if kind == "JPEG" else "RGBA"
    Image.new(mode, size, colour).save(out, kind, **more)
    return out.getvalue()


def upload_of(
    content: bytes, name: str = "logo.png", kind: str = "image/png"
) -> SimpleUploadedFile:
    """As it comes from a form."""
    return SimpleUploadedFile(name, content, content_type=kind)
