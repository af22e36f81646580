"""An authority and the people of it whom a scene is about."""

from dataclasses import dataclass

from accounts.models import (
    Authority,
    Membership,
)
from cooperative.models import (
    Body,
)
from outcomes.models import Outcome, Period, Workplan
from tests.factories import in_days
from tests.support.cast import Cast


@dataclass
class Side:
    """An authority and the people of it who make its scene."""

    authority: Authority
    consultant: Membership
    lead: Membership
    officer: Membership
    member: Membership
    coordinator: Membership
    executive: Membership
    leaver: Membership
    planned_leaver: Membership
    outcome: Outcome
    unplanned: Outcome
    workplan: Workplan
    body: Body
    period: Period


def side_of_manchester(cast: Cast) -> Side:
    people = cast.people
    return Side(
        cast.manchester,
        people["consultant"],
        people["lead"],
        people["officer"],
        people["member"],
        people["coordinator"],
        people["executive"],
        people["other_partner"],
        _moving_on(people["member_2"]),
        cast.happy,
        _unplanned(cast.happy),
        cast.workplan,
        cast.cooperative,
        cast.year,
    )


def side_of_bury(cast: Cast) -> Side:
    people = cast.bury_people
    # Named unlike Manchester's year, so that a name swapped into an address is another's for sure.
    period = cast.bury_workplan.period
    period.slug = "a-year-of-bury"
    period.save()
    return Side(
        cast.bury,
        people["care-consultant"],
        people["officer"],
        people["officer"],
        people["elected-member"],
        people["coordinator"],
        people["executive"],
        people["partner"],
        _moving_on(people["executive"]),
        cast.bury_outcome,
        _unplanned(cast.bury_outcome),
        cast.bury_workplan,
        cast.bury_panel,
        period,
    )


def _moving_on(member: Membership) -> Membership:
    """Somebody who has a day to leave, far off."""
    member.ends_on = in_days(300)
    member.save()
    return member


def _unplanned(like: Outcome) -> Outcome:
    return Outcome.objects.create(
        authority=like.authority,
        outcome_set=like.outcome_set,
        slug=f"unplanned-{like.slug}",
        name="Not planned yet",
        short_name="Not planned",
    )
