"""What somebody answers for now, thing by thing, and who could take it on."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.enums import Handed, Role
from accounts.models import HandedOver, Membership
from accounts.roles import LEADING_ROLES, OWNING_ROLES
from cooperative.enums import ItemStatus, SeatStatus
from cooperative.models import AgendaItem, Challenge, Escalation, Meeting, Seat
from cooperative.models.meeting import OVER
from cooperative.queries.people import ANSWERING_ROLES
from core.folding import Folded
from outcomes.models import Action, Outcome

_ALL = frozenset(Role)
_SPEAKS = frozenset({Role.CARE_CONSULTANT})
_ELECTED = frozenset({Role.ELECTED_MEMBER})

# Whose role can hold what. A seat is not here: it goes to somebody who sits there as the same.
TAKERS: dict[str, frozenset[Role]] = {
    Handed.OUTCOME: LEADING_ROLES,
    Handed.ACTION: OWNING_ROLES,
    Handed.HELP: _ALL,
    Handed.CHALLENGE: frozenset(ANSWERING_ROLES),
    # Those who can lead or answer for the work it stands in the way of.
    Handed.ESCALATION: LEADING_ROLES,
    Handed.MEETING: _SPEAKS,
    Handed.ITEM: _ALL,
}


def taker_roles(kind: str, giver: Membership) -> frozenset[Role]:
    """The roles that can hold what somebody hands over. A young person's or an elected member's
    place in a group goes to another of them; the places of those who do the work may change hands
    between them."""
    if kind != Handed.SEAT:
        return TAKERS[kind]
    for own in (_SPEAKS, _ELECTED):
        if giver.role in own:
            return own
    return _ALL - _SPEAKS - _ELECTED


def held_by(giver: Membership) -> dict[str, list[Any]]:
    """What somebody answers for now, by kind; kinds of nothing are left out. Eight queries."""
    items = AgendaItem.objects.filter(
        meeting__authority_id=giver.authority_id,
        led_by=giver.label,
        challenge__isnull=True,
        status__in=[ItemStatus.ON_AGENDA, ItemStatus.PROPOSED],
    ).exclude(meeting__status__in=OVER)
    found: dict[str, list[Any]] = {
        Handed.OUTCOME: list(Outcome.objects.filter(lead=giver)),
        Handed.ACTION: list(Action.objects.owed().owned_by(giver).select_related("authority")),
        Handed.HELP: list(Action.objects.owed().filter(collaborators=giver)),
        Handed.CHALLENGE: list(Challenge.objects.unsettled().filter(asked_of=giver)),
        Handed.SEAT: list(
            Seat.objects.filter(membership=giver)
            .exclude(status=SeatStatus.ENDED)
            .select_related("body")
        ),
        Handed.MEETING: list(Meeting.objects.unfinished().filter(led_by=giver)),
        Handed.ITEM: list(items.select_related("meeting")),
        Handed.ESCALATION: list(Escalation.objects.open().filter(owner=giver)),
    }
    return {kind: things for kind, things in found.items() if things}


def asked_by(giver: Membership) -> list[Challenge]:
    """Challenges somebody raised that wait for them. Nobody takes these on by name: once they have
    gone any care consultant decides. One query."""
    return list(Challenge.objects.unsettled().filter(raised_by=giver))


def could_take(giver: Membership) -> list[Membership]:
    """Everybody else who is here today. One query."""
    return list(
        Membership.objects.current()
        .filter(authority_id=giver.authority_id)
        .exclude(person_id=giver.person_id)
        .with_names()
        .order_by("role", Folded("person__name"), "pk")
    )


@dataclass(frozen=True)
class Deed:
    """All that was handed over by one press of the button."""

    key: str
    first: HandedOver
    things: list[HandedOver]

    @property
    def is_back(self) -> bool:
        """Whether it was handed back since."""
        return all(one.handed_back_at for one in self.things)


def deeds_of(giver: Membership) -> list[Deed]:
    """What somebody handed over, the newest first. One query."""
    return _deeds(HandedOver.objects.filter(giver=giver).with_names())


def _deeds(rows: Iterable[HandedOver]) -> list[Deed]:
    found: dict[str, list[HandedOver]] = defaultdict(list)
    for row in rows:
        found[str(row.deed)].append(row)
    return [Deed(key, rows[0], rows) for key, rows in found.items()]
