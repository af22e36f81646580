"""An authority's logo: what is taken, and how it is drawn anew before it is kept.

A logo is on public pages, so what is kept is ours: the picture's dots, drawn again at the size that
pages need, and nothing else of the file that was sent (no metadata, no second picture, no program).
"""

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import filetype
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from core.files import whole_pictures

if TYPE_CHECKING:  # only who sends a picture waits for Pillow, and holds its 8 MB
    from PIL import Image

KINDS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
MOST_BYTES = 2 * 1024 * 1024
# A logo for print has ten million dots at most; a picture made to fill a memory has many more.
MOST_DOTS = 16_000_000
LEAST_HIGH = 32
# Twice what a page shows, for screens with small dots.
WIDE, HIGH = 480, 120
# From here on the colours are counted out: a logo is on every page.
HEAVY = 5 * 1024


@dataclass(frozen=True)
class CheckedLogo:
    """A logo ready to keep, as PNG."""

    content: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        """What its address is made of."""
        return hashlib.sha256(self.content).hexdigest()


def check_logo(upload: UploadedFile) -> CheckedLogo:
    """The logo, drawn anew. Raises ValidationError, in plain words, for what is no PNG, JPEG or
    WebP by its content, too big, too small, too long or empty."""
    if not upload.size:
        raise ValidationError(_("This file is empty."))
    if upload.size > MOST_BYTES:
        raise ValidationError(_("This file is too big. It must be 2 MB or smaller."))
    content = upload.read()
    kind = KINDS.get(filetype.guess_mime(content) or "")
    if kind is None:
        raise ValidationError(
            _("We can’t use this type of file. Upload a PNG, JPEG or WebP image, not an SVG.")
        )
    from PIL import Image, UnidentifiedImageError

    try:
        # Only the one kind that its content says: no other decoder sees it.
        with whole_pictures(), Image.open(io.BytesIO(content), formats=[kind]) as picture:
            if picture.width * picture.height > MOST_DOTS:
                raise ValidationError(
                    _("This image is too large. Make it smaller and upload it again.")
                )
            drawn = _drawn(picture)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(
            _("We can’t open this as an image. Check the file and upload it again.")
        ) from error
    except Image.DecompressionBombError as error:
        raise ValidationError(
            _("This image is too large. Make it smaller and upload it again.")
        ) from error
    return CheckedLogo(_as_png(drawn), drawn.width, drawn.height)


def _drawn(picture: "Image.Image") -> "Image.Image":
    """The dots alone: upright, without an empty edge, at the size a page needs."""
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    edge = upright.getchannel("A").getbbox()
    if edge is None:
        raise ValidationError(_("This image is blank. Choose another one."))
    cut = upright.crop(edge)
    if cut.height < LEAST_HIGH:
        raise ValidationError(
            _("This image is too small. It must be at least %(n)s pixels high.") % {"n": LEAST_HIGH}
        )
    if cut.width > 6 * cut.height or cut.height > 2 * cut.width:
        raise ValidationError(
            _(
                "This image is too wide or too tall for the top of a page. Crop it and upload it "
                "again."
            )
        )
    cut.thumbnail((WIDE, HIGH), Image.Resampling.LANCZOS)
    fresh = Image.new("RGBA", cut.size)
    fresh.paste(cut)
    return fresh


def _as_png(picture: "Image.Image") -> bytes:
    from PIL import Image

    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    if out.tell() > HEAVY:
        out = io.BytesIO()
        picture.quantize(128, Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
    return out.getvalue()
