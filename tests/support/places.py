"""Where the working pages of an authority begin, as the program says it."""

from django.urls import reverse


def working(slug: str) -> str:
    """The address of an authority's home, below which its other working pages are."""
    return reverse("portal:home", args=[slug])


AT_OURS, AT_THEIRS = working("manchester"), working("bury")
