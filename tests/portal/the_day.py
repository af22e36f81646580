"""What is asked about a date, for test_the_day_itself.py: each makes the thing some weeks before
the day and returns the question that is asked around it."""

import datetime
from collections.abc import Callable
from typing import Any

import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Invitation, Membership
from accounts.operations.agreements import renew_agreement
from accounts.operations.invitations import link_problem
from accounts.operations.memberships import end_membership
from cooperative.models import Challenge, Escalation, Meeting
from cooperative.policies import can_mark_workplan_read, can_record_attendance
from cooperative.queries.challenges import overdue_for
from cooperative.queries.meetings import days_until
from core import audit
from expectations.operations.verdicts import judge_expectation
from impact.operations.annual import compose_annual_report
from impact.operations.scrutiny import answer_scrutiny
from impact.queries.annual import gaps_of, year_facts
from impact.queries.scrutiny import look_of
from outcomes.models import Action
from outcomes.operations.actions import plan_action
from outcomes.operations.progress import record_progress
from outcomes.policies import can_close_workplan
from outcomes.queries.actions import action_rows, needing_update
from portal.queries.activity_log import TrailFilters, activity_log
from portal.queries.homes.open_actions import actions_of
from portal.queries.homes.shared import is_near
from portal.queries.homes.welcome import welcome
from tests.cooperative.things import make_challenge, make_escalation, make_meeting, papers_out
from tests.factories import make_action, make_priority
from tests.impact.scrutiny import make_comment, make_seat
from tests.support.cast import Cast
from tests.support.reports import make_published_report
from tests.voice.points import fields, public, released
from voice.models import Ask, Consent
from voice.operations.asks import record_ask
from voice.operations.consents import give_consent

Day = datetime.date
Question = Callable[[], object]
MADE_BEFORE = datetime.timedelta(days=20)


def the_day() -> Day:
    """The next first of July that leaves time to make what the tests ask about before it."""
    today = timezone.localdate()
    here = datetime.date(today.year, 7, 1)
    return here if here - today > 2 * MADE_BEFORE else here.replace(year=today.year + 1)


def days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def at(day: Day, hour: int, minute: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))


def answers(cast: Cast, make: Callable[[Cast, Day], Question]) -> str:
    """What a question is answered at the four moments. What asking writes is undone."""
    day = the_day()
    with time_machine.travel(at(day - MADE_BEFORE, 12, 0), tick=False):
        question = make(cast, day)
    found = []
    for moment in (
        at(day - days(1), 23, 30),
        at(day, 0, 30),
        at(day, 23, 30),
        at(day + days(1), 0, 30),
    ):
        with time_machine.travel(moment, tick=False), transaction.atomic():
            found.append("yes" if question() else "-")
            transaction.set_rollback(True)
    return " ".join(found)


def changed(thing: Any, **values: Any) -> Any:
    """The same object with other values, bypassing the operations."""
    manager = getattr(type(thing), "everything", type(thing)._default_manager)
    manager.filter(pk=thing.pk).update(**values)
    return manager.get(pk=thing.pk)


def due(cast: Cast, day: Day, first: Day | None = None) -> Action:
    action: Action = changed(make_action(cast), due_on=day, first_due_on=first or day)
    return action


def asked(cast: Cast, day: Day) -> Challenge:
    return make_challenge(cast, reply_by=day)


def stuck(cast: Cast, day: Day) -> Escalation:
    return make_escalation(cast, needed_by=day)


def sitting(cast: Cast, day: Day) -> Meeting:
    """A meeting at five on the day, with its papers out."""
    meeting: Meeting = changed(papers_out(cast), starts_at=at(day, 17, 0))
    return meeting


def leaving(cast: Cast, day: Day) -> Membership:
    member: Membership = changed(cast.partner, ends_on=day)
    return member


def owed(cast: Cast, action: Action) -> Any:
    return actions_of(Q(pk=action.pk), cast.officer)[0]


def late_actions(cast: Cast, day: Day) -> Question:
    due(cast, day)
    return lambda: Action.objects.late()


def late_since_the_first_day(cast: Cast, day: Day) -> Question:
    due(cast, day + days(90), first=day)
    return lambda: Action.objects.late()


def days_late(cast: Cast, day: Day) -> Question:
    action = due(cast, day)
    return lambda: action.days_late


