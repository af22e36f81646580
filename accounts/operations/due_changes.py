"""What a day brings by itself: memberships that end, or begin, while nobody looks."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone

from accounts.models import Membership, Person
from accounts.operations.notices import tell_of_leaver
from accounts.operations.rights import project_membership
from accounts.operations.sessions import end_sessions
from core import audit


def settle_memberships() -> int:
    """Give every membership that ended, or began, by its date what that day calls for: the seat in
    its role's group, and for those who are a member nowhere now the end of their sessions. Access
    itself is decided by the date on each page, so nothing is open meanwhile. Records
    `accounts.membership.ended` for those that ended, by the program itself, and tells whoever looks
    after people of work they leave. Safe to run at any
    time and in several processes; answers how many there were."""
    due = [*_ended().values_list("pk", flat=True), *_begun().values_list("pk", flat=True)]
    return sum(_settle(pk) for pk in due)


def _in_group() -> Exists:
    """Whether somebody sits in the group of the membership's role."""
    seats = Group.user_set.through
    name = Concat(OuterRef("authority__slug"), Value("/"), OuterRef("role"))
    return Exists(seats.objects.filter(person_id=OuterRef("person_id"), group__name=name))


def _ended() -> QuerySet[Membership]:
    """Those that are over while the person still sits in their role's group. One statement."""
    another = Membership.objects.current().filter(
        person=OuterRef("person"), authority=OuterRef("authority"), role=OuterRef("role")
    )
    return Membership.objects.filter(
        _in_group(), ~Exists(another), ends_on__lte=timezone.localdate()
    ).order_by("pk")


def _begun() -> QuerySet[Membership]:
    """Those that hold today while the person does not sit in their role's group. One statement."""
    return Membership.objects.current().filter(~_in_group()).order_by("pk")


@transaction.atomic
def _settle(pk: int) -> bool:
    """Settle one, unless another process has: the person's row is locked meanwhile."""
    membership = Membership.objects.select_related("person", "authority").get(pk=pk)
    Person.objects.select_for_update().get(pk=membership.person_id)
    if not (_ended() | _begun()).filter(pk=pk).exists():
        return False
    project_membership(membership)
    if not membership.has_ended:
        return True
    if not Membership.objects.current().filter(person=membership.person_id).exists():
        end_sessions(person=membership.person)
    audit.record(
        "accounts.membership.ended",
        actor=None,
        about=membership,
        authority_id=membership.authority_id,
        summary=membership.label,
        changes={"ends_on": ["", str(membership.ends_on)]},
    )
    tell_of_leaver(membership)
    return True
