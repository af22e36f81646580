"""PDFs from our own pages: nothing foreign fetched, made in a child process, checked afterwards.

    fetcher   the only things a page being turned into a PDF may load
    sandbox   a child process with limits on time, memory and size
    render    a page (HTML) to a tagged PDF
    finish    what the tags still lack, and the checks before a file may be given out
    libraries what the system must have before any of it works
    making    all of these in order: what the rest of the program calls

WeasyPrint takes most of a second and 40 MB to import, so nothing here imports it until a document
is made: web processes never pay for it.
"""

from core.documents.errors import (
    Broken,
    CannotDraw,
    DocumentError,
    Faulty,
    NoRoom,
    TooBig,
    TooLong,
    TooSlow,
)

__all__ = [
    "Broken",
    "CannotDraw",
    "DocumentError",
    "Faulty",
    "NoRoom",
    "TooBig",
    "TooLong",
    "TooSlow",
]
