"""Who leads an outcome: only whose role may, and who is here."""

import pytest
from django.core.exceptions import ValidationError

from accounts.enums import Role
from accounts.operations.memberships import change_membership, end_membership
from accounts.roles import LEADING_ROLES
from cooperative.queries.handover import TAKERS
from core.decisions import Refused
from outcomes.models import Outcome
from outcomes.operations.leads import appoint_lead
from outcomes.personal import leads
from tests.support.cast import Cast

ONE_OF_EACH = {
    Role.CARE_CONSULTANT: "consultant",
    Role.ELECTED_MEMBER: "member",
    Role.OFFICER: "officer",
    Role.PARTNER: "partner",
    Role.EXECUTIVE: "executive",
    Role.COORDINATOR: "coordinator",
    Role.SAFEGUARDING_LEAD: "safeguarding",
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("by", ["coordinator", None])
def test_a_role_leads_as_the_table_says(cast: Cast, role: Role, by: str | None) -> None:
    actor, lead = cast.people[by] if by else None, cast.people[ONE_OF_EACH[role]]
    if role in LEADING_ROLES:
        appoint_lead(actor=actor, outcome=cast.happy, lead=lead)
        assert leads(lead, cast.happy.pk)
        return
    with pytest.raises(ValidationError) as refused:
        appoint_lead(actor=actor, outcome=cast.happy, lead=lead)
    assert "cannot hold this" in refused.value.message_dict["lead"][0]
    assert Outcome.objects.get(pk=cast.happy.pk).lead == cast.lead


def test_handing_over_offers_the_same_roles() -> None:
    assert TAKERS["outcome"] == LEADING_ROLES


def test_nobody_leads_from_elsewhere_or_after_they_left(cast: Cast) -> None:
    end_membership(actor=cast.coordinator, membership=cast.officer)
    for lead in (cast.officer, cast.bury_people[Role.OFFICER]):
        with pytest.raises(ValidationError):
            appoint_lead(actor=cast.coordinator, outcome=cast.happy, lead=lead)
    with pytest.raises(Refused):
        appoint_lead(actor=cast.lead, outcome=cast.happy, lead=cast.officer_2)


@pytest.mark.parametrize("role", sorted(set(Role) - LEADING_ROLES))
def test_a_lead_becomes_what_may_not_lead_only_after_handing_over(cast: Cast, role: str) -> None:
    with pytest.raises(ValidationError, match="They lead “Happy”"):
        change_membership(actor=cast.coordinator, membership=cast.lead, role=role)
    appoint_lead(actor=cast.coordinator, outcome=cast.happy, lead=cast.officer)
    changed = change_membership(actor=cast.coordinator, membership=cast.lead, role=role)
    assert not leads(changed, cast.happy.pk)
