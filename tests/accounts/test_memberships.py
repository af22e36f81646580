"""A membership's life: an end on a day, another role, an agreement that runs out."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from accounts.operations.agreements import renew_agreement
from accounts.operations.due_changes import settle_memberships
from accounts.operations.memberships import (
    change_membership,
    end_membership,
    keep_membership,
    start_membership,
)
from accounts.operations.rights import drift
from core.decisions import Refused
from core.models import AuditEvent
from tests.factories import in_days, make_action
from tests.support.cast import Cast
from tests.support.places import AT_OURS

PEOPLE = f"{AT_OURS}people/"
HOME = AT_OURS


def _midnight_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(0, 1)))


def _fresh(membership: Membership) -> Membership:
    return Membership.objects.select_related("person", "authority", "organisation").get(
        pk=membership.pk
    )


def _codes() -> list[str]:
    found = AuditEvent.objects.filter(code__startswith="accounts.membership.").order_by("id")
    return [one.code.rsplit(".", 1)[1] for one in found if not one.code.endswith("started")]


def _ended(client: Client, membership: Membership, day: Any) -> Any:
    """The answer to a day typed into the form of an end, as it is open now."""
    address = f"{PEOPLE}{membership.pk}/end/"
    version = client.get(address).context["form"]["version"].value()
    return client.post(address, {"ends_on": day, "version": version})


def _told(answer: Any, field: str) -> str:
    return " ".join(answer.context["form"].errors[field])


def test_an_end_to_come_is_shown_changed_and_taken_back(cast: Cast) -> None:
    client = cast.client(cast.coordinator, Client)
    address = f"{PEOPLE}{cast.officer.pk}/"
    assert _ended(client, cast.officer, in_days(40)).status_code == 302
    assert cast.client(cast.officer, Client).get(HOME).status_code == 200
    assert "leaves on" in client.get(PEOPLE).content.decode()
    assert "leaves on" not in cast.client(cast.lead, Client).get(PEOPLE).content.decode()
    assert _ended(client, cast.officer, in_days(20)).status_code == 302
    assert _fresh(cast.officer).ends_on == in_days(20)
    assert client.post(f"{address}stay/").status_code == 302
    assert _fresh(cast.officer).ends_on is None
    assert client.post(f"{address}stay/").status_code == 403
    assert _codes() == ["end_planned", "end_planned", "kept"]
    assert drift() == []


def test_at_midnight_the_door_is_shut_and_then_the_seat_is_gone(cast: Cast) -> None:
    end_membership(actor=cast.coordinator, membership=cast.officer, ends_on=in_days(3))
    assert settle_memberships() == 0
    with time_machine.travel(_midnight_of(in_days(3)) - datetime.timedelta(minutes=2)):
        assert cast.client(cast.officer, Client).get(HOME).status_code == 200
        assert settle_memberships() == 0
    with time_machine.travel(_midnight_of(in_days(3)), tick=False):
        assert cast.client(cast.officer, Client).get(HOME).status_code == 404
        assert settle_memberships() == 1
        assert settle_memberships() == 0
        assert drift() == []
        call_command("rebuild_grants", "--check")
    assert not cast.officer.person.groups.exists()
    event = AuditEvent.objects.get(code="accounts.membership.ended")
    assert (event.actor_id, event.authority_id) == (None, cast.manchester.pk)


def test_a_membership_that_begins_later_is_settled_on_its_day(cast: Cast) -> None:
    later = start_membership(
        actor=None,
        authority=cast.bury,
        person=cast.officer.person,
        role=Role.OFFICER,
        starts_on=in_days(2),
    )
    assert settle_memberships() == 0
    with time_machine.travel(_midnight_of(in_days(2)), tick=False):
        assert settle_memberships() == 1
        assert drift() == []
    assert later.person.groups.filter(name="bury/officer").exists()
    # They are a member of Manchester still.
    assert later.person.groups.filter(name="manchester/officer").exists()


def test_who_comes_back_in_the_same_role_keeps_their_seat(cast: Cast) -> None:
    end_membership(actor=cast.coordinator, membership=cast.officer)
    start_membership(
        actor=None, authority=cast.manchester, person=cast.officer.person, role=Role.OFFICER
    )
    assert settle_memberships() == 0
    assert drift() == []


def test_nobody_is_a_member_twice_also_while_an_end_lies_ahead(cast: Cast) -> None:
    end_membership(actor=cast.coordinator, membership=cast.officer, ends_on=in_days(10))
    again: dict[str, Any] = {
        "actor": None,
        "authority": cast.manchester,
        "person": cast.officer.person,
    }
    with pytest.raises(ValidationError, match="already a member here"):
        start_membership(**again, role=Role.EXECUTIVE)
    with pytest.raises(ValidationError, match="already a member here"):
        start_membership(**again, role=Role.EXECUTIVE, starts_on=in_days(9))
    start_membership(**again, role=Role.EXECUTIVE, starts_on=in_days(10))


@pytest.mark.parametrize(
    "day, words",
    [
        (in_days(-1), "That date has passed."),
        (in_days(5 * 366 + 1), "Enter a date within the next five years."),
        ("soon", "Enter a date, such as"),
        ("", "Fill this in."),
    ],
)
def test_a_day_that_cannot_be_is_told_beside_the_field(cast: Cast, day: Any, words: str) -> None:
    answer = _ended(cast.client(cast.coordinator, Client), cast.officer, day)
    assert answer.status_code == 422
    assert words in _told(answer, "ends_on")
    assert _fresh(cast.officer).ends_on is None


def test_somebody_is_always_left_to_look_after_people(cast: Cast) -> None:
    second = start_membership(
        actor=None,
        authority=cast.manchester,
        person=cast.outsider,
        role=Role.COORDINATOR,
    )
    end_membership(actor=cast.coordinator, membership=second, ends_on=in_days(9))
    # The second is still here, and cannot end the only one who stays.
    second = _fresh(second)
    with pytest.raises(ValidationError, match="This is the only coordinator without an end date."):
        end_membership(actor=second, membership=cast.coordinator)
    with pytest.raises(ValidationError, match="This is the only coordinator without an end date."):
        change_membership(actor=second, membership=cast.coordinator, role=Role.OFFICER)
    keep_membership(actor=cast.coordinator, membership=second)
    end_membership(actor=_fresh(second), membership=cast.coordinator)
    assert _fresh(cast.coordinator).has_ended


def test_another_role_is_obeyed_by_the_next_page(cast: Cast) -> None:
    visitor = cast.client(cast.officer_2, Client)
    assert visitor.get(f"{PEOPLE}invite/").status_code == 403
    client = cast.client(cast.coordinator, Client)
    page = client.get(f"{PEOPLE}{cast.officer_2.pk}/")
    version = page.context["form"]["version"].value()
    new = {"role": Role.ELECTED_MEMBER, "title": "Councillor", "version": version}
    assert client.post(f"{PEOPLE}{cast.officer_2.pk}/", new).status_code == 302
    changed = _fresh(cast.officer_2)
    assert (changed.role, changed.title) == (Role.ELECTED_MEMBER, "Councillor")
    assert changed.rights == cast.member.rights
    assert drift() == []
    event = AuditEvent.objects.get(code="accounts.membership.changed")
    assert event.changes["role"] == ["officer", "elected-member"]
    # The page that was open before does not undo it.
    late = client.post(f"{PEOPLE}{cast.officer_2.pk}/", new | {"title": "Late"})
    assert late.status_code == 409
    assert _fresh(cast.officer_2).title == "Councillor"


def test_a_role_that_cannot_keep_what_they_answer_for_is_refused_with_the_reason(
    cast: Cast,
) -> None:
    make_action(cast, title="Free passes", owner=cast.lead)
    client = cast.client(cast.coordinator, Client)
    new = {"role": Role.CARE_CONSULTANT, "version": 1}
    answer = client.post(f"{PEOPLE}{cast.lead.pk}/", new)
    assert answer.status_code == 422
    assert "They lead “Happy”. Hand that over first." in _told(answer, "role")
    assert "They’re responsible for “Free passes”." in _told(answer, "role")
    assert _fresh(cast.lead).role == Role.OFFICER
    # An executive may lead, and owns no actions.
    answer = client.post(f"{PEOPLE}{cast.lead.pk}/", new | {"role": Role.EXECUTIVE})
    assert "They lead" not in _told(answer, "role")


def test_nobody_changes_themselves_or_another_authoritys_people(cast: Cast) -> None:
    client = cast.client(cast.coordinator, Client)
    own = client.post(f"{PEOPLE}{cast.coordinator.pk}/", {"role": Role.OFFICER, "version": 1})
    assert own.status_code == 403
    assert "You cannot change your own membership" in own.content.decode()
    theirs = cast.bury_people["officer"]
    for deed in ("", "end/", "stay/", "agreement/"):
        assert client.post(f"{PEOPLE}{theirs.pk}/{deed}").status_code == 404
        assert client.get(f"{PEOPLE}{theirs.pk}/{deed}").status_code == 404
    with pytest.raises(Refused, match="belongs to another authority"):
        change_membership(actor=cast.coordinator, membership=theirs, role=Role.OFFICER)
    school = cast.bury_people["partner"].organisation
    with pytest.raises(ValidationError, match="belongs to another authority"):
        change_membership(
            actor=cast.coordinator,
            membership=cast.officer,
            role=Role.OFFICER,
            organisation=school,
        )


def test_a_partners_access_ends_with_the_agreement_and_begins_again_with_a_new_one(
    cast: Cast,
) -> None:
    client = cast.client(cast.coordinator, Client)
    assert "No agreement added yet" in client.get(PEOPLE).content.decode()
    assert cast.client(cast.partner, Client).get(HOME).status_code == 200
    address = f"{PEOPLE}{cast.partner.pk}/agreement/"
    named = {"agreement": "Sharing 2026", "agreement_ends_on": in_days(30), "version": 1}
    assert client.post(address, named).status_code == 302
    page = client.get(PEOPLE).content.decode()
    assert "Sharing 2026, until" in page
    assert "Ends soon" in page
    found = _fresh(cast.partner)
    assert (found.ends_on, found.agreement_ends_on) == (in_days(30), in_days(30))
    with time_machine.travel(_midnight_of(in_days(30)), tick=False):
        assert cast.client(cast.partner, Client).get(HOME).status_code == 404
        settle_memberships()
        renew_agreement(
            actor=cast.coordinator,
            membership=found,
            agreement="Sharing 2027",
            agreement_ends_on=in_days(100),
        )
        assert cast.client(cast.partner, Client).get(HOME).status_code == 200
        assert drift() == []
    assert "Ends soon" not in client.get(PEOPLE).content.decode()
    assert _codes() == ["renewed", "ended", "renewed"]


def test_an_earlier_end_that_was_chosen_stands_when_an_agreement_is_renewed(cast: Cast) -> None:
    agreed: dict[str, Any] = {"agreement": "Sharing", "agreement_ends_on": in_days(30)}
    renew_agreement(actor=cast.coordinator, membership=cast.partner, **agreed)
    end_membership(actor=cast.coordinator, membership=cast.partner, ends_on=in_days(10))
    longer = agreed | {"agreement_ends_on": in_days(90)}
    found = renew_agreement(actor=cast.coordinator, membership=cast.partner, **longer)
    assert found.ends_on == in_days(10)
    with pytest.raises(ValidationError, match="Their agreement ends before that date."):
        end_membership(actor=cast.coordinator, membership=cast.partner, ends_on=in_days(91))
    keep_membership(actor=cast.coordinator, membership=cast.partner)
    assert _fresh(cast.partner).ends_on == in_days(90)
    with pytest.raises(Refused, match="They don’t have a leaving date."):
        keep_membership(actor=cast.coordinator, membership=cast.partner)


def test_the_database_itself_ends_access_with_the_agreement(cast: Cast) -> None:
    for ends_on in (None, in_days(31)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.filter(pk=cast.partner.pk).update(
                agreement_ends_on=in_days(30), ends_on=ends_on
            )


@pytest.mark.parametrize("who", ["officer", "coordinator"])
def test_only_a_partner_has_an_agreement(cast: Cast, who: str) -> None:
    answer = cast.client(cast.coordinator, Client).get(f"{PEOPLE}{cast.people[who].pk}/agreement/")
    assert answer.status_code == 403
    assert "Only partners have an agreement." in answer.content.decode()


def test_a_partner_who_becomes_an_officer_leaves_the_agreement_behind(cast: Cast) -> None:
    renew_agreement(
        actor=cast.coordinator,
        membership=cast.partner,
        agreement="Sharing",
        agreement_ends_on=in_days(30),
    )
    found = change_membership(
        actor=cast.coordinator, membership=cast.partner, role=Role.OFFICER, agreement="Sharing"
    )
    assert (found.agreement, found.agreement_ends_on, found.ends_on) == ("", None, None)
    with pytest.raises(ValidationError) as refused:
        change_membership(
            actor=cast.coordinator,
            membership=found,
            role=Role.PARTNER,
            organisation=cast.nhs,
            agreement_ends_on=in_days(0),
        )
    assert set(refused.value.message_dict) == {"agreement", "agreement_ends_on"}
