"""The same line through the pages, as the people who live it."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cooperative.enums import ChallengeStatus, MeetingStatus
from cooperative.models import AgreedAction, Challenge, Meeting
from cooperative.operations.challenges import answer_challenge
from tests.cooperative.things import make_challenge, make_overdue, papers_out
from tests.factories import in_days, make_action, make_priority
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def at(name: str, *args: object) -> str:
    return reverse(f"cooperative:{name}", args=["manchester", *args])


def post(client: Client, url: str, **data: object) -> str:
    """Send a form; it must be taken. Returns where it leads."""
    response = client.post(url, data)
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def tonight() -> datetime.datetime:
    """Later today, or in a second when the day is nearly over."""
    now = timezone.localtime()
    return max(now.replace(hour=23, minute=59, second=0), now + datetime.timedelta(seconds=1))


def test_a_quarterly_meeting_through_the_pages(cast: Cast) -> None:
    priority = make_priority(cast)
    make_action(cast, priority=priority)
    jay = cast.client(cast.consultant)
    for page in ("body-list", "meeting-list", "meeting-create", "challenge-list"):
        assert jay.get(at(page)).status_code == 200
    where = post(
        jay,
        at("meeting-create"),
        body=cast.cooperative.pk,
        period=cast.year.pk,
        number=1,
        theme=cast.happy.pk,
        starts_at=f"{tonight():%Y-%m-%dT%H:%M}",
        place="The Space",
        sure="on",
        led_by=[cast.consultant.pk, cast.consultant_2.pk],
    )
    meeting = Meeting.objects.get()
    assert where == at("meeting-detail", meeting.pk)
    post(jay, at("agenda-add", meeting.pk), title="Welcome", kind="welcome", minutes=5)
    post(jay, at("agenda-add", meeting.pk), title="Our theme", kind="theme", minutes=40)
    post(
        cast.client(cast.officer), at("agenda-add", meeting.pk), title="Gyms", kind="other",
        minutes=10,
    )  # fmt: skip
    welcome, theme, gyms = meeting.items.all()
    post(jay, at("agenda-move", meeting.pk, theme.pk), direction="up")
    post(jay, at("agenda-settle", meeting.pk, gyms.pk), answer="no", because="No time.",
         version=1)  # fmt: skip
    post(jay, at("agenda-change", meeting.pk, welcome.pk), title="Hello", kind="welcome", minutes=3,
         version=1)  # fmt: skip
    page = jay.get(at("meeting-detail", meeting.pk)).content.decode()
    assert page.index("Our theme") < page.index("Hello")
    post(jay, at("papers-out", meeting.pk), version=1)

    member = cast.client(cast.member)
    assert "Five-minute brief" in member.get(at("workplan-review", meeting.pk)).content.decode()
    post(member, at("workplan-read", meeting.pk))
    post(member, at("question-create", meeting.pk), text="Who pays?")
    lead = cast.client(cast.lead)
    question = meeting.questions.get()
    assert lead.get(at("question-answer", meeting.pk, question.pk)).status_code == 200
    post(lead, at("question-answer", meeting.pk, question.pk), answer="Leisure.")

    post(
        jay, at("challenge-create"), question="Why six weeks?", asked_of=cast.officer.pk,
        reply_by=in_days(7), meeting=meeting.pk,
    )  # fmt: skip
    challenge = Challenge.objects.get()
    officer = cast.client(cast.officer)
    post(officer, at("challenge-answer", challenge.pk), text="We will see.", version=1)
    post(
        jay, at("challenge-decide", challenge.pk), answer="refuse", because="By when?", version=2,
        reply_by=in_days(9),
    )  # fmt: skip
    post(officer, at("challenge-answer", challenge.pk), text="By May.", version=3)
    post(jay, at("challenge-decide", challenge.pk), answer="accept", version=4)
    challenge.refresh_from_db()
    assert challenge.status == ChallengeStatus.ACCEPTED

    post(
        jay, at("attendance", meeting.pk),
        **{f"person_{cast.consultant.pk}": "present", f"person_{cast.member.pk}": "apologies"},
        seen="-",
    )  # fmt: skip
    post(jay, at("agenda-minutes", meeting.pk, welcome.pk), notes="We said hello.", version=1)
    post(jay, at("decision-create", meeting.pk), text="One week, no more", item=theme.pk)
    post(
        jay, at("agree-action", meeting.pk), priority=priority.pk, title="Packs in a week",
        owner=cast.officer.pk, due_on=in_days(40), success_measure="No one waits.",
        decision=meeting.decisions.get().pk, challenge=challenge.pk,
    )  # fmt: skip
    meeting.refresh_from_db()
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now())
    post(jay, at("meeting-hold", meeting.pk), version=meeting.version)
    meeting.refresh_from_db()
    assert meeting.status == MeetingStatus.HELD
    assert AgreedAction.objects.get().action.workplan == cast.workplan
    for client in (jay, member, officer, cast.client(cast.partner)):
        page = client.get(at("meeting-detail", meeting.pk)).content.decode()
        assert "Packs in a week" in page
        assert "UNDEFINED" not in page


def test_a_partner_reads_the_agenda_but_is_led_to_no_challenge_of_others(cast: Cast) -> None:
    challenge = make_overdue(make_challenge(cast))
    meeting = papers_out(cast)
    page = at("meeting-detail", meeting.pk)
    link = at("challenge-detail", challenge.pk)
    seen = cast.client(cast.partner).get(page).content.decode()
    assert challenge.question in seen
    assert link not in seen
    assert link in cast.client(cast.member).get(page).content.decode()


def test_accepting_an_answer_is_asked_once_more_and_a_look_changes_nothing(cast: Cast) -> None:
    """Accepting cannot be undone, so its button leads to the answer and a question."""
    challenge = make_challenge(cast)
    answer_challenge(actor=cast.officer, challenge=challenge, text="All nine gyms by May.")
    jay, decide = cast.client(cast.consultant), at("challenge-decide", challenge.pk)
    detail = jay.get(at("challenge-detail", challenge.pk)).content.decode()
    assert f'href="{decide}"' in detail
    assert 'value="accept"' not in detail
    look = jay.get(decide).content.decode()
    assert "All nine gyms by May." in look
    assert "for good" in look
    challenge.refresh_from_db()
    assert challenge.status == "answered"
    post(jay, decide, answer="accept", version=challenge.version)
    challenge.refresh_from_db()
    assert challenge.status == "accepted"


def test_what_asking_again_needs_is_said_and_why_may_be_left(cast: Cast) -> None:
    challenge = make_challenge(cast)
    answer_challenge(actor=cast.officer, challenge=challenge, text="Soon.")
    page = cast.client(cast.consultant).get(at("challenge-detail", challenge.pk)).content.decode()
    assert 'What is missing? <span class="optional">(optional)</span>' in page
    by_when = "When do you need the new answer by?"
    assert f'{by_when} <span class="optional">(required if the old date has passed)' in page
    assert f'value="{in_days(14)}"' in page  # and not a day that is over


def test_a_priority_asked_about_leads_to_its_journey(cast: Cast) -> None:
    priority = make_priority(cast)
    challenge = make_challenge(cast, priority=priority)
    page = cast.client(cast.officer).get(at("challenge-detail", challenge.pk)).content.decode()
    assert reverse("portal:journey", args=["manchester", priority.pk]) in page


def test_whoever_must_answer_is_shown_with_their_organisation(cast: Cast) -> None:
    partner = cast.partner
    assert partner.organisation is not None
    page = cast.client(cast.consultant).get(at("challenge-create")).content.decode()
    line = next(one for one in page.split("<option") if partner.label in one)
    assert partner.organisation.name in line
