"""Homes on which nothing waits, and the first days of whoever has just joined."""

import pytest
from django.utils import timezone
from django.utils.html import escape

from accounts.models import Membership
from outcomes.operations.progress import record_progress
from tests.cooperative.things import make_meeting, papers_out
from tests.factories import in_days, make_action, make_priority
from tests.portal.homes import EVERYBODY, HOME, home_as
from tests.support.cast import Cast


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_first_days_say_what_the_page_is_for_and_then_no_more(cast: Cast, name: str) -> None:
    actor = cast.people[name]
    Membership.objects.filter(pk=actor.pk).update(starts_on=timezone.localdate())
    actor.refresh_from_db()
    welcome = home_as(cast, name).welcome
    assert welcome is not None
    page = cast.client(actor).get(HOME).content.decode()
    assert "Welcome to Manchester" in page
    assert escape(welcome.text) in page
    assert cast.client(actor).get(welcome.url).status_code == 200
    Membership.objects.filter(pk=actor.pk).update(starts_on=in_days(-15))
    actor.refresh_from_db()
    assert home_as(cast, name).welcome is None
    assert "Welcome to Manchester" not in cast.client(actor).get(HOME).content.decode()


@pytest.mark.parametrize("name", EVERYBODY)
def test_when_nothing_waits_a_page_says_what_comes_next_and_leads_on(cast: Cast, name: str) -> None:
    make_priority(cast)
    make_priority(cast, workplan=cast.healthy_workplan)
    meeting = papers_out(cast, make_meeting(cast, led_by=[cast.consultant]))
    for reader in (cast.member, cast.member_2):
        from cooperative.operations.reading import mark_workplan_read

        mark_workplan_read(actor=reader, meeting=meeting)
    home = home_as(cast, name)
    assert home.waiting == []
    page = cast.client(cast.people[name]).get(HOME).content.decode()
    assert "Nothing is waiting for you." in page
    assert escape(home.quiet.title) in page
    assert escape(home.quiet.text) in page
    if home.quiet.url:
        assert cast.client(cast.people[name]).get(home.quiet.url).status_code == 200


def test_a_consultant_with_nothing_to_do_learns_when_they_meet(cast: Cast) -> None:
    make_priority(cast)
    make_priority(cast, workplan=cast.healthy_workplan)
    meeting = papers_out(cast, make_meeting(cast))
    day = timezone.localdate(meeting.starts_at)
    assert f"Your next meeting is on {day.day} " in home_as(cast, "consultant").quiet.text


def test_a_member_who_has_read_is_ready(cast: Cast) -> None:
    from cooperative.operations.reading import mark_workplan_read

    assert home_as(cast, "member").quiet.title == "No meeting is planned yet"
    meeting = make_meeting(cast)
    assert home_as(cast, "member").quiet.title == "The papers aren’t published yet"
    meeting = papers_out(cast, meeting)
    mark_workplan_read(actor=cast.member, meeting=meeting)
    quiet = home_as(cast, "member").quiet
    assert (quiet.title, quiet.label) == ("You’re ready for the meeting", "Five-minute brief")


def test_priorities_to_look_at_say_why(cast: Cast) -> None:
    late, quiet, fine = (make_priority(cast, title=title) for title in ("Late", "Quiet", "Fine"))
    make_priority(cast, title="Empty")
    make_action(cast, priority=late, due_on=in_days(1))
    make_action(cast, priority=quiet)
    record_progress(
        actor=cast.officer, action=make_action(cast, priority=fine), status="on-track", done="On."
    )
    from outcomes.models import Action

    Action.objects.filter(priority=late).update(due_on=in_days(-5))
    card = next(c for c in home_as(cast, "consultant").news if c.title == "Priorities to check on")
    assert {row.title: row.note for row in card.rows} == {
        "Late": "An action is 5 days late",
        "Quiet": "1 action, and no update yet",
        "Empty": "Nobody has planned an action yet",
    }
    assert card.rows[0].title == "Late"
