"""Two people, or one person in two tabs, at the same page of a meeting: nothing is lost."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from cooperative.models import AgendaItem, Attendance, Meeting
from cooperative.operations.handover import give_item, give_seat
from cooperative.operations.meetings import record_attendance
from tests.cooperative.things import give_seat_to, its_day, make_item, make_meeting, papers_out
from tests.factories import make_action
from tests.support.cast import Cast
from tests.support.kinds import Response

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="(once|version|seen)" value="([^"]*)"')


def at(name: str, *args: object) -> str:
    return reverse(f"cooperative:{name}", args=["manchester", *args])


def opened(client: Client, url: str) -> dict[str, str]:
    """The bookkeeping of a page's form, as it is when the page is opened."""
    return dict(HIDDEN.findall(client.get(url).content.decode()))


def told(page: Response) -> str:
    """The words of the summary above the form of a page that says who was first."""
    assert page.status_code == 409
    summary = re.search(r'<div class="error-summary".*?<form', page.content.decode(), re.S)
    assert summary
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", summary[0])).split())


def today(cast: Cast) -> Meeting:
    return its_day(papers_out(cast))


def marked(meeting: Meeting) -> dict[Membership, str]:
    rows = Attendance.objects.filter(meeting=meeting).select_related("membership")
    return {row.membership: row.presence for row in rows}


def test_of_two_who_write_notes_the_second_sees_both_texts(cast: Cast) -> None:
    meeting = today(cast)
    item = meeting.items.get()
    url = at("agenda-minutes", meeting.pk, item.pk)
    priya, jay = cast.client(cast.coordinator), cast.client(cast.consultant)
    theirs, ours = opened(priya, url), opened(jay, url)
    assert priya.post(url, theirs | {"notes": "Theirs."}).status_code == 302
    page = jay.post(url, ours | {"notes": "Ours."})
    words = told(page)
    assert "Someone else saved this first" in words
    assert f"{cast.coordinator.label} changed this while you were editing it." in words
    assert "Saved version Theirs." in words
    assert "Your version Ours." in words
    item.refresh_from_db()
    assert item.notes == "Theirs."
    # Having seen both, they may write both.
    again = dict(HIDDEN.findall(page.content.decode()))
    assert jay.post(url, again | {"notes": "Theirs. Ours."}).status_code == 302
    item.refresh_from_db()
    assert item.notes == "Theirs. Ours."


def test_the_agenda_may_change_while_somebody_writes_notes(cast: Cast) -> None:
    meeting = today(cast)
    item = meeting.items.get()
    jay, priya = cast.client(cast.consultant), cast.client(cast.coordinator)
    url = at("agenda-minutes", meeting.pk, item.pk)
    notes = opened(jay, url)
    change = at("agenda-change", meeting.pk, item.pk)
    fields = {"title": item.title, "kind": item.kind, "minutes": 25}
    assert priya.post(change, opened(priya, change) | fields).status_code == 302
    assert jay.post(url, notes | {"notes": "We met."}).status_code == 302


def test_of_two_who_change_an_agenda_item_the_second_is_told_what_differs(cast: Cast) -> None:
    meeting = make_meeting(cast)
    item = make_item(cast, meeting, "Buses")
    AgendaItem.objects.filter(pk=item.pk).update(purpose="Old")
    url = at("agenda-change", meeting.pk, item.pk)
    priya, jay = cast.client(cast.coordinator), cast.client(cast.consultant)
    theirs, ours = opened(priya, url), opened(jay, url)
    fields = {"title": "Buses", "kind": item.kind, "minutes": item.minutes, "purpose": "Old"}
    assert priya.post(url, theirs | fields | {"purpose": "New"}).status_code == 302
    words = told(jay.post(url, ours | fields | {"minutes": "25", "kind": "standing"}))
    item.refresh_from_db()
    assert item.purpose == "New"
    # In words, and not what is the same in both.
    assert f"Saved version {item.get_kind_display()}" in words
    assert "standing" not in words.split()
    assert "Agenda item" not in words


