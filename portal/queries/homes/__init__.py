"""What needs somebody now: one module for each kind of person, the same cards for all."""

from dataclasses import replace

from accounts.enums import Role
from accounts.models import Membership
from portal.queries.homes.cards import Home
from portal.queries.homes.consultant import consultant_home
from portal.queries.homes.coordinator import coordinator_home
from portal.queries.homes.executive import executive_home
from portal.queries.homes.member import member_home
from portal.queries.homes.safeguarding import safeguarding_home
from portal.queries.homes.welcome import welcome
from portal.queries.homes.worker import worker_home

HOMES = {
    Role.CARE_CONSULTANT: consultant_home,
    Role.ELECTED_MEMBER: member_home,
    Role.OFFICER: worker_home,
    Role.PARTNER: worker_home,
    Role.EXECUTIVE: executive_home,
    Role.COORDINATOR: coordinator_home,
    Role.SAFEGUARDING_LEAD: safeguarding_home,
}


def home_of(actor: Membership) -> Home:
    """The home of an actor's role. At most eight statements, however much there is."""
    return replace(HOMES[Role(actor.role)](actor), welcome=welcome(actor))


__all__ = ["HOMES", "Home", "home_of"]
