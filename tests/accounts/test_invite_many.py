"""Many people invited from a spreadsheet: looked at first, then all of them or nobody."""

import datetime
import io
import time
import zipfile
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.invitation_import import _odd, columns_of
from accounts.models import Invitation, InvitationSheet
from accounts.operations.invitations import invite
from core.models import AuditEvent
from tests.factories import in_days
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.post import delivered

MANY = f"{AT_OURS}people/invite/many/"
HEAD = [
    "Name", "Email address", "Role", "Organisation", "What they do", "Agreement",
    "Agreement end date",
]  # fmt: skip
ASH = ["Robin Ash", "Robin@new.example", "officer", "Leisure", "Coach", "", ""]


def _csv(*rows: list[Any], head: list[str] = HEAD, delimiter: str = ",") -> SimpleUploadedFile:
    lines = "\n".join(delimiter.join(str(cell) for cell in row) for row in (head, *rows))
    return SimpleUploadedFile("people.csv", lines.encode("utf-8-sig"))


def _workbook(*rows: list[Any]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("people.xlsx", file.getvalue())


def _look(cast: Cast, file: SimpleUploadedFile) -> Any:
    return cast.client(cast.coordinator, Client).post(MANY, {"file": file}, follow=True)


def _told(answer: Any) -> dict[int, dict[str, list[str]]]:
    return {row.number: row.problems for row in answer.context["wrong"]}


def test_from_the_empty_list_to_everybodys_letter(cast: Cast) -> None:
    client = cast.client(cast.coordinator, Client)
    empty = client.get(f"{MANY}list.xlsx")
    assert "attachment" in empty["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(empty.content))
    people, words = book.worksheets
    assert [cell.value for cell in people[1]] == HEAD
    assert "Leisure" in [row[1].value for row in words.rows]
    people.append(ASH)
    day = datetime.datetime.combine(in_days(90), datetime.time())
    people.append(["Nia Two", "nia@new.example", "Partner", "local nhs", "", "Sharing 2026", day])
    file = io.BytesIO()
    book.save(file)
    look = _look(cast, SimpleUploadedFile("people.xlsx", file.getvalue()))
    page = look.content.decode()
    assert "2 people will each get a link by email." in page
    assert not Invitation.objects.exists()
    address = look.redirect_chain[-1][0]
    assert client.post(address).status_code == 302
    made = {one.email: one for one in Invitation.objects.all()}
    assert set(made) == {"robin@new.example", "nia@new.example"}
    assert made["nia@new.example"].agreement_ends_on == in_days(90)
    assert made["robin@new.example"].organisation == cast.leisure
    assert sorted(letter.to[0] for letter in delivered()) == sorted(made)
    assert AuditEvent.objects.filter(code="accounts.invitation_sheet.sent").count() == 1
    # What was sent in is not kept, and is not sent twice.
    assert InvitationSheet.objects.get().rows == []
    assert client.post(address).status_code in (302, 422)
    assert Invitation.objects.count() == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_plain_text_with_any_comma_and_headings_in_any_order(cast: Cast, delimiter: str) -> None:
    file = _csv(
        ["Officer", "Robin Ash", "robin@new.example"],
        head=["role", "NAME", "Email address"],
        delimiter=delimiter,
    )
    assert _look(cast, file).context["wrong"] == []
    assert (
        "attachment"
        in cast.client(cast.coordinator, Client).get(f"{MANY}list.csv")["Content-Disposition"]
    )
    assert cast.client(cast.coordinator, Client).get(f"{MANY}list.exe").status_code == 404


def test_a_list_that_was_downloaded_with_the_old_headings_is_still_read(cast: Cast) -> None:
    old = [
        {"Email address": "E-mail address", "Agreement end date": "When does the agreement end?"}
        .get(heading, heading)
        for heading in HEAD
    ]  # fmt: skip
    partner = ["Nia Two", "nia@new.example", "Partner", "Local NHS", "", "A", in_days(9)]
    look = _look(cast, _csv(ASH, partner, head=old))
    assert look.context["wrong"] == []
    assert "2 people will each get a link by email." in look.content.decode()


def test_each_row_says_what_was_expected_and_nobody_is_invited(cast: Cast) -> None:
    invite(actor=cast.coordinator, name="W", email="waiting@new.example", role="officer")
    member = cast.officer.person.email
    wrong: list[list[Any]] = [
        ["", "nobody", "boss", "Nowhere", "", "", "soon"],
        ["Twice", "twice@new.example", "Officer", "", "", "", ""],
        ["Twice", "TWICE@new.example", "Officer", "", "", "", ""],
        ["Here", member, "Officer", "", "", "", ""],
        ["Waits", "waiting@new.example", "Officer", "", "", "", ""],
        ["Pat", "pat@new.example", "Partner", "Local NHS", "", "", in_days(-1)],
        ["Pat", "pat2@new.example", "Partner", "Leisure", "", "A", in_days(9)],
    ]
    look = _look(cast, _workbook(ASH, *wrong))
    told = _told(look)
    assert sorted(told) == [3, 4, 5, 6, 7, 8, 9]
    assert set(told[3]) == {"name", "email", "role", "organisation", "agreement_ends_on"}
    assert "Use one of these roles: Care consultant, Elected member" in told[3]["role"][0]
    assert "Leisure, Local NHS" in told[3]["organisation"][0]
    assert told[5]["email"] == ["This email address is in the list twice."]
    assert told[6]["email"] == ["Someone with this email address is already a member."]
    assert told[7]["email"] == ["This email address has already been invited."]
    assert set(told[8]) == {"agreement", "agreement_ends_on"}
    assert told[9]["organisation"] == ["Choose the partner organisation they represent."]
    page = look.content.decode()
    assert "Row 3" in page
    assert "Send invitations" not in page
    address = look.redirect_chain[-1][0]
    answer = cast.client(cast.coordinator, Client).post(address)
    assert answer.status_code == 422
    assert "Some rows have mistakes." in answer.content.decode()
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    "name, words",
    [
        ("Ash\nBcc: all@new.example", "on one line"),
        ('=HYPERLINK("http://x.example")', "This cell has a formula in it."),
        ("A" * 121, "too long"),
    ],
)
def test_what_would_act_is_refused(cast: Cast, name: str, words: str) -> None:
    told = _told(_look(cast, _workbook([name, *ASH[1:]])))
    assert words in told[2]["name"][0]


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 20_000_000)
    return file.getvalue()


