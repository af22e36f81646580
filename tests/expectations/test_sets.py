"""Setting up expectations, and keeping what was achieved as evidence."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from core.decisions import Refused
from core.models import AuditEvent
from expectations.models import Expectation, ExpectationSet
from expectations.operations.sets import record_evidence, set_expectation, set_expectation_set
from tests.support.cast import Cast


def make_set(cast: Cast, **values: Any) -> ExpectationSet:
    given: dict[str, Any] = {
        "slug": "guarantee",
        "name": "The Guarantee",
        "voice": "promise",
    } | values
    return set_expectation_set(actor=cast.coordinator, authority=cast.manchester, **given)


def test_a_new_main_set_takes_over_from_the_former(cast: Cast) -> None:
    former = ExpectationSet.objects.get(authority=cast.manchester, is_main=True)
    new = make_set(cast, is_main=True)
    former.refresh_from_db()
    assert (former.is_main, new.is_main) == (False, True)
    event = AuditEvent.objects.get(code="expectations.set.changed", object_id=str(former.pk))
    assert event.changes == {"is_main": [True, False]}


def test_the_words_of_an_adopted_set_do_not_change(cast: Cast) -> None:
    adopted = make_set(cast)
    one = set_expectation(
        actor=cast.coordinator, expectation_set=adopted, number=1, text="We keep in touch."
    )
    with pytest.raises(ValidationError, match="new version"):
        set_expectation(actor=cast.coordinator, expectation_set=adopted, number=1, text="Other.")
    one.refresh_from_db()
    assert one.text == "We keep in touch."
    # Why it cannot be met, and notes, may be added at any time (Bury).
    set_expectation(
        actor=cast.coordinator,
        expectation_set=adopted,
        number=1,
        text="We keep in touch.",
        cannot_be_met_because="Nobody could do it this month.",
    )
    # A new version has its own words; the old ones stay.
    newer = make_set(cast, version="2")
    set_expectation(actor=cast.coordinator, expectation_set=newer, number=1, text="Other.")
    texts = Expectation.objects.filter(expectation_set__slug="guarantee").order_by("pk")
    assert [each.text for each in texts] == ["We keep in touch.", "Other."]


def test_words_may_change_while_a_set_is_being_reviewed(cast: Cast) -> None:
    reviewed = make_set(cast, status="under-review")
    for text in ("First words.", "Better words."):
        set_expectation(actor=cast.coordinator, expectation_set=reviewed, number=1, text=text)
    assert reviewed.expectations.get().text == "Better words."


def test_evidence_is_linked_to_what_it_shows(cast: Cast) -> None:
    first, second, _ = cast.expectations
    for shown in ([first], [first, second], [first, second]):
        record_evidence(
            actor=cast.coordinator,
            authority=cast.manchester,
            slug="clubs",
            text="Linked 100 children to clubs",
            quantity="100 children",
            source="section 5.2",
            expectations=shown,
        )
    evidence = cast.manchester.evidence.get()
    assert list(evidence.expectations.order_by("number")) == [first, second]
    # Added, linked to one, then to two; the third time there was nothing to do.
    assert AuditEvent.objects.filter(code__startswith="expectations.evidence").count() == 3


def test_another_authoritys_things_are_refused(cast: Cast) -> None:
    theirs = set_expectation_set(
        actor=None, authority=cast.bury, slug="pledge", name="Pledge", voice="promise"
    )
    promise = set_expectation(actor=None, expectation_set=theirs, number=1, text="We will.")
    with pytest.raises(Refused):
        set_expectation(actor=cast.coordinator, expectation_set=theirs, number=2, text="We may.")
    with pytest.raises(Refused):
        set_expectation_set(
            actor=cast.coordinator, authority=cast.bury, slug="x", name="X", voice="promise"
        )
    with pytest.raises(ValidationError, match="another authority"):
        record_evidence(
            actor=cast.coordinator,
            authority=cast.manchester,
            slug="x",
            text="X",
            expectations=[promise],
        )
    assert not cast.manchester.evidence.exists()


@pytest.mark.parametrize("who", ["consultant", "officer", "lead", "member"])
def test_only_the_coordinator_sets_up_expectations(cast: Cast, who: str) -> None:
    with pytest.raises(Refused):
        set_expectation(
            actor=getattr(cast, who),
            expectation_set=cast.expectations[0].expectation_set,
            number=9,
            text="Nine.",
        )
