"""Progress, evidence files and the verdict beside them."""

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.concurrency import Conflict
from outcomes.forms import ProgressForm
from outcomes.models import EvidenceFile, ProgressUpdate
from outcomes.operations.progress import give_verdict, record_progress
from outcomes.policies import can_give_verdict, can_record_progress
from tests.factories import days_from_now, make_action
from tests.support.cast import Cast
from tests.support.files import a_pdf

PDF = a_pdf()


def jpeg_with_place() -> bytes:
    """A picture that says where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "A phone"
    Image.new("RGB", (40, 30), "orange").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_an_update_moves_the_action_and_is_kept(cast: Cast) -> None:
    action = make_action(cast, target=100, unit="linked")
    record_progress(
        actor=cast.officer, action=action, status="on-track", done="Two gyms joined.", reached=61
    )
    action.refresh_from_db()
    assert (action.status, action.reached, action.updates.count()) == ("on-track", 61, 1)


@pytest.mark.parametrize(
    "who", ["consultant", "member", "officer_2", "other_lead", "partner", "executive",
            "coordinator", "safeguarding"],
)  # fmt: skip
def test_only_the_owner_or_the_lead_updates(cast: Cast, who: str) -> None:
    action = make_action(cast)
    decision = can_record_progress(cast.people[who], action)
    assert not decision
    assert decision.reason.endswith(".")
    assert can_record_progress(cast.lead, action)


def test_done_needs_a_difference(cast: Cast) -> None:
    action = make_action(cast)
    with pytest.raises(ValidationError) as caught:
        record_progress(actor=cast.officer, action=action, status="done", done="Finished.")
    assert "difference" in caught.value.message_dict
    assert not ProgressUpdate.objects.exists()


def test_a_second_update_from_an_old_page_is_told(cast: Cast) -> None:
    action = make_action(cast)
    record_progress(actor=cast.officer, action=action, status="on-track", done="A.", version=1)
    with pytest.raises(Conflict):
        record_progress(actor=cast.lead, action=action, status="at-risk", done="B.", version=1)


def test_the_same_update_sent_again_by_going_back_is_refused(cast: Cast) -> None:
    """FT-029: browsers offer a form that was sent, filled in, and the page is a new one."""
    action = make_action(cast)
    first, second = (
        SimpleUploadedFile("plan.pdf", PDF),
        SimpleUploadedFile("other.pdf", a_pdf(wide=300)),
    )
    same: dict[str, Any] = {"status": "on-track", "done": "Two gyms joined."}
    record_progress(actor=cast.officer, action=action, files=[first], **same)
    for again in ([], [SimpleUploadedFile("plan.pdf", PDF)]):
        with pytest.raises(ValidationError, match="already saved this update"):
            record_progress(actor=cast.officer, action=action, files=again, **same)
    assert action.updates.count() == 1
    # Another file, other words, somebody else, another day: each is something new.
    record_progress(actor=cast.officer, action=action, files=[second], **same)
    record_progress(actor=cast.lead, action=action, **same)
    record_progress(actor=cast.officer, action=action, **same | {"done": "A third one."})
    action.updates.update(at=days_from_now(-2))
    record_progress(actor=cast.officer, action=action, **same | {"done": "A third one."})
    assert action.updates.count() == 5


def test_the_same_verdict_again_on_one_day_is_refused(cast: Cast) -> None:
    action = make_action(cast)
    give_verdict(actor=cast.consultant, about=action, feels="yes", words="It is.")
    with pytest.raises(ValidationError, match="already given this verdict"):
        give_verdict(actor=cast.consultant, about=action, feels="yes", words="It is.")
    give_verdict(actor=cast.consultant, about=action, feels="not-yet", words="It was.")
    give_verdict(actor=cast.consultant_2, about=action, feels="not-yet", words="It was.")
    assert action.verdicts.count() == 3


def test_a_picture_is_kept_without_where_it_was_taken(cast: Cast) -> None:
    upload = SimpleUploadedFile("club.jpg", jpeg_with_place())
    record_progress(
        actor=cast.officer, action=make_action(cast), status="on-track", done="A.", files=[upload]
    )
    kept = EvidenceFile.objects.get()
    with kept.file.open("rb") as content, Image.open(content) as picture:
        assert not dict(picture.getexif())
    assert "club" not in kept.file.name


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("plan.pdf", b"PK\x03\x04 a zip", "isn’t the type of file its name says"),
        ("photo.png", b"<svg onload='x'>", "isn’t the type of file its name says"),
        ("photo.png", b"\x89PNG\r\n\x1a\n broken", "as an image"),
        ("empty.pdf", b"", "empty"),
        ("drawing.svg", b"<svg/>", "because of its file type"),
        ("noname", PDF, "because of its file type"),
        ("notes.txt", b"\xff\xfe\x00", "isn’t the type of file its name says"),
    ],
)
def test_a_file_that_is_not_what_it_says_changes_nothing(
    cast: Cast, name: str, content: bytes, words: str
) -> None:
    action = make_action(cast)
    with pytest.raises(ValidationError) as caught:
        record_progress(
            actor=cast.officer,
            action=action,
            status="on-track",
            done="A.",
            files=[SimpleUploadedFile(name, content)],
        )
    assert words in caught.value.message_dict["files"][0]
    assert not ProgressUpdate.objects.exists()
    assert not EvidenceFile.objects.exists()


def test_a_verdict_stands_beside_the_status_and_changes_nothing_of_it(cast: Cast) -> None:
    action = make_action(cast)
    record_progress(actor=cast.officer, action=action, status="on-track", done="Going well.")
    give_verdict(actor=cast.consultant, about=action, feels="not-yet", words="Not for me.")
    action.refresh_from_db()
    assert action.status == "on-track"
    assert action.verdicts.get().words == "Not for me."


@pytest.mark.parametrize(
    "who", ["member", "officer", "lead", "partner", "executive", "coordinator", "safeguarding"]
)
def test_only_care_consultants_give_one(cast: Cast, who: str) -> None:
    decision = can_give_verdict(cast.people[who], make_action(cast))
    assert decision.reason == "Only care consultants can say whether it feels different."


@pytest.mark.parametrize(
    ("unit", "question"),
    [
        ("young people linked", "How many so far, out of 100 young people linked?"),
        ("", "How many so far, out of 100?"),
    ],
)
def test_how_far_it_has_come_is_asked_in_a_whole_sentence(
    cast: Cast, unit: str, question: str
) -> None:
    form = ProgressForm(action=make_action(cast, target=100, unit=unit), actor=cast.officer)
    assert form["reached"].label == question
