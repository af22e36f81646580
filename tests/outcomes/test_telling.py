"""Who is told of what happens to priorities and actions, and who is reminded."""

import pytest
import time_machine

from accounts.models import Membership, Notice
from accounts.notice_kinds import KINDS
from expectations.enums import Kept
from outcomes.enums import NEVER_AGREED, ActionStatus, Feels
from outcomes.models import Action, Workplan
from outcomes.operations.actions import (
    change_action,
    decline_proposal,
    propose_action,
    take_up_proposal,
)
from outcomes.operations.leads import appoint_lead
from outcomes.operations.priorities import change_priority, close_priority, reopen_priority
from outcomes.operations.progress import give_verdict, record_progress, undo_update
from outcomes.operations.reminders import remind_of_actions
from tests.factories import days_from_now, in_days, make_action, make_priority
from tests.impact.quarter import make_ask
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
HANA, OTTO, PRIYA, JAY, SAM, KIT = (
    "Hana Lind",
    "Otto Finch",
    "Priya Nash",
    "Jay Moss",
    "Sam Reed",
    "Kit Marsh",
)


def told(what: str) -> set[str]:
    found = Notice.objects.filter(what=what)
    return set(found.values_list("membership__person__name", flat=True))


def forget() -> None:
    Notice.objects.all().delete()


def test_a_new_priority_is_told_to_its_lead_and_whoever_wrote_down_what_was_said(
    cast: Cast,
) -> None:
    ask = make_ask(cast)
    priority = make_priority(cast, asks=[ask])
    assert told("priority-set") == {HANA}
    assert told("ask-taken-up") == {KIT}
    # A point tied to it later is told then; the first is not told again.
    later = make_ask(cast, "Trips are far away.", recorded_by=cast.consultant_2)
    forget()
    change_priority(
        actor=cast.consultant,
        priority=priority,
        version=None,
        title=priority.title,
        why=priority.why,
        asks=[ask, later],
    )
    assert told("ask-taken-up") == {SAM}


def test_an_action_is_told_to_its_owner_and_helpers_and_so_is_a_change(cast: Cast) -> None:
    action = make_action(cast, collaborators=[cast.officer_2, cast.partner])
    assert told("action-given") == {PRIYA}
    assert told("action-shared") == {"Owen Lark", "Nia Stone"}
    change_action(actor=cast.coordinator, action=action, version=None, unit="packs")
    assert told("action-changed") == {PRIYA, "Owen Lark", "Nia Stone"}
    forget()
    change_action(actor=cast.lead, action=action, version=None, owner=cast.officer_2)
    assert told("action-given") == {"Owen Lark"}
    assert PRIYA not in told("action-changed")
    forget()
    change_action(actor=cast.lead, action=action, version=None, owner=cast.officer_2)
    assert not Notice.objects.exists()


def propose(cast: Cast, actor: Membership) -> Action:
    return propose_action(
        actor=actor,
        priority=make_priority(cast),
        title=f"Suggestion {Action.objects.count()}",
        owner=cast.officer,
        due_on=in_days(30),
        success_measure="We feel it.",
    )


def test_a_suggestion_is_told_to_the_lead_and_its_end_to_whoever_suggested_it(cast: Cast) -> None:
    first, second = propose(cast, cast.consultant), propose(cast, cast.consultant_2)
    assert told("action-proposed") == {HANA}
    assert told("action-given") == set()
    take_up_proposal(actor=cast.lead, action=first)
    decline_proposal(actor=cast.lead, action=second, because="Not this year.")
    assert told("proposal-taken-up") == {JAY}
    assert told("action-given") == {PRIYA}
    assert told("proposal-declined") == {SAM}


def test_without_a_lead_the_coordinator_hears_of_a_suggestion(cast: Cast) -> None:
    appoint_lead(actor=None, outcome=cast.happy, lead=None)
    forget()
    propose(cast, cast.consultant)
    assert told("action-proposed") == {KIT}


def test_progress_is_told_once_a_day_to_whoever_has_a_part_in_it(cast: Cast) -> None:
    action = make_action(cast, priority=make_priority(cast, asks=[make_ask(cast)]))
    forget()
    for done in ("Begun.", "Gone on."):
        record_progress(actor=cast.officer, action=action, status="on-track", done=done)
    assert told("progress-recorded") == {HANA, JAY}
    assert Notice.objects.count() == 2
    assert told("ask-done") == set()
    record_progress(
        actor=cast.officer, action=action, status="done", done="Done.", difference="We swim."
    )
    assert told("ask-done") == {KIT}


def test_a_verdict_is_told_to_who_answers_for_it(cast: Cast) -> None:
    action = make_action(cast)
    give_verdict(actor=cast.consultant, about=action, feels="not-yet", words="No.")
    give_verdict(actor=cast.consultant, about=action.priority, feels="not-yet")
    assert told("verdict-given") == {PRIYA, HANA}
    assert told("priority-judged") == {HANA}


def test_a_closed_priority_is_told_to_all_who_have_a_part_in_it(cast: Cast) -> None:
    action = make_action(cast, priority=make_priority(cast, asks=[make_ask(cast)]))
    priority = action.priority
    priority = close_priority(
        actor=cast.consultant_2, priority=priority, version=None, met=True, words="Yes."
    )
    assert told("priority-closed") == {HANA, JAY, PRIYA, KIT}
    reopen_priority(actor=cast.consultant_2, priority=priority)
    assert told("priority-reopened") == {HANA, JAY}


def test_a_new_lead_is_told(cast: Cast) -> None:
    forget()
    appoint_lead(actor=cast.coordinator, outcome=cast.happy, lead=cast.officer_2)
    assert told("lead-appointed") == {"Owen Lark"}


