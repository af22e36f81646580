"""What somebody answers for now, thing by thing, and who could take it on."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, cast

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Subquery, When
from django.utils import timezone

from accounts.enums import Handed, Role
from accounts.models import ErasureRequest, HandedOver, Membership
from accounts.roles import LEADING_ROLES, OWNING_ROLES
from cooperative.enums import ItemStatus, SeatStatus
from cooperative.models import AgendaItem, Challenge, Escalation, Meeting, Seat
from cooperative.models.meeting import OVER
from cooperative.queries.people import ANSWERING_ROLES
from core.folding import Folded
from core.models import NumberOf
from outcomes.models import Action, Outcome

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

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


# A thing of one kind, who takes it on, and the question that this answers.
Going = tuple[str, Any, Membership, str]


def goes_to(
    held: Mapping[str, list[Any]],
    takers: Mapping[str, Membership],
    apart: Mapping[str, Membership | None],
) -> list[Going]:
    """Where each thing goes: to whoever was chosen for it alone ("<kind>-<id>" in `apart`, None for
    nobody), else to whoever was chosen for its kind. What nobody takes on is left out."""
    found: list[Going] = []
    for kind, things in held.items():
        for thing in things:
            alone = f"{kind}-{thing.pk}"
            taker = apart[alone] if alone in apart else takers.get(kind)
            if taker is not None:
                found.append((kind, thing, taker, alone if alone in apart else kind))
    return found


class _ToSettle(TypedDict):
    has_work: bool
    open_actions: int
    asked_at: datetime.datetime | None


PersonToSettle: TypeAlias = "WithAnnotations[Membership, _ToSettle]"


def people_to_settle(authority_id: int) -> "list[WithAnnotations[Membership,_ToSettle]]":
    """Who has left and still answers for something (`has_work`), whoever left first at the head,
    each with how many actions are still theirs (`open_actions`); and who asks to be erased, with
    when (`asked_at`). One statement for both: a coordinator's home asks for them together."""
    me = OuterRef("pk")
    owed = Action.objects.owed().filter(owner=me)
    work = (
        Q(Exists(owed))
        | Q(Exists(Action.objects.owed().filter(collaborators=me)))
        | Q(Exists(Outcome.objects.filter(lead=me)))
        | Q(Exists(Challenge.objects.unsettled().filter(asked_of=me)))
        | Q(Exists(Escalation.objects.open().filter(owner=me)))
        | Q(Exists(Seat.objects.filter(membership=me).exclude(status=SeatStatus.ENDED)))
        | Q(Exists(Meeting.objects.ahead().filter(led_by=me)))
    )
    left = Q(ends_on__lte=timezone.localdate()) & work
    asked = ErasureRequest.objects.waiting().filter(membership=me).order_by("asked_at")
    found = (
        Membership.objects.filter(authority_id=authority_id)
        .annotate(
            has_work=Case(When(left, then=True), default=False, output_field=BooleanField()),
            open_actions=NumberOf(owed),
            asked_at=Subquery(asked.values("asked_at")[:1]),
        )
        .filter(Q(has_work=True) | Q(asked_at__isnull=False))
        .with_names()
        .order_by("ends_on", "pk")
    )
    return cast("list[PersonToSettle]", list(found))


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
