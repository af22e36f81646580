"""What the web server loads before it makes its workers, so that they share it: else each would
load it for itself with its first page, and hold it once more."""

from pathlib import Path

from django.conf import settings
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.urls import get_resolver
from django.utils import translation

# Drawn by the worker that makes documents, not by a web server.
NOT_HERE = ("pdf/",)


def warm_up() -> None:
    """Load the addresses with their views, the templates of our own pages, and the languages. Opens
    no connection: one that is shared by two processes breaks."""
    resolver = get_resolver()
    resolver._populate()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("")
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    for name in own_templates():
        engine.get_template(name)


def own_templates() -> list[str]:
    """The names of the templates that a page may be drawn with."""
    folder = Path(settings.ROOT) / "templates"
    names = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.html")))
    return [name for name in names if not name.startswith(NOT_HERE)]
