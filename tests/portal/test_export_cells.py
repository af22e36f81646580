"""Every list as a file, whole: each cell under its heading, and no two columns alike, so that none
can be taken for another."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import get_resolver
from django.utils import timezone

from cooperative.models import Challenge, ChallengeAnswer, Escalation
from core import audit
from expectations.models import ExpectationVerdict
from impact.models import ScrutinyAnswer, ScrutinyComment
from outcomes.models import Action, ProgressUpdate, Verdict
from tests.cooperative.things import make_body, make_meeting
from tests.factories import days_from_now, in_days, make_action, make_priority
from tests.impact.scrutiny import make_committee
from tests.portal.test_exports_logged import views
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.sheets import Row, rows_of, told_apart

pytestmark = pytest.mark.django_db


def day(days: int) -> str:
    return in_days(days).isoformat()


def challenges(cast: Cast) -> list[Row]:
    """One that is settled, and one that was asked again and is late."""
    action = make_action(cast, title="Free bus passes")
    meeting = make_meeting(cast, title="The autumn meeting")
    settled = Challenge.objects.create(
        authority=cast.manchester, question="Why so few clubs?", why="We asked twice.",
        asked_of=cast.officer, raised_by=cast.consultant_2, raised_at=days_from_now(-20),
        reply_by=in_days(-11), action=action, meeting=meeting, status="accepted",
        closed_at=days_from_now(-5),
    )  # fmt: skip
    late = Challenge.objects.create(
        authority=cast.manchester, question="Who pays?", asked_of=cast.partner,
        raised_by=cast.consultant, raised_at=days_from_now(-19), reply_by=in_days(-4),
        status="open",
    )  # fmt: skip
    for challenge, by, at, text, accepted, because in (
        (settled, cast.officer_2, -15, "Soon.", False, "No day."),
        (settled, cast.lead, -8, "On 3 May.", True, ""),
        (late, cast.partner, -14, "We do not know.", False, "Somebody has to."),
    ):
        ChallengeAnswer.objects.create(
            challenge=challenge, by=by, at=days_from_now(at), text=text, accepted=accepted,
            decided_at=days_from_now(at + 1), refused_because=because,
        )  # fmt: skip
    return [
        {
            "Question": "Who pays?",
            "Why": "",
            "Person asked": "Nia Stone, Local NHS",
            "Asked by": "Jay Moss",
            "Asked on": day(-19),
            "Reply by": day(-4),
            "Status": "Waiting for an answer",
            "Days late": "4",
            "Days waiting": "13",
            "About": "",
            "For the meeting": "",
            "Last answer": "We do not know.",
            "Answered by": "Nia Stone, Local NHS",
            "Answered on": day(-14),
            "Times asked again": "1",
            "Why the answer wasn’t good enough": "Somebody has to.",
            "Accepted on": "",
        },
        {
            "Question": "Why so few clubs?",
            "Why": "We asked twice.",
            "Person asked": "Priya Nash, Leisure",
            "Asked by": "Sam Reed",
            "Asked on": day(-20),
            "Reply by": day(-11),
            "Status": "Answer accepted",
            "Days late": "0",
            "Days waiting": "",
            "About": "Free bus passes",
            "For the meeting": "The autumn meeting",
            "Last answer": "On 3 May.",
            "Answered by": "Hana Lind, Leisure",
            "Answered on": day(-8),
            "Times asked again": "1",
            "Why the answer wasn’t good enough": "",
            "Accepted on": day(-5),
        },
    ]


def escalations(cast: Cast) -> list[Row]:
    """One that waits, and one that is decided."""
    cast.happy.name = "Happy and safe"
    cast.happy.save()
    rows: dict[str, dict[str, Any]] = {
        "Nobody pays.": {
            "needed": "Somebody says who.", "needed_by": in_days(-2), "owner": cast.officer,
            "raised_at": days_from_now(-9), "with_since": days_from_now(-6),
            "body": make_body(cast, "purse"), "action": make_action(cast, title="A club"),
        },
        "No room.": {
            "needed": "A room.", "needed_by": in_days(3), "owner": cast.lead,
            "raised_at": days_from_now(-17), "with_since": days_from_now(-15),
            "body": make_body(cast, "attic"), "action": make_action(cast, title="A trip"),
            "closed_at": days_from_now(-1), "status": "resolved",
        },
    }  # fmt: skip
    for obstacle, fields in rows.items():
        Escalation.objects.create(authority=cast.manchester, obstacle=obstacle, **fields)
    return [
        {
            "Problem": "Nobody pays.",
            "What’s needed": "Somebody says who.",
            "Outcome": "Happy",
            "Action": "A club",
            "Reported by": "Priya Nash, Leisure",
            "Reported on": day(-9),
            "Group dealing with it": "The purse",
            "Days with this group": "6",
            "Needed by": day(-2),
            "Days late": "2",
            "Status": "Waiting for a decision",
            "Closed on": "",
        },
        {
            "Problem": "No room.",
            "What’s needed": "A room.",
            "Outcome": "Happy",
            "Action": "A trip",
            "Reported by": "Hana Lind, Leisure",
            "Reported on": day(-17),
            "Group dealing with it": "The attic",
            "Days with this group": "14",
            "Needed by": day(3),
            "Days late": "0",
            "Status": "Decided",
            "Closed on": day(-1),
        },
    ]


def scrutiny(cast: Cast) -> list[Row]:
    """A recommendation that was answered, and a comment that was withdrawn."""
    body = make_committee(cast.manchester, name="Children’s Scrutiny")
    fields: dict[str, Any] = {
        "authority": cast.manchester, "year": 2031, "body": body, "workplan": cast.workplan,
    }  # fmt: skip
    answered = ScrutinyComment.objects.create(
        **fields, number=3, kind="recommendation", text="Ask young people first.",
        meeting=make_meeting(cast, title="A meeting"), made_by=cast.member,
        made_at=days_from_now(-9), answer_by=in_days(50),
    )  # fmt: skip
    ScrutinyAnswer.objects.create(
        comment=answered, reply="partly", why="It takes time.", action="We ask in May.",
        act_by=in_days(30), by=cast.lead, at=days_from_now(-2),
    )  # fmt: skip
    ScrutinyComment.objects.create(
        **fields, number=4, kind="comment", text="Too slow.", made_by=cast.member_2,
        made_at=days_from_now(-12), withdrawn_at=days_from_now(-11), withdrawn_by=cast.member_2,
        withdrawn_because="It was another plan.",
    )  # fmt: skip
    return [
        {
            "Reference": "S-2031-3",
            "Committee": "Children’s Scrutiny",
            "Meeting": "A meeting",
            "Made on": day(-9),
            "Made by": "Cllr Noor Ames",
            "About": str(cast.workplan),
            "Type": "Recommendation",
            "What was said": "Ask young people first.",
            "Answer by": day(50),
            "Status": "Accepted in part",
            "Why": "It takes time.",
            "What will be done": "We ask in May.",
            "By when": day(30),
            "Answered by": "Hana Lind, Leisure",
            "Answered on": day(-2),
            "Why it was withdrawn": "",
        },
        {
            "Reference": "S-2031-4",
            "Committee": "Children’s Scrutiny",
            "Meeting": "",
            "Made on": day(-12),
            "Made by": "Cllr Tom Vale",
            "About": str(cast.workplan),
            "Type": "Comment",
            "What was said": "Too slow.",
            "Answer by": "",
            "Status": "Withdrawn",
            "Why": "",
            "What will be done": "",
            "By when": "",
            "Answered by": "",
            "Answered on": "",
            "Why it was withdrawn": "It was another plan.",
        },
    ]


def actions(cast: Cast) -> list[Row]:
    priority = make_priority(cast, title="More clubs")
    make_action(cast, priority=priority, title="An earlier one", owner=cast.lead)
    action = make_action(cast, priority=priority, title="Link 100 to a club")
    Action.objects.filter(pk=action.pk).update(
        due_on=in_days(5), first_due_on=in_days(-9), times_moved=1, status="at-risk"
    )
    ProgressUpdate.objects.create(
        action=action, by=cast.officer, status="at-risk", done="Two gyms joined."
    )
    Verdict.objects.create(action=action, by=cast.consultant, feels="a-bit", words="Too far away.")
    return [
        {
            "Outcome": "Happy",
            "Number": "2",
            "Action": "Link 100 to a club",
            "Priority": "More clubs",
            "Owner": "Priya Nash",
            "Organisation": "Leisure",
            "Due": day(5),
            "Status": "At risk",
            "Days late": "9",
            "What was done": "Two gyms joined.",
            "Does it feel different?": "A bit different",
            "In their own words": "Too far away.",
        }
    ]


def expectations(cast: Cast) -> list[Row]:
    """One with five actions: four to do, of which three late, and one done."""
    (one, *others) = cast.expectations
    for other in others:
        other.delete()
    one.number, one.text = 7, "We are listened to."
    one.audience, one.cannot_be_met_because = "Care leavers", "There is no room."
    one.save()
    for number in range(6):
        action = make_action(cast, expectations=[one], title=f"Action {number}")
        due = in_days(-3) if number < 3 else in_days(3)
        status = ("on-track", "at-risk", "not-started", "on-track", "done", "done")[number]
        Action.objects.filter(pk=action.pk).update(due_on=due, first_due_on=due, status=status)
    ExpectationVerdict.objects.create(
        expectation=one, by=cast.consultant, feels="a-bit", words="Sometimes.",
        at=days_from_now(-6),
    )  # fmt: skip
    return [
        {
            "Number": "7",
            "Expectation": "We are listened to.",
            "Who it’s for": "Care leavers",
            "Why it can’t be met": "There is no room.",
            "Does it feel kept?": "Partly kept",
            "In their own words": "Sometimes.",
            "Verdict by": "Jay Moss",
            "Verdict date": day(-6),
            "Actions": "6",
            "Still to do": "4",
            "Late": "3",
            "Done": "2",
        }
    ]


def activity_log(cast: Cast) -> list[Row]:
    action = make_action(cast)
    event = audit.record(
        "outcomes.action.changed",
        actor=cast.officer,
        about=action,
        summary="A club for all",
        changes={"status": ["on-track", "done"]},
    )
    assert event is not None
    return [
        {
            "When": timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S"),
            "Who": "Priya Nash",
            "What": "Changed the action",
            "About": f"Action {action.pk}",
            "Details": "A club for all",
            "Changes": "Status: On track → Done",
            "Code": "outcomes.action.changed",
        }
    ]


LISTS: dict[str, tuple[Callable[[Cast], list[Row]], str]] = {
    "cooperative:challenge-export": (challenges, "challenges/export/?"),
    "cooperative:escalation-export": (escalations, "escalations/export/?show=all"),
    "impact:scrutiny-export": (scrutiny, "scrutiny/export/?"),
    "outcomes:action-export": (actions, "actions/export/?whose=mine"),
    "outcomes:expectation-export": (expectations, "expectations/export/?"),
    "portal:trail-export": (activity_log, "trail/export/?code=outcomes.action.changed"),
}


@pytest.mark.parametrize("way", ["csv", "xlsx"])
@pytest.mark.parametrize("name", LISTS)
def test_every_cell_of_a_list_stands_under_its_heading(cast: Cast, name: str, way: str) -> None:
    make, at = LISTS[name]
    expected = make(cast)
    reader = cast.coordinator if "trail" in name else cast.officer
    found = rows_of(cast.client(reader).get(f"{AT_OURS}{at}&as={way}"))
    assert found == expected
    assert [list(row) for row in found] == [list(row) for row in expected]
    told_apart(found)


def test_every_list_that_can_be_taken_away_is_read() -> None:
    names = {name for name, _view in views(get_resolver().url_patterns)}
    assert {name for name in names if name.endswith("-export")} == set(LISTS)
