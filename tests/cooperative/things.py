"""Meetings and challenges for tests, made through the operations; and who of the cast may."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.models import Membership, Notice
from cooperative.enums import BodyKind, BodyStatus, MeetingStatus, Presence, RelationKind
from cooperative.models import AgendaItem, Body, BodyRelation, Challenge, Escalation, Meeting, Seat
from cooperative.operations.agenda import add_agenda_item
from cooperative.operations.challenges import raise_challenge
from cooperative.operations.escalations import escalate_obstacle
from cooperative.operations.meetings import (
    hold_meeting,
    plan_meeting,
    put_out_papers,
    record_attendance,
)
from cooperative.queries.escalations import who_resolves
from core.decisions import Decision
from outcomes.personal import forget_personal_rights
from tests.factories import days_from_now, in_days, make_action, make_bury_action
from tests.support.cast import Cast

CONSULTANTS = {"consultant", "consultant_2", "consultant_3"}
PLANNERS = CONSULTANTS | {"coordinator"}
MEMBERS = {"member", "member_2"}
OFFICERS = {"officer", "officer_2", "lead", "other_lead"}
PARTNERS = {"partner", "other_partner"}
DUTY_HOLDERS = MEMBERS | OFFICERS | PARTNERS | {"executive"}


def who_may(cast: Cast, policy: Callable[..., Decision], *about: Any) -> set[str]:
    """Who of Manchester may; everyone else, and everyone in Bury, is told why not in a sentence."""
    everyone = cast.people | {f"bury {role}": one for role, one in cast.bury_people.items()}
    answers = {name: policy(actor, *about) for name, actor in everyone.items()}
    for name, answer in answers.items():
        assert answer or answer.reason.endswith("."), name
    return {name for name, answer in answers.items() if answer}


def in_an_hour() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(hours=1)


def make_meeting(cast: Cast, *, actor: Membership | None = None, **fields: Any) -> Meeting:
    """The next Happy meeting of Manchester's cooperative, thirty days from now unless told."""
    values: dict[str, Any] = {
        "body": cast.cooperative,
        "period": cast.year,
        "theme": cast.happy,
        "number": Meeting.objects.count() + 1,
        "starts_at": days_from_now(30),
    } | fields
    return plan_meeting(actor=actor or cast.consultant, **values)


def make_bury_meeting(cast: Cast) -> Meeting:
    return plan_meeting(
        actor=cast.bury_people["care-consultant"],
        body=cast.bury_panel,
        period=cast.bury_workplan.period,
        theme=cast.bury_outcome,
        number=1,
        starts_at=days_from_now(30),
    )


def make_item(cast: Cast, meeting: Meeting, title: str = "") -> AgendaItem:
    number = meeting.items.count() + 1
    return add_agenda_item(actor=cast.consultant, meeting=meeting, title=title or f"Item {number}")


def papers_out(cast: Cast, meeting: Meeting | None = None) -> Meeting:
    """A meeting with one thing on its agenda and its papers out."""
    meeting = meeting or make_meeting(cast)
    make_item(cast, meeting)
    return put_out_papers(actor=cast.consultant, meeting=Meeting.objects.get(pk=meeting.pk))


def its_day(meeting: Meeting, days: int = 0) -> Meeting:
    """The same meeting as if it were on a day so many days from today."""
    moment = days_from_now(days)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=moment)
    return Meeting.objects.get(pk=meeting.pk)


def held(cast: Cast, meeting: Meeting | None = None) -> Meeting:
    meeting = its_day(papers_out(cast, meeting))
    record_attendance(
        actor=cast.consultant, meeting=meeting, presence={cast.consultant: Presence.PRESENT}
    )
    meeting = hold_meeting(actor=cast.consultant, meeting=meeting)
    assert meeting.status == MeetingStatus.HELD
    return Meeting.objects.get(pk=meeting.pk)


def make_challenge(cast: Cast, *, actor: Membership | None = None, **fields: Any) -> Challenge:
    """A question to the officer, to be answered within a week."""
    values: dict[str, Any] = {
        "question": f"Why, number {Challenge.objects.count() + 1}?",
        "asked_of": cast.officer,
        "reply_by": in_days(7),
    } | fields
    return raise_challenge(actor=actor or cast.consultant, **values)


def make_overdue(challenge: Challenge, days: int = 3) -> Challenge:
    Challenge.objects.filter(pk=challenge.pk).update(reply_by=in_days(-days))
    return Challenge.objects.get(pk=challenge.pk)


def make_bury_challenge(cast: Cast) -> Challenge:
    people = cast.bury_people
    return raise_challenge(
        actor=people["care-consultant"],
        question="Why in Bury?",
        asked_of=people["officer"],
        reply_by=in_days(7),
    )


def make_body(cast: Cast, slug: str, *, above: Body | None = None, **fields: Any) -> Body:
    """A group of Manchester's that passes obstacles up to `above`."""
    values = {"name": f"The {slug}", "kind": BodyKind.STRATEGIC} | fields
    body = Body.objects.create(authority=cast.manchester, slug=slug, **values)
    if above is not None:
        BodyRelation.objects.create(from_body=body, to_body=above, kind=RelationKind.ESCALATES_TO)
    return body


def give_seat_to(member: Membership, body: Body, **fields: Any) -> Seat:
    return Seat.objects.create(body=body, membership=member, title=f"Seat {member.pk}", **fields)


def make_escalation(cast: Cast, *, actor: Membership | None = None, **fields: Any) -> Escalation:
    """Something stands in the way of the officer's action: Manchester's cooperative is asked."""
    number = Escalation.objects.count() + 1
    values: dict[str, Any] = {
        "obstacle": f"Nobody pays, number {number}.",
        "needed": "Somebody says who pays.",
        "needed_by": in_days(20),
        "body": cast.cooperative,
    } | fields
    if "action" not in values:
        values["action"] = make_action(cast)
    actor = actor or cast.officer
    forget_personal_rights(actor)
    body = values["body"]
    # Nothing is put to a group where nobody can decide; who sits there afterwards is the test's.
    needed = body.status == BodyStatus.ACTIVE and not who_resolves(body.pk)
    sits = Membership.objects.current().filter(authority_id=body.authority_id, role="executive")
    seat = give_seat_to(sits.get(), body) if needed else None
    made = escalate_obstacle(actor=actor, **values)
    if seat:
        seat.delete()
        Notice.objects.filter(membership=seat.membership_id, about_id=made.pk).delete()
    return made


def deeds(escalation: Escalation) -> list[tuple[str, str]]:
    """What was done with it, and with which group, in order."""
    steps = escalation.steps.select_related("body")
    return [(step.deed, step.body.slug) for step in steps]


def make_bury_escalation(cast: Cast) -> Escalation:
    return make_escalation(
        cast,
        actor=cast.bury_people["officer"],
        action=make_bury_action(cast),
        body=cast.bury_panel,
    )
