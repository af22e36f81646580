"""Every scheduled task that reminds, run once a day for three weeks: each reminder comes on its
day, and nobody is told the same thing twice."""

import ast
import datetime
from collections import Counter
from typing import Any

import time_machine
from django.utils import timezone

from accounts.models import Notice
from accounts.notice_kinds import KINDS
from config.celery import app
from cooperative.models import Escalation
from cooperative.operations.challenges import answer_challenge
from cooperative.operations.reading import ask_member_question
from cooperative.tasks import remind as remind_of_meetings
from impact.models import ScrutinyComment
from impact.operations.reports import compose_report
from impact.tasks import remind as remind_of_reports
from outcomes.tasks import remind as remind_of_work
from tests.architecture.unmarked import ROOT
from tests.cooperative.things import (
    give_seat_to,
    make_body,
    make_challenge,
    make_escalation,
    papers_out,
)
from tests.cooperative.things import make_meeting as plan_a_meeting
from tests.factories import days_from_now, in_days, make_action
from tests.impact.quarter import make_meeting as hold_a_meeting
from tests.impact.scrutiny import make_comment, make_seat
from tests.support.cast import Cast

TASKS: tuple[Any, ...] = (remind_of_work, remind_of_meetings, remind_of_reports)
# How many days from today each comes. What has a day has day 12; an answer and a report wait from
# today on.
COMES = {
    "action-due-soon": {5},
    "action-late": {15},
    "action-stuck": {22},
    "challenge-due-soon": {9},
    "challenge-late": {13},
    "challenge-unanswered": {22},
    "challenge-waits": {22},
    "challenge-undecided": {7},
    "escalation-late": {13},
    "escalation-unseated": {0},
    "workplan-to-read": {8},
    "workplan-unread": {11},
    "question-unanswered": {13},
    "report-unsigned": {7},
    "report-stuck": {21},
    "scrutiny-late": {13},
}
DAYS = 24


def _world(cast: Cast) -> None:
    """One of everything that somebody is reminded of, with its day on day 12."""
    twelfth = in_days(12)
    action = make_action(cast, due_on=twelfth)
    make_challenge(cast, reply_by=twelfth, action=action)
    answered = make_challenge(cast, reply_by=in_days(40))
    answer_challenge(actor=cast.officer, challenge=answered, text="Because.")
    unseated = make_body(cast, "unseated")
    stuck = make_action(cast, due_on=in_days(60))
    late, left = (make_escalation(cast, action=stuck) for _ in range(2))
    give_seat_to(cast.member, late.body)
    Escalation.objects.filter(pk=late.pk).update(needed_by=twelfth)
    Escalation.objects.filter(pk=left.pk).update(needed_by=in_days(60), body=unseated)
    meeting = papers_out(cast, plan_a_meeting(cast, starts_at=days_from_now(12)))
    ask_member_question(actor=cast.member, meeting=meeting, text="Who pays?")
    make_seat(cast)
    comment = make_comment(cast)
    ScrutinyComment.objects.filter(pk=comment.pk).update(answer_by=twelfth)
    held = hold_a_meeting(cast, 8)
    held.body = unseated  # whose next meeting is not near
    held.save()
    compose_report(actor=cast.consultant, meeting=held)
    Notice.objects.all().delete()


def _reminds() -> set[str]:
    """The kinds of news that reminders name."""
    return {
        node.value
        for path in ROOT.glob("*/operations/reminders.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and node.value in KINDS
    }


def test_the_timetable_reminds_by_these_tasks() -> None:
    timed = {line["task"] for line in app.conf.beat_schedule.values()}
    assert {task for task in timed if task.endswith(".remind")} == {task.name for task in TASKS}
    assert len(list(ROOT.glob("*/operations/reminders.py"))) == len(TASKS)
    assert _reminds() == set(COMES)


def test_each_reminder_comes_on_its_day_and_once(cast: Cast) -> None:
    begun = timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0)
    with time_machine.travel(begun, tick=False):
        _world(cast)
    came: dict[str, set[int]] = {}
    known = 0
    for day in range(DAYS):
        # By the clock on the wall, a little after the hour that all of it was made.
        with time_machine.travel(_moment(begun, day, 10), tick=False):
            for task in TASKS:
                task()
        fresh = Notice.objects.order_by("pk")[known:]
        for what in {notice.what for notice in fresh}:
            came.setdefault(what, set()).add(day)
        known += len(fresh)
    assert came == COMES
    told: Counter[Any] = Counter(Notice.objects.values_list("what", "about_id", "membership"))
    assert {one: times for one, times in told.items() if times > 1} == {}


def _moment(begun: datetime.datetime, day: int, hour: int) -> datetime.datetime:
    return timezone.make_aware(
        datetime.datetime.combine(begun.date() + datetime.timedelta(days=day), datetime.time(hour))
    )
