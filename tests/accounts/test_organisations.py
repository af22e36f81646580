"""The parts of the council and the partners: a coordinator keeps them, and nothing is lost."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation
from accounts.operations.invitations import invite
from accounts.operations.organisations import (
    add_organisation,
    change_organisation,
    remove_organisation,
)
from core.concurrency import Conflict
from core.decisions import Refused
from core.models import AuditEvent
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def at(name: str, *args: object) -> str:
    return reverse(f"accounts:{name}", args=["manchester", *args])


@pytest.fixture
def kit(cast: Cast) -> Client:
    return cast.client(cast.coordinator)


def filled(organisation: Organisation, **changed: object) -> dict[str, object]:
    shown = {
        "name": organisation.name,
        "kind": organisation.kind,
        "commitment": organisation.commitment,
        "version": organisation.version,
    }
    return shown | changed


def test_one_is_added_and_people_can_be_invited_to_act_for_it(cast: Cast, kit: Client) -> None:
    assert at("organisations") in kit.get(at("people")).text
    sent = {"name": "A Housing Trust", "kind": "housing", "commitment": "Ten homes a year."}
    assert kit.post(at("organisation-add"), sent).status_code == 302
    assert "A Housing Trust" in kit.get(at("organisations")).text
    assert "A Housing Trust" in kit.get(at("invite")).text
    assert AuditEvent.objects.filter(code="accounts.organisation.added").exists()


def test_two_names_that_read_alike_have_places_of_their_own(cast: Cast) -> None:
    made = [
        add_organisation(actor=cast.coordinator, name=name, kind="charity", commitment="")
        for name in ("The Hub!", "The Hub", "The hub?", "共")
    ]
    assert [one.slug for one in made] == ["the-hub", "the-hub-2", "the-hub-3", "organisation"]
    with pytest.raises(ValidationError, match="with this name already exists"):
        add_organisation(actor=cast.coordinator, name="the HUB", kind="police", commitment="")


def test_it_is_changed_and_its_people_stay(cast: Cast, kit: Client) -> None:
    url = at("organisation-change", cast.nhs.pk)
    assert kit.post(url, filled(cast.nhs, name="NHS Trust")).status_code == 302
    assert Organisation.objects.get(memberships=cast.partner).name == "NHS Trust"
    event = AuditEvent.objects.get(code="accounts.organisation.changed")
    assert event.changes == {"name": ["Local NHS", "NHS Trust"]}
    changed = Organisation.objects.get(pk=cast.nhs.pk)
    assert kit.post(url, filled(changed)).status_code == 302
    assert AuditEvent.objects.filter(code="accounts.organisation.changed").count() == 1


def test_who_changes_it_second_is_told(cast: Cast, kit: Client) -> None:
    change_organisation(
        actor=cast.coordinator,
        organisation=cast.nhs,
        version=1,
        name="NHS Trust",
        kind="health",
        commitment="",
    )
    page = kit.post(at("organisation-change", cast.nhs.pk), filled(cast.nhs, name="Mine")).text
    assert "You’ve already saved this in another tab" in page
    assert 'value="Mine"' in page
    with pytest.raises(Conflict):
        change_organisation(
            actor=cast.coordinator,
            organisation=cast.nhs,
            version=1,
            name="Mine",
            kind="health",
            commitment="",
        )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Fill this in."),
        ({"name": "Local police"}, "with this name already exists"),
        ({"kind": "ship"}, "Choose one"),
        ({"kind": "directorate"}, "Partners represent this organisation"),
        ({"commitment": "x" * 1001}, "too long"),
    ],
)
def test_a_slip_is_said_beside_its_field(
    cast: Cast, kit: Client, typed: dict[str, str], said: str
) -> None:
    page = kit.post(at("organisation-change", cast.nhs.pk), filled(cast.nhs, **typed)).text
    assert said in page
    assert Organisation.objects.get(pk=cast.nhs.pk).version == 1


def test_only_one_that_nobody_knows_is_taken_away(cast: Cast, kit: Client) -> None:
    unused = add_organisation(
        actor=cast.coordinator, name="Unused", kind="charity", commitment="Lunch."
    )
    assert (
        at("organisation-remove", unused.pk) in kit.get(at("organisation-change", unused.pk)).text
    )
    assert kit.post(at("organisation-remove", unused.pk), {}).status_code == 302
    assert not Organisation.objects.filter(name="Unused").exists()
    gone = AuditEvent.objects.get(code="accounts.organisation.removed")
    assert gone.changes["commitment"] == ["Lunch.", ""]
    page = kit.get(at("organisation-change", cast.nhs.pk)).text
    assert "its name is part of their record" in page
    assert kit.post(at("organisation-remove", cast.nhs.pk), {}).status_code == 403


def test_one_that_somebody_is_invited_to_stays(cast: Cast) -> None:
    waiting = add_organisation(
        actor=cast.coordinator, name="Waiting", kind="charity", commitment=""
    )
    invite(
        actor=cast.coordinator,
        email="new@partner.example",
        name="New Person",
        role="officer",
        organisation=waiting,
    )
    with pytest.raises(Refused):
        remove_organisation(actor=cast.coordinator, organisation=waiting)


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_costs_the_same_whatever_its_size(
    cast: Cast, kit: Client, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(many):
        Organisation.objects.create(
            authority=cast.manchester, slug=f"o-{number}", name=f"O {number}", kind="charity"
        )
    kit.get(at("organisations"))
    with django_assert_num_queries(6):
        kit.get(at("organisations"))


def test_anothers_organisation_is_not_there(cast: Cast, kit: Client) -> None:
    theirs = Organisation.objects.get(authority=cast.bury)
    for name in ("organisation-change", "organisation-remove"):
        assert kit.get(at(name, theirs.pk)).status_code == 404
    with pytest.raises(Refused):
        add_organisation(actor=cast.officer, name="Mine", kind="charity", commitment="")
