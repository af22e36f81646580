"""What the rows of a list of people to invite mean, and what is wrong with each."""

import datetime
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.enums import Role
from accounts.models import Authority, Invitation, InvitationSheet, Membership, Organisation
from core.spreadsheets import read_sheet

# The columns, in the order of the list to fill in, with the longest text each takes.
COLUMNS = {
    "name": (gettext_lazy("Name"), 120),
    "email": (gettext_lazy("Email address"), 254),
    "role": (gettext_lazy("Role"), 60),
    "organisation": (gettext_lazy("Organisation"), 120),
    "title": (gettext_lazy("What they do"), 120),
    "agreement": (gettext_lazy("Agreement"), 160),
    "agreement_ends_on": (gettext_lazy("Agreement end date"), 40),
}
# How people's own lists call the same, in small letters.
ALSO_CALLED = {
    "full name": "name",
    "email": "email",
    "e-mail": "email",
    "email address": "email",
    "e-mail address": "email",
    "mail": "email",
    "organization": "organisation",
    "service": "organisation",
    "job": "title",
    "job title": "title",
    "post": "title",
    "first name": "given_name",
    "forename": "given_name",
    "given name": "given_name",
    "surname": "surname",
    "last name": "surname",
    "family name": "surname",
    "agreement ends": "agreement_ends_on",
    "when does the agreement end": "agreement_ends_on",
}
# A name that a list keeps in two columns.
HALVES = ("given_name", "surname")
# In how many rows the headings are looked for.
TITLE_ROWS = 5
# What stands in no name: what an old Mac's letters, or Excel's "?", become when a list is read.
NO_NAME = re.compile("[?\ufffd‰†‡¤¶©®±÷×¬√∞™¿¡•ˆ‹›„‚ƒ€…˜§¾¯]")
# Letters that stand in names, but not like this: what an old Mac's accents become where they are
# taken for Windows's. é is Ž, ä Š, ü Ÿ, å Œ, ö š, ú œ, ñ –, ó —. Tomáš and Šimon are left alone.
LOST = re.compile(
    "[a-z](?<!Mc)(?<!Mac)[ŽŠŸŒ]|[A-Z][ŽŠŸŒ][a-z]"  # RenŽ, DesirŽe, MŸller, JŠger
    "|[BFGHJKLMNR]š[bcdfghklmnprstz]|Schš|jšr"  # Jšrg, Kšnig, Schšn, Bjšrn
    r"|[aes]œ[ls]\b"  # Raœl, Jesœs
    "|[a-z][–—](?![A-Z ])|[a-z][“”][a-z]"  # Ni–a, Ram—n, Beno”t
)
# The same of í and ë, which become the marks of O’Neill, Isma’il and ‘Ali.
LOST_MARKS = re.compile(
    r"[cdfr]’a\b|[bcdfghj-np-tv-z]’(?!s\b)[bcdfghj-np-tv-z]"  # Luc’a, Mart’n
    r"|[a-z]‘(?:l|lle)?(?!\w)"  # Zo‘, No‘l
)
MOST_PEOPLE = 200
MOST_COLUMNS = 20


@dataclass(frozen=True)
class SheetRow:
    """One person of a list: what was written, by column; what it means; what is wrong with it."""

    number: int
    cells: dict[str, str]
    values: dict[str, Any]
    problems: dict[str, list[str]] = field(default_factory=dict)

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """Each column with what was written and what is wrong with it, to be shown."""
        return [
            (str(label), self.cells.get(key, ""), " ".join(self.problems.get(key, [])))
            for key, (label, _most) in COLUMNS.items()
        ]


@dataclass(frozen=True)
class Columns:
    """Where a list's columns are: the row of its headings, each column's place, the places of a
    first name and a surname where a list keeps them apart, and the headings nobody needs."""

    row: int
    places: dict[str, int]
    halves: tuple[int, ...] = ()
    left_out: tuple[str, ...] = ()

    def written(self, cells: list[str]) -> dict[str, str]:
        """A row's cells, by column; a name from its two halves."""
        found = {key: cells[self.places[key]] if key in self.places else "" for key in COLUMNS}
        if self.halves:
            found["name"] = " ".join(cells[place] for place in self.halves if cells[place])
        return found


def read_list(upload: UploadedFile) -> list[list[str]]:
    """The rows of a list of people. Raises ValidationError, in plain words, for a file that cannot
    be read, has not the headings, or has more than 200 people."""
    rows = read_sheet(upload, rows=MOST_PEOPLE + TITLE_ROWS, columns=MOST_COLUMNS)
    columns_of(rows)
    return rows


def columns_of(rows: list[list[str]]) -> Columns:
    """Where each column is, in any order, in the language of the page or in English, or as such
    lists often call it. The headings are the first row that knows two of them: a title may stand
    above. Raises ValidationError for a column that is missing or there twice, and for too many
    people or none."""
    known = _headings()
    with override("en"):
        known = ALSO_CALLED | known | _headings()
    row = _heading_row(rows, known)
    if len(rows) - row < 2:
        raise ValidationError(_("This list has nobody in it. Put one person on each row."))
    if len(rows) - row - 1 > MOST_PEOPLE:
        words = _("This list is too long. You can invite up to %(most)s people at a time.")
        raise ValidationError(words % {"most": MOST_PEOPLE})
    found: dict[str, int] = {}
    left_out, twice = [], []
    for place, heading in enumerate(rows[row]):
        key = known.get(_plain(heading))
        if key in found:
            twice.append(f"“{heading[:60]}”")
        elif key:
            found[key] = place
        elif heading:
            left_out.append(heading[:60])
    if twice:
        words = _("Remove the columns that are there twice: %(headings)s.")
        raise ValidationError(words % {"headings": ", ".join(twice)})
    halves = [found.pop(half) for half in HALVES if half in found]
    needed = [key for key in ("name", "email", "role") if key not in found]
    if halves and "name" in needed:
        needed.remove("name")
    if needed:
        words = _("Add these headings to the first row: %(missing)s.")
        missing = ", ".join(str(COLUMNS[key][0]) for key in needed)
        raise ValidationError(words % {"missing": missing})
    return Columns(row, found, () if "name" in found else tuple(halves), tuple(left_out))


