"""Who can be chosen: to lead a meeting, to answer a challenge, to be marked as there."""

from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, When

from accounts.enums import Role
from accounts.models import Membership
from accounts.models.membership import MembershipQuerySet
from accounts.roles import ROLE_RIGHTS
from cooperative.enums import RelationKind, SeatStatus
from cooperative.models import Meeting, Seat
from core.folding import Folded
from outcomes.models import Action

# Those whose role answers challenges: the duty-holders.
ANSWERING_ROLES = tuple(
    role for role, rights in ROLE_RIGHTS.items() if "answer_challenges" in rights
)
# Those who are told of the meetings of a body on which nobody holds a seat.
TOLD_ROLES = (Role.CARE_CONSULTANT, Role.ELECTED_MEMBER)


def care_consultants(authority_id: int) -> MembershipQuerySet:
    """Today's care consultants: those who can lead a meeting."""
    return (
        Membership.objects.current()
        .filter(authority_id=authority_id, role=Role.CARE_CONSULTANT)
        .with_names()
    )


def is_invited(body: Any) -> Q:
    """Of members: those invited to a body's meetings. They hold a seat on it, or on a body that it
    invites. Where nobody holds a seat on it yet, everyone is: its meetings would else be told to
    nobody. `body` is a body's key, or the reference to it where this stands in another query."""
    return _has_seat(body) | _nobody_has_seat(body)


def _has_seat(body: Any) -> Q:
    """Of members: those who hold a seat on a body, or on one that it invites."""
    mine = Seat.objects.filter(status=SeatStatus.ACTIVE, membership=OuterRef("pk"))
    asked = mine.filter(
        body__related_from__from_body=body, body__related_from__kind=RelationKind.INVITES
    )
    return Q(Exists(mine.filter(body=body))) | Q(Exists(asked))


def _nobody_has_seat(body: Any) -> Q:
    """That a body has no seat that somebody holds."""
    held = Seat.objects.filter(status=SeatStatus.ACTIVE, body=body, membership__isnull=False)
    return ~Q(Exists(held))


def members_invited(meeting: Meeting) -> MembershipQuerySet:
    """Today's elected members who are invited to a meeting: those who read its workplan before."""
    return (
        Membership.objects.current()
        .filter(
            is_invited(meeting.body_id),
            authority_id=meeting.authority_id,
            role=Role.ELECTED_MEMBER,
        )
        .with_names()
    )


def owner_of(actor: Membership, action: str) -> int | None:
    """Who owns an action that the actor may see, by id: whoever a question about it is most likely
    for. None for what is no action. One statement."""
    if not action.isdecimal() or len(action) > 18:
        return None
    found = Action.objects.visible_to(actor).filter(pk=int(action))
    return found.values_list("owner_id", flat=True).first()


def duty_holders(authority_id: int) -> MembershipQuerySet:
    """Today's people a challenge can be put to."""
    return (
        Membership.objects.current()
        .filter(authority_id=authority_id, role__in=ANSWERING_ROLES)
        .with_names()
    )


def could_come(meeting: Meeting) -> MembershipQuerySet:
    """Everyone who may be marked at a meeting: today's people, and those marked who left since.
    `expected` is true of who holds a seat, leads it or is marked already: they come first. Where
    nobody holds a seat on its body, it is true of all members and care consultants."""
    marked = meeting.attendance.values("membership_id")
    current = Membership.objects.current().values("pk")
    return (
        Membership.objects.filter(authority_id=meeting.authority_id)
        .filter(Q(pk__in=current) | Q(pk__in=marked))
        .annotate(
            expected=Case(
                When(
                    _has_seat(meeting.body_id)
                    | Q(role__in=TOLD_ROLES) & _nobody_has_seat(meeting.body_id)
                    | Q(pk__in=marked)
                    | Q(pk__in=meeting.led_by.values("pk")),
                    then=True,
                ),
                default=False,
                output_field=BooleanField(),
            )
        )
        .with_names()
        .order_by("-expected", "role", Folded("person__name"), "pk")
    )
