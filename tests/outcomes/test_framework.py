"""Setting up outcomes and the years they are planned for."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from core.decisions import Refused
from core.models import AuditEvent
from outcomes.models import Outcome, OutcomeSet, Period
from outcomes.operations.framework import (
    set_outcome,
    set_outcome_set,
    set_period,
    set_year_around,
)
from tests.support.cast import Cast


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def test_an_outcome_keeps_its_lead_when_it_is_set_up_again(cast: Cast) -> None:
    set_outcome(
        actor=cast.coordinator,
        outcome_set=cast.happy.outcome_set,
        slug="happy",
        name="Happy together",
        short_name="Happy",
        tone="amber",
        icon="smile",
    )
    outcome = Outcome.objects.get(pk=cast.happy.pk)
    assert (outcome.name, outcome.lead) == ("Happy together", cast.lead)


def test_a_new_main_set_takes_over(cast: Cast) -> None:
    new = set_outcome_set(
        actor=cast.coordinator,
        authority=cast.manchester,
        slug="strands",
        name="Strands",
        kind="objective",
        is_main=True,
    )
    mains = OutcomeSet.objects.filter(authority=cast.manchester, is_main=True)
    assert list(mains) == [new]
    assert AuditEvent.objects.filter(code="outcomes.outcome-set.changed").count() == 1


@pytest.mark.parametrize(
    "today, month, first, slug, name, starts, ends",
    [
        ("2026-11-21", 4, 1, "2026-27", "2026 to 2027", "2026-04-01", "2027-03-31"),
        ("2027-03-31", 4, 1, "2026-27", "2026 to 2027", "2026-04-01", "2027-03-31"),
        ("2027-04-01", 4, 1, "2027-28", "2027 to 2028", "2027-04-01", "2028-03-31"),
        ("2028-02-29", 1, 1, "2028", "2028", "2028-01-01", "2028-12-31"),
        ("2028-02-29", 9, 1, "2027-28", "2027 to 2028", "2027-09-01", "2028-08-31"),
        ("2099-12-31", 4, 6, "2099-00", "2099 to 2100", "2099-04-06", "2100-04-05"),
    ],
)
def test_the_year_around_a_day(
    cast: Cast, today: str, month: int, first: int, slug: str, name: str, starts: str, ends: str
) -> None:
    authority = cast.manchester
    Period.objects.filter(authority=authority).update(
        starts_on=day("2001-01-01"), ends_on=day("2001-12-31"), slug="2001"
    )
    period = set_year_around(
        actor=None, authority=authority, day=day(today), month=month, first=first
    )
    assert (period.slug, period.name) == (slug, name)
    assert (period.starts_on, period.ends_on) == (day(starts), day(ends))
    again = set_year_around(
        actor=None, authority=authority, day=day(today), month=month, first=first
    )
    assert again == period


def test_two_years_never_share_a_day(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="already part of"):
        set_period(
            actor=cast.coordinator,
            authority=cast.manchester,
            slug="odd",
            name="Odd",
            starts_on=cast.year.ends_on,
            ends_on=cast.year.ends_on + datetime.timedelta(days=100),
        )
    with pytest.raises(ValidationError):
        set_period(
            actor=cast.coordinator,
            authority=cast.manchester,
            slug="backwards",
            name="Backwards",
            starts_on=day("2040-04-01"),
            ends_on=day("2040-03-31"),
        )


@pytest.mark.parametrize("who", ["consultant", "officer", "lead", "executive"])
def test_only_the_coordinator_and_only_their_own(cast: Cast, who: str) -> None:
    for actor, outcome_set in (
        (getattr(cast, who), cast.happy.outcome_set),
        (cast.coordinator, cast.bury_outcome.outcome_set),
    ):
        with pytest.raises(Refused):
            set_outcome(actor=actor, outcome_set=outcome_set, slug="new", name="New")
    assert not Outcome.objects.filter(slug="new").exists()
