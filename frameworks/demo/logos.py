"""Signs for councils of the demo. Invented: they are nobody's, and say so."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from accounts.models import Authority, Membership
from accounts.operations.look import add_logo, use_logo

# The others have none, so that the demo shows that too.
WITH_A_SIGN = frozenset({"manchester", "bury", "york"})
# Drawn larger and made smaller, which makes its edges smooth.
SIDE = 480


def give_logo(authority: Authority, coordinator: Membership) -> None:
    """Send in a sign as the coordinator would, and show it; once."""
    if authority.slug not in WITH_A_SIGN or authority.logo_id is not None:
        return
    file = SimpleUploadedFile("sign.png", _tiles(authority.colour), content_type="image/png")
    words = f"{authority.name}, an invented sign: a circle between two corners"
    use_logo(actor=coordinator, logo=add_logo(actor=coordinator, file=file, words=words))


def _tiles(colour: str) -> bytes:
    """Three tiles in a row: a corner, a whole circle, and a corner the other way."""
    sign = Image.new("RGBA", (SIDE * 3, SIDE))
    draw = ImageDraw.Draw(sign)
    edge, gap = SIDE - 24, 24
    draw.pieslice((-edge, gap, edge, 2 * edge + gap), 270, 360, fill=colour)
    draw.ellipse((SIDE + gap, gap, 2 * SIDE - gap, edge), fill=colour)
    draw.pieslice((2 * SIDE + gap, edge - 2 * SIDE, 4 * SIDE, edge), 90, 180, fill=colour)
    out = io.BytesIO()
    sign.resize((SIDE * 3 // 4, SIDE // 4), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()
