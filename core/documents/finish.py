"""What the tags of a drawn PDF still lack, and the checks before it may be given out.

WeasyPrint leaves some things open that PDF/UA-1 asks for: a header cell does not say whether it
heads a column or a row; words in the page margins (running header, page number) are marked as
content that no part of the structure owns, where they should be artifacts, which a screen reader
skips on every page; a drawing that is only decoration cannot be said to be; and a link has no
description of its own.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from core.documents.errors import Faulty, TooLong

MOST_PAGES = 300
# The words of a drawing that is only decoration (see `render`).
DECORATION = "\N{FLORAL HEART} decoration"
_MARK = re.compile(rb"^/\w+\n<</MCID (\d+)>>\nBDC$", re.MULTILINE)
_ARTIFACT = b"/Artifact\n<</Type /Pagination>>\nBDC"


@dataclass(frozen=True)
class Made:
    """A finished file."""

    pages: int
    size: int


def finish(drawn: bytes, target: Path, *, most_pages: int = MOST_PAGES) -> Made:
    """Complete the tags of a drawn PDF, check it, and write it to `target`.

    Raises TooLong when it has more pages than it may, Faulty when it has no pages, title,
    language or tags, when a picture has no words, or carries a file or a script.
    """
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        pages = len(pdf.pages)
        if pages > most_pages:
            raise TooLong(f"{pages} pages where {most_pages} are allowed")
        elements = _without_decoration(list(_elements(pdf)))
        _say_what_headers_head(elements)
        _margins_to_artifacts(pdf, elements)
        _describe_links(pdf)
        _check(pdf, elements)
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return Made(pages=pages, size=target.stat().st_size)


@dataclass(frozen=True)
class _Element:
    """One element of the structure tree: its kind, those it stands in, and the marks it owns."""

    node: Object
    kind: str
    inside: tuple[str, ...]
    marks: tuple[tuple[tuple[int, int], int], ...]


def _elements(pdf: Pdf) -> Iterator[_Element]:
    """The whole structure tree, in reading order. Without recursion: trees can be deep."""
    root = pdf.Root.get(Name.StructTreeRoot)
    if root is None:
        return
    waiting: list[tuple[Object, tuple[str, ...]]] = [(root, ())]
    while waiting:
        node, inside = waiting.pop()
        kind = str(node.get(Name.S, ""))
        page = node.get(Name.Pg)
        children, marks = [], []
        for kid in _kids(node):
            if isinstance(kid, int):
                if page is not None:
                    marks.append((page.objgen, kid))
            elif kid.get(Name.Type) == Name.MCR:
                marks.append((kid.get(Name.Pg, page).objgen, int(kid.MCID)))
            elif Name.S in kid:
                children.append((kid, (*inside, kind)))
        yield _Element(node, kind, inside, tuple(marks))
        waiting.extend(reversed(children))


def _without_decoration(elements: list[_Element]) -> list[_Element]:
    """Take drawings that say nothing out of the structure; their marks then belong to nobody."""
    kept = []
    for element in elements:
        if element.kind == "/Figure" and str(element.node.get(Name.Alt, "")) == DECORATION:
            owner = element.node.P
            owner[Name.K] = Array([kid for kid in _kids(owner) if not _same(kid, element.node)])
        else:
            kept.append(element)
    return kept


def _same(kid: Object | int, node: Object) -> bool:
    return not isinstance(kid, int) and bool(kid.objgen == node.objgen)


def _kids(node: Object) -> list[Object]:
    kids = node.get(Name.K)
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _say_what_headers_head(elements: list[_Element]) -> None:
    """A header cell in the table's head heads its column, any other its row."""
    for element in elements:
        if element.kind == "/TH":
            attributes = element.node.get(Name.A) or Dictionary(O=Name.Table)
            head = "/THead" in element.inside
            attributes[Name.Scope] = Name.Column if head else Name.Row
            element.node[Name.A] = attributes


def _margins_to_artifacts(pdf: Pdf, elements: list[_Element]) -> None:
    """Turn every mark that no element of the structure owns into an artifact."""
    owned: dict[tuple[int, int], set[int]] = {}
    for element in elements:
        for page, mark in element.marks:
            owned.setdefault(page, set()).add(mark)
    parents = _parents_by_page(pdf)
    for number, page in enumerate(pdf.pages):
        mine = owned.get(page.obj.objgen, set())
        row = parents.get(int(page.obj.get(Name.StructParents, number)))
        changed = False

        def replace(
            found: re.Match[bytes], mine: set[int] = mine, row: Array | None = row
        ) -> bytes:
            nonlocal changed
            mark = int(found[1])
            if mark in mine:
                return found[0]
            changed = True
            if row is not None and mark < len(row):
                row[mark] = None
            return _ARTIFACT

        content = _MARK.sub(replace, page.Contents.read_bytes())
        if changed:
            page.Contents = pdf.make_stream(content)
        if content.count(b"/MCID") != len(mine):
            raise Faulty("a page has marks that its structure does not know")


def _parents_by_page(pdf: Pdf) -> dict[int, Array]:
    """The rows of the parent tree: for each page, which element owns its mark number n."""
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums) if _has_tags(pdf) else []
    return {
        int(key): row
        for key, row in zip(numbers[::2], numbers[1::2], strict=True)
        if isinstance(row, Array)
    }


def _describe_links(pdf: Pdf) -> None:
    """A link says where it goes, for those who meet it outside its sentence. What the drawing left
    there is the name of an anchor, which says nothing to anybody."""
    for page in pdf.pages:
        for note in page.obj.get(Name.Annots, []):
            if note.get(Name.Subtype) == Name.Link:
                address = note.get(Name.A, Dictionary()).get(Name.URI)
                words = f"Link to {address}" if address else "Link to another part of this document"
                note[Name.Contents] = String(words)


def _has_tags(pdf: Pdf) -> bool:
    return Name.StructTreeRoot in pdf.Root and bool(pdf.Root.get(Name.MarkInfo, {}).get("/Marked"))


def _check(pdf: Pdf, elements: list[_Element]) -> None:
    """Refuse a file that we would be ashamed of."""
    title = str(pdf.docinfo.get(Name.Title, "")).strip()
    wordless = [e for e in elements if e.kind == "/Figure" and not str(e.node.get(Name.Alt, ""))]
    problems = {
        "it has no pages": not len(pdf.pages),
        "it has no title": not title,
        "its title is not shown": not pdf.Root.get(Name.ViewerPreferences, {}).get(
            "/DisplayDocTitle"
        ),
        "it does not say its language": not str(pdf.Root.get(Name.Lang, "")).strip(),
        "it has no tags": not _has_tags(pdf),
        "it has no first heading": not any(e.kind == "/H1" for e in elements),
        "a picture has no words": bool(wordless),
        "it carries a file": bool(pdf.attachments),
        "it carries a script": Name.OpenAction in pdf.Root or Name.AA in pdf.Root,
    }
    if found := [words for words, there in problems.items() if there]:
        raise Faulty("; ".join(found))
