"""Who can be chosen: to lead a meeting, to answer a challenge, to be marked as there."""

from django.db.models import Q

from accounts.enums import Role
from accounts.models import Membership
from accounts.models.membership import MembershipQuerySet
from accounts.roles import ROLE_RIGHTS
from cooperative.models import Meeting
from core.folding import Folded

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


def elected_members(authority_id: int) -> MembershipQuerySet:
    """Today's elected members: those who read a workplan before a meeting."""
    return (
        Membership.objects.current()
        .filter(authority_id=authority_id, role=Role.ELECTED_MEMBER)
        .with_names()
    )


def duty_holders(authority_id: int) -> MembershipQuerySet:
    """Today's people a challenge can be put to."""
    return (
        Membership.objects.current()
        .filter(authority_id=authority_id, role__in=ANSWERING_ROLES)
        .with_names()
    )


def could_come(meeting: Meeting) -> MembershipQuerySet:
    """Everyone who may be marked at a meeting: today's people, and those marked who left since."""
    marked = meeting.attendance.values("membership_id")
    current = Membership.objects.current().values("pk")
    return (
        Membership.objects.filter(authority_id=meeting.authority_id)
        .filter(Q(pk__in=current) | Q(pk__in=marked))
        .with_names()
        .order_by("role", Folded("person__name"), "pk")
    )