def _heading_row(rows: list[list[str]], known: dict[str, str]) -> int:
    """The row of the headings: the first that knows two of them, else the very first."""
    for number, cells in enumerate(rows[:TITLE_ROWS]):
        if sum(_plain(cell) in known for cell in cells) > 1:
            return number
    return 0


def _headings() -> dict[str, str]:
    return {_plain(str(label)): key for key, (label, _most) in COLUMNS.items()}


def _plain(heading: str) -> str:
    return heading.strip(" ?:*").casefold()


def read_people(sheet: InvitationSheet) -> list[SheetRow]:
    """The people of a list, each with what is wrong. Four statements, whatever their number."""
    authority, columns = sheet.authority, columns_of(sheet.rows)
    organisations = {
        word.casefold(): one
        for one in Organisation.objects.filter(authority=authority)
        for word in (one.name, one.slug)
    }
    people = []
    for number, cells in enumerate(sheet.rows[columns.row + 1 :], columns.row + 2):
        if any(cells):
            people.append(_row(number, columns.written(cells), organisations))
    _check_addresses(authority, people)
    return people


def _row(number: int, cells: dict[str, str], organisations: dict[str, Organisation]) -> SheetRow:
    row = SheetRow(number, cells, {key: cells.get(key, "") for key in COLUMNS})
    for key, text in cells.items():
        if problem := _odd(key, text):
            row.problems[key] = [problem]
    values = row.values
    values["email"] = values["email"].lower()
    values["role"] = _role(row)
    values["organisation"] = None
    if name := cells.get("organisation"):
        values["organisation"] = organisations.get(name.casefold())
        if values["organisation"] is None:
            words = _("We don’t have an organisation with that name. Use one of these: %(names)s.")
            names = ", ".join(sorted({one.name for one in organisations.values()}))
            row.problems.setdefault("organisation", [words % {"names": names}])
    values["agreement_ends_on"] = _day(row)
    for key in ("name", "email"):
        if not values[key]:
            row.problems.setdefault(key, [_("Fill this in.")])
    try:
        EmailValidator()(values["email"])
    except ValidationError:
        words = _("Enter an email address, such as name@example.org.")
        row.problems.setdefault("email", [words])
    return row


def _odd(key: str, text: str) -> str:
    """What no column takes."""
    most = COLUMNS[key][1]
    if "\n" in text:
        return _("Put this on one line.")
    if text.startswith("="):
        return _("This cell has a formula in it. Enter plain text instead.")
    if key == "name" and (NO_NAME.search(text) or LOST.search(text) or LOST_MARKS.search(text)):
        return _(
            "Some letters of this name may have been lost. Save the list as .xlsx, or correct "
            "the name."
        )
    if key in ("title", "agreement") and ("\ufffd" in text or LOST.search(text)):
        return _(
            "Some letters here look wrong. Save the list as .xlsx, or correct them, then upload it "
            "again."
        )
    if len(text) > most:
        return _("This is too long. Use %(most)s characters or fewer.") % {"most": most}
    return ""


def _role(row: SheetRow) -> str:
    written = row.cells.get("role", "").casefold()
    for role in Role:
        if written in (role.value, str(role.label).casefold(), role.value.replace("-", " ")):
            return role.value
    words = _("Use one of these roles: %(roles)s.")
    roles = ", ".join(str(role.label) for role in Role)
    row.problems.setdefault("role", [words % {"roles": roles}])
    return ""


def _day(row: SheetRow) -> datetime.date | None:
    written = row.cells.get("agreement_ends_on", "")
    if not written:
        return None
    for form in ("%Y-%m-%d", *settings.DATE_INPUT_FORMATS):
        try:
            return datetime.datetime.strptime(written, form).date()
        except ValueError:
            continue
    words = _("Enter a date, such as 31/05/2027.")
    row.problems.setdefault("agreement_ends_on", [words])
    return None


def _check_addresses(authority: Authority, people: list[SheetRow]) -> None:
    """Nobody twice, nobody who is here, nobody who is invited."""
    addresses = Counter(row.values["email"] for row in people if row.values["email"])
    current = Membership.objects.current().filter(authority=authority)
    here = set(current.filter(person__email__in=addresses).values_list("person__email", flat=True))
    waiting = Invitation.objects.waiting().filter(authority=authority, email__in=addresses)
    invited = set(waiting.values_list("email", flat=True))
    for row in people:
        address = row.values["email"]
        for wrong, words in (
            (addresses[address] > 1, _("This email address is in the list twice.")),
            (address in here, _("Someone with this email address is already a member.")),
            (address in invited, _("This email address has already been invited.")),
        ):
            if wrong:
                row.problems.setdefault("email", []).append(words)
