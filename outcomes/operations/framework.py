"""Set up what work is planned under: the sets of outcomes, the outcomes, the years."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Authority, Membership
from accounts.policies import can_set_up
from core import audit
from core.changes import upsert_audited
from core.decisions import require
from outcomes.models import Outcome, OutcomeSet, Period


@transaction.atomic
def set_outcome_set(
    *,
    actor: Membership | None,
    authority: Authority,
    slug: str,
    name: str,
    kind: str,
    is_main: bool = False,
    source: str = "",
) -> OutcomeSet:
    """Make a set of outcomes, or bring it to these values. When it is the main one, the former main
    one no longer is. Records `outcomes.outcome-set.added` or `.changed`."""
    require(can_set_up(actor, authority))
    if is_main:
        _no_other_main_set(actor, authority, slug)
    return upsert_audited(
        OutcomeSet,
        noun="outcomes.outcome-set",
        actor=actor,
        authority_id=authority.pk,
        key={"authority": authority, "slug": slug},
        values={"name": name, "kind": kind, "is_main": is_main, "source": source},
    )


def _no_other_main_set(actor: Membership | None, authority: Authority, slug: str) -> None:
    former = OutcomeSet.objects.select_for_update().filter(authority=authority, is_main=True)
    for outcome_set in former.exclude(slug=slug):
        outcome_set.is_main = False
        outcome_set.save(update_fields=["is_main"])
        audit.record(
            "outcomes.outcome-set.changed",
            actor=actor,
            about=outcome_set,
            authority_id=authority.pk,
            summary=str(outcome_set),
            changes={"is_main": [True, False]},
        )


@transaction.atomic
def set_outcome(
    *,
    actor: Membership | None,
    outcome_set: OutcomeSet,
    slug: str,
    name: str,
    short_name: str = "",
    summary: str = "",
    tone: str = "ink",
    icon: str = "circle",
    position: int = 0,
) -> Outcome:
    """Make an outcome in a set, or bring it to these values. Its lead is a relation of its own
    (`appoint_lead`). Records `outcomes.outcome.added` or `.changed`."""
    require(can_set_up(actor, outcome_set.authority))
    return upsert_audited(
        Outcome,
        noun="outcomes.outcome",
        actor=actor,
        authority_id=outcome_set.authority_id,
        key={"authority": outcome_set.authority, "slug": slug},
        values={
            "outcome_set": outcome_set,
            "name": name,
            "short_name": short_name or name,
            "summary": summary,
            "tone": tone,
            "icon": icon,
            "position": position,
        },
    )


@transaction.atomic
def set_period(
    *,
    actor: Membership | None,
    authority: Authority,
    slug: str,
    name: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
) -> Period:
    """Make a year that is planned for, or bring it to these values; both days belong to it. Records
    `outcomes.period.added` or `.changed`. Raises ValidationError when it overlaps another."""
    require(can_set_up(actor, authority))
    others = Period.objects.filter(authority=authority).exclude(slug=slug)
    clash = others.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if clash:
        problem = _("Some of these dates are already part of %(year)s. Choose different dates.") % {
            "year": clash.name
        }
        raise ValidationError({"starts_on": problem})
    return upsert_audited(
        Period,
        noun="outcomes.period",
        actor=actor,
        authority_id=authority.pk,
        key={"authority": authority, "slug": slug},
        values={"name": name, "starts_on": starts_on, "ends_on": ends_on},
    )


@transaction.atomic
def set_year_around(
    *, actor: Membership | None, authority: Authority, day: datetime.date, month: int, first: int
) -> Period:
    """The authority's year that `day` falls in, where its years begin on the `first` of `month`
    (1 April for most councils). Makes it when there is none. Records what `set_period` records."""
    require(can_set_up(actor, authority))
    there = Period.objects.filter(authority=authority, starts_on__lte=day, ends_on__gte=day).first()
    if there:
        return there
    starts_on = datetime.date(day.year, month, first)
    if starts_on > day:
        starts_on = starts_on.replace(year=day.year - 1)
    ends_on = starts_on.replace(year=starts_on.year + 1) - datetime.timedelta(days=1)
    same = starts_on.year == ends_on.year
    years = f"{starts_on.year}" if same else f"{starts_on.year} to {ends_on.year}"
    slug = f"{starts_on.year}" if same else f"{starts_on.year}-{ends_on.year % 100:02d}"
    return set_period(
        actor=actor,
        authority=authority,
        slug=slug,
        name=years,
        starts_on=starts_on,
        ends_on=ends_on,
    )
