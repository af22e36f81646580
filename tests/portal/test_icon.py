"""The icon is where browsers look for it."""

from pathlib import Path
from urllib.parse import quote

from django.contrib.staticfiles import finders
from django.test import Client

BASE = Path(__file__).resolve().parent.parent.parent / "templates" / "base.html"


def test_favicon_leads_to_the_icon() -> None:
    answer = Client().get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, "/static/icon.svg")
    found = finders.find("icon.svg")
    assert isinstance(found, str)
    # The pages carry the same drawing in themselves, which saves a request.
    drawing = Path(found).read_text().strip()
    assert "data:image/svg+xml," + quote(drawing, safe=" /:='") in BASE.read_text()
