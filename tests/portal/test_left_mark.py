"""Every page that names the owner of open work says when they have left."""

import pytest
from django.urls import reverse

from accounts.models import Membership
from cooperative.models import Escalation
from outcomes.models import Action
from tests.cooperative.things import make_escalation, make_meeting, papers_out
from tests.factories import in_days, make_action, make_priority
from tests.support.cast import Cast
from tests.support.places import AT_OURS

pytestmark = pytest.mark.django_db


def test_each_page_of_an_action_says_that_its_owner_has_left(cast: Cast) -> None:
    meeting = papers_out(cast, make_meeting(cast))
    priority, expectation = make_priority(cast), cast.expectations[0]
    action = make_action(cast, priority=priority, expectations=[expectation])
    Action.objects.filter(pk=action.pk).update(due_on=in_days(-3), first_due_on=in_days(-3))
    make_escalation(cast, action=action)
    pages = [
        f"{AT_OURS}meetings/{meeting.pk}/workplan/",
        f"{AT_OURS}meetings/{meeting.pk}/",
        f"{AT_OURS}brief/{meeting.pk}/",
        f"{AT_OURS}expectations/{expectation.pk}/",
        reverse("portal:journey", args=["manchester", priority.pk]),
    ]

    def marks() -> list[int]:
        client = cast.client(cast.member)
        return [client.get(page).content.decode().count("Owner has left") for page in pages]

    assert marks() == [0, 0, 0, 0, 0]
    Membership.objects.filter(pk=cast.officer.pk).update(ends_on=in_days(0))
    # The brief names it twice: late, and blocked.
    assert marks() == [1, 1, 2, 1, 1]
    Escalation.objects.update(status="resolved")
    Action.objects.update(status="done")
    assert marks() == [0, 0, 0, 0, 0]
