"""All the words of whatever is given out: a page, a PDF, a workbook, an archive, an e-mail.

What no text can be got out of is read as it stands, byte by byte, and never passed over: a word in
it that is not packed is found. A picture's words are not read.
"""

import io
import zipfile
from email import message_from_bytes, policy
from typing import Any

import pikepdf
from django.core.mail import EmailMessage
from pypdf import PdfReader
from pypdf.errors import PyPdfError


def words_in(content: bytes) -> str:
    """Its text, with what it says of itself: titles, authors, names of files within."""
    raw = content.decode("utf-8", "replace")
    if content.startswith(b"%PDF"):
        try:
            return f"{raw}\n{_of_pdf(content)}"
        except (pikepdf.PdfError, PyPdfError):
            return raw
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = [f"{name}\n{words_in(archive.read(name))}" for name in archive.namelist()]
        return "\n".join([archive.comment.decode("utf-8", "replace"), *inside])
    return raw


def words_of_mail(message: EmailMessage) -> str:
    """As it goes over the wire, read back: every header, every part, in words and as sent."""
    sent = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    words = [str(message.to), message.from_email]
    for part in sent.walk():
        words += [f"{name}: {value}" for name, value in part.items()]
        if not part.is_multipart():
            words.append(words_in(bytes(part.get_payload(decode=True))))
    return "\n".join(words)


def _of_pdf(content: bytes) -> str:
    """What is drawn, and each string and each text that is kept beside: information, metadata,
    outlines, alternative texts, addresses of links, attachments."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    # A line that was broken in the middle of a word is put together as well.
    found = ["\n".join(pages), "".join(pages).replace("\n", "").replace("\u00ad", "")]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for thing in pdf.objects:
            found += _strings(thing)
            if isinstance(thing, pikepdf.Stream) and "/Width" not in thing:
                found.append(thing.read_bytes().decode("utf-8", "replace"))
    return "\n".join(found)


def _strings(thing: Any) -> list[str]:
    """The strings of an object and of what is written inside it; not of what it points to, which is
    an object of its own."""
    if isinstance(thing, pikepdf.String):
        return [str(thing)]
    if isinstance(thing, pikepdf.Array):
        inside = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        inside = [thing[key] for key in thing.keys()]  # noqa: SIM118 (a stream has no iterator)
    else:
        return []
    return [
        text for one in inside if not getattr(one, "is_indirect", False) for text in _strings(one)
    ]