def late_in_a_list(cast: Cast, day: Day) -> Question:
    due(cast, day)
    return lambda: action_rows(Action.objects.all())[0].days_late


def late_on_a_home(cast: Cast, day: Day) -> Question:
    action = due(cast, day)
    return lambda: owed(cast, action).days_late


def late_challenge(cast: Cast, day: Day) -> Question:
    asked(cast, day)
    return lambda: Challenge.objects.overdue()


def days_overdue(cast: Cast, day: Day) -> Question:
    challenge = asked(cast, day)
    return lambda: challenge.days_overdue


def heads_the_agenda(cast: Cast, day: Day) -> Question:
    asked(cast, day)
    meeting = make_meeting(cast)
    return lambda: overdue_for(meeting)


def late_problem(cast: Cast, day: Day) -> Question:
    stuck(cast, day)
    return lambda: Escalation.objects.late()


def days_a_problem_is_late(cast: Cast, day: Day) -> Question:
    problem = stuck(cast, day)
    return lambda: problem.days_late


def late_answer(cast: Cast, day: Day) -> Question:
    return lambda: look_of("recommendation", None, False, day).mood == "late"


def year_over(cast: Cast, day: Day) -> Question:
    make_published_report(cast)
    annual = compose_annual_report(actor=cast.coordinator, period=cast.year)
    annual.period = changed(cast.year, ends_on=day)
    return lambda: gaps_of(annual).is_over


def year_to_close(cast: Cast, day: Day) -> Question:
    cast.workplan.period = changed(cast.year, ends_on=day)
    return lambda: can_close_workplan(cast.lead, cast.workplan)


def to_write_up(cast: Cast, day: Day) -> Question:
    sitting(cast, day)
    return lambda: Meeting.objects.to_write_up()


def ahead(cast: Cast, day: Day) -> Question:
    sitting(cast, day)
    return lambda: Meeting.objects.ahead()


def is_ahead(cast: Cast, day: Day) -> Question:
    meeting = sitting(cast, day)
    return lambda: meeting.is_ahead


def may_read(cast: Cast, day: Day) -> Question:
    meeting = sitting(cast, day)
    return lambda: can_mark_workplan_read(cast.member, meeting)


def may_write_down(cast: Cast, day: Day) -> Question:
    meeting = sitting(cast, day)
    return lambda: can_record_attendance(cast.consultant, meeting)


def meets_today(cast: Cast, day: Day) -> Question:
    meeting = sitting(cast, day)
    return lambda: days_until(meeting) == 0


def to_get_ready(cast: Cast, day: Day) -> Question:
    meeting = sitting(cast, day + days(42))
    return lambda: is_near(meeting)


def public_point(cast: Cast, day: Day) -> Question:
    changed(public(cast), public_until=day)
    return lambda: Ask.objects.public()


def open_consent(cast: Cast, day: Day) -> Question:
    public(cast)
    Consent.objects.update(until=day)
    return lambda: Consent.objects.open()


def member_until(cast: Cast, day: Day) -> Question:
    pk = leaving(cast, day).pk
    return lambda: Membership.objects.current().filter(pk=pk)


def running_until(cast: Cast, day: Day) -> Question:
    pk = leaving(cast, day).pk
    return lambda: Membership.objects.running().filter(pk=pk)


def has_left(cast: Cast, day: Day) -> Question:
    member = leaving(cast, day)
    return lambda: member.has_ended


def member_from(cast: Cast, day: Day) -> Question:
    pk = changed(cast.partner, starts_on=day).pk
    return lambda: Membership.objects.current().filter(pk=pk)


def agreement_to_renew(cast: Cast, day: Day) -> Question:
    member = changed(cast.partner, agreement_ends_on=day + days(60), ends_on=day + days(60))
    return lambda: member.agreement_nears_its_end


def invited(cast: Cast, day: Day) -> Question:
    """Whether an invitation may still be accepted that ends with an agreement."""
    invitation = Invitation(expires_at=at(day + days(9), 12, 0), agreement_ends_on=day)
    return lambda: link_problem(invitation) == ""


def welcomed(cast: Cast, day: Day) -> Question:
    member = changed(cast.partner, starts_on=day - days(14))
    return lambda: welcome(member)