def _entities() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    return file.getvalue()


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "empty"),
        (b"x" * (1024 * 1024 + 1), "too big"),
        (b"PK\x03\x04 broken", "We can’t read this spreadsheet."),
        (_bomb(), "has too much in it"),
        (_entities(), "We can’t read this spreadsheet."),
        (b"\x00\x01\x02", "can’t read this file as a spreadsheet"),
        (b"Name,Email address,Role\n", "This list has nobody in it."),
        (
            b"Name,Shoe size,Role\nA,4,Officer",
            "Add these headings to the first row: Email address.",
        ),
        (b"Name,Name,Role\nA,B,Officer", "Remove the columns that are there twice: “Name”."),
        (b"Shoe,Hat\n4,5", "Add these headings to the first row: Name, Email address, Role."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "This is a picture, not a list."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40, "locked with a password"),
        (b"Name,Role\nA,Officer", "Add these headings to the first row: Email address."),
        (
            b"Name,Email address,Role\n" + b"A,a@b.example,Officer\n" * 201,
            "up to 200 people at a time",
        ),
    ],
)
def test_a_file_that_cannot_be_is_told_beside_it(cast: Cast, content: bytes, words: str) -> None:
    answer = _look(cast, SimpleUploadedFile("people.xlsx", content))
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors["file"])
    assert not InvitationSheet.objects.exists()


def test_a_far_cell_does_not_hold_anybody_up(cast: Cast) -> None:
    book = openpyxl.Workbook()
    for row in (HEAD, ASH):
        book.active.append(row)
    book.active["XFD1048576"] = "far"
    file = io.BytesIO()
    book.save(file)
    assert _look(cast, SimpleUploadedFile("p.xlsx", file.getvalue())).context["wrong"] == []


def test_a_list_is_its_senders_alone(cast: Cast) -> None:
    look = _look(cast, _csv(ASH))
    address = look.redirect_chain[-1][0]
    for who, status in ((cast.officer, 403), (cast.bury_people["coordinator"], 404)):
        assert cast.client(who, Client).get(address).status_code == status
        assert cast.client(who, Client).post(address).status_code == status
    theirs = address.replace("/manchester/", "/bury/")
    assert cast.client(cast.bury_people["coordinator"], Client).get(theirs).status_code == 404
    # A new one takes the place of one that was not sent.
    _look(cast, _csv(ASH))
    assert InvitationSheet.objects.count() == 1


@pytest.mark.parametrize("number", [1, 200])
def test_looking_takes_as_many_queries_for_one_as_for_two_hundred(cast: Cast, number: int) -> None:
    rows = [[f"P {i}", f"p{i}@new.example", "Officer", "", "", "", ""] for i in range(number)]
    address = _look(cast, _csv(*rows)).redirect_chain[-1][0]
    client = cast.client(cast.coordinator, Client)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) == 8, [query["sql"] for query in queries]


def test_a_list_of_ones_own_may_call_its_columns_as_such_lists_do(cast: Cast) -> None:
    headings = ["Full name", "Email", "Role", "Service", "Job title"]
    assert columns_of([headings, ["A", "a@b.example", "", "", ""]]).places == {
        "name": 0,
        "email": 1,
        "role": 2,
        "organisation": 3,
        "title": 4,
    }


