"""What can go wrong with a document: one class a cause, in words a person can be shown.

The words are stored as they stand here, and put into a reader's language by the page that shows
them.
"""

from django.utils.translation import gettext_noop


class DocumentError(Exception):
    """A document could not be made. `plain` is for people, the message itself is for the log."""

    plain = gettext_noop("Something went wrong while we were creating this document.")
    # Whether doing the very same thing again can end differently.
    worth_another_try = False


class Faulty(DocumentError):
    """The page or the file breaks one of our own rules: a picture without words, a foreign link."""

    plain = gettext_noop("This document didn’t pass our checks, so you can’t download it.")


class TooLong(Faulty):
    """It has more pages than its kind may have."""

    plain = gettext_noop("This document has too many pages. Shorten it, then try again.")


class TooBig(DocumentError):
    """It needed more memory, or a bigger file, than a document may have."""

    plain = gettext_noop("This document is too big to create. Shorten it, then try again.")


class TooSlow(DocumentError):
    """It took longer than a document may take."""

    plain = gettext_noop("This document took too long to create. Shorten it, then try again.")


class NoRoom(DocumentError):
    """The disk is full or cannot be written."""

    plain = gettext_noop("We ran out of space to store this document.")
    worth_another_try = True


class CannotDraw(DocumentError):
    """This machine lacks the libraries that draw a PDF."""

    # All packages of core/documents/libraries.py: installing one that is there changes nothing.
    plain = gettext_noop(
        "This machine can’t make PDFs yet. Ask the person who runs it to install these packages, "
        "then try again: libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0."
    )


class Broken(DocumentError):
    """The child process ended without an answer: killed, or crashed."""

    plain = gettext_noop("We were interrupted while creating this document.")
    worth_another_try = True
