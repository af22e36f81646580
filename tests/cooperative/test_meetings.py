"""Meetings: what planning, papers, attendance and holding do, and what they refuse."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cooperative.enums import ItemStatus, MeetingStatus, Presence
from cooperative.models import Meeting
from cooperative.operations.agenda import (
    drop_agenda_item,
    move_agenda_item,
    propose_agenda_item,
    put_overdue_challenges_first,
    settle_agenda_item,
    write_minutes,
)
from cooperative.operations.meetings import (
    change_meeting,
    put_out_papers,
    record_attendance,
)
from core.concurrency import Conflict
from core.decisions import Refused
from core.models import AuditEvent
from outcomes.enums import WorkplanStatus
from outcomes.models import Workplan
from tests.cooperative.things import (
    held,
    its_day,
    make_challenge,
    make_item,
    make_meeting,
    make_overdue,
    papers_out,
)
from tests.factories import days_from_now
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def problems(error: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return set(error.value.message_dict)


def titles(meeting: Meeting) -> list[str]:
    return [item.title for item in meeting.items.filter(status=ItemStatus.ON_AGENDA)]


def test_bad_plans_are_refused_beside_their_fields(cast: Cast) -> None:
    make_meeting(cast, number=1)
    soon = days_from_now(3)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"number": 1}, "number"),
        ({"starts_at": timezone.now() - datetime.timedelta(minutes=1)}, "starts_at"),
        ({"starts_at": soon.replace(year=soon.year + 5)}, "starts_at"),
        ({"theme": None}, "theme"),
        ({"theme": cast.bury_outcome}, "theme"),
        ({"period": cast.bury_workplan.period}, "period"),
        ({"led_by": [cast.officer]}, "led_by"),
        ({"led_by": [cast.bury_people["care-consultant"]]}, "led_by"),
        ({"title": "x" * 161}, "title"),
        ({"place": "x" * 161}, "place"),
    ]
    usual: dict[str, Any] = {"number": 2, "starts_at": soon}
    for fields, field in cases:
        with pytest.raises(ValidationError) as error:
            make_meeting(cast, **usual | fields)
        assert problems(error) == {field}, fields
    assert Meeting.objects.count() == 1


def test_another_authoritys_body_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        make_meeting(cast, body=cast.bury_panel)


def test_a_group_without_themes_meets_without_one(cast: Cast) -> None:
    cast.cooperative.themed = False
    meeting = make_meeting(cast, theme=None)
    assert meeting.title == "Corporate Family Cooperative meeting 1"


def test_changing_says_what_changed_and_catches_a_second_writer(cast: Cast) -> None:
    meeting = make_meeting(cast, led_by=[cast.consultant])
    same: dict[str, Any] = {"number": 1, "theme": cast.happy, "starts_at": meeting.starts_at}
    changed = change_meeting(
        actor=cast.coordinator, meeting=meeting, version=1, place="Town Hall", **same
    )
    assert changed.version == 2
    event = AuditEvent.objects.get(code="cooperative.meeting.changed")
    assert event.changes == {"place": ["", "Town Hall"], "led_by": [["Jay Moss"], []]}
    with pytest.raises(Conflict):
        change_meeting(actor=cast.consultant, meeting=meeting, version=1, place="Here", **same)


def test_a_start_that_stays_is_no_change_in_another_time_zone(cast: Cast) -> None:
    """The database tells it in UTC and a form in ours, which in summer are written differently."""
    meeting = make_meeting(cast)
    summer = datetime.timezone(datetime.timedelta(hours=1))
    change_meeting(
        actor=cast.consultant,
        meeting=meeting,
        number=1,
        theme=cast.happy,
        starts_at=meeting.starts_at.astimezone(summer),
        place="Library",
    )
    event = AuditEvent.objects.get(code="cooperative.meeting.changed")
    assert set(event.changes) == {"place"}


def test_a_past_start_may_stay_but_not_be_chosen(cast: Cast) -> None:
    meeting = its_day(make_meeting(cast), -1)
    same: dict[str, Any] = {"number": 1, "theme": cast.happy}
    change_meeting(actor=cast.consultant, meeting=meeting, starts_at=meeting.starts_at, **same)
    earlier = meeting.starts_at - datetime.timedelta(days=1)
    with pytest.raises(ValidationError) as error:
        change_meeting(
            actor=cast.consultant, meeting=meeting, starts_at=earlier, reason="Sooner.", **same
        )
    assert problems(error) == {"starts_at"}


def test_the_theme_stays_once_people_have_read_its_workplan(cast: Cast) -> None:
    meeting = papers_out(cast)
    with pytest.raises(ValidationError) as error:
        change_meeting(
            actor=cast.consultant,
            meeting=meeting,
            number=1,
            theme=cast.healthy,
            starts_at=meeting.starts_at,
        )
    assert problems(error) == {"theme"}


def test_papers_share_the_workplan(cast: Cast) -> None:
    Workplan.objects.filter(pk=cast.workplan.pk).update(status=WorkplanStatus.DRAFT, shared_at=None)
    meeting = papers_out(cast)
    assert meeting.status == MeetingStatus.PAPERS_OUT
    assert meeting.papers_out_at is not None
    cast.workplan.refresh_from_db()
    assert cast.workplan.status == WorkplanStatus.SHARED
    with pytest.raises(Refused, match="already been published"):
        put_out_papers(actor=cast.consultant, meeting=meeting)


def test_overdue_challenges_head_the_agenda_longest_first_once(cast: Cast) -> None:
    meeting = make_meeting(cast)
    make_challenge(cast)  # not overdue
    make_overdue(make_challenge(cast, question="Late by three?"), 3)
    make_overdue(make_challenge(cast, question="Late by nine?", meeting=meeting), 9)
    papers_out(cast, meeting)
    assert titles(meeting) == ["Late by nine?", "Late by three?", "Item 1"]
    assert put_overdue_challenges_first(actor=cast.consultant, meeting=meeting) == []
    make_overdue(make_challenge(cast, question="One more?"), 1)
    put_overdue_challenges_first(actor=cast.consultant, meeting=meeting)
    assert titles(meeting) == ["Late by nine?", "Late by three?", "One more?", "Item 1"]


def test_another_groups_overdue_challenge_stays_there(cast: Cast) -> None:
    other = cast.cooperative
    other.pk, other.slug, other.kind = None, "group", "delivery"
    other.save()
    theirs = make_meeting(cast, body=other, number=1)
    make_overdue(make_challenge(cast, question="Ours?"))
    make_overdue(make_challenge(cast, question="Theirs?", meeting=theirs))
    papers_out(cast, theirs)
    assert titles(theirs) == ["Theirs?", "Item 1"]


def test_items_move_but_not_past_the_ends_or_a_challenge(cast: Cast) -> None:
    meeting = make_meeting(cast)
    one, two, three = (make_item(cast, meeting, title) for title in ("one", "two", "three"))
    move_agenda_item(actor=cast.consultant, item=three, direction="up")
    assert titles(meeting) == ["one", "three", "two"]
    move_agenda_item(actor=cast.consultant, item=one, direction="up")
    move_agenda_item(actor=cast.consultant, item=two, direction="down")
    assert titles(meeting) == ["one", "three", "two"]
    move_agenda_item(actor=cast.consultant, item=one, direction="down")
    assert titles(meeting) == ["three", "one", "two"]
    with pytest.raises(ValidationError):
        move_agenda_item(actor=cast.consultant, item=one, direction="sideways")
    make_overdue(make_challenge(cast, question="Late?"))
    put_overdue_challenges_first(actor=cast.consultant, meeting=meeting)
    move_agenda_item(actor=cast.consultant, item=three, direction="up")
    assert titles(meeting) == ["Late?", "three", "one", "two"]


def test_a_proposal_is_taken_or_declined_with_a_reason(cast: Cast) -> None:
    meeting = make_meeting(cast)
    item = propose_agenda_item(actor=cast.member, meeting=meeting, title="Buses")
    assert item.led_by == "Cllr Noor Ames"
    assert titles(meeting) == []
    with pytest.raises(ValidationError) as error:
        settle_agenda_item(actor=cast.consultant, item=item, accept=False)
    assert problems(error) == {"because"}
    settle_agenda_item(actor=cast.consultant, item=item, accept=False, because="Next time.")
    item.refresh_from_db()
    assert (item.status, item.declined_because) == (ItemStatus.DECLINED, "Next time.")
    settle_agenda_item(actor=cast.consultant, item=item, accept=True)
    item.refresh_from_db()
    assert (item.status, item.declined_because) == (ItemStatus.ON_AGENDA, "")


def test_what_is_taken_off_can_be_put_back(cast: Cast) -> None:
    meeting = make_meeting(cast)
    item = make_item(cast, meeting, "one")
    make_item(cast, meeting, "two")
    drop_agenda_item(actor=cast.consultant, item=item)
    assert titles(meeting) == ["two"]
    settle_agenda_item(actor=cast.consultant, item=item, accept=True)
    assert titles(meeting) == ["two", "one"]


def test_bad_items_are_refused(cast: Cast) -> None:
    meeting = make_meeting(cast)
    make_item(cast, meeting, "Welcome")
    for fields, field in (
        ({"title": "welcome"}, "title"),
        ({"title": ""}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"title": "a", "minutes": 0}, "minutes"),
        ({"title": "a", "minutes": 481}, "minutes"),
        ({"title": "a", "purpose": "x" * 301}, "purpose"),
        ({"title": "a", "kind": "dance"}, "kind"),
    ):
        with pytest.raises(ValidationError) as error:
            propose_agenda_item(actor=cast.officer, meeting=meeting, **fields)
        assert problems(error) == {field}, fields


def test_attendance_is_for_everyone_at_once_and_can_be_put_right(cast: Cast) -> None:
    meeting = its_day(papers_out(cast))
    record_attendance(
        actor=cast.consultant,
        meeting=meeting,
        presence={cast.consultant: "present", cast.member: "absent", cast.officer: ""},
    )
    record_attendance(
        actor=cast.consultant,
        meeting=meeting,
        presence={cast.consultant: "", cast.member: "present"},
    )
    row = meeting.attendance.get()
    assert (row.membership, row.presence) == (cast.member, Presence.PRESENT)
    for presence in (
        {},
        {cast.member: ""},
        {cast.member: "late"},
        {cast.bury_people["officer"]: "present"},
    ):
        with pytest.raises(ValidationError):
            record_attendance(actor=cast.consultant, meeting=meeting, presence=presence)
    assert meeting.attendance.count() == 1


def test_notes_can_still_be_put_right_after_the_meeting(cast: Cast) -> None:
    meeting = held(cast)
    item = meeting.items.get()
    write_minutes(actor=cast.coordinator, item=item, notes="We talked.")
    write_minutes(actor=cast.coordinator, item=item, notes="We agreed.")
    item.refresh_from_db()
    assert item.notes == "We agreed."
    event = AuditEvent.objects.filter(code="cooperative.agenda_item.minuted").first()
    assert event is not None
    assert event.changes == {"notes": ["We talked.", "We agreed."]}
