"""Setting up an authority and its organisations."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Authority, Membership, Organisation
from accounts.operations.authorities import set_organisation, set_up_authority
from accounts.operations.rights import drift
from accounts.policies import can_set_up
from core.decisions import Refused
from core.models import AuditEvent
from tests.support.cast import Cast


def test_a_new_authority_has_its_roles_rights(db: None) -> None:
    authority = set_up_authority(
        actor=None, slug="testford", name="Testford Council", short_name="Testford"
    )
    assert drift() == []
    event = AuditEvent.objects.get()
    assert (event.code, event.authority_id) == ("accounts.authority.added", authority.pk)
    assert event.actor_label == "Golden Thread"


def test_doing_it_again_changes_and_records_nothing(db: None) -> None:
    values: dict[str, Any] = {
        "slug": "testford",
        "name": "Testford Council",
        "short_name": "Testford",
    }
    set_up_authority(actor=None, **values)
    set_up_authority(actor=None, **values)
    assert AuditEvent.objects.count() == 1


def test_a_change_is_recorded_with_what_it_was(cast: Cast) -> None:
    set_up_authority(
        actor=cast.coordinator,
        slug="manchester",
        name="Manchester City Council",
        short_name="Manchester",
        test_question="Good enough for ours?",
    )
    event = AuditEvent.objects.filter(code="accounts.authority.changed").get()
    assert event.changes == {"test_question": ["", "Good enough for ours?"]}
    assert event.actor_id == cast.coordinator.person_id


@pytest.mark.parametrize("slug", ["sign-in", "admin", "static"])
def test_a_slug_of_the_programs_own_pages_is_refused(db: None, slug: str) -> None:
    with pytest.raises(ValidationError, match="for its own pages"):
        set_up_authority(actor=None, slug=slug, name="Any", short_name="Any")
    assert not Authority.objects.exists()


def test_bad_values_are_refused_by_field(db: None) -> None:
    with pytest.raises(ValidationError) as error:
        set_up_authority(
            actor=None, slug="a", name="A", short_name="A", colour="red", sign_offs_needed=0
        )
    assert set(error.value.message_dict) == {"colour", "sign_offs_needed"}


def test_only_the_coordinator_and_only_their_own(cast: Cast) -> None:
    values: dict[str, Any] = {"name": "Bury Council", "short_name": "Bury"}
    for actor in (cast.coordinator, cast.officer, cast.consultant, cast.executive):
        with pytest.raises(Refused):
            set_up_authority(actor=actor, slug="bury", **values)
    with pytest.raises(Refused, match="Only coordinators"):
        set_organisation(
            actor=cast.officer, authority=cast.manchester, slug="x", name="X", kind="charity"
        )
    with pytest.raises(Refused, match="Only the people who run Golden Thread"):
        set_up_authority(actor=cast.coordinator, slug="new-town", **values)
    assert not Authority.objects.filter(slug="new-town").exists()


@pytest.mark.parametrize(
    "who", ["consultant", "member", "officer", "partner", "executive", "safeguarding"]
)
def test_nobody_else_sets_up(cast: Cast, who: str) -> None:
    actor: Membership = getattr(cast, who)
    decision = can_set_up(actor, cast.manchester)
    assert not decision
    assert decision.reason.startswith("Only coordinators can manage people")
    assert can_set_up(cast.coordinator, cast.manchester)
    assert not can_set_up(cast.coordinator, cast.bury)


def test_organisations_are_kept_by_slug(cast: Cast) -> None:
    for name in ("Youth Service", "Youth and Play"):
        set_organisation(
            actor=cast.coordinator,
            authority=cast.manchester,
            slug="youth",
            name=name,
            kind="directorate",
        )
    assert Organisation.objects.get(slug="youth").name == "Youth and Play"
    codes = AuditEvent.objects.filter(code__startswith="accounts.organisation")
    assert [one.code for one in codes.order_by("pk")] == [
        "accounts.organisation.added",
        "accounts.organisation.changed",
    ]
