"""What it costs to know who may see what: two statements for a whole list, whatever is in it.

The first finds who is asking: their membership of the authority. The second finds what their role
may do there. Which rows they see is then a part of the statement that reads the rows, so that none
asks for itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, Notice, Person
from cooperative.enums import MeetingStatus
from cooperative.models import Challenge, Meeting
from core.models import AuditEvent
from core.permissions import GroupGrant, UserGrant
from impact.enums import ReportStatus
from impact.models import ImpactReport
from outcomes.models import Action, ActionPersonGrant, Priority
from tests.access.doors import Doors
from tests.factories import days_from_now, in_days
from tests.support.cast import Cast
from tests.support.snapshot import restored_cast
from voice.models import Ask

# Permission work is each statement that names one of these tables, wherever in it: a right looked
# up within another statement counts as well. They hold rights and who is in which group, no more.
PERMISSION_TABLES = {
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "accounts_person_groups",
    "accounts_person_user_permissions",
    "accounts_authoritygroupgrant",
    "accounts_authoritypersongrant",
    "outcomes_outcomegroupgrant",
    "outcomes_outcomepersongrant",
    "outcomes_actiongroupgrant",
    "outcomes_actionpersongrant",
    "guardian_groupobjectpermission",
    "guardian_userobjectpermission",
}
# And each that asks for the memberships of one person. Memberships are also what the list of people
# is made of, and whose names stand in every list: those are joined, not asked for by person.
OF_ONE_PERSON = re.compile(r'"person_id" (=|IN) \(?%s')
# But for whose words a point that waits is, joined to it within the statement of a list: taken out,
# in just these words, before the rest of the statement is looked at.
OWN_POINT = re.compile(
    r'FROM "voice_ask" (\w+) INNER JOIN "accounts_membership" (\w+)'
    r' ON \(\1\."recorded_by_id" = \2\."id"\)'
    r' WHERE \(+\1\."state" = %s AND \2\."person_id" = %s'
)
NAMED = re.compile(r'"(\w+)"')

# What is on the first page of so many: how many of a thousand, and the roles that may not enter.
SHOWN = {
    "outcomes:action-list": 50,
    "cooperative:challenge-list": 50,
    "voice:ask-list": 50,
    "cooperative:meeting-list": 20,
    "impact:report-list": 50,
    "accounts:people": 50,
    "portal:trail": 50,
    "accounts:news": 100,
}
REFUSED = {
    "voice:ask-list": {"partner"},
    "accounts:people": {"partner"},
    "portal:trail": {"consultant", "officer", "partner"},
}
ROLES = ("consultant", "officer", "partner", "coordinator")
# Each thing that is made for this has such a name; it begins with what comes first in any order.
CALLED = re.compile(r"\bAa \d{4}\b")


@dataclass
class Crowd:
    """So many of everything, and everybody signed in."""

    number: int
    cast: Cast
    doors: Doors


@pytest.fixture(scope="module", params=[3, pytest.param(1_000, marks=pytest.mark.long)])
def crowd(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[Crowd]:
    """The cast with so many of everything, in one transaction for all tests of that number."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = restored_cast()
        names = [f"Aa {n:04d}" for n in range(request.param)]
        make_people(cast, names)
        make_asks(cast, names)
        make_challenges(cast, names)
        make_reports(cast, names)
        make_news(cast, make_actions(cast, names))
        make_trail(cast, names)
        doors = Doors(cast)
        for role in ROLES:
            doors.client(cast.people[role])
        yield Crowd(request.param, cast, doors)
        transaction.set_rollback(True)


def make_people(cast: Cast, names: list[str]) -> None:
    people = Person.objects.bulk_create(
        Person(email=f"{name.replace(' ', '.')}@manchester.example".lower(), name=name)
        for name in names
    )
    made = Membership.objects.bulk_create(
        Membership(authority=cast.manchester, person=person, role=Role.CARE_CONSULTANT)
        for person in people
    )
    role = Group.objects.get(user=cast.consultant.person)
    seats = Person.groups.through
    seats.objects.bulk_create(seats(person_id=one.person_id, group=role) for one in made)


def make_asks(cast: Cast, names: list[str]) -> None:
    Ask.objects.bulk_create(
        Ask(
            authority=cast.manchester,
            text=name,
            source="consultation",
            source_name="Consultation",
            said_on=in_days(-60),
            recorded_by=cast.coordinator,
            state="released",
        )
        for name in names
    )


def make_challenges(cast: Cast, names: list[str]) -> None:
    """All put to the partner, who sees no others."""
    Challenge.objects.bulk_create(
        Challenge(
            authority=cast.manchester,
            question=name,
            raised_by=cast.consultant,
            asked_of=cast.partner,
            reply_by=in_days(10),
        )
        for name in names
    )


