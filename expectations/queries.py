"""What the pages read of expectations and of what care consultants say of them."""

import datetime
from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import Authority
from expectations.models import Expectation, ExpectationSet, ExpectationVerdict

# After so long a verdict should be given anew: about once between two quarterly meetings.
LONG = datetime.timedelta(days=100)


def main_set(authority: Authority) -> ExpectationSet | None:
    """The set that people here work to; None where there is none. It may have no words."""
    return ExpectationSet.objects.filter(authority=authority, is_main=True).first()


def latest_verdicts(expectations: Iterable[int]) -> dict[int, ExpectationVerdict]:
    """The verdict that stands on each of these, by the expectation's id, with who gave it. One
    statement."""
    newest = ExpectationVerdict.objects.filter(expectation=OuterRef("expectation"))
    found = ExpectationVerdict.objects.filter(
        expectation__in=list(expectations), pk=Subquery(newest.values("pk")[:1])
    ).select_related("by__person", "by__organisation")
    return {one.expectation_id: one for one in found}


def judged_at(expectations: "QuerySet[Expectation]") -> "QuerySet[Expectation]":
    """These, each with the moment of the verdict that stands as `judged_at`; None for never."""
    newest = ExpectationVerdict.objects.filter(expectation=OuterRef("pk"))
    return expectations.annotate(judged_at=Subquery(newest.values("at")[:1]))
