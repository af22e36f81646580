"""Verdicts on expectations: who gives one, of which words, and that none is ever lost."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Notice
from core.decisions import Refused
from core.models import AuditEvent
from expectations.models import Expectation, ExpectationSet, ExpectationVerdict
from expectations.operations.sets import set_expectation, set_expectation_set
from expectations.operations.verdicts import judge_expectation
from expectations.policies import can_judge_expectation
from expectations.queries import latest_verdicts
from tests.support.cast import Cast
from tests.support.places import AT_OURS


def newer_version(cast: Cast) -> Expectation:
    """The first expectation of a second version of Manchester's set, which takes over."""
    newer = set_expectation_set(
        actor=cast.coordinator,
        authority=cast.manchester,
        slug="expectations",
        version="2",
        name="Our expectations",
        voice="demand",
        is_main=True,
    )
    return set_expectation(
        actor=cast.coordinator, expectation_set=newer, number=1, text="Expectation 1, said better"
    )


def test_a_verdict_is_kept_recorded_and_told(cast: Cast) -> None:
    expectation = cast.expectations[0]
    verdict = judge_expectation(
        actor=cast.consultant, expectation=expectation, feels="a-bit", words="Some of us."
    )
    assert (verdict.by, verdict.feels, verdict.words) == (cast.consultant, "a-bit", "Some of us.")
    event = AuditEvent.objects.get(code="expectations.verdict.given")
    assert (event.object_id, event.summary) == (
        str(expectation.pk),
        "1. Expectation 1: Partly kept",
    )
    told = Notice.objects.get(what="expectation-judged")
    assert told.membership == cast.coordinator
    assert told.page == f"{AT_OURS}expectations/{expectation.pk}/"
    assert told.words == "New verdict from care consultants: this feels partly kept."


def test_a_later_verdict_stands_and_every_earlier_one_is_kept(cast: Cast) -> None:
    expectation = cast.expectations[0]
    for who, feels in (
        (cast.consultant, "not-yet"),
        (cast.consultant, "a-bit"),
        (cast.consultant_2, "yes"),
    ):
        judge_expectation(actor=who, expectation=expectation, feels=feels)
    assert [one.feels for one in expectation.verdicts.all()] == ["yes", "a-bit", "not-yet"]
    assert latest_verdicts([expectation.pk])[expectation.pk].by == cast.consultant_2


def test_words_are_optional_and_the_answer_is_not(cast: Cast) -> None:
    judge_expectation(actor=cast.consultant, expectation=cast.expectations[0], feels="yes")
    for feels in ("", "perhaps"):
        with pytest.raises(ValidationError, match="feels"):
            judge_expectation(actor=cast.consultant, expectation=cast.expectations[0], feels=feels)
    assert ExpectationVerdict.objects.count() == 1


@pytest.mark.parametrize(
    "who",
    ["member", "officer", "lead", "partner", "executive", "coordinator", "safeguarding"],
)
def test_nobody_but_care_consultants_says_whether_it_feels_kept(cast: Cast, who: str) -> None:
    decision = can_judge_expectation(cast.people[who], cast.expectations[0])
    assert decision.reason == "Only care consultants can say whether it feels kept."
    with pytest.raises(Refused):
        judge_expectation(actor=cast.people[who], expectation=cast.expectations[0], feels="not-yet")
    assert not ExpectationVerdict.objects.exists()


def test_another_authoritys_expectation_is_refused(cast: Cast) -> None:
    theirs = cast.bury_people["care-consultant"]
    with pytest.raises(Refused, match="another authority"):
        judge_expectation(actor=theirs, expectation=cast.expectations[0], feels="yes")


def test_verdicts_stay_with_the_version_they_were_given_of(cast: Cast) -> None:
    former = cast.expectations[0]
    judge_expectation(actor=cast.consultant, expectation=former, feels="not-yet")
    newer = newer_version(cast)
    former = Expectation.objects.get(pk=former.pk)
    assert [one.feels for one in former.verdicts.all()] == ["not-yet"]
    assert latest_verdicts([former.pk, newer.pk]).keys() == {former.pk}
    refused = can_judge_expectation(cast.consultant, former)
    assert (
        refused.reason == "You can only give a verdict on the main set. This one is just to read."
    )
    assert can_judge_expectation(cast.consultant, newer)


def test_a_set_that_is_no_longer_used_is_not_judged(cast: Cast) -> None:
    ExpectationSet.objects.filter(authority=cast.manchester).update(status="retired")
    expectation = Expectation.objects.get(pk=cast.expectations[0].pk)
    assert not can_judge_expectation(cast.consultant, expectation)
    assert not Expectation.objects.worked_to().exists()
