"""Papers are told to, and counted of, those with a seat and whoever is invited."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Notice
from cooperative.enums import RelationKind
from cooperative.models import BodyRelation, Meeting
from cooperative.operations.reminders import remind_of_reading
from cooperative.queries.meetings import whole_meetings
from cooperative.queries.reading import readiness_of
from tests.cooperative.things import give_seat_to, its_day, make_body, papers_out
from tests.support.cast import Cast
from tests.support.places import AT_OURS

pytestmark = pytest.mark.django_db


def told(what: str) -> set[int]:
    return set(Notice.objects.filter(what=what).values_list("membership_id", flat=True))


def seated(cast: Cast) -> Meeting:
    """A meeting of a group on which a member and an officer sit, and which invites another group,
    on which a partner sits."""
    give_seat_to(cast.member, cast.cooperative)
    give_seat_to(cast.officer, cast.cooperative)
    guests = make_body(cast, "council-of-youth")
    give_seat_to(cast.partner, guests)
    BodyRelation.objects.create(
        from_body=cast.cooperative, to_body=guests, kind=RelationKind.INVITES
    )
    return papers_out(cast)


def test_those_with_a_seat_and_whoever_is_invited_are_told(cast: Cast) -> None:
    seated(cast)
    assert told("papers-out") == {cast.member.pk, cast.officer.pk, cast.partner.pk}


def test_whoever_is_not_invited_is_neither_asked_to_read_nor_counted(cast: Cast) -> None:
    meeting = seated(cast)
    assert [one.pk for one in readiness_of(meeting).not_yet] == [cast.member.pk]
    found: Any = whole_meetings(cast.coordinator).get(pk=meeting.pk)
    assert (found.members, found.members_read) == (1, 0)
    home = AT_OURS
    assert "Read the Happy workplan" in cast.client(cast.member).get(home).content.decode()
    assert "Read the Happy workplan" not in cast.client(cast.member_2).get(home).content.decode()
    its_day(meeting, 3)
    remind_of_reading()
    assert told("workplan-to-read") == {cast.member.pk}


def test_while_nobody_has_a_seat_members_and_care_consultants_are_told(cast: Cast) -> None:
    papers_out(cast)
    people = [cast.member, cast.member_2, cast.consultant_2, cast.consultant_3]
    assert told("papers-out") == {one.pk for one in people}


def test_attendance_offers_those_expected_first_and_others_folded(cast: Cast) -> None:
    meeting = its_day(seated(cast))
    url = reverse("cooperative:attendance", args=["manchester", meeting.pk])
    page = cast.client(cast.coordinator).get(url).content.decode()
    first, folded = page.split("Someone else was there")
    for who in ("member", "officer", "partner"):
        assert cast.people[who].label in first, who
    for who in ("member_2", "consultant_2", "executive"):
        assert cast.people[who].label not in first.split("<main")[1], who
        assert cast.people[who].label in folded, who


def test_attendance_folds_the_rest_of_the_council_where_nobody_has_a_seat(cast: Cast) -> None:
    """Members and care consultants were told of it; an officer may have come, but few do."""
    meeting = its_day(papers_out(cast))
    url = reverse("cooperative:attendance", args=["manchester", meeting.pk])
    page = cast.client(cast.coordinator).get(url).content.decode()
    first, folded = page.split("Someone else was there")
    for who in ("member", "member_2", "consultant", "consultant_2"):
        assert cast.people[who].label in first, who
    for who in ("officer", "partner", "executive", "lead"):
        assert cast.people[who].label not in first.split("<main")[1], who
        assert cast.people[who].label in folded, who