def test_oneself_in_another_tab_is_told_so(cast: Cast) -> None:
    meeting = make_meeting(cast)
    item = make_item(cast, meeting, "Buses")
    url = at("agenda-change", meeting.pk, item.pk)
    jay = cast.client(cast.consultant)
    first, second = opened(jay, url), opened(jay, url)
    fields = {"title": "Buses", "kind": item.kind, "minutes": "20"}
    assert jay.post(url, first | fields).status_code == 302
    words = told(jay.post(url, second | fields | {"minutes": "30"}))
    assert "You’ve already saved this in another tab" in words
    assert "Someone else" not in words


def test_two_mark_different_people_and_both_are_kept(cast: Cast) -> None:
    meeting = today(cast)
    url = at("attendance", meeting.pk)
    priya, jay = cast.client(cast.coordinator), cast.client(cast.consultant)
    theirs, ours = opened(priya, url), opened(jay, url)
    member, officer = f"person_{cast.member.pk}", f"person_{cast.officer.pk}"
    assert priya.post(url, theirs | {member: "present", officer: ""}).status_code == 302
    assert jay.post(url, ours | {member: "", officer: "apologies"}).status_code == 302
    assert marked(meeting) == {cast.member: "present", cast.officer: "apologies"}


def test_two_mark_one_person_otherwise_and_the_second_is_told(cast: Cast) -> None:
    meeting = today(cast)
    url = at("attendance", meeting.pk)
    priya, jay = cast.client(cast.coordinator), cast.client(cast.consultant)
    theirs, ours = opened(priya, url), opened(jay, url)
    member, officer = f"person_{cast.member.pk}", f"person_{cast.officer.pk}"
    assert priya.post(url, theirs | {member: "present", officer: "absent"}).status_code == 302
    page = jay.post(url, ours | {member: "apologies", officer: ""})
    words = told(page)
    assert "Saved version Present" in words
    assert "Your version Sent apologies" in words
    # Of whom they did not mark, the page shows what is saved; nothing is undone by sending again.
    assert cast.officer.label not in words
    assert marked(meeting) == {cast.member: "present", cast.officer: "absent"}
    html = page.content.decode()
    assert re.search(rf'name="{officer}" value="absent"[^>]* checked', html)
    again = dict(HIDDEN.findall(html))
    assert jay.post(url, again | {member: "apologies", officer: "absent"}).status_code == 302
    assert marked(meeting) == {cast.member: "apologies", cast.officer: "absent"}


def test_who_has_left_since_stays_marked(cast: Cast) -> None:
    meeting = today(cast)
    present = {cast.member_2: "present"}
    record_attendance(actor=cast.consultant, meeting=meeting, presence=present)
    Membership.objects.filter(pk=cast.member_2.pk).update(ends_on=meeting.starts_at.date())
    record_attendance(
        actor=cast.consultant,
        meeting=meeting,
        presence={cast.member: "present"},
        seen={cast.member_2.pk: "present"},
    )
    assert set(marked(meeting)) == {cast.member, cast.member_2}


def test_a_handing_over_is_a_change_that_others_are_told_of(cast: Cast) -> None:
    item = make_item(cast, make_meeting(cast))
    given = give_item(actor=cast.coordinator, item=item, taker=cast.member)
    assert given.version == item.version + 1
    seat = give_seat_to(cast.officer, cast.cooperative)
    assert give_seat(actor=cast.coordinator, seat=seat, taker=cast.lead).version == 2


def test_an_update_of_somebody_else_is_shown_whole_and_both_are_kept(cast: Cast) -> None:
    action = make_action(cast)
    url = reverse("outcomes:action-progress", args=["manchester", action.pk])
    lead, officer = cast.client(cast.lead), cast.client(cast.officer)
    theirs, ours = opened(lead, url), opened(officer, url)
    assert lead.post(
        url, theirs | {"status": "on-track", "done": "Met the gym."}
    ).status_code == 302  # fmt: skip
    words = told(officer.post(url, ours | {"status": "at-risk", "done": "Phoned them."}))
    for said in ("Met the gym.", "Phoned them.", "On track", "At risk", "both will be kept"):
        assert said in words
    assert "on-track" not in words
    assert "instead" not in words
