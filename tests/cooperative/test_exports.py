"""The lists as files, cell by cell under their headings, as text and as a workbook."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cooperative.models import Escalation
from cooperative.operations.challenges import accept_answer, answer_challenge, refuse_answer
from tests.cooperative.things import make_challenge, make_escalation, make_overdue
from tests.factories import in_days
from tests.support.cast import Cast
from tests.support.sheets import Row, rows_of

WAYS = ["csv", "xlsx"]


def at(name: str) -> str:
    """A page of Manchester."""
    return reverse(f"cooperative:{name}", args=["manchester"])


def rows(cast: Cast, name: str, way: str) -> list[Row]:
    """The file of a list, each row by its headings."""
    answer = cast.client(cast.consultant).get(f"{at(name)}?as={way}")
    assert f".{way}" in answer["Content-Disposition"]
    return rows_of(answer)


@pytest.mark.parametrize("way", WAYS)
def test_a_challenge_with_its_answers(cast: Cast, way: str) -> None:
    challenge = make_challenge(cast, question="Why so few clubs?", why="We asked twice.")
    answer_challenge(actor=cast.officer, challenge=challenge, text="Soon.")
    refuse_answer(
        actor=cast.consultant, challenge=challenge, because="No day.", reply_by=in_days(9)
    )
    answer_challenge(actor=cast.officer, challenge=challenge, text="On 3 May.")
    accept_answer(actor=cast.consultant, challenge=challenge)
    (row,) = rows(cast, "challenge-export", way)
    today = in_days(0).isoformat()
    assert row["Question"] == "Why so few clubs?"
    assert row["Why"] == "We asked twice."
    assert row["Person asked"] == cast.officer.standing
    assert row["Asked by"] == cast.consultant.standing
    assert row["Person asked"] != row["Asked by"]
    assert row["Asked on"] == row["Answered on"] == row["Accepted on"] == today
    assert row["Reply by"] == in_days(9).isoformat()
    assert row["Last answer"] == "On 3 May."
    assert row["Answered by"] == cast.officer.standing
    assert row["Times asked again"] == "1"
    assert row["Days waiting"] == ""


@pytest.mark.parametrize("way", WAYS)
def test_a_late_challenge_counts_its_days(cast: Cast, way: str) -> None:
    make_overdue(make_challenge(cast), days=3)
    (row,) = rows(cast, "challenge-export", way)
    assert row["Days late"] == "3"
    assert row["Last answer"] == row["Answered on"] == row["Accepted on"] == ""
    assert row["Times asked again"] == "0"


@pytest.mark.parametrize("way", WAYS)
def test_a_reported_problem_counts_days_with_a_group_and_days_late(cast: Cast, way: str) -> None:
    made = make_escalation(cast)
    before = timezone.localtime() - datetime.timedelta(days=5)
    Escalation.objects.filter(pk=made.pk).update(needed_by=in_days(-2), with_since=before)
    (row,) = rows(cast, "escalation-export", way)
    assert row["Problem"] == made.obstacle
    assert row["Days late"] == "2"
    assert row["Needed by"] == in_days(-2).isoformat()
    assert row["Days with this group"] == "5"
    assert row["Closed on"] == ""