# Reminders


def due(action: Action, days: int) -> None:
    Action.objects.filter(pk=action.pk).update(due_on=in_days(days))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (8, {}),
        (7, {"action-due-soon": {PRIYA}}),
        (0, {"action-due-soon": {PRIYA}}),
        (-1, {}),
        (-2, {}),
        (-3, {"action-late": {PRIYA}}),
        (-9, {"action-late": {PRIYA}}),
        (-10, {"action-late": {PRIYA}, "action-stuck": {HANA}}),
    ],
)
def test_an_owner_is_reminded_before_and_after_and_then_the_lead_is_told(
    cast: Cast, days: int, expected: dict[str, set[str]]
) -> None:
    due(make_action(cast), days)
    forget()
    remind_of_actions()
    found = {one: told(one) for one in Notice.objects.values_list("what", flat=True)}
    assert found == expected
    before = Notice.objects.count()
    assert remind_of_actions() == 0
    assert Notice.objects.count() == before


def test_a_word_since_the_day_is_a_reaction_and_one_before_is_not(cast: Cast) -> None:
    silent, heard = make_action(cast), make_action(cast)
    for action in (silent, heard):
        due(action, -12)
    for action, days in ((silent, 13), (heard, 5)):
        with time_machine.travel(days_from_now(-days), tick=False):
            record_progress(actor=cast.officer, action=action, status="at-risk", done="Slow.")
    forget()
    remind_of_actions()
    assert set(Notice.objects.values_list("about_id", flat=True)) == {silent.pk}


def test_a_new_day_promised_is_a_new_thing_to_remind_of(cast: Cast) -> None:
    action = make_action(cast, due_on=in_days(2))
    remind_of_actions()
    change_action(actor=cast.lead, action=action, version=None, due_on=in_days(5), because="Later.")
    remind_of_actions()
    assert Notice.objects.filter(what="action-due-soon").count() == 2


def test_what_is_done_or_of_a_closed_year_reminds_nobody(cast: Cast) -> None:
    done, put_away = make_action(cast), make_action(cast)
    Action.objects.filter(pk=done.pk).update(status="done")
    for action in (done, put_away):
        due(action, -11)
    Workplan.objects.filter(pk=put_away.workplan_id).update(status="closed")
    forget()
    assert remind_of_actions() == 0


def test_a_lead_who_owns_it_is_not_the_one_to_fall_back_on(cast: Cast) -> None:
    due(make_action(cast, owner=cast.lead), -10)
    vacant = make_action(cast)
    due(vacant, -10)
    forget()
    remind_of_actions()
    assert told("action-stuck") == {KIT, HANA}
    stuck = Notice.objects.filter(what="action-stuck")
    assert stuck.get(about_id=vacant.pk).membership == cast.lead


def test_a_new_owner_is_reminded_too(cast: Cast) -> None:
    action = make_action(cast, due_on=in_days(3))
    remind_of_actions()
    change_action(actor=cast.lead, action=action, version=None, owner=cast.officer_2)
    remind_of_actions()
    assert told("action-due-soon") == {PRIYA, "Owen Lark"}


def _words(what: str, who: str) -> list[str]:
    """What one person is told in news that is unread, the newest first."""
    mine = Notice.objects.filter(membership__person__name=who, what=what).unread()
    return [one.words for one in mine]


def test_news_of_an_action_says_where_it_stands_now(cast: Cast) -> None:
    action = make_action(cast)
    for status in ("on-track", "at-risk"):
        record_progress(actor=cast.officer, action=action, status=status, done=f"Now {status}.")
    assert _words("progress-recorded", HANA) == ["This action has been updated. It’s at risk."]
    slip = record_progress(
        actor=cast.officer, action=action, status="done", done="All.", difference="We swim."
    )
    assert _words("progress-recorded", HANA) == ["This action is done."]
    undo_update(actor=cast.officer, update=slip)
    assert _words("progress-recorded", HANA) == []


def test_news_of_a_verdict_says_what_was_said_last(cast: Cast) -> None:
    action = make_action(cast)
    give_verdict(actor=cast.consultant, about=action, feels="not-yet")
    give_verdict(actor=cast.consultant_2, about=action, feels="yes")
    said = "New verdict from care consultants: this feels really different."
    assert _words("verdict-given", PRIYA) == [said]
    give_verdict(actor=cast.consultant, about=action.priority, feels="a-bit")
    said = "New verdict from care consultants: this feels a bit different."
    assert _words("priority-judged", HANA) == [said]


def test_news_of_a_plan_says_which_parts_of_it_changed(cast: Cast) -> None:
    action = make_action(cast)
    change_action(
        actor=cast.lead,
        action=action,
        version=None,
        title="Swim for free",
        due_on=in_days(50),
        because="The pool is shut.",
        target=20,
        unit="passes",
    )
    assert _words("action-changed", PRIYA) == [
        "The plan for this action has changed: its title, due date, target and way of counting."
    ]


def test_every_status_and_verdict_has_its_words_in_news() -> None:
    said = {what: set(kind.details) for what, kind in KINDS.items() if kind.details}
    statuses = set(ActionStatus.values) - set(NEVER_AGREED)
    assert said.pop("progress-recorded") == statuses
    assert said.pop("verdict-given") == said.pop("priority-judged") == set(Feels.values)
    assert said.pop("expectation-judged") == set(Kept.values)
    assert said.pop("action-changed") == {
        "title", "description", "owner", "due_on", "success_measure", "target", "unit",
        "counts_people",
    }  # fmt: skip
    assert not said
