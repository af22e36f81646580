"""Many people invited from a spreadsheet: looked at first, then all of them or nobody."""

import datetime
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Invitation, InvitationSheet
from accounts.operations.invitations import invite
from accounts.sheets import columns_of
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
    return cast.client(cast.coordinator).post(MANY, {"file": file}, follow=True)


def _told(answer: Any) -> dict[int, dict[str, list[str]]]:
    return {row.number: row.problems for row in answer.context["wrong"]}


def test_from_the_empty_list_to_everybodys_letter(cast: Cast) -> None:
    client = cast.client(cast.coordinator)
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
        "attachment" in cast.client(cast.coordinator).get(f"{MANY}list.csv")["Content-Disposition"]
    )
    assert cast.client(cast.coordinator).get(f"{MANY}list.exe").status_code == 404


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
    answer = cast.client(cast.coordinator).post(address)
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
        (b"Name,Shoe size,Role\nA,4,Officer", "We don’t recognise the heading"),
        (b"Name,Name,Role\nA,B,Officer", "We don’t recognise the heading"),
        (b"Name,Shoe,Hat\nA,4,5", "We don’t recognise the headings “Shoe”, “Hat”"),
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
        assert cast.client(who).get(address).status_code == status
        assert cast.client(who).post(address).status_code == status
    theirs = address.replace("/manchester/", "/bury/")
    assert cast.client(cast.bury_people["coordinator"]).get(theirs).status_code == 404
    # A new one takes the place of one that was not sent.
    _look(cast, _csv(ASH))
    assert InvitationSheet.objects.count() == 1


@pytest.mark.parametrize("number", [1, 200])
def test_looking_takes_as_many_queries_for_one_as_for_two_hundred(cast: Cast, number: int) -> None:
    rows = [[f"P {i}", f"p{i}@new.example", "Officer", "", "", "", ""] for i in range(number)]
    address = _look(cast, _csv(*rows)).redirect_chain[-1][0]
    client = cast.client(cast.coordinator)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) == 8, [query["sql"] for query in queries]


def test_a_list_of_ones_own_may_call_its_columns_as_such_lists_do(cast: Cast) -> None:
    headings = ["Full name", "Email", "Role", "Service", "Job title"]
    assert columns_of([headings, ["A", "a@b.example", "", "", ""]]) == {
        "name": 0,
        "email": 1,
        "role": 2,
        "organisation": 3,
        "title": 4,
    }
