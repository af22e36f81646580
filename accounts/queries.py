"""Who is here, who is coming, and what somebody answers for."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Invitation, Membership
from accounts.models.invitation import InvitationQuerySet
from accounts.models.membership import MembershipQuerySet

# The order a list of people is in: those the authority is for come first.
ROLE_ORDER = {role.value: place for place, role in enumerate(Role)}


def people(actor: Membership, *, role: str = "", moved_on: bool = False) -> MembershipQuerySet:
    """The members of the actor's authority, by name within a role; only one role if told, and those
    who have moved on if asked for."""
    found = Membership.objects.visible_to(actor).with_names()
    if moved_on:
        found = found.filter(ends_on__lte=timezone.localdate())
    else:
        found = found.filter(pk__in=Membership.objects.current().values("pk"))
    if role:
        found = found.filter(role=role)
    return found.order_by("role", "person__name", "pk")


def open_invitations(actor: Membership) -> InvitationQuerySet:
    """Those not accepted yet: waiting, run out or taken back, the newest first."""
    return (
        Invitation.objects.visible_to(actor)
        .filter(accepted_at__isnull=True)
        .select_related("organisation", "invited_by__person")
    )


@dataclass(frozen=True)
class Belongings:
    """What somebody answers for, to be handed over before they go."""

    actions: list[str]
    outcomes: list[str]
    challenges: list[str]

    def __bool__(self) -> bool:
        return bool(self.actions or self.outcomes or self.challenges)


def belongings(membership: Membership) -> Belongings:
    """The open actions, outcomes and unanswered challenges of one member. Three queries. They are
    reached through the relations that the apps above have put on a membership, not by import."""
    return Belongings(
        actions=[str(action) for action in membership.owned_actions.open()],
        outcomes=[str(outcome) for outcome in membership.leads.all()],
        challenges=[str(challenge) for challenge in membership.challenges_to_answer.unsettled()],
    )
