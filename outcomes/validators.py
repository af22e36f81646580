"""Evidence files: what they may be, checked by content and not by name."""

import io
import zipfile
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from core.documents.metadata import Unreadable, clean_office, clean_pdf
from core.files import whole_pictures
from core.spreadsheets import LOCKED, text_of

if TYPE_CHECKING:  # only who sends a picture waits for Pillow, and holds its 8 MB
    from PIL import Image

# Extension -> what the bytes must be.
ALLOWED = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "heic": "image/heic",
    "heif": "image/heic",
    "txt": "text/plain",
    "csv": "text/csv",
}
PACKED = ("docx", "xlsx", "pptx", "odt", "ods", "odp")
# Where a PDF may begin: old scanners write a line of their own first, and readers look this far.
PDF_WITHIN = 1024
# Fifty million dots is more than any phone takes, and far less than an image bomb.
MAX_PIXELS = 50_000_000


@dataclass(frozen=True)
class CheckedFile:
    """A file that is what it says, ready to keep."""

    name: str
    kind: str
    content: bytes


def check_file(upload: UploadedFile) -> CheckedFile:
    """The file, once it is known to be what its name says. Pictures are drawn anew, which leaves
    behind where and when they were taken (SG-039); Office files and PDFs lose authors and comments.
    Raises ValidationError in plain words."""
    name = (upload.name or "file").replace("\\", "/").rsplit("/", 1)[-1][-160:]
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    kind = ALLOWED.get(extension)
    if kind is None:
        raise ValidationError(
            _(
                "We can’t accept “%(name)s” because of its file type. Use a PDF, a picture (PNG, "
                "JPEG or HEIC), or a Word, Excel, PowerPoint, OpenDocument, text or CSV file."
            )
            % {"name": name}
        )
    if not upload.size:
        raise ValidationError(_("“%(name)s” is empty. Choose another file.") % {"name": name})
    if upload.size > settings.UPLOAD_MAX_BYTES:
        most = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise ValidationError(
            _("“%(name)s” is too big. Choose a file of up to %(most)s MB.")
            % {"name": name, "most": most}
        )
    content = upload.read()
    if content.startswith(LOCKED) and extension in PACKED:
        raise ValidationError(
            _("“%(name)s” is locked with a password. Remove the password and upload it again.")
            % {"name": name}
        )
    if extension in PACKED and _has_macros(content):
        raise ValidationError(
            _("“%(name)s” has macros in it. Save it without macros and upload it again.")
            % {"name": name}
        )
    if not _is(content, kind):
        raise ValidationError(
            _(
                "“%(name)s” isn’t the type of file its name says. Open it, save it again and "
                "upload the new copy."
            )
            % {"name": name}
        )
    if kind == "image/heic":
        # No browser but Safari shows one, so it is kept as the picture that all of them do.
        import pillow_heif  # only who sends one waits for it

        pillow_heif.register_heif_opener()
        kind, name = "image/jpeg", f"{name.rsplit('.', 1)[0]}.jpg"
    if kind.startswith("image/"):
        content = _drawn_anew(content, kind, name)
    elif not kind.startswith("text/"):
        content = _without_authors(content, kind, name)
    return CheckedFile(name=name, kind=kind, content=content)


def _is(content: bytes, kind: str) -> bool:
    if kind.startswith("text/"):
        return text_of(content) is not None
    if kind == "application/pdf":
        return b"%PDF-" in content[:PDF_WITHIN]
    if kind == "image/heic":
        return filetype.guess_mime(content) in ("image/heic", "image/heif")
    return filetype.guess_mime(content) == kind


def _has_macros(content: bytes) -> bool:
    """Whether an Office or OpenDocument file brings a program of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
    except zipfile.BadZipFile:
        return False  # `_is` says what is wrong with it
    return any(one.endswith("vbaProject.bin") or one.startswith("Basic/") for one in names)


def _without_authors(content: bytes, kind: str, name: str) -> bytes:
    try:
        if kind == "application/pdf":
            return clean_pdf(content)
        return clean_office(content, partial(_drawn_anew, kind="image/jpeg", name=name))
    except Unreadable as error:
        raise ValidationError(
            _(
                "We can’t open “%(name)s” to take out who wrote it. If it has a password, save a "
                "copy without one. Then upload it again."
            )
            % {"name": name}
        ) from error


def _drawn_anew(content: bytes, kind: str, name: str) -> bytes:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with whole_pictures(), Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ValidationError(
                    _("“%(name)s” is too large. Make the image smaller and upload it again.")
                    % {"name": name}
                )
            upright = ImageOps.exif_transpose(picture)
            out = io.BytesIO()
            if kind == "image/jpeg":
                _silent(upright.convert("RGB")).save(out, "JPEG", quality=88)
            else:
                _silent(upright).save(out, "PNG")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("We can’t open “%(name)s” as an image. Save it as a PNG or JPEG and upload it again.")
            % {"name": name}
        ) from error
    return out.getvalue()


def _silent(picture: "Image.Image") -> "Image.Image":
    """The picture without what is said of it: a comment would be written again with the dots."""
    picture.info = {key: told for key, told in picture.info.items() if key == "transparency"}
    return picture
