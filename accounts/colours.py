"""An authority's own colour, and what a page makes of it. Contrast is WCAG 2.2's (1.4.3): 4.5 to 1.

A page uses it for the band at its head, for strong buttons and dark cards. Two things stay as they
are: the gold of the thread, and the colours that say how something stands.
"""

import colorsys
import re
from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

HEX = re.compile(r"#[0-9a-f]{6}")
INK = "#211a3d"
ENOUGH = 4.5
WHITE = "#ffffff"
PAPER = "#fbf8f2"
# The gold in the wordmark stands on the band.
BAND_GOLD = "#ffcf4d"
# The dark scheme's page, card and button words (static/css/tokens.css; a test compares them).
NIGHT_PAPER = "#151029"
NIGHT_CARD = "#1f1940"
NIGHT_SOFT = "#2a2350"
NIGHT_INK = "#f5f0e6"
ON_STRONG = "#1a1433"
# Changes when the same colour would give another sheet; it stands in the sheet's address.
VERSION = 2

Parts = tuple[float, float, float]


@dataclass(frozen=True)
class Brand:
    """What an authority's colour becomes in the light and in the dark."""

    band: str
    strong: str
    dark_band: str
    dark_night: str
    dark_strong: str


def parts_of(colour: str) -> Parts:
    """Red, green and blue of "#1d4ed8", from 0 to 1."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """How light a colour is, from 0 to 1 (WCAG's relative luminance)."""
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4
        for one in parts_of(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(colour: str, with_colour: str, share: float) -> str:
    """The first colour with a share, from 0 to 1, of the second."""
    both = zip(parts_of(colour), parts_of(with_colour), strict=True)
    return "#" + "".join(f"{round(255 * (a + (b - a) * share)):02x}" for a, b in both)


def lighter(colour: str) -> str:
    """The same hue, as full, and light enough to begin with for words in the dark."""
    hue, light, full = colorsys.rgb_to_hls(*parts_of(colour))
    parts = colorsys.hls_to_rgb(hue, max(light, 0.68), full)
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)


def _until(colour: str, towards: str, *, clear_of: tuple[str, ...]) -> str:
    """The colour, moved towards another in small steps until all of these can be read on it."""
    for step in range(51):
        found = mixed(colour, towards, step / 50)
        if all(contrast(found, other) >= ENOUGH for other in clear_of):
            return found
    return towards


@lru_cache(maxsize=512)
def brand_of(colour: str) -> Brand:
    """The tokens of a page in an authority's colour. Every pair that carries words has enough
    contrast, whatever the colour: a test proves it for every hue."""
    band = _until(colour, "#000000", clear_of=(WHITE, BAND_GOLD))
    return Brand(
        band=band,
        strong=_until(band, "#000000", clear_of=(WHITE, PAPER)),
        dark_band=_until(
            mixed(colour, "#0e0a1f", 0.62), "#0e0a1f", clear_of=(NIGHT_INK, BAND_GOLD)
        ),
        dark_night=_until(mixed(colour, NIGHT_CARD, 0.4), NIGHT_PAPER, clear_of=(NIGHT_INK,)),
        # Lightened, not mixed with white: a greyish button looks as if it could not be pressed.
        dark_strong=_until(
            lighter(colour),
            WHITE,
            clear_of=(NIGHT_PAPER, NIGHT_CARD, NIGHT_SOFT, ON_STRONG),
        ),
    )


def style_sheet(colour: str) -> str:
    """The few lines of CSS that put a page into an authority's colour."""
    brand = brand_of(colour)
    return (
        f":root{{--band:{brand.band};--night:{brand.band};--strong:{brand.strong}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{--band:{brand.dark_band};"
        f"--night:{brand.dark_night};--strong:{brand.dark_strong}}}}}\n"
    )


def darker(colour: str) -> str:
    """The nearest colour of this hue on which white words can be read."""
    return _until(colour, "#000000", clear_of=(WHITE,))


def check_colour(colour: str) -> None:
    """Raise ValidationError for a colour on which white words cannot be read, with one near it on
    which they can."""
    if not HEX.fullmatch(colour):
        return  # another check says what a colour looks like
    found = contrast(colour, WHITE)
    if found < ENOUGH:
        raise ValidationError(
            _(
                "White text on %(colour)s is too hard to read: the contrast is %(found)s to 1 "
                "and needs to be at least 4.5 to 1. Try a darker colour, such as %(darker)s."
            )
            % {"colour": colour, "found": f"{found:.1f}", "darker": darker(colour)},
            code="contrast",
        )
