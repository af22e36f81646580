"""What a browser calls itself, in words that its owner knows it by."""

from django.utils.translation import gettext as _

# In this order: many say that they are others, too.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_name(agent: str) -> str:
    """ "Safari, iPhone" from what a browser sends of itself; "A browser" when that says nothing."""
    found = [
        next((name for mark, name in marks if mark in agent), "") for marks in (BROWSERS, MACHINES)
    ]
    return ", ".join(filter(None, found)) or _("Unknown browser")
