"""What is in a PDF's file, read from the file: text, pages, title, language, tags."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pypdf import PdfReader


@dataclass(frozen=True)
class Paper:
    """A PDF as a screen reader has it."""

    text: str
    pages: int
    title: str
    language: str
    marked: bool
    tags: list[str]
    header_scopes: list[str]

    def says(self, *words: str) -> None:
        """Each of these words is in its text, wherever the lines break."""
        missing = [one for one in words if _plain(one) not in self.text]
        assert not missing, f"It does not say {missing}:\n{self.text}"

    def is_tagged(self, *tags: str) -> None:
        """It is marked as tagged, in English, and has these structure elements."""
        assert self.marked, "Its catalogue does not say that it is tagged."
        assert self.language.lower().startswith("en")
        missing = set(tags) - set(self.tags)
        assert not missing, f"No {missing} among {sorted(set(self.tags))}"


def read(path: Path | str) -> Paper:
    """Everything about a PDF that the story checks."""
    reader = PdfReader(path)
    text = _plain(" ".join(page.extract_text() for page in reader.pages))
    with pikepdf.open(path) as pdf:
        root = pdf.Root
        elements = list(_elements(root.StructTreeRoot)) if "/StructTreeRoot" in root else []
        return Paper(
            text=text,
            pages=len(pdf.pages),
            title=str(pdf.docinfo.get("/Title", "")),
            language=str(root.get("/Lang", "")),
            marked=bool(root.get("/MarkInfo", {}).get("/Marked", False)),
            tags=[str(one.S).lstrip("/") for one in elements],
            header_scopes=[_scope(one) for one in elements if one.S == "/TH"],
        )


def _elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every structure element below a node."""
    kids = node.get("/K")
    if kids is None:
        return
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def _scope(header: pikepdf.Object) -> str:
    attributes = header.get("/A", {})
    rows = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return next((str(row["/Scope"]) for row in rows if "/Scope" in row), "")


def _plain(text: str) -> str:
    """Without line breaks and with hyphens of line ends taken out."""
    return " ".join(text.replace("\u00ad\n", "").replace("\u00ad", "").split())