def make_reports(cast: Cast, names: list[str]) -> None:
    """Each published, of a meeting of the same name."""
    meetings = Meeting.objects.bulk_create(
        Meeting(
            authority=cast.manchester,
            body=cast.cooperative,
            period=cast.year,
            number=n,
            theme=cast.happy,
            title=name,
            starts_at=days_from_now(-1),
            status=MeetingStatus.HELD,
            held_at=timezone.now(),
        )
        for n, name in enumerate(names, start=1)
    )
    ImpactReport.objects.bulk_create(
        ImpactReport(
            authority=cast.manchester,
            meeting=meeting,
            slug=f"report-{meeting.number}",
            title=meeting.title,
            status=ReportStatus.PUBLISHED,
            sign_offs_needed=1,
            composed_by=cast.coordinator,
            published_at=timezone.now(),
        )
        for meeting in meetings
    )


def make_actions(cast: Cast, names: list[str]) -> list[Action]:
    """Owned by the officer and the partner in turn, each with the owner's right on it."""
    priority = Priority.objects.create(
        authority=cast.manchester,
        workplan=cast.workplan,
        rank=1,
        title="What we want",
        why="It matters.",
        set_by=cast.consultant,
        set_on=in_days(0),
    )
    actions = Action.objects.bulk_create(
        Action(
            authority=cast.manchester,
            workplan=cast.workplan,
            priority=priority,
            number=n,
            title=name,
            owner=cast.officer if n % 2 else cast.partner,
            due_on=in_days(40),
            first_due_on=in_days(40),
            success_measure="They say so.",
            created_by=cast.lead,
        )
        for n, name in enumerate(names, start=1)
    )
    right = Permission.objects.get(codename="own_action")
    grant: Any = ActionPersonGrant  # guardian publishes no types of its tables
    grant.objects.bulk_create(
        grant(user_id=one.owner.person_id, permission=right, content_object=one) for one in actions
    )
    return actions


def make_news(cast: Cast, actions: list[Action]) -> None:
    """Of every action, for everybody who looks."""
    Notice.objects.bulk_create(
        Notice(
            membership=cast.people[role],
            topic="actions",
            what="progress-recorded",
            name=action.title,
            about_type="outcomes.action",
            about_id=action.pk,
            page=reverse("outcomes:action-detail", args=["manchester", action.pk]),
            key=f"of {action.pk}",
        )
        for role in ROLES
        for action in actions
    )


def make_trail(cast: Cast, names: list[str]) -> None:
    AuditEvent.objects.bulk_create(
        AuditEvent(
            code="outcomes.action.planned",
            actor_label="Hana Lind",
            authority_id=cast.manchester.pk,
            object_type="outcomes.action",
            object_id=str(n),
            summary=name,
        )
        for n, name in enumerate(names, start=1)
    )


class PermissionWork:
    """Keeps the statements that are permission work. Given to `connection.execute_wrapper`."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if OF_ONE_PERSON.search(OWN_POINT.sub("", sql)) or PERMISSION_TABLES & set(
            NAMED.findall(sql)
        ):
            self.statements.append(sql)
        return execute(sql, params, many, context)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", SHOWN)
def test_a_list_knows_what_to_show_by_two_statements(crowd: Crowd, name: str, role: str) -> None:
    """The same two for three things as for a thousand, for whoever may enter or not."""
    actor = crowd.cast.people[role]
    work = PermissionWork()
    with connection.execute_wrapper(work):
        answer = crowd.doors.knock(actor, "get", _whole(name))
    refused = role in REFUSED.get(name, set())
    assert answer.status == (403 if refused else 200)
    drawn = set(CALLED.findall(answer.words))
    assert len(drawn) == (0 if refused else min(crowd.number, SHOWN[name]))
    # At most two is the bar. Fewer would mean that what is counted here is no longer what is done.
    assert len(work.statements) == 2, "\n".join(work.statements)
    member, rights = work.statements
    assert 'FROM "accounts_membership"' in member
    assert 'FROM "accounts_authoritygroupgrant"' in rights


def _whole(name: str) -> str:
    """The address of a list with nothing left out: who owns actions sees their own first."""
    everyones = "?whose=all" if name == "outcomes:action-list" else ""
    return reverse(name, args=["manchester"]) + everyones


def test_every_table_that_holds_rights_is_counted() -> None:
    """So that a right of a new kind does not go unseen here."""
    holding = (GroupGrant, UserGrant, Group, Permission)
    relations = (Person.groups.through, Person.user_permissions.through, Group.permissions.through)
    tables = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if issubclass(model, (*holding, *relations))
    }
    assert tables == PERMISSION_TABLES
