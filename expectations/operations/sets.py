"""Set up what children expect or are promised, and keep what has been achieved as evidence."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Authority, Membership
from accounts.policies import can_set_up
from core import audit
from core.changes import upsert_audited
from core.decisions import require
from expectations.enums import SetStatus
from expectations.models import Evidence, Expectation, ExpectationSet

# While a set is being reviewed, or only its name is known, its words may still change.
WORDS_MAY_CHANGE = (SetStatus.UNDER_REVIEW, SetStatus.NAMED_ONLY)


@transaction.atomic
def set_expectation_set(
    *,
    actor: Membership | None,
    authority: Authority,
    slug: str,
    name: str,
    voice: str,
    version: str = "1",
    status: str = SetStatus.ADOPTED,
    is_main: bool = False,
    introduction: str = "",
    source: str = "",
    adopted_on: datetime.date | None = None,
) -> ExpectationSet:
    """Make a version of a set, or bring it to these values. When it is the main one, the former
    main one no longer is. Records `expectations.set.added` or `.changed`."""
    require(can_set_up(actor, authority))
    if is_main:
        _no_other_main_set(actor, authority, slug, version)
    return upsert_audited(
        ExpectationSet,
        noun="expectations.set",
        actor=actor,
        authority_id=authority.pk,
        key={"authority": authority, "slug": slug, "version": version},
        values={
            "name": name,
            "voice": voice,
            "status": status,
            "is_main": is_main,
            "introduction": introduction,
            "source": source,
            "adopted_on": adopted_on,
        },
    )


def _no_other_main_set(
    actor: Membership | None, authority: Authority, slug: str, version: str
) -> None:
    former = (
        ExpectationSet.objects.select_for_update()
        .filter(authority=authority, is_main=True)
        .exclude(slug=slug, version=version)
    )
    for expectation_set in former:
        expectation_set.is_main = False
        expectation_set.save(update_fields=["is_main"])
        audit.record(
            "expectations.set.changed",
            actor=actor,
            about=expectation_set,
            authority_id=authority.pk,
            summary=str(expectation_set),
            changes={"is_main": [True, False]},
        )


@transaction.atomic
def set_expectation(
    *,
    actor: Membership | None,
    expectation_set: ExpectationSet,
    number: int,
    text: str,
    audience: str = "",
    cannot_be_met_because: str = "",
    note: str = "",
) -> Expectation:
    """Put one numbered expectation into a set, in its adopted words. Records
    `expectations.expectation.added` or `.changed`. The words of an adopted set do not change:
    what people were promised stays readable, and new words are a new version of the set."""
    require(can_set_up(actor, expectation_set.authority))
    current = Expectation.objects.filter(expectation_set=expectation_set, number=number).first()
    if current and current.text != text and expectation_set.status not in WORDS_MAY_CHANGE:
        raise ValidationError(
            {
                "text": _(
                    "This wording has been adopted. To change it, add a new version of the set."
                )
            }
        )
    return upsert_audited(
        Expectation,
        noun="expectations.expectation",
        actor=actor,
        authority_id=expectation_set.authority_id,
        key={"expectation_set": expectation_set, "number": number},
        values={
            "text": text,
            "audience": audience,
            "cannot_be_met_because": cannot_be_met_because,
            "note": note,
        },
    )


@transaction.atomic
def record_evidence(
    *,
    actor: Membership | None,
    authority: Authority,
    slug: str,
    text: str,
    period: str = "",
    quantity: str = "",
    felt_by: str = "",
    source: str = "",
    position: int = 0,
    expectations: Iterable[Expectation] = (),
) -> Evidence:
    """Keep something achieved, with where that is written, against the expectations it shows.
    Records `expectations.evidence.added` or `.changed`. Raises ValidationError for an expectation
    of another authority."""
    require(can_set_up(actor, authority))
    shown = list(expectations)
    if any(one.expectation_set.authority_id != authority.pk for one in shown):
        raise ValidationError({"expectations": _("That expectation belongs to another authority.")})
    evidence = upsert_audited(
        Evidence,
        noun="expectations.evidence",
        actor=actor,
        authority_id=authority.pk,
        key={"authority": authority, "slug": slug},
        values={
            "text": text,
            "period": period,
            "quantity": quantity,
            "felt_by": felt_by,
            "source": source,
            "position": position,
        },
    )
    _link(actor, evidence, shown)
    return evidence


def _link(actor: Membership | None, evidence: Evidence, shown: list[Expectation]) -> None:
    before = list(evidence.expectations.order_by("pk"))
    if {one.pk for one in before} == {one.pk for one in shown}:
        return
    evidence.expectations.set(shown)
    audit.record(
        "expectations.evidence.changed",
        actor=actor,
        about=evidence,
        authority_id=evidence.authority_id,
        summary=str(evidence),
        changes={"expectations": [[str(one) for one in before], [str(one) for one in shown]]},
    )
