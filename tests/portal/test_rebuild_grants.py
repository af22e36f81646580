"""Rights are a projection of memberships, leads and owners: proven, and put right."""

import io
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from accounts.enums import Role
from accounts.models import Membership
from accounts.operations.memberships import end_membership, start_membership
from accounts.operations.rights import role_group_name
from accounts.roles import ROLE_RIGHTS
from core import permissions
from core.models import AuditEvent
from outcomes.operations.actions import change_action
from outcomes.operations.leads import appoint_lead
from outcomes.personal import leads
from tests.factories import make_action
from tests.support.cast import Cast


def _check() -> str:
    out = io.StringIO()
    call_command("rebuild_grants", "--check", stdout=out)
    return out.getvalue()


def _rebuild() -> str:
    out = io.StringIO()
    call_command("rebuild_grants", stdout=out)
    return out.getvalue()


def test_everything_done_through_operations_leaves_no_drift(cast: Cast) -> None:
    action = make_action(cast)
    change_action(actor=cast.lead, action=action, version=None, owner=cast.officer_2)
    appoint_lead(actor=cast.coordinator, outcome=cast.happy, lead=cast.officer)
    appoint_lead(actor=cast.coordinator, outcome=cast.healthy, lead=None)
    end_membership(actor=cast.coordinator, membership=cast.member)
    before = AuditEvent.objects.count()
    assert _check() == "Every right is what it should be.\n"
    assert AuditEvent.objects.count() == before


def _lost_seat(cast: Cast) -> None:
    cast.member.person.groups.clear()


def _stolen_seat(cast: Cast) -> None:
    group = Group.objects.get(name=role_group_name(cast.manchester, "coordinator"))
    cast.outsider.groups.add(group)


def _kept_seat(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.member.pk).update(ends_on=cast.member.starts_on)


def _lost_right(cast: Cast) -> None:
    group = Group.objects.get(name=role_group_name(cast.manchester, "officer"))
    permissions.set_group_rights(group, cast.manchester, ["read_working"])


def _foreign_right(cast: Cast) -> None:
    group = Group.objects.get(name=role_group_name(cast.bury, "officer"))
    permissions.set_group_rights(group, cast.manchester, ["manage_people"])


def _own_right(cast: Cast) -> None:
    permissions.set_person_rights(cast.outsider, cast.manchester, ["manage_people"])


def _false_lead(cast: Cast) -> None:
    permissions.set_person_rights(cast.outsider, cast.happy, ["lead_outcome"])


def _lost_lead(cast: Cast) -> None:
    permissions.clear_rights(cast.happy, "lead_outcome")


def _false_owner(cast: Cast) -> None:
    permissions.set_person_rights(cast.outsider, make_action(cast), ["own_action"])


def _lost_owner(cast: Cast) -> None:
    permissions.clear_rights(make_action(cast), "own_action")


@pytest.mark.parametrize(
    "spoil,words",
    [
        (_lost_seat, "not in group: "),
        (_stolen_seat, "in group without membership: "),
        (_kept_seat, "in group without membership: "),
        (_lost_right, "missing right: "),
        (_foreign_right, "right without reason: "),
        (_own_right, "a person's own right on an authority: "),
        (_false_lead, "outcome right without reason: "),
        (_lost_lead, "missing outcome right: "),
        (_false_owner, "action right without reason: "),
        (_lost_owner, "missing action right: "),
    ],
)
def test_each_kind_of_drift_is_found_listed_and_put_right(
    cast: Cast, spoil: Callable[[Cast], None], words: str
) -> None:
    assert _check()
    spoil(cast)
    out = io.StringIO()
    with pytest.raises(CommandError, match="not what they should be"):
        call_command("rebuild_grants", "--check", stdout=out)
    assert words in out.getvalue()
    assert "put right" in _rebuild()
    assert _check() == "Every right is what it should be.\n"


def test_checking_changes_nothing(cast: Cast) -> None:
    _stolen_seat(cast)
    before = AuditEvent.objects.count()
    with pytest.raises(CommandError):
        _check()
    assert AuditEvent.objects.count() == before
    assert cast.outsider.groups.exists()


def test_putting_right_is_on_the_trail(cast: Cast) -> None:
    _false_lead(cast)
    _rebuild()
    assert AuditEvent.objects.filter(
        code="outcomes.grants.rebuilt", authority_id=cast.manchester.pk
    ).exists()
    assert AuditEvent.objects.filter(code="accounts.rights.rebuilt").count() == 2


def test_with_nothing_wrong_nothing_is_done(cast: Cast) -> None:
    before = AuditEvent.objects.count()
    assert _rebuild() == "Every right is what it should be.\n"
    assert AuditEvent.objects.count() == before


def _of_an_older_version(cast: Cast) -> None:
    """As an installation is found whose version did not know a right: no role has it, and the
    database has no word for it."""
    Permission.objects.filter(codename="read_trail_with_seat").delete()
    group = Group.objects.get(name=role_group_name(cast.manchester, "officer"))
    held = {*ROLE_RIGHTS[Role.OFFICER]} - {"answer_questions"} | {"publish_reports"}
    permissions.set_group_rights(group, cast.manchester, held)


def test_after_an_upgrade_every_role_has_its_rights(cast: Cast) -> None:
    _of_an_older_version(cast)
    assert not Membership.objects.get(pk=cast.officer.pk).holds("answer_questions")
    out = io.StringIO()
    call_command("migrate", stdout=out)
    assert "put right" in out.getvalue()
    officer = Membership.objects.get(pk=cast.officer.pk)
    assert officer.holds("answer_questions")
    assert not officer.holds("publish_reports")
    assert Membership.objects.get(pk=cast.member.pk).holds("read_trail_with_seat")
    assert _check() == "Every right is what it should be.\n"
    # Once more, and there is nothing to do.
    before = AuditEvent.objects.count()
    call_command("migrate", verbosity=0)
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("asked", [{"plan": True}, {"check_unapplied": True}])
def test_a_look_at_migrations_gives_no_rights(cast: Cast, asked: dict[str, bool]) -> None:
    _of_an_older_version(cast)
    call_command("migrate", verbosity=0, **asked)
    assert not Membership.objects.get(pk=cast.officer.pk).holds("answer_questions")


def test_a_half_migrated_database_is_left_alone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _of_an_older_version(cast)
    monkeypatch.setattr("portal.management.commands.migrate._is_whole", lambda: False)
    call_command("migrate", verbosity=0)
    assert not Membership.objects.get(pk=cast.officer.pk).holds("answer_questions")


def test_whoever_had_a_last_day_is_settled_and_not_only_put_right(cast: Cast) -> None:
    _kept_seat(cast)
    call_command("migrate", verbosity=0)
    assert AuditEvent.objects.filter(code="accounts.membership.ended").count() == 1
    assert _check() == "Every right is what it should be.\n"


def test_whoever_may_not_lead_any_more_leads_nothing_at_once(cast: Cast) -> None:
    """A lead who comes back as something else: the outcome still names them, and they have no
    right to it."""
    end_membership(actor=cast.coordinator, membership=cast.lead)
    here = start_membership(
        actor=None, authority=cast.manchester, person=cast.lead.person, role=Role.CARE_CONSULTANT
    )
    assert not leads(here, cast.happy.pk)
