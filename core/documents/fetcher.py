"""The only things a page may load while it becomes a PDF: our own static files, and `data:`.

WeasyPrint's own fetcher followed 14 of 18 ways to a file or a network address, and could put a
local file into the PDF as an attachment. This one knows no way to either. A refusal stops the
document: our pages never ask for anything else, so one that does has something in it that is not
ours.
"""

import io
import mimetypes
import posixpath
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from fontTools.ttLib import TTFont
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# Where a page of ours believes it is. `.invalid` is reserved: it can never be anybody's.
BASE_URL = "https://document.invalid/"
_BASE = urlsplit(BASE_URL)


class ForeignAddress(FatalURLFetchingError):
    """A page asked for something that is not one of our static files."""


class StaticOnlyFetcher(URLFetcher):
    """Gives out our static files and the contents of `data:` addresses; refuses all else."""

    def __init__(self) -> None:
        super().__init__(timeout=1, allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url[:5].lower() == "data:":
            return super().fetch(url, headers)
        path = static_file(url)
        if path.suffix == ".woff2":
            return URLFetcherResponse(url, unpacked_font(path), {"Content-Type": "font/ttf"})
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """The base class can be handed a ready-made request; nobody here does that."""
        raise ForeignAddress("a request that was not an address")


@lru_cache(maxsize=8)
def unpacked_font(path: Path) -> bytes:
    """A web font as the layout engine wants it. Unpacking is a fifth of a page's time, so a worker
    does it once, before it forks, and every child has it."""
    unpacked = io.BytesIO()
    with TTFont(path) as font:
        font.flavor = None
        font.save(unpacked)
    return unpacked.getvalue()


def static_file(url: str) -> Path:
    """The file of ours that an address names. Raises ForeignAddress when it names anything else,
    FileNotFoundError when it would be ours but is not there."""
    parts = urlsplit(url)
    prefix = urlsplit(settings.STATIC_URL).path
    path = unquote(parts.path)
    if (parts.scheme, parts.netloc) != (_BASE.scheme, _BASE.netloc) or not path.startswith(prefix):
        raise ForeignAddress(url)
    name = path.removeprefix(prefix)
    if not name or name.startswith("/") or "\\" in name or "\0" in name:
        raise ForeignAddress(url)
    if posixpath.normpath(name) != name or name.split("/")[0] == "..":
        raise ForeignAddress(url)
    found = _find(name)
    if found is None:
        raise FileNotFoundError(f"No static file {name}")
    return found


def _find(name: str) -> Path | None:
    """Collected files first: there a name carries its hash and the file cannot have changed."""
    root = Path(settings.STATIC_ROOT).resolve()
    collected = (root / name).resolve()
    if collected.is_relative_to(root) and collected.is_file():
        return collected
    try:
        found = finders.find(name)
    except SuspiciousFileOperation as error:
        raise ForeignAddress(name) from error
    return Path(found) if found and Path(found).is_file() else None