def due_soon(cast: Cast, day: Day) -> Question:
    action = due(cast, day + days(30))
    return lambda: owed(cast, action).is_soon


def needs_an_update(cast: Cast, day: Day) -> Question:
    due(cast, day + days(30))
    return lambda: needing_update(Action.objects.all())


def heard_of(cast: Cast, day: Day, when: Day, until: int) -> Action:
    """An action that somebody updated at noon of a day, due in so many days from `day`."""
    action = due(cast, day + days(until))
    with time_machine.travel(at(when, 12, 0), tick=False):
        record_progress(actor=cast.officer, action=action, status="at-risk", done="Slow.")
    return action


def rests_a_week(cast: Cast, day: Day) -> Question:
    action = heard_of(cast, day, day - days(7), 5)
    return lambda: owed(cast, action).wants_a_word


def updated_a_week_ago(cast: Cast, day: Day) -> Question:
    heard_of(cast, day, day - days(7), 5)
    return lambda: needing_update(Action.objects.all())


def silent(cast: Cast, day: Day) -> Question:
    action = heard_of(cast, day, day - days(60), 200)
    return lambda: owed(cast, action).is_stale


def silent_in_an_update(cast: Cast, day: Day) -> Question:
    heard_of(cast, day, day - days(60), 200)
    return lambda: needing_update(Action.objects.all())


def in_the_log(cast: Cast, filters: TrailFilters) -> Question:
    def question() -> bool:
        event = audit.record("outcomes.action.changed", actor=cast.lead, about=cast.happy)
        return activity_log(cast.coordinator, filters).filter(pk=event.pk).exists()

    return question


def logged_since(cast: Cast, day: Day) -> Question:
    return in_the_log(cast, TrailFilters(since=day))


def logged_until(cast: Cast, day: Day) -> Question:
    return in_the_log(cast, TrailFilters(until=day))


def of_the_year(cast: Cast, **year: Day) -> Question:
    """Whether a question, a verdict and a point of this moment all count for a year."""
    period = changed(cast.year, **year)

    def question() -> bool:
        make_challenge(cast, reply_by=timezone.localdate() + days(9))
        judge_expectation(actor=cast.consultant, expectation=cast.expectations[0], feels="yes")
        released(cast, said_on=timezone.localdate())
        facts = year_facts(cast.manchester, period)
        counted = {
            facts["challenges"]["raised"],
            sum(bool(row["feels"]) for row in facts["expectations"]),
            facts["points"]["raised"],
        }
        assert len(counted) == 1, facts
        return counted == {1}

    return question


def of_the_year_until(cast: Cast, day: Day) -> Question:
    return of_the_year(cast, ends_on=day)


def of_the_year_from(cast: Cast, day: Day) -> Question:
    return of_the_year(cast, starts_on=day, ends_on=day + days(365))


def is_taken(deed: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            deed()
    except ValidationError:
        return False
    return True


def plan(cast: Cast, owner: Membership, day: Day) -> Callable[[], object]:
    priority = make_priority(cast)
    return lambda: plan_action(
        actor=cast.lead,
        priority=priority,
        title="Free buses",
        owner=owner,
        due_on=day,
        success_measure="They say so.",
    )


def consent(cast: Cast, **said: Any) -> Callable[[], object]:
    ask = released(cast)
    return lambda: give_consent(actor=cast.consultant, ask=ask, agreed_by="speakers", **said)


def record_point(cast: Cast, day: Day) -> Callable[[], object]:
    return lambda: record_ask(actor=cast.consultant, **fields(said_on=day, concern=False))


def answer_by_a_day(cast: Cast, day: Day) -> Callable[[], object]:
    make_seat(cast)
    comment = make_comment(cast)
    return lambda: answer_scrutiny(
        actor=cast.lead, comment=comment, reply="accepted", why="Yes.", action="Do.", act_by=day
    )


def renew(cast: Cast, day: Day) -> Callable[[], object]:
    return lambda: renew_agreement(
        actor=cast.coordinator, membership=cast.partner, agreement="A2", agreement_ends_on=day
    )


def end(cast: Cast, day: Day) -> Callable[[], object]:
    return lambda: end_membership(actor=cast.coordinator, membership=cast.member, ends_on=day)
