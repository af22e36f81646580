"""An authority's colour: whatever the hue, what is written on it can be read."""

import colorsys
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as some

from accounts import colours
from accounts.colours import ENOUGH, brand_of, check_colour, contrast, darker, style_sheet

TOKENS = (Path(settings.STATICFILES_DIRS[0]) / "css" / "tokens.css").read_text()


def _token(name: str, *, dark: bool) -> str:
    light, night = TOKENS.split("@media screen and (prefers-color-scheme: dark)", 1)
    found = re.search(rf"--{name}: (#[0-9a-f]{{6}})", night if dark else light)
    assert found, name
    return found[1]


def test_the_colours_it_is_measured_against_are_those_of_the_pages() -> None:
    assert _token("band-gold", dark=False) == colours.BAND_GOLD
    assert _token("paper", dark=False) == colours.PAPER
    assert _token("paper", dark=True) == colours.NIGHT_PAPER
    assert _token("card", dark=True) == colours.NIGHT_CARD
    assert _token("soft", dark=True) == colours.NIGHT_SOFT
    assert _token("on-band", dark=True) == colours.NIGHT_INK
    assert _token("on-strong", dark=True) == colours.ON_STRONG
    assert _token("ink", dark=False) == colours.INK


@how(deadline=None, max_examples=300)
@given(hue=some.floats(0, 1), light=some.floats(0, 1), grey=some.floats(0, 1))
def test_every_colour_gives_pages_that_can_be_read(hue: float, light: float, grey: float) -> None:
    parts = colorsys.hls_to_rgb(hue, light, grey)
    colour = "#" + "".join(f"{round(255 * part):02x}" for part in parts)
    brand = brand_of(colour)
    pairs = [
        (brand.band, colours.WHITE),
        (brand.band, colours.BAND_GOLD),
        (brand.strong, colours.WHITE),
        (brand.strong, colours.PAPER),
        (brand.dark_band, colours.NIGHT_INK),
        (brand.dark_band, colours.BAND_GOLD),
        (brand.dark_night, colours.NIGHT_INK),
        (brand.dark_strong, colours.ON_STRONG),
        (brand.dark_strong, colours.NIGHT_PAPER),
        (brand.dark_strong, colours.NIGHT_CARD),
        (brand.dark_strong, colours.NIGHT_SOFT),
    ]
    for one, other in pairs:
        assert contrast(one, other) >= ENOUGH, (colour, one, other)


def test_a_colour_that_is_dark_enough_is_kept_as_it_is() -> None:
    for colour in ("#1d4ed8", "#211a3d", "#86198f", "#005a30"):
        assert brand_of(colour).band == colour


@pytest.mark.parametrize("colour", ["#ffffff", "#e0a100", "#3b82f6", "#777777"])
def test_a_colour_too_light_for_white_words_is_refused_with_one_that_works(colour: str) -> None:
    with pytest.raises(ValidationError) as error:
        check_colour(colour)
    assert darker(colour) in error.value.messages[0]
    check_colour(darker(colour))


def test_what_is_no_colour_is_somebody_elses_to_refuse() -> None:
    check_colour("red")


def test_the_sheet_is_kept_for_a_year_and_depends_on_its_address_alone(client: Client) -> None:
    url = reverse("accounts:look-style", args=[colours.VERSION, "1d4ed8"])
    answer = client.get(url)
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content.decode() == style_sheet("#1d4ed8")
    assert "--band:#1d4ed8" in answer.content.decode()
    assert "gold" not in answer.content.decode()
    assert len(answer.content) < 300
    assert not answer.cookies
    for wrong in ("ffffff", "1D4ED8", "1d4ed", "1d4ed8f"):
        assert client.get(url.replace("1d4ed8", wrong)).status_code == 404
    assert client.get(url.replace(f"/{colours.VERSION}-", "/1-")).status_code == 404


def test_paper_is_light_whatever_the_screen() -> None:
    sheets = [*(Path(settings.STATICFILES_DIRS[0]) / "css").glob("*.css")]
    texts = [*(sheet.read_text() for sheet in sheets), style_sheet("#1d4ed8")]
    assert len(texts) > 3
    for text in texts:
        for query in re.findall(r"@media[^{]*prefers-color-scheme[^{]*", text):
            assert query.startswith("@media screen and "), query
