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
    seats = Seat.objects.filter(status=SeatStatus.ACTIVE)
    on_it = seats.filter(body=body)
    asked = seats.filter(
        body__related_from__from_body=body, body__related_from__kind=RelationKind.INVITES
    )
    held = on_it.filter(membership__isnull=False)
    return (
        Q(Exists(on_it.filter(membership=OuterRef("pk"))))
        | Q(Exists(asked.filter(membership=OuterRef("pk"))))
        | ~Q(Exists(held))
    )


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
    `expected` is true of who is invited, leads it or is marked already: they come first."""
    marked = meeting.attendance.values("membership_id")
    current = Membership.objects.current().values("pk")
    return (
        Membership.objects.filter(authority_id=meeting.authority_id)
        .filter(Q(pk__in=current) | Q(pk__in=marked))
        .annotate(
            expected=Case(
                When(
                    is_invited(meeting.body_id)
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