def test_a_list_as_people_keep_it_is_read(cast: Cast) -> None:
    """A title above, a name in two columns, a column nobody needs, Excel’s own first line, days as
    Excel writes them, in what Windows saves."""
    text = (
        "sep=;\nCorporate family 2027;;;;;;\n"
        "First name;Surname;Phone;Email;Role;Organisation;Agreement;Agreement ends\n"
        f"Siân;Wyn;0161;sian@new.example;Partner;Local NHS;A;{in_days(90):%d-%b-%y}\n"
    )
    for content in (text.encode("cp1252"), text.encode("utf-8-sig"), text.encode("utf-16")):
        look = _look(cast, SimpleUploadedFile("people.csv", content))
        assert look.context["wrong"] == []
        (row,) = look.context["people"]
        assert (row.values["name"], row.number) == ("Siân Wyn", 3)
        assert row.values["agreement_ends_on"] == in_days(90)
        assert "We’ll leave out the columns we don’t need: Phone." in look.content.decode()


@pytest.mark.parametrize("name", ["Si‰n Wyn", "?yn Jones", "Sia√±n", "Wyn \ufffd"])
def test_letters_that_were_lost_on_the_way_are_told(cast: Cast, name: str) -> None:
    told = _told(_look(cast, _csv([name, *ASH[1:]])))
    assert "Some letters of this name may have been lost." in told[2]["name"][0]


def _from_an_old_mac(name: str) -> str:
    """A name as an old Mac saves it and Windows reads it."""
    return name.encode("mac_roman").decode("cp1252")


@pytest.mark.parametrize(
    "name",
    "René Zoë Jörg Müller Lucía Niña Desirée André Jäger König Raúl Jesús Ramón Benoît Noël Martín "
    "Rodríguez Björn Schön María Günther Özdemir José Andrés Siân Håkon García".split(),
)
def test_letters_of_an_old_mac_are_seen(name: str) -> None:
    seen = _from_an_old_mac(f"{name} Wyn")
    assert seen != f"{name} Wyn"
    assert "Some letters of this name" in _odd("name", seen), seen
    assert _odd("name", f"{name} Wyn") == ""


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Tom O’Neill",
            "Mia d’Arcy",
            "N’Golo Kanté",
            "Isma’il Sa’ad",
            "Mas’ud",
            "Ru’a",
            "T’Challa",
        ),
        *("Tomáš Žižek", "Šimon Dušan", "Nataša Uršič", "Lukáš Krška", "JÜRGEN ŽIVKOVIĆ", "ŠÁRKA"),
        *("Cœur Lœtitia", "Phœbe", "Ann–Marie Smith–Jones", "Jo – deputy", "McŸsaye", "MacŠimon"),
        *("‘Ali", "Sa‘id", "John “Jack” Ode", "Łukasz", "Siân Wŷn", "Ÿvonne"),
    ],
)
def test_names_with_marks_of_their_own_pass(name: str) -> None:
    assert _odd("name", name) == ""


def test_letters_that_were_lost_in_other_columns_are_told() -> None:
    assert "Some letters here look wrong." in _odd("title", "Chef of RenŽ’s cafŽ")
    assert _odd("title", "Director of Children’s Services – who else?") == ""
    assert _odd("agreement", "Terms of reference, 2026–27") == ""


def _open_document(body: str) -> SimpleUploadedFile:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:spreadsheet><table:table>"
            f"{body}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return SimpleUploadedFile("people.ods", file.getvalue())


def _open_row(*cells: str, again: int = 1) -> str:
    drawn = "".join(f"<table:table-cell><text:p>{one}</text:p></table:table-cell>" for one in cells)
    return f'<table:table-row table:number-rows-repeated="{again}">{drawn}</table:table-row>'


def test_a_list_of_libreoffice_is_read(cast: Cast) -> None:
    day = (
        f'<table:table-cell office:date-value="{in_days(90)}T00:00:00"><text:p>soon</text:p>'
        "</table:table-cell>"
    )
    row = _open_row("Nia", "nia@new.example", "Partner", "Local NHS", "", "A")
    row = row.replace("</table:table-row>", f"{day}</table:table-row>")
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
    empty += 'table:number-columns-repeated="16384"/></table:table-row>'
    look = _look(cast, _open_document(_open_row(*HEAD) + row + empty))
    assert look.context["wrong"] == []
    (person,) = look.context["people"]
    assert person.values["agreement_ends_on"] == in_days(90)


def test_cells_that_are_said_to_repeat_fill_no_memory(cast: Cast) -> None:
    wide = _open_row("x", again=1048576).replace(
        "<table:table-cell>", '<table:table-cell table:number-columns-repeated="16384">'
    )
    begun = time.monotonic()
    answer = _look(cast, _open_document(wide))
    assert answer.status_code == 422
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("what", ["strings", "wide", "deep"])
def test_a_small_workbook_with_much_in_it_is_refused_before_it_is_read(
    cast: Cast, what: str
) -> None:
    cell = "<c><v>1</v></c>"
    parts = {
        "strings": ("xl/sharedStrings.xml", "<si><t>a</t></si>" * 600_000),
        "wide": ("xl/worksheets/sheet1.xml", cell * 700_000),
        "deep": ("xl/worksheets/sheet1.xml", f"<row>{cell}</row>" * 900_000),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(*parts[what])
    begun = time.monotonic()
    answer = _look(cast, SimpleUploadedFile("people.xlsx", file.getvalue()))
    assert "has too much in it" in answer.context["form"].errors["file"][0]
    assert time.monotonic() - begun < 3
