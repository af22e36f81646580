"""What an authority's own colour and logo add to the frame of a page. Costs no query: the views'
decorators read the logo with the authority."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from accounts.colours import INK, VERSION, brand_of
from accounts.models import Authority, Logo


@dataclass(frozen=True)
class Look:
    """The address of the colour's style sheet (empty for our own ink), and the logo."""

    style: str = ""
    theme: str = INK
    logo: str = ""
    words: str = ""
    width: int = 0
    height: int = 0


def look_of(request: HttpRequest, authority: Authority | None) -> Look:
    """The look of a page of an authority; our own on pages of nobody. The page where it is chosen
    puts what is only being tried out on the request."""
    if authority is None:
        return Look()
    colour = getattr(request, "look_colour", authority.colour)
    tried: Logo | None = getattr(request, "look_logo", None)
    logo = tried or authority.logo
    style = ""
    if colour != INK:
        style = reverse("accounts:look-style", args=[VERSION, colour[1:]])
    theme = brand_of(colour).band
    if logo is None:
        return Look(style, theme)
    if tried is not None:
        url = reverse("accounts:logo-preview", args=[authority.slug, tried.pk])
    else:
        url = reverse("accounts:logo", args=[authority.slug, logo.digest])
    return Look(style, theme, url, logo.words, logo.width, logo.height)
