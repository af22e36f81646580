"""Signs for the councils of the demo, each its own. Invented: they are nobody's, and say so."""

import io
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from accounts.models import Authority, Membership
from accounts.operations.look import add_logo, use_logo

# Drawn larger and made smaller, which makes its edges smooth.
SIDE, LARGER = 120, 4
Draw = ImageDraw.ImageDraw


def give_logo(authority: Authority, coordinator: Membership) -> None:
    """Send in a sign as the coordinator would, and show it; once."""
    if authority.slug not in SIGNS or authority.logo_id is not None:
        return
    what, draw = SIGNS[authority.slug]
    file = SimpleUploadedFile("sign.png", _drawn(draw, authority.colour), content_type="image/png")
    words = f"{authority.name}, an invented sign: {what}"
    use_logo(actor=coordinator, logo=add_logo(actor=coordinator, file=file, words=words))


def _drawn(draw: Callable[[Draw, str], None], colour: str) -> bytes:
    """A square sign in one colour, as PNG."""
    sign = Image.new("RGBA", (SIDE * LARGER, SIDE * LARGER))
    draw(ImageDraw.Draw(sign), colour)
    out = io.BytesIO()
    sign.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


# Each draws on a square of 480 dots.


def _roof(draw: Draw, colour: str) -> None:
    draw.polygon([(240, 30), (460, 210), (20, 210)], fill=colour)
    for left in (60, 260):
        draw.ellipse((left, 260, left + 160, 420), fill=colour)


def _leaves(draw: Draw, colour: str) -> None:
    draw.rectangle((226, 120, 254, 460), fill=colour)
    draw.pieslice((-160, 40, 220, 420), 270, 360, fill=colour)
    draw.pieslice((260, 140, 640, 520), 180, 270, fill=colour)


def _steps(draw: Draw, colour: str) -> None:
    for step in range(3):
        left = 30 + step * 150
        draw.rounded_rectangle((left, 330 - step * 90, left + 120, 450), radius=24, fill=colour)
    draw.ellipse((45, 150, 135, 240), fill=colour)


def _waves(draw: Draw, colour: str) -> None:
    draw.ellipse((160, 30, 320, 190), fill=colour)
    for top in (200, 320):
        for left in (20, 240):
            draw.arc((left, top, left + 220, top + 140), 180, 360, fill=colour, width=52)


def _kite(draw: Draw, colour: str) -> None:
    draw.polygon([(226, 20), (226, 206), (60, 206)], fill=colour)
    draw.polygon([(254, 20), (420, 206), (254, 206)], fill=colour)
    draw.polygon([(60, 234), (226, 234), (226, 400)], fill=colour)
    draw.polygon([(254, 234), (420, 234), (254, 400)], fill=colour)
    draw.ellipse((214, 420, 266, 472), fill=colour)


SIGNS: dict[str, tuple[str, Callable[[Draw, str], None]]] = {
    "manchester": ("two circles under a roof", _roof),
    "bury": ("two leaves on a stem", _leaves),
    "solihull": ("three steps and a circle", _steps),
    "york": ("a circle over two waves", _waves),
    "middlesbrough": ("a kite", _kite),
}
