"""What only a person can decide about somebody who is erased: sentences with a word of the name,
files, and the PDFs that were made before."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import ErasureRequest, Membership, Notice, Person
from accounts.operations.erasure import ask_for_erasure, refuse_erasure
from cooperative.models import Challenge
from core.decisions import Refused
from core.models import AuditEvent
from documents.models import Document
from documents.queries import document_content, document_hash
from impact.models import ImpactReport, ReportLine
from outcomes.models import Action, EvidenceFile
from outcomes.operations.progress import record_progress
from portal.operations.erasure import decide_left, grant_erasure, left_of
from portal.queries.name_mentions import NO_SENTENCES, PLACES, Left, Passage
from portal.queries.named import TEXTS
from tests.cooperative.things import make_challenge, make_meeting
from tests.factories import make_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS

FORMER = "A former care consultant"


@pytest.fixture
def asked(cast: Cast) -> ErasureRequest:
    """Jay Moss asks."""
    return ask_for_erasure(actor=cast.consultant)


def left(asked: ErasureRequest) -> Left:
    return left_of(ErasureRequest.objects.select_related("membership__person").get(pk=asked.pk))


def sentences(asked: ErasureRequest) -> dict[str, Passage]:
    return {"".join(one.pieces): one for one in left(asked).passages}


def decide(cast: Cast, asked: ErasureRequest, choice: str) -> None:
    for one in left(asked).everything:
        decide_left(actor=cast.coordinator, request=asked, key=one.key, choice=choice)


def say(cast: Cast, words: str, **more: Any) -> Challenge:
    return make_challenge(cast, question=words, **more)


def test_each_sentence_with_a_word_of_the_name_is_found(cast: Cast, asked: ErasureRequest) -> None:
    say(
        cast,
        "Why does Jay wait? We ask for all. Moss's bus pass ran out!\nJAY asked; so did jay.",
        why="Ask Sam.",
    )
    found = sentences(asked)
    assert set(found) == {
        "Why does Jay wait?",
        "Moss's bus pass ran out!",
        "JAY asked; so did jay.",
    }
    assert [word for word, is_name in found["JAY asked; so did jay."].marked if is_name] == [
        "JAY",
        "jay",
    ]
    assert "a challenge" in found["Why does Jay wait?"].places


def test_part_of_somebody_elses_full_name_is_not_them(cast: Cast, asked: ErasureRequest) -> None:
    Person.objects.filter(pk=cast.consultant_2.person_id).update(name="Jay Reed")
    say(cast, "Jay Reed asked. Jay asked too.")
    assert set(sentences(asked)) == {"Jay asked too."}


def test_an_ordinary_word_is_no_name_when_it_is_written_small(cast: Cast) -> None:
    Person.objects.filter(pk=cast.consultant.person_id).update(name="Cllr Will May")
    asked = ask_for_erasure(actor=Membership.objects.get(pk=cast.consultant.pk))
    say(cast, "When will it be done? It may be Will. The Cllr knows.")
    assert set(sentences(asked)) == {"It may be Will."}


def test_what_surely_is_them_is_not_asked_about(cast: Cast, asked: ErasureRequest) -> None:
    say(cast, "Jay Moss waits. Write to jay.moss@manchester.example.")
    assert len(left(asked)) == 0


def test_nothing_is_granted_before_each_is_decided(cast: Cast, asked: ErasureRequest) -> None:
    kept = say(cast, "Jay waits. Why does Jay's friend wait?")
    first, second = left(asked).passages
    with pytest.raises(ValidationError, match="2 left"):
        grant_erasure(actor=cast.coordinator, request=asked)
    decide_left(actor=cast.coordinator, request=asked, key=first.key, choice="take-out")
    with pytest.raises(ValidationError, match="1 left"):
        grant_erasure(actor=cast.coordinator, request=asked)
    assert Challenge.objects.get(pk=kept.pk).question.startswith("Jay waits.")
    # One may change one's mind until then.
    decide_left(actor=cast.coordinator, request=asked, key=first.key, choice="keep")
    decide_left(actor=cast.coordinator, request=asked, key=second.key, choice="take-out")
    grant_erasure(actor=cast.coordinator, request=asked)
    question = Challenge.objects.get(pk=kept.pk).question
    assert question == f"Jay waits. Why does {FORMER}'s friend wait?"
    assert ErasureRequest.objects.get(pk=asked.pk).choices == {}
    assert AuditEvent.objects.filter(code="accounts.erasure.choice_made").count() == 3


def test_the_trail_loses_a_sentence_that_was_taken_out(cast: Cast, asked: ErasureRequest) -> None:
    say(cast, "Why does Jay wait?")
    assert AuditEvent.objects.filter(summary__contains="Jay wait").exists()
    decide(cast, asked, "take-out")
    grant_erasure(actor=cast.coordinator, request=asked)
    assert not AuditEvent.objects.filter(summary__contains="Jay wait").exists()


def test_words_changed_meanwhile_are_asked_about_anew(cast: Cast, asked: ErasureRequest) -> None:
    made = say(cast, "Jay waits.")
    (one,) = left(asked).passages
    decide(cast, asked, "keep")
    Challenge.objects.filter(pk=made.pk).update(question="Jay still waits.")
    Notice.objects.all().delete()  # they had the words as they were
    assert left(asked).undecided == 1
    with pytest.raises(ValidationError, match="Reload the page and look again"):
        decide_left(actor=cast.coordinator, request=asked, key=one.key, choice="keep")


def test_the_same_sentence_in_two_places_is_decided_once(cast: Cast, asked: ErasureRequest) -> None:
    say(cast, "Jay waits.")
    action = make_action(cast, title="Jay waits.")
    (one,) = left(asked).passages
    assert {"a challenge", "an action"} <= one.places
    decide(cast, asked, "take-out")
    grant_erasure(actor=cast.coordinator, request=asked)
    assert Challenge.objects.get().question == f"{FORMER} waits."
    assert Action.objects.get(pk=action.pk).title == f"{FORMER} waits."


def test_signed_words_are_not_asked_about(cast: Cast, asked: ErasureRequest) -> None:
    report = ImpactReport.objects.create(
        authority=cast.manchester, meeting=make_meeting(cast), slug="r", title="Report",
        status="published", sign_offs_needed=1, composed_by=cast.coordinator,
    )  # fmt: skip
    ReportLine.objects.create(
        report=report, part="said", position=1, action=make_action(cast), text="Jay asked.",
        composed_text="Jay asked.",
    )  # fmt: skip
    assert len(left(asked)) == 0


def test_only_whoever_may_decide_the_request_decides_about_a_sentence(
    cast: Cast, asked: ErasureRequest
) -> None:
    say(cast, "Jay waits.")
    (one,) = left(asked).passages
    for actor in (cast.officer, cast.consultant, cast.bury_people["coordinator"]):
        with pytest.raises(Refused):
            decide_left(actor=actor, request=asked, key=one.key, choice="keep")
    refuse_erasure(actor=cast.coordinator, request=asked, reason="Not now.")
    with pytest.raises(Refused):
        decide_left(actor=cast.coordinator, request=asked, key=one.key, choice="keep")


@pytest.fixture
def files(cast: Cast) -> dict[str, EvidenceFile]:
    """One that the officer attached, one that names her, and one of neither kind."""
    for who, name in (
        (cast.officer, "list.csv"),
        (cast.lead, "photo_of_priya.csv"),
        (cast.lead, "other.csv"),
    ):
        action = make_action(cast, owner=who)
        sent = SimpleUploadedFile(name, b"a,b\n1,2\n")
        record_progress(actor=who, action=action, status="on-track", done="A.", files=[sent])
    return {one.name: one for one in EvidenceFile.objects.all()}


def test_files_they_attached_or_that_name_them_are_decided_about(
    cast: Cast,
    files: dict[str, EvidenceFile],
    django_capture_on_commit_callbacks: Any,
) -> None:
    asked = ask_for_erasure(actor=cast.officer)
    found = {one.file.name: one for one in left(asked).files}
    assert set(found) == {"list.csv", "photo_of_priya.csv"}
    assert (found["list.csv"].theirs, found["photo_of_priya.csv"].theirs) == (True, False)
    with pytest.raises(ValidationError, match="2 left"):
        grant_erasure(actor=cast.coordinator, request=asked)
    for name, choice in (("list.csv", "keep"), ("photo_of_priya.csv", "take-out")):
        decide_left(actor=cast.coordinator, request=asked, key=found[name].key, choice=choice)
    stored = {name: one.file.name for name, one in files.items()}
    assert all(default_storage.exists(name) for name in stored.values())
    with django_capture_on_commit_callbacks(execute=True):
        grant_erasure(actor=cast.coordinator, request=asked)
    assert set(EvidenceFile.objects.values_list("name", flat=True)) == {"list.csv", "other.csv"}
    assert default_storage.exists(stored["list.csv"])
    assert not default_storage.exists(stored["photo_of_priya.csv"])
    assert AuditEvent.objects.filter(code="outcomes.evidence.removed").count() == 1


def _pdf(cast: Cast, report: ImpactReport) -> Document:
    made = Document(
        authority=cast.manchester, kind="full", subject=report, asked_by=cast.coordinator,
        status="done",
    )  # fmt: skip
    made.content_hash = document_hash(document_content(made), cast.manchester)
    made.file = default_storage.save(f"documents/{made.pk}.pdf", ContentFile(b"%PDF"))
    made.save()
    return made


def test_a_pdf_with_the_name_goes_and_a_public_one_is_made_anew(
    cast: Cast, asked: ErasureRequest, django_capture_on_commit_callbacks: Any
) -> None:
    pdfs = {}
    for number, (status, words) in enumerate(
        (("draft", "Jay Moss asked."), ("published", "We asked."), ("draft", "They asked.")), 1
    ):
        report = ImpactReport.objects.create(
            authority=cast.manchester, meeting=make_meeting(cast, number=number + 20),
            slug=f"r{number}", title=f"Report {number}", status=status, sign_offs_needed=1,
            composed_by=cast.coordinator, introduction=words,
        )  # fmt: skip
        if status == "published":
            Membership.objects.filter(pk=cast.consultant.pk).update(
                listing="full-name", listed_as="Jay Moss"
            )
            report.sign_offs.create(by=cast.consultant)
        pdfs[words] = _pdf(cast, report)
    with django_capture_on_commit_callbacks(execute=True):
        grant_erasure(actor=cast.coordinator, request=asked)
    named, signed, other = pdfs.values()
    for one in (named, signed):
        assert not default_storage.exists(one.file)
        one.refresh_from_db()
        assert (one.status, one.file) == ("failed", "")
    assert default_storage.exists(other.file)
    # Only of what everybody reads is a new one on its way.
    anew = Document.objects.filter(status="waiting")
    assert [one.subject for one in anew] == [signed.subject]


def test_from_the_request_to_the_sentences_and_back(cast: Cast, asked: ErasureRequest) -> None:
    say(cast, "Why does Jay wait? Moss's pass ran out.")
    kit = cast.client(cast.coordinator)
    request_page = f"{AT_OURS}erasures/{asked.pk}/"
    page = f"{request_page}names/"
    words = kit.get(request_page).content.decode()
    assert "2 sentences and files may be about them" in words
    assert f'href="{page}"' in words
    early = kit.post(request_page, {"decision": "yes"})
    assert early.status_code == 422
    assert "2 left" in early.content.decode()
    words = kit.get(page).content.decode()
    assert "Why does <mark>Jay</mark> wait?" in words
    first, second = left(asked).passages
    assert kit.post(page, {"key": first.key, "choice": "take-out"}).status_code == 302
    assert "You decided to remove the name." in kit.get(page).content.decode()
    for wrong in ({}, {"key": "nowhere", "choice": "keep"}, {"key": first.key, "choice": "burn"}):
        assert kit.post(page, wrong).status_code == 422
    kit.post(page, {"key": second.key, "choice": "keep"})
    assert "You’ve checked all of them." in kit.get(page).content.decode()
    assert "You’ve checked all 2" in kit.get(request_page).content.decode()
    assert kit.post(request_page, {"decision": "yes"}).status_code == 302
    assert kit.get(page).status_code == 403
    assert Challenge.objects.get().question == f"Why does {FORMER} wait? Moss's pass ran out."


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_for_one_and_for_many(
    cast: Cast, asked: ErasureRequest, django_assert_num_queries: Any, number: int
) -> None:
    for each in range(number):
        say(cast, f"Jay waits for number {each}.")
    client = cast.client(cast.coordinator)
    page = f"{AT_OURS}erasures/{asked.pk}/names/"
    client.get(page)
    # One for each kind of text, whatever the number of them.
    with django_assert_num_queries(15 + len(TEXTS) - len(NO_SENTENCES)):
        assert client.get(page).status_code == 200


def test_every_kind_of_text_has_a_name_for_whoever_decides() -> None:
    assert {texts.model for texts in TEXTS} == set(PLACES) | NO_SENTENCES
