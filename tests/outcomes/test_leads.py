"""Who leads an outcome: only whose role may, and who is here."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from accounts.operations.memberships import change_membership, end_membership
from accounts.roles import LEADING_ROLES
from cooperative.models import Body, Seat
from cooperative.queries.handover import TAKERS
from core.decisions import Refused
from core.models import AuditEvent
from outcomes.models import Outcome
from outcomes.operations.leads import appoint_lead
from outcomes.personal import leads
from tests.support.cast import Cast
from tests.support.places import AT_OURS

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
    assert "can’t take this on" in refused.value.message_dict["lead"][0]
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


def page_of(cast: Cast) -> str:
    return reverse("outcomes:outcome-lead", args=["manchester", cast.happy.slug])


def test_a_coordinator_appoints_through_the_page(cast: Cast) -> None:
    kit = cast.client(cast.coordinator)
    assert page_of(cast) in kit.get(reverse("outcomes:outcome-list", args=["manchester"])).text
    shown = kit.get(page_of(cast)).text
    assert "Owen Lark" in shown
    assert "Jay Moss" not in shown
    assert "Bury Officer" not in shown
    sent = {"lead": cast.officer_2.pk, "seen": cast.lead.pk}
    assert kit.post(page_of(cast), sent).status_code == 302
    assert leads(Membership.objects.get(pk=cast.officer_2.pk), cast.happy.pk)
    assert not leads(Membership.objects.get(pk=cast.lead.pk), cast.happy.pk)
    assert kit.post(page_of(cast), {"lead": "", "seen": cast.officer_2.pk}).status_code == 302
    assert Outcome.objects.get(pk=cast.happy.pk).lead is None
    codes = AuditEvent.objects.filter(
        code="outcomes.outcome.lead_appointed", actor_id__isnull=False
    )
    assert codes.count() == 2


def test_two_who_appoint_at_once_do_not_undo_each_other(cast: Cast) -> None:
    kit = cast.client(cast.coordinator)
    appoint_lead(actor=cast.coordinator, outcome=cast.happy, lead=cast.officer)
    page = kit.post(page_of(cast), {"lead": cast.officer_2.pk, "seen": cast.lead.pk}).text
    assert "The lead changed while you had this page open (now: Priya Nash)" in page
    assert Outcome.objects.get(pk=cast.happy.pk).lead == cast.officer


def test_appointing_who_leads_already_says_nothing_new(cast: Cast) -> None:
    before = AuditEvent.objects.count()
    appoint_lead(actor=cast.coordinator, outcome=cast.happy, lead=cast.lead)
    assert AuditEvent.objects.count() == before


def test_nobody_else_sees_the_way_to_it(cast: Cast) -> None:
    for name, actor in cast.people.items():
        if name != "coordinator":
            client = cast.client(actor)
            assert client.get(page_of(cast)).status_code == 403
            listed = client.get(reverse("outcomes:outcome-list", args=["manchester"]))
            assert page_of(cast) not in listed.text


def test_a_chair_is_shown_as_chair_and_not_as_lead(cast: Cast) -> None:
    group = Body.objects.create(
        authority=cast.manchester, slug="group", name="A group", kind="delivery", outcome=cast.happy
    )
    Seat.objects.create(body=group, membership=cast.officer_2, title="Head of Play", kind="chair")
    Outcome.objects.filter(pk=cast.happy.pk).update(lead=None)
    for url in (f"{AT_OURS}outcomes/", "/manchester/outcomes/"):
        html = cast.client(cast.member).get(url).content.decode()
        assert "Chair: Head of Play" in html, url
        assert "nobody yet" in html.lower(), url
    Outcome.objects.filter(pk=cast.happy.pk).update(lead=cast.lead)
    assert "Chair:" not in cast.client(cast.member).get(f"{AT_OURS}outcomes/").content.decode()
