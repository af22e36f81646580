"""A coordinator helps somebody who lost their app, their keys and their recovery codes."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.enums import Role
from accounts.models import Membership
from accounts.operations.memberships import start_membership
from accounts.operations.second_step import forget_second_step
from core.decisions import Refused
from core.models import AuditEvent
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.post import delivered

PEOPLE = f"{AT_OURS}people/"


@pytest.fixture
def lost(cast: Cast) -> Membership:
    """Somebody with an app and recovery codes."""
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=cast.officer.person, type=kind, data={})
    return cast.officer


def address(membership: Membership) -> str:
    return f"{PEOPLE}{membership.pk}/second-step/"


def test_they_set_it_up_anew_and_are_told(cast: Cast, lost: Membership) -> None:
    theirs = cast.client(lost)
    assert theirs.get(AT_OURS).status_code == 200
    client = cast.client(cast.coordinator)
    assert address(lost) in client.get(f"{PEOPLE}{lost.pk}/").content.decode()
    page = client.get(address(lost)).content.decode()
    assert "the person will be signed out everywhere" in page
    answer = client.post(address(lost), {"sure": "on"}, follow=True)
    assert (
        "will be asked to set up a new second step when they next sign in"
        in answer.content.decode()
    )
    assert not Authenticator.objects.filter(user=lost.person).exists()
    mails = [mail for mail in delivered() if mail.to == [lost.person.email]]
    assert len(mails) == 1
    assert "Your second sign-in step was removed" in mails[0].body
    event = AuditEvent.objects.get(code="accounts.second_step.forgotten")
    assert event.actor_id == cast.coordinator.person_id
    assert event.authority_id == cast.manchester.pk


def test_it_takes_a_word_with_them_first(cast: Cast, lost: Membership) -> None:
    answer = cast.client(cast.coordinator).post(address(lost), {})
    assert answer.status_code == 422
    assert "Speak to them first, then tick this box." in answer.content.decode()
    assert Authenticator.objects.filter(user=lost.person).count() == 2


def test_of_somebody_who_has_none_nothing_is_taken(cast: Cast) -> None:
    page = cast.client(cast.coordinator).get(address(cast.officer_2)).content.decode()
    assert "there’s nothing to reset." in page
    assert "Reset second step" not in page


def test_a_coordinator_opens_no_other_authoritys_pages(cast: Cast, lost: Membership) -> None:
    """Whoever belongs to Bury, too, keeps what Bury's pages are behind; the reason does not say
    that they do."""
    start_membership(
        actor=None, authority=cast.bury, person=lost.person, role=Role.COORDINATOR, title="B"
    )
    client = cast.client(cast.coordinator)
    page = client.get(address(lost)).content.decode()
    assert "Ask the people who run Golden Thread" in page
    assert "Bury" not in page
    assert client.post(address(lost), {"sure": "on"}).status_code == 403
    assert Authenticator.objects.filter(user=lost.person).count() == 2


def test_nobody_does_it_for_themselves_or_from_elsewhere(cast: Cast, lost: Membership) -> None:
    for who, whose in (
        (cast.coordinator, cast.coordinator),
        (cast.bury_people["coordinator"], lost),
        (cast.consultant, lost),
    ):
        with pytest.raises(Refused), transaction.atomic():
            forget_second_step(actor=who, membership=whose)
    assert Authenticator.objects.filter(user=lost.person).count() == 2
