"""Whoever acts may read in another language; what the trail keeps and what is sent does not."""

import pytest
from django.utils import translation

from accounts.enums import Role
from accounts.models import Invitation, Membership
from accounts.operations.invitations import accept_invitation, invite
from core.models import AuditEvent
from outcomes.models import Priority, Verdict
from outcomes.operations.priorities import close_priority
from outcomes.operations.progress import give_verdict
from tests.factories import make_action, make_priority
from tests.support.cast import Cast


@pytest.fixture(autouse=True)
def labels_name_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each label says in which language it was drawn."""

    def drawn(self: object) -> str:
        return str(translation.get_language())

    monkeypatch.setattr(Invitation, "get_role_display", drawn)
    monkeypatch.setattr(Membership, "get_role_display", drawn)
    monkeypatch.setattr(Priority, "get_status_display", drawn)
    monkeypatch.setattr(Verdict, "get_feels_display", drawn)


def _last(code: str) -> str:
    return AuditEvent.objects.filter(code=code).latest("pk").summary


def test_an_invitation_and_a_membership(cast: Cast) -> None:
    with translation.override("cy"):
        _, path = invite(
            actor=cast.coordinator, name="Robin Ash", email="robin@new.example", role=Role.OFFICER
        )
        accept_invitation(
            token=path.strip("/").split("/")[-1], name="Robin Ash", password="a long winding road"
        )
    assert _last("accounts.invitation.sent") == "Robin Ash as en-gb"
    assert _last("accounts.membership.started") == "Robin Ash as en-gb"


def test_a_verdict_and_a_closed_priority(cast: Cast) -> None:
    action, priority = make_action(cast), make_priority(cast, title="Clubs")
    with translation.override("cy"):
        give_verdict(actor=cast.consultant, about=action, feels="yes")
        close_priority(
            actor=cast.consultant, priority=priority, version=None, met=True, words="It is."
        )
    assert _last("outcomes.verdict.given") == f"{action}: en-gb"
    assert _last("outcomes.priority.closed") == "Clubs: en-gb"
