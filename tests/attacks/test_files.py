"""No file tells another authority's words: every kind of PDF with all that it says of itself, every
workbook, table, data file and archive, in each of the forms it can be asked for.

What these cannot see: words that are drawn as a picture (a chart's labels are text, a logo is not),
and a word that was shortened or turned into another before it was written down.
"""

import io
from typing import Any

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Authority, Membership
from core.documents import making
from documents.enums import JobStatus
from documents.models import Document
from documents.operations.asking import ask_for_document
from documents.tasks import make_documents
from impact.enums import ReportDocument
from impact.models import AnnualReport, ImpactReport
from impact.queries.open_data import DATA_SETS
from impact.views.open_data import KINDS
from tests.access.doors import Doors
from tests.access.entries import WORKING
from tests.access.outside import GENERAL, PUBLIC
from tests.access.scene import Scene
from tests.access.test_matrix import address, named_addresses
from tests.attacks.canary import WORD, plant
from tests.attacks.rest import make_the_rest
from tests.support.cast import Cast
from tests.support.reading import words_in

pytestmark = pytest.mark.long
OURS = "heronmarsh"
# What an address asks for by name and not by id, each in every form. The rest of the arguments are
# the matrix's.
FORMS: dict[str, list[dict[str, str]]] = {
    "impact:open-data-file": [
        {"name": one.name, "kind": kind} for one in DATA_SETS for kind in KINDS
    ],
    "impact:public-document": [{"kind": kind} for kind in ReportDocument],
    "impact:document-ask": [{"kind": kind} for kind in ReportDocument],
    "accounts:invite-many-template": [{"kind": "csv"}, {"kind": "xlsx"}],
    "accounts:word-add": [{"kind": "plainer"}, {"kind": "glossary"}],
    "accounts:word-change": [{"kind": "plainer"}],
    "accounts:word-remove": [{"kind": "plainer"}],
}
# Of no authority in their address, of one in their arguments.
ABOUT_ME = ["portal:held", "portal:held-account-file", "portal:held-file", "portal:erasure-ask"]


@pytest.fixture(scope="module", autouse=True)
def planted(made: Any) -> None:
    """One word in all of Bury's texts, another in all of Manchester's, once for the whole file."""
    cast = made[0]
    make_the_rest(made[1])
    make_the_rest(made[3])
    plant(cast.bury, cast.bury_people[Role.COORDINATOR])
    plant(cast.manchester, cast.coordinator, word=OURS)


@pytest.fixture(scope="module")
def warm() -> None:
    making.warm_up()


def subject_for(kind: str, scene: Scene) -> ImpactReport | AnnualReport:
    """What a kind of document is made of. A new kind has to be written down here."""
    report = ImpactReport.objects.get(pk=scene.published.pk)
    annual = AnnualReport.objects.get(pk=scene.endorsed.pk)
    subjects: dict[str, ImpactReport | AnnualReport] = {
        "full": report,
        "one-page": report,
        "annual": annual,
    }
    return subjects[kind]


def made_for(member: Membership, kind: str, scene: Scene) -> bytes:
    """The PDF as it is given out."""
    actor = Membership.objects.select_related("authority").get(pk=member.pk)
    document = ask_for_document(actor=actor, kind=kind, subject=subject_for(kind, scene))
    Document.objects.exclude(pk=document.pk).filter(status=JobStatus.WAITING).delete()
    make_documents()
    document.refresh_from_db()
    assert document.status == JobStatus.DONE, document.problem
    with default_storage.open(document.file) as file:
        content: bytes = file.read()
    return content


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("kind", ReportDocument.values)
def test_no_pdf_tells_another_authoritys_words(
    cast: Cast, scenes: tuple[Scene, Scene], kind: str
) -> None:
    ours = words_in(made_for(cast.coordinator, kind, scenes[0]))
    theirs = words_in(made_for(cast.bury_people[Role.COORDINATOR], kind, scenes[1]))
    assert (OURS in ours, WORD in ours) == (True, False)
    # And in Bury's own it is found, so that this can fail.
    assert (OURS in theirs, WORD in theirs) == (False, True)


def test_what_a_pdf_keeps_beside_its_pages_is_read_too() -> None:
    file = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Author"] = f"{WORD} author"
        with pdf.open_metadata(update_docinfo=False) as metadata:
            metadata["dc:title"] = f"{WORD} title"
        pdf.Root.Nested = pikepdf.Dictionary(Deep=pikepdf.Array([pikepdf.String(f"{WORD} deep")]))
        pdf.attachments[f"{WORD}.txt"] = b"a file within"
        pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    words = words_in(file.getvalue())
    for one in ("author", "title", "deep"):
        assert f"{WORD} {one}" in words
    assert f"{WORD}.txt" in words
    assert "a file within" in words


def test_every_form_of_every_file_is_known_here() -> None:
    named = {
        name
        for name, pattern in named_addresses()
        if {"kind", "name"} & set(pattern.pattern.converters)
    }
    assert named == set(FORMS)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_no_form_of_a_file_tells_another_authoritys_words(
    cast: Cast, scenes: tuple[Scene, Scene], doors: Doors, name: str
) -> None:
    entry = WORKING.get(name)
    arguments = entry.arguments if entry else PUBLIC[name]
    who = cast.people[min(entry.allowed)] if entry else None
    their = cast.bury_people[Role.COORDINATOR] if entry else None
    way = entry.method if entry else "get"
    opened = 0
    for form in FORMS[name]:
        at = address(name, "manchester", arguments(scenes[0]) | form)
        answer = doors.knock(who, way, at)
        assert answer.status in {200, 302, 404}, at
        assert WORD not in answer.words + str(answer.headers), at
        elsewhere = address(name, "bury", arguments(scenes[1]) | form)
        opened += WORD in doors.knock(their, way, elsewhere).words
    # Forms of a table are full of words; a button and an empty list have few.
    assert opened or name in {"impact:public-document", "impact:document-ask"}, name


@pytest.mark.parametrize("name", ABOUT_ME)
def test_what_is_held_about_somebody_here_tells_nothing_of_elsewhere(
    cast: Cast, doors: Doors, name: str
) -> None:
    at = reverse(name, kwargs=GENERAL[name][0])
    for member in cast.people.values():
        answer = doors.knock(member, "get", at)
        assert answer.status in {200, 403}
        assert WORD not in answer.words + str(answer.headers)


def test_no_framework_file_tells_another_authoritys_words(cast: Cast) -> None:
    ours, theirs = io.StringIO(), io.StringIO()
    call_command("export_framework", "manchester", stdout=ours)
    call_command("export_framework", "bury", stdout=theirs)
    assert (OURS in ours.getvalue(), WORD in ours.getvalue()) == (True, False)
    assert (OURS in theirs.getvalue(), WORD in theirs.getvalue()) == (False, True)
    assert Authority.objects.filter(name__contains=WORD).count() == 1
