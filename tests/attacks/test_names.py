"""A name is never more than words: no line of an e-mail's head, no header of an answer, no turned
direction. What a file's name may be: test_uploads."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import Organisation
from accounts.operations.authorities import set_up_authority
from accounts.operations.invitations import invite
from accounts.operations.mail import post
from core.text import clean_text
from tests.access.doors import Doors
from tests.access.entries import WORKING
from tests.access.outside import PUBLIC
from tests.access.scene import Scene
from tests.access.test_matrix import address
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.post import delivered

# What ends a line somewhere, what ends a text, what turns it around, what nobody sees.
BAD = {
    "CR LF": "\r\n",
    "CR": "\r",
    "LF": "\n",
    "vertical tab": "\x0b",
    "form feed": "\x0c",
    "separators": "\x1c\x1d\x1e",
    "next line": "\x85",
    "line and paragraph": "\u2028\u2029",
    "NUL": "\x00",
    "escape": "\x1b[2J",
    "C1 control": "\x9b2J",
    "right to left": "\u202e",
    "isolates": "\u2066\u2067\u2068\u2069",
    "marks": "\u200e\u200f\u061c",
}
NEVER = set("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\x00\x1b\x9b\u202e\u200e\u200f\u061c")
NEVER |= set("\u2066\u2067\u2068\u2069")
MORE = "Bcc: everybody@evil.example"


def heads(message: bytes) -> list[bytes]:
    """The names of an e-mail's headers."""
    head = message.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]
    return [line.split(b":")[0].lower() for line in head.split(b"\n") if not line[:1].isspace()]


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_no_subject_is_more_than_a_line(cast: Cast, bad: str) -> None:
    post(to="robin@new.example", subject=f"News from Bury{bad}{MORE}", text="Hello")
    (letter,) = delivered()
    assert not set(letter.subject) & NEVER
    assert letter.subject.startswith("News from Bury")
    assert b"bcc" not in heads(letter.message().as_bytes())
    assert letter.recipients() == ["robin@new.example"]


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_an_authoritys_name_is_no_header_of_its_letters(cast: Cast, bad: str) -> None:
    if "\0" in bad and connection.vendor == "postgresql":
        pytest.skip("PostgreSQL cannot hold a NUL at all")
    cast.manchester.name = f"Manchester{bad}{MORE}"
    cast.manchester.save()
    cast.coordinator.authority.refresh_from_db()
    invite(actor=cast.coordinator, name=f"R{bad}{MORE}", email="robin@new.example", role="officer")
    (letter,) = delivered()
    assert not set(letter.subject) & NEVER
    assert b"bcc" not in heads(letter.message().as_bytes())
    assert letter.recipients() == ["robin@new.example"]


@pytest.mark.parametrize(
    "address", ["a@b.example\r\nBcc: c@evil.example", "a@b.example\nc@d.example", "a\x00@b.example"]
)
def test_an_e_mail_address_is_one_address(cast: Cast, address: str) -> None:
    with pytest.raises(ValidationError):
        invite(actor=cast.coordinator, name="Robin", email=address, role="officer")
    assert delivered() == []


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_what_is_typed_is_cleaned_before_anybody_reads_it(cast: Cast, bad: str) -> None:
    """Of all fields of all forms: the form cleans, not the page."""
    assert not set(clean_text(f"a{bad}b")) & NEVER
    typed = {"name": f"Robin{bad}{MORE}", "email": "robin@new.example", "role": "officer"}
    sent = cast.client(cast.coordinator).post(
        f"{AT_OURS}people/invite/", typed | {"organisation": "", "title": f"t{bad}{MORE}"}
    )
    assert sent.status_code == 200
    found = cast.manchester.invitations.get(email="robin@new.example")
    assert not set(found.name + found.title) & NEVER


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_no_slug_that_names_a_file_or_a_page_is_taken(cast: Cast, bad: str) -> None:
    slug = f"salford{bad}x"
    with pytest.raises(ValidationError):
        set_up_authority(actor=None, slug=slug, name="Salford", short_name="Salford")
    organisation = Organisation(authority=cast.manchester, slug=slug, name="Police", kind="partner")
    with pytest.raises(ValidationError):
        organisation.full_clean()


def test_no_name_in_the_database_reaches_a_header(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors
) -> None:
    """Even where something else than a form wrote it."""
    name = f"Jay\r\nSet-Cookie: evil=1{BAD['right to left']}"
    for member in cast.people.values():
        type(member.person).objects.filter(pk=member.person_id).update(name=name)
        type(member).objects.filter(pk=member.pk).update(title=name)
    type(cast.manchester).objects.filter(pk=cast.manchester.pk).update(name=name, short_name=name)
    seen = 0
    files = [name for name in (*WORKING, *PUBLIC) if "file" in name or "export" in name]
    files += [
        "documents:document-download",
        "impact:public-document",
        "accounts:invite-many-template",
    ]
    for one in files:
        entry = WORKING.get(one)
        arguments = entry.arguments if entry else PUBLIC[one]
        who = cast.people[min(entry.allowed)] if entry else None
        answer = doors.knock(who, "get", address(one, "manchester", arguments(scenes[0])))
        header = answer.headers.get("Content-Disposition", "")
        assert "evil" not in str(answer.headers)
        assert not set(header) & NEVER
        seen += header.startswith("attachment")
    answer = doors.knock(cast.consultant, "get", "/about-me/of/manchester/file/")
    assert "evil" not in str(answer.headers)
    assert all("/" not in each for each in zipfile.ZipFile(io.BytesIO(answer.content)).namelist())
    assert seen >= 6
