"""The kinds of document there are. The app whose thing a document is of registers its kind in
`<app>/document_kinds.py`; everything here and below is the same for all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.decisions import Decision

# Settings of a page (`tightness` in its template), roomiest first; the first that fits is kept.
AS_LONG_AS_NEEDED = ("roomy", "dense")
ON_ONE_PAGE = ("grand", "ample", "roomy", "snug", "close", "tight")


@dataclass(frozen=True)
class DocumentContent:
    """Everything one PDF needs. The same hash means the same pages."""

    content_hash: str
    template: str
    context: dict[str, Any]
    title: str


@dataclass(frozen=True)
class DocumentKind:
    """One kind of document, and what its app knows about it.

    `model` has an `authority`, a `title`, and a manager with `visible_to(actor)` and `published()`.
    """

    slug: str
    # What it is called on pages, translated.
    label: Any
    model: type[Any]
    # The facts and the template of one, in a constant number of statements.
    content: Callable[[Any], DocumentContent]
    # Whether a membership may ask for one and read it.
    can_ask: Callable[[Any, Any], Decision]
    # Whether what it is of is finished, so that one that goes out of date is made again.
    is_final: Callable[[Any], bool]
    # What a download is called.
    filename: Callable[[Any], str]
    # The template of the breadcrumbs that lead to what it is of.
    breadcrumbs: str
    fits_one_page: bool = False

    @property
    def tightness(self) -> tuple[str, ...]:
        return ON_ONE_PAGE if self.fits_one_page else AS_LONG_AS_NEEDED


_KINDS: dict[str, DocumentKind] = {}


def register_kind(kind: DocumentKind) -> None:
    """Add a kind. Raises ValueError if another one has its slug."""
    if _KINDS.setdefault(kind.slug, kind) is not kind:
        raise ValueError(f"There is a kind of document called {kind.slug!r} already.")


def document_kind(slug: str) -> DocumentKind:
    """The kind of a slug. Raises KeyError for one that no app has registered."""
    return _KINDS[slug]


def document_models() -> set[type[Any]]:
    """Everything that there are documents of."""
    return {kind.model for kind in _KINDS.values()}
