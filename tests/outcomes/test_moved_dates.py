"""A due date that moves: a reason, a line in every history, and nothing less late for it."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from core.models import AuditEvent
from impact.queries.records import action_facts
from outcomes.models import Action, DateMove
from outcomes.operations.actions import change_action, propose_action
from outcomes.operations.progress import give_verdict, record_progress
from outcomes.queries.actions import ActionFilters, action_rows, filtered_actions
from outcomes.queries.status_counts import tally_of
from portal.queries.homes.executive import executive_home
from portal.queries.homes.open_actions import own_actions
from tests.factories import in_days, make_action, make_priority
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def late_by(cast: Cast, days: int, **fields: Any) -> Action:
    """An action that was due so many days ago."""
    action = make_action(cast, **fields)
    day = in_days(-days)
    Action.objects.filter(pk=action.pk).update(due_on=day, first_due_on=day)
    action.refresh_from_db()
    return action


def move(cast: Cast, action: Action, days: int, because: str = "The garage leaks.") -> Action:
    return change_action(
        actor=cast.lead, action=action, version=None, due_on=in_days(days), because=because
    )


@pytest.mark.parametrize("because", ["", "   "])
def test_a_date_does_not_move_without_a_reason(cast: Cast, because: str) -> None:
    action = late_by(cast, 21)
    with pytest.raises(ValidationError) as refused:
        move(cast, action, 60, because)
    assert "because" in refused.value.message_dict
    action.refresh_from_db()
    assert (action.due_on, action.times_moved) == (in_days(-21), 0)
    assert not DateMove.objects.exists()


def test_the_page_asks_for_the_reason_beside_its_field_and_keeps_what_was_typed(
    cast: Cast,
) -> None:
    action = late_by(cast, 21)
    client = cast.client(cast.lead, Client)
    url = reverse("outcomes:action-edit", args=["manchester", action.pk])
    form = client.get(url).context["form"]
    sent = {
        "title": "Another title", "owner": action.owner_id, "due_on": in_days(60).isoformat(),
        "success_measure": action.success_measure, "version": action.version,
        "once": form["once"].value(),
    }  # fmt: skip
    answer = client.post(url, sent)
    assert answer.context["form"].errors["because"]
    assert "Another title" in answer.content.decode()
    answer = client.post(url, sent | {"because": "The garage leaks."})
    assert answer.status_code == 302
    action.refresh_from_db()
    assert (action.due_on, action.first_due_on) == (in_days(60), in_days(-21))


def test_what_stays_needs_no_reason(cast: Cast) -> None:
    action = late_by(cast, 21)
    change_action(
        actor=cast.lead, action=action, version=None, title="Better", due_on=action.due_on
    )
    assert Action.objects.get().times_moved == 0


def test_lateness_counts_from_the_first_date_wherever_it_is_told(cast: Cast) -> None:
    action = move(cast, late_by(cast, 21), 60)
    rows = action_rows(Action.objects.all().order_by("pk"))
    late = filtered_actions(cast.officer, ActionFilters(status="late"))
    assert list(late) == [action]
    assert list(Action.objects.late()) == [action]
    assert [row.days_late for row in rows] == [21]
    assert action.days_late == 21
    assert {key: n for key, _words, n in tally_of(Action.objects.all())}["behind"] == 1
    assert [one.days_late for one in own_actions(cast.officer)] == [21]
    facts = action_facts(action, None, None, cast.officer.authority)
    assert (facts.days_late, facts.not_done) == (21, True)
    boards = executive_home(cast.executive).boards
    assert sum(n for one in boards for key, _w, n in one.counts if key == "behind") == 1


@pytest.mark.parametrize(("due", "first", "late"), [
    (0, 0, 0), (-1, -1, 1), (0, -1, 1), (5, -1, 1), (5, 0, 0), (-1, 5, 1),
])  # fmt: skip
def test_the_query_and_the_number_agree_on_every_day(
    cast: Cast, due: int, first: int, late: int
) -> None:
    action = make_action(cast)
    Action.objects.update(due_on=in_days(due), first_due_on=in_days(first))
    action.refresh_from_db()
    assert action.days_late == late
    assert Action.objects.late().count() == bool(late)


def test_the_move_stands_in_the_timeline_the_journey_and_the_log(cast: Cast) -> None:
    action = late_by(cast, 21)
    first = action.due_on
    record_progress(actor=cast.officer, action=action, status="at-risk", done="Slow.")
    move(cast, move(cast, action, 30), 60, "The second one leaks too.")
    page = cast.client(cast.consultant, Client).get(
        reverse("outcomes:action-detail", args=["manchester", action.pk])
    )
    html = page.content.decode()
    for words in ("21 days late", "moved twice, first due", "The garage leaks.", "leaks too."):
        assert words in html
    assert "At risk" in html
    assert f"{first.day} {first:%B %Y}" in html
    journey = cast.client(cast.consultant, Client).get(
        reverse("portal:journey", args=["manchester", action.priority_id])
    )
    told = journey.content.decode()
    assert told.count("Due date moved:") == 2
    assert "leaks too." in told
    event = AuditEvent.objects.filter(code="outcomes.action.changed").order_by("pk").first()
    assert event is not None
    assert event.changes["due_on"] == [str(first), str(in_days(30))]


def test_who_judged_or_follows_it_is_told(cast: Cast) -> None:
    action = late_by(cast, 21, collaborators=[cast.officer_2])
    give_verdict(actor=cast.consultant_2, about=action, feels="not-yet", words="Nothing yet.")
    Notice.objects.all().delete()
    move(cast, action, 60)
    told = Notice.objects.filter(what="action-moved")
    people = {one.membership for one in told}
    assert {cast.consultant, cast.consultant_2, cast.officer, cast.officer_2} <= people
    assert cast.lead not in people
    assert {one.day for one in told} == {in_days(60)}
    assert not Notice.objects.filter(what="action-changed").exists()


def test_a_proposal_promised_nothing_yet(cast: Cast) -> None:
    proposal = propose_action(
        actor=cast.consultant,
        priority=make_priority(cast),
        title="Ask the gyms",
        owner=cast.officer,
        due_on=in_days(20),
        success_measure="They say yes.",
    )
    moved = change_action(
        actor=cast.lead, action=proposal, version=None, due_on=in_days(40), because=""
    )
    assert (moved.first_due_on, moved.times_moved) == (in_days(40), 0)


def test_a_list_says_that_a_date_has_moved(cast: Cast) -> None:
    action = move(cast, late_by(cast, 21), 60)
    url = reverse(
        "outcomes:workplan-detail",
        args=["manchester", action.workplan.outcome.slug, action.workplan.period.slug],
    )
    html = cast.client(cast.officer, Client).get(url).content.decode()
    day = timezone.localdate() - datetime.timedelta(days=21)
    assert f"moved from {day.day} {day:%B}" in html
    assert "21 days late" in html
