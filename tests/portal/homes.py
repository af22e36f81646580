"""What the tests of homes share."""

from typing import Any

from impact.operations.reports import compose_report
from outcomes.operations.progress import record_progress
from outcomes.personal import forget_personal_rights
from portal.queries.homes import home_of
from portal.queries.homes.cards import Home
from tests.cooperative.things import (
    held,
)
from tests.factories import make_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS

HOME = AT_OURS


EVERYBODY = (
    "consultant",
    "member",
    "officer",
    "lead",
    "partner",
    "executive",
    "coordinator",
    "safeguarding",
)


def home_as(cast: Cast, name: str) -> Home:
    actor = cast.people[name]
    actor.__dict__.pop("rights", None)
    forget_personal_rights(actor)
    return home_of(actor)


def titles(home: Home) -> list[str]:
    return [card.title for card in home.waiting]


def news(home: Home) -> list[str]:
    return [card.title for card in home.news]


def draft_report(cast: Cast) -> Any:
    action = make_action(cast)
    record_progress(actor=cast.officer, action=action, status="on-track", done="Begun.")
    return compose_report(actor=cast.consultant, meeting=held(cast))
