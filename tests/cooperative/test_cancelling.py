"""Meetings that are moved, cancelled, reinstated, or whose day is over without a word."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from cooperative.enums import BodyKind, MeetingDeed, MeetingStatus, Presence
from cooperative.models import Body, Meeting, MeetingChange
from cooperative.operations.agenda import write_minutes
from cooperative.operations.cancelling import cancel_meeting, reinstate_meeting
from cooperative.operations.decisions import record_decision
from cooperative.operations.meetings import (
    change_meeting,
    hold_meeting,
    plan_meeting,
    record_attendance,
)
from cooperative.operations.reading import ask_member_question
from cooperative.policies import (
    can_cancel_meeting,
    can_change_meeting,
    can_hold_meeting,
    can_reinstate_meeting,
)
from cooperative.queries.meetings import meeting_list
from core.decisions import Refused
from core.models import AuditEvent
from portal.queries.homes.shared import next_meeting
from tests.cooperative.things import (
    PLANNERS,
    held,
    its_day,
    make_body,
    make_meeting,
    papers_out,
    who_may,
)
from tests.factories import days_from_now
from tests.support.cast import Cast
from tests.support.places import AT_OURS

pytestmark = pytest.mark.django_db


def at(name: str, meeting: Meeting) -> str:
    return reverse(f"cooperative:{name}", args=["manchester", meeting.pk])


def cancel(cast: Cast, meeting: Meeting, reason: str = "Too few can come.") -> Meeting:
    return cancel_meeting(actor=cast.consultant, meeting=meeting, reason=reason)


def an_hour_later(meeting: Meeting) -> None:
    """As if it had been cancelled an hour ago, and everyone mailed."""
    ago = timezone.now() - datetime.timedelta(hours=1)
    MeetingChange.objects.filter(meeting=meeting).update(at=ago)
    Notice.objects.update(mailed_at=ago)


def names(what: str) -> set[str]:
    found = Notice.objects.filter(what=what)
    return set(found.values_list("membership__person__name", flat=True))


def test_a_meeting_whose_day_is_over_is_next_nowhere(cast: Cast) -> None:
    past = its_day(papers_out(cast), -20)
    assert next_meeting(cast.member) is None
    assert list(Meeting.objects.ahead()) == []
    for who in ("member", "officer", "consultant", "executive", "safeguarding"):
        page = cast.client(cast.people[who]).get(AT_OURS).content.decode()
        assert "The next meeting" not in page, who
        assert "Our next meeting" not in page, who
        assert "You’re ready" not in page, who
    public = cast.client(None)
    assert past.title not in public.get("/manchester/").content.decode()
    assert past.title not in public.get("/manchester/meetings/").content.decode()
    group = reverse("cooperative:body-list", args=["manchester"])
    assert "Next meeting" not in cast.client(cast.officer).get(group).content.decode()
    assert list(meeting_list(cast.member, "ahead")) == []
    assert list(meeting_list(cast.member, "unrecorded")) == [past]


def test_one_today_is_still_next(cast: Cast) -> None:
    today = its_day(papers_out(cast))
    found = next_meeting(cast.member)
    assert found is not None
    assert found.pk == today.pk


def test_the_planners_are_asked_if_it_was_held(cast: Cast) -> None:
    past = its_day(make_meeting(cast), -20)
    for who in ("coordinator", "consultant"):
        client = cast.client(cast.people[who])
        assert "Was this meeting held?" in client.get(AT_OURS).content.decode()
        page = client.get(at("meeting-detail", past)).content.decode()
        assert "Was this meeting held?" in page
        for name in ("attendance", "meeting-edit", "meeting-cancel"):
            assert f'href="{at(name, past)}"' in page
    page = cast.client(cast.member).get(at("meeting-detail", past)).content.decode()
    assert "Was this meeting held?" not in page


def test_one_that_was_held_without_papers_can_be_written_down(cast: Cast) -> None:
    past = its_day(make_meeting(cast), -20)
    record_attendance(
        actor=cast.consultant, meeting=past, presence={cast.consultant: Presence.PRESENT}
    )
    assert hold_meeting(actor=cast.consultant, meeting=past).status == MeetingStatus.HELD


def test_who_may_cancel_and_reinstate(cast: Cast) -> None:
    meeting = make_meeting(cast)
    assert who_may(cast, can_cancel_meeting, meeting) == PLANNERS
    assert "isn’t cancelled" in can_reinstate_meeting(cast.consultant, meeting).reason
    meeting = cancel(cast, meeting)
    assert who_may(cast, can_reinstate_meeting, meeting) == PLANNERS
    for policy in (can_cancel_meeting, can_change_meeting):
        assert "was cancelled" in policy(cast.consultant, meeting).reason
    assert "has been held" in can_cancel_meeting(cast.consultant, held(cast)).reason
    with pytest.raises(PermissionDenied):
        cancel(cast, meeting)


def test_everyone_invited_is_told_of_a_cancellation(cast: Cast) -> None:
    meeting = papers_out(cast)
    invited = names("papers-out") | {cast.consultant.person.name}
    cancel(cast, meeting)
    assert names("meeting-cancelled") | {cast.consultant.person.name} == invited
    notice = Notice.objects.filter(what="meeting-cancelled").first()
    assert notice is not None
    assert "has been cancelled" in notice.words
    event = AuditEvent.objects.get(code="cooperative.meeting.cancelled")
    assert event.changes == {"because": "Too few can come."}


def test_a_cancellation_needs_a_reason_and_a_meeting_that_decided_nothing(cast: Cast) -> None:
    with pytest.raises(ValidationError) as error:
        cancel(cast, make_meeting(cast), "")
    assert set(error.value.message_dict) == {"reason"}
    met = its_day(papers_out(cast, make_meeting(cast)), -3)
    record_decision(actor=cast.consultant, meeting=met, text="Gyms are free.")
    with pytest.raises(ValidationError, match="can’t be cancelled"):
        cancel(cast, met)


def test_a_cancelled_one_stays_to_read_and_counts_nowhere_as_next(cast: Cast) -> None:
    meeting = cancel(cast, papers_out(cast))
    assert next_meeting(cast.member) is None
    assert list(meeting_list(cast.member, "cancelled")) == [meeting]
    assert list(meeting_list(cast.member, "ahead")) == []
    client = cast.client(cast.member)
    page = client.get(at("meeting-detail", meeting)).content.decode()
    assert "Too few can come." in page
    assert "Item 1" in page
    for who in ("member", "coordinator", "consultant"):
        home = cast.client(cast.people[who]).get(AT_OURS).content.decode()
        assert meeting.title not in home, who
    shown = client.get(reverse("cooperative:meeting-list", args=["manchester"])).content.decode()
    assert "<h2>Cancelled</h2>" in shown
    public = cast.client(None).get("/manchester/meetings/").content.decode()
    assert "Cancelled" in public
    assert "Too few can come." not in public
    assert cast.client(cast.consultant).get(at("attendance", meeting)).status_code == 403
    again = make_meeting(cast, number=meeting.number)
    assert again.number == meeting.number  # its number is free


def test_undo_within_ten_minutes_takes_the_news_back(cast: Cast) -> None:
    meeting = cancel(cast, papers_out(cast))
    client = cast.client(cast.consultant)
    assert "Undo cancellation" in client.get(at("meeting-detail", meeting)).content.decode()
    sent = client.post(at("meeting-reinstate", meeting), {"version": meeting.version})
    assert sent.status_code == 302
    meeting.refresh_from_db()
    assert meeting.status == MeetingStatus.PAPERS_OUT
    assert not Notice.objects.filter(what__in=["meeting-cancelled", "meeting-reinstated"]).exists()


def test_whoever_was_mailed_is_told_of_the_undo(cast: Cast) -> None:
    meeting = cancel(cast, papers_out(cast))
    told = names("meeting-cancelled")
    Notice.objects.update(mailed_at=timezone.now())
    reinstate_meeting(actor=cast.consultant, meeting=meeting)
    assert names("meeting-reinstated") == told


def test_later_reinstating_needs_a_reason_and_a_free_number(cast: Cast) -> None:
    meeting = cancel(cast, make_meeting(cast))
    an_hour_later(meeting)
    client = cast.client(cast.consultant)
    page = client.get(at("meeting-detail", meeting)).content.decode()
    assert "Undo cancellation" not in page
    assert "Reinstate meeting" in page
    with pytest.raises(ValidationError) as error:
        reinstate_meeting(actor=cast.consultant, meeting=meeting)
    assert set(error.value.message_dict) == {"reason"}
    other = make_meeting(cast, number=meeting.number)
    with pytest.raises(ValidationError, match="has the number"):
        reinstate_meeting(actor=cast.consultant, meeting=meeting, reason="They can come.")
    cancel(cast, other)
    back = reinstate_meeting(actor=cast.consultant, meeting=meeting, reason="They can come.")
    assert back.status == MeetingStatus.PLANNED
    assert "They can come." in client.get(at("meeting-detail", meeting)).content.decode()


def test_a_moved_day_stands_with_the_old_one_and_needs_a_reason(cast: Cast) -> None:
    meeting = papers_out(cast)
    was = meeting.starts_at
    values: dict[str, Any] = {"number": meeting.number, "theme": meeting.theme}
    later = was + datetime.timedelta(days=7)
    with pytest.raises(ValidationError) as error:
        change_meeting(actor=cast.consultant, meeting=meeting, starts_at=later, **values)
    assert set(error.value.message_dict) == {"reason"}
    change_meeting(
        actor=cast.consultant, meeting=meeting, starts_at=later, reason="Exams.", **values
    )
    change = MeetingChange.objects.get()
    assert (change.deed, change.was, change.now) == (MeetingDeed.MOVED, was, later)
    page = cast.client(cast.member).get(at("meeting-detail", meeting)).content.decode()
    assert "Moved from" in page
    assert f"{timezone.localtime(was):%-d %B}" in page
    assert "Exams." in page
    assert names("meeting-moved") == names("papers-out")


def test_a_meeting_that_moved_within_its_day_says_from_which_hour(cast: Cast) -> None:
    """Before it and after it: the day alone would be the day it is on."""
    meeting = papers_out(cast)
    day = timezone.localtime(meeting.starts_at).replace(hour=17, minute=0)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=day)
    meeting.refresh_from_db()
    values: dict[str, Any] = {"number": meeting.number, "theme": meeting.theme}
    change_meeting(
        actor=cast.consultant,
        meeting=meeting,
        starts_at=day.replace(hour=18, minute=15),
        reason="The bus.",
        **values,
    )
    client = cast.client(cast.member)
    ahead = client.get(at("meeting-detail", meeting)).content.decode()
    assert re.search(r"Moved from [^<]*, 5:00pm to [^<]*, 6:15pm\.", ahead)
    its_day(meeting)
    begun = client.get(at("meeting-detail", meeting)).content.decode()
    assert re.search(r"Moved from [^<]*, 5:00pm\.", begun)


def test_back_and_again_plans_no_second_meeting(cast: Cast) -> None:
    first = make_meeting(cast)
    with pytest.raises(ValidationError) as error:
        make_meeting(cast, starts_at=first.starts_at)
    assert set(error.value.message_dict) == {"starts_at"}
    cancel(cast, first)
    assert make_meeting(cast, starts_at=first.starts_at).pk


def test_the_outcome_of_a_working_group_is_its_theme(cast: Cast) -> None:
    cast.cooperative.themed = False
    cast.cooperative.outcome = cast.healthy
    cast.cooperative.save()
    meeting = plan_meeting(
        actor=cast.consultant,
        body=cast.cooperative,
        period=cast.year,
        number=1,
        starts_at=days_from_now(9),
    )
    assert meeting.theme == cast.healthy


def test_one_that_was_never_planned_can_be_written_up(cast: Cast) -> None:
    last_week = days_from_now(-7)
    with pytest.raises(ValidationError) as error:
        make_meeting(cast, starts_at=last_week)
    assert set(error.value.message_dict) == {"starts_at"}
    with pytest.raises(ValidationError) as error:
        make_meeting(cast, taken_place=True)  # in thirty days
    assert set(error.value.message_dict) == {"starts_at"}
    meeting = make_meeting(cast, starts_at=last_week, taken_place=True)
    assert meeting.group == "unrecorded"
    record_attendance(
        actor=cast.consultant, meeting=meeting, presence={cast.consultant: Presence.PRESENT}
    )
    assert hold_meeting(actor=cast.consultant, meeting=meeting).papers_out_at is None


def test_it_is_not_marked_as_held_before_it_begins(cast: Cast) -> None:
    meeting = papers_out(cast)
    starts_at = timezone.localtime(meeting.starts_at).replace(hour=17, minute=0)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=starts_at)
    minute = datetime.timedelta(minutes=1)
    with time_machine.travel(starts_at - minute, tick=False):
        early = Meeting.objects.get(pk=meeting.pk)
        record_attendance(
            actor=cast.consultant, meeting=early, presence={cast.consultant: Presence.PRESENT}
        )
        assert "hasn’t started yet" in can_hold_meeting(cast.consultant, early).reason
        with pytest.raises(Refused):
            hold_meeting(actor=cast.consultant, meeting=early)
    with time_machine.travel(starts_at + minute, tick=False):
        assert can_hold_meeting(cast.consultant, Meeting.objects.get(pk=meeting.pk))


def test_a_council_without_groups_is_told_so(cast: Cast) -> None:
    Body.objects.filter(authority=cast.manchester).delete()
    page = cast.client(cast.coordinator).get(f"{AT_OURS}meetings/new/").content.decode()
    assert "no groups yet" in page
    assert "<select" not in page.split("<main")[1]


def test_notes_changed_after_the_meeting_say_so(cast: Cast) -> None:
    meeting = held(cast)
    item = meeting.items.get()
    page = at("meeting-detail", meeting)
    assert "after the meeting was marked" not in cast.client(cast.member).get(page).content.decode()
    write_minutes(actor=cast.consultant, item=item, notes="Two gyms, not three.")
    assert "after the meeting was marked" in cast.client(cast.member).get(page).content.decode()


def test_a_question_nobody_answered_is_chased_after_the_meeting(cast: Cast) -> None:
    meeting = papers_out(cast)
    ask_member_question(actor=cast.member, meeting=meeting, text="Who pays for the buses?")
    held_now = its_day(meeting)
    record_attendance(
        actor=cast.consultant, meeting=held_now, presence={cast.consultant: Presence.PRESENT}
    )
    hold_meeting(actor=cast.consultant, meeting=held_now)
    home = cast.client(cast.coordinator).get(AT_OURS).content.decode()
    assert "Who pays for the buses?" in home
    page = cast.client(cast.member).get(at("meeting-detail", held_now)).content.decode()
    assert "Before the meeting" not in page


def test_the_executives_meeting_in_public_is_listed_and_offers_nothing_that_fails(
    cast: Cast,
) -> None:
    cabinet = make_body(cast, "cabinet", kind=BodyKind.EXECUTIVE, meets_in_public=True)
    meeting = plan_meeting(
        actor=cast.coordinator,
        body=cabinet,
        period=cast.year,
        number=1,
        title="The cabinet in May",
        starts_at=days_from_now(9),
    )
    public = cast.client(None).get("/manchester/meetings/").content.decode()
    assert "The cabinet in May" in public
    meeting = its_day(meeting)
    page = cast.client(cast.coordinator).get(at("meeting-detail", meeting)).content.decode()
    assert f"{at('meeting-detail', meeting)}actions/add/" not in page
