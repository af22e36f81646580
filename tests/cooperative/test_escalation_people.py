"""Obstacles and people: which a partner sees, and what becomes of a leaver's."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Handed, Role
from accounts.models import HandedOver, Membership
from accounts.operations.memberships import change_membership, end_membership
from accounts.queries import belongings
from cooperative.enums import SeatStatus
from cooperative.models import Escalation, Seat
from cooperative.operations.deciding import resolve_escalation
from cooperative.operations.handover import hand_back, hand_over
from cooperative.policies import (
    can_withdraw_escalation,
)
from tests.cooperative.test_escalations import told
from tests.cooperative.things import (
    give_seat_to,
    make_body,
    make_escalation,
    who_may,
)
from tests.factories import in_days, make_action
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


# --- Partners ------------------------------------------------------------------------------------


def test_a_partner_sees_what_involves_their_organisation(cast: Cast) -> None:
    def seen(who: Membership) -> set[Escalation]:
        return set(Escalation.objects.visible_to(who))

    make_escalation(cast)
    own = make_escalation(cast, actor=cast.partner, action=make_action(cast, owner=cast.partner))
    helped = make_escalation(cast, action=make_action(cast, collaborators=[cast.other_partner]))
    assert seen(cast.partner) == {own}
    assert seen(cast.other_partner) == {helped}
    board = make_body(cast, "board", kind="lead")
    at_board = make_escalation(cast, body=board)
    seat = give_seat_to(cast.other_partner, board)
    assert seen(cast.other_partner) == {helped, at_board}
    Seat.objects.filter(pk=seat.pk).update(status=SeatStatus.ENDED)
    assert seen(cast.other_partner) == {helped}
    seat = give_seat_to(cast.other_partner, board, kind="chair")
    resolve_escalation(actor=cast.other_partner, escalation=at_board, words="We pay.")
    seat.delete()
    # What they decided on stays theirs to read.
    assert seen(cast.other_partner) == {helped, at_board}


# --- Somebody moves on ---------------------------------------------------------------------------


def test_what_a_leaver_passed_up_is_handed_over_and_back(cast: Cast) -> None:
    escalation = make_escalation(cast)
    assert belongings(cast.officer).escalations == [escalation.obstacle]
    with pytest.raises(ValidationError, match="They reported"):
        change_membership(actor=cast.coordinator, membership=cast.officer, role=Role.COORDINATOR)
    with pytest.raises(ValidationError, match="can’t take this on"):
        hand_over(
            actor=cast.coordinator, giver=cast.officer, takers={Handed.ESCALATION: cast.member}
        )
    end_membership(actor=cast.coordinator, membership=cast.officer)
    hand_over(actor=cast.coordinator, giver=cast.officer, takers={Handed.ESCALATION: cast.lead})
    escalation.refresh_from_db()
    assert escalation.owner == cast.lead
    assert told("escalation-given") == {"Hana Lind"}
    assert who_may(cast, can_withdraw_escalation, escalation) == {"lead"}
    # Who said it is not changed.
    assert escalation.steps.get().by == cast.officer
    page = cast.client(cast.lead).get(
        reverse("cooperative:escalation-detail", args=["manchester", escalation.pk])
    )
    assert "handed this over from Priya Nash to Hana Lind" in page.content.decode()
    with pytest.raises(ValidationError, match="who’s still here"):
        hand_back(actor=cast.coordinator, deed=HandedOver.objects.get().deed)
    Membership.objects.filter(pk=cast.officer.pk).update(ends_on=None)
    hand_back(actor=cast.coordinator, deed=HandedOver.objects.get().deed)
    assert Escalation.objects.get().owner == cast.officer
    assert timezone.localdate(escalation.raised_at) == in_days(0)
