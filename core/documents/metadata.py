"""Takes out of an uploaded file what says who made it: authors, companies, comments, who changed
what. What the file shows stays as it is."""

import io
import re
import zipfile
from collections.abc import Callable

# What a document may unfold to: it is packed, and can be made to fill a memory.
MOST_UNPACKED = 200 * 1024 * 1024

_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_CUSTOM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
_META = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office='
    b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"/>'
)
_PROPERTIES = {
    "meta.xml": _META,
    "docprops/core.xml": _CORE,
    "docprops/app.xml": _APP,
    "docprops/custom.xml": _CUSTOM,
}
# Who changed or commented: in tracked changes, too, and in every part.
_AUTHORS = re.compile(
    rb"(\s(?:\w+:)?(?:author|initials|lastModifiedBy|userName)\s*=\s*)(?:\"[^\"]*\"|'[^']*')", re.I
)
_PEOPLE = re.compile(
    rb"(\s(?:\w+:)?(?:name|displayName|userId|providerId|initials|author)\s*=\s*)"
    rb"(?:\"[^\"]*\"|'[^']*')",
    re.I,
)
# Parts that hold people, and parts that hold comments.
_PEOPLE_PARTS = re.compile(r"(?:^|/)(?:people|persons?/person\d*|commentauthors|authors)\.xml$")
_COMMENT_PARTS = re.compile(r"(?:^|/)(?:threaded)?(?:modern)?comments?[\w.-]*\.xml$|/comments/")
_WORDS = re.compile(
    rb"(<(?:\w+:)?(?:t|text|author)(?:\s[^>]*)?>)[^<]*(</(?:\w+:)?(?:t|text|author)>)"
)
_COMMENTS_IN_PDF = frozenset(
    "/Text /FreeText /Popup /Highlight /Underline /StrikeOut /Squiggly /Caret /Stamp /Ink "
    "/FileAttachment".split()
)


# OpenDocument's comments, and whoever changed something.
_ANNOTATIONS = re.compile(
    rb"<office:annotation(-end)?\b[^>]*?(?:/>|>.*?</office:annotation>)", re.S
)
_CREATORS = re.compile(rb"(<dc:creator>)[^<]*(</dc:creator>)")
# What pikepdf stumbles over in a file that is not built as it should be.
_BROKEN = (ValueError, KeyError, AttributeError, TypeError)


class Unreadable(Exception):
    """A file that cannot be opened, and so cannot be cleaned."""


def clean_office(content: bytes, draw_anew: Callable[[bytes], bytes] | None = None) -> bytes:
    """A Word, Excel, PowerPoint or OpenDocument file without its authors, company and comments.
    `draw_anew` is asked for each photograph in it. Raises Unreadable for what is broken, locked
    with a password, or unfolds to too much."""
    out = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(content)) as packed,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as clean,
        ):
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise Unreadable("It unfolds to too much.")
            for part in packed.infolist():
                cleaned = _clean_part(part.filename, packed.read(part), draw_anew)
                clean.writestr(zipfile.ZipInfo(part.filename), cleaned, part.compress_type)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as problem:
        raise Unreadable(str(problem)) from problem
    return out.getvalue()


def _clean_part(name: str, content: bytes, draw_anew: Callable[[bytes], bytes] | None) -> bytes:
    lower = name.lower()
    if lower in _PROPERTIES:
        return _PROPERTIES[lower]
    if lower.endswith((".jpg", ".jpeg")) and draw_anew is not None:
        return draw_anew(content)
    if not lower.endswith((".xml", ".rels")):
        return content
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        content = content.decode("utf-16").encode()
        content = re.sub(rb'(<\?xml[^>]*encoding=")[^"]*', rb"\1UTF-8", content, count=1)
    content = _CREATORS.sub(rb"\1\2", _ANNOTATIONS.sub(b"", _AUTHORS.sub(rb'\1""', content)))
    if _PEOPLE_PARTS.search(lower):
        content = _PEOPLE.sub(rb'\1""', content)
    if _COMMENT_PARTS.search(lower):
        content = _WORDS.sub(rb"\1\2", content)
    return content


def clean_pdf(content: bytes) -> bytes:
    """A PDF without what is said of it (author, program, XMP), without comments and attachments.
    Raises Unreadable for what is broken or locked with a password."""
    import pikepdf  # only who sends a PDF waits for it

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            for key in ("/Metadata", "/PieceInfo", "/AF"):
                if key in pdf.Root:
                    del pdf.Root[key]
            names = pdf.Root.get("/Names")
            if names is not None and "/EmbeddedFiles" in names:
                del names["/EmbeddedFiles"]
            for page in pdf.pages:
                _clean_page(page.obj)
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True)
    except (
        pikepdf.PdfError,
        pikepdf.PasswordError,
        ValueError,
        KeyError,
        AttributeError,
        TypeError,
    ) as problem:
        raise Unreadable(str(problem)) from problem
    return out.getvalue()


def _clean_page(page: object) -> None:
    """A page without comments, and without what its pictures and parts say of themselves."""
    for key in ("/Metadata", "/PieceInfo"):
        if key in page:  # type: ignore[operator]  # a dictionary of pikepdf's
            del page[key]  # type: ignore[attr-defined]
    notes = page.get("/Annots")  # type: ignore[attr-defined]
    if notes is None:
        return
    kept = [one for one in notes if str(one.get("/Subtype", "")) not in _COMMENTS_IN_PDF]
    for one in kept:
        if "/T" in one and str(one.get("/Subtype", "")) != "/Widget":
            del one["/T"]
    while len(notes):
        del notes[0]
    for one in kept:
        notes.append(one)
