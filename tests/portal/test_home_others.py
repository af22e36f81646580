"""The homes of members, the executive, the coordinator and the safeguarding lead."""

import datetime

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Invitation
from accounts.operations.invitations import invite
from cooperative.enums import BodyFormat, SeatKind
from cooperative.models import Body, Challenge, Meeting, Seat
from cooperative.operations.challenges import answer_challenge, refuse_answer
from cooperative.operations.reading import answer_member_question, ask_member_question
from impact.operations.annual import compose_annual_report, endorse_annual_report, sign_foreword
from impact.operations.reports import compose_report, publish_report, sign_off_report
from outcomes.models import Action, OutcomeSet, Period
from outcomes.operations.progress import give_verdict, record_progress
from portal.queries.homes.shared import when_of
from tests.cooperative.things import (
    give_seat_to,
    its_day,
    make_challenge,
    make_escalation,
    make_meeting,
    make_overdue,
    papers_out,
)
from tests.factories import days_from_now, in_days, make_action
from tests.portal.homes import HOME, draft_report, home_as, news, titles
from tests.support.cast import Cast
from tests.support.closing import close
from tests.support.places import AT_OURS


def test_a_member_reads_before_the_date_and_hears_back(cast: Cast) -> None:
    meeting = make_meeting(cast)
    assert titles(home_as(cast, "member")) == []
    meeting = papers_out(cast, meeting)
    card = home_as(cast, "member").waiting[0]
    assert card.title == "Read the Happy workplan"
    assert card.url == f"{AT_OURS}brief/{meeting.pk}/"
    assert card.also[0] == f"{AT_OURS}meetings/{meeting.pk}/workplan/"
    question = ask_member_question(actor=cast.member, meeting=meeting, text="Who pays?")
    answer_member_question(actor=cast.lead, question=question, answer="We do.")
    home = home_as(cast, "member")
    assert news(home)[0] == "Your question has been answered"
    assert home.number == 1
    from cooperative.operations.reading import mark_workplan_read

    mark_workplan_read(actor=cast.member, meeting=meeting)
    assert titles(home_as(cast, "member")) == []
    assert titles(home_as(cast, "member_2")) == ["Read the Happy workplan"]


def test_a_question_put_to_somebody_waits_until_it_is_answered(cast: Cast) -> None:
    challenge = make_overdue(make_challenge(cast, asked_of=cast.executive), 4)
    card = home_as(cast, "executive").waiting[0]
    assert (card.title, card.days_late, card.label) == (
        "Care consultants have a question for you",
        4,
        "Answer",
    )
    answer_challenge(
        actor=cast.executive, challenge=Challenge.objects.get(pk=challenge.pk), text="Money."
    )
    assert titles(home_as(cast, "executive")) == []
    refuse_answer(
        actor=cast.consultant,
        challenge=Challenge.objects.get(pk=challenge.pk),
        because="That is no reason.",
        reply_by=in_days(5),
    )
    card = home_as(cast, "executive").waiting[0]
    assert card.lines == ("Your last answer wasn’t accepted: That is no reason.",)


def test_the_coordinator_moves_each_quarter_on_step_by_step(cast: Cast) -> None:
    action = make_action(cast)
    record_progress(actor=cast.officer, action=action, status="on-track", done="Begun.")
    assert titles(home_as(cast, "coordinator")) == ["No meeting is planned"]
    meeting = make_meeting(cast)
    assert titles(home_as(cast, "coordinator")) == ["Publish the agenda"]
    papers_out(cast, meeting)
    assert titles(home_as(cast, "coordinator")) == []
    its_day(meeting)
    assert titles(home_as(cast, "coordinator")) == ["Write up the meeting"]
    meeting = _hold(cast, meeting)
    assert titles(home_as(cast, "coordinator")) == ["Draft the report", "No meeting is planned"]
    report = compose_report(actor=cast.coordinator, meeting=meeting)
    home = home_as(cast, "coordinator")
    assert titles(home) == ["No meeting is planned"]
    assert home.checklist is not None
    assert [(step.title, step.state) for step in home.checklist.steps] == [
        ("Date set", "done"),
        ("Agenda ready", "done"),
        ("Papers published", "done"),
        ("0 of 2 members have read the workplan", "missed"),
        ("Meeting held", "done"),
        ("Report drafted", "done"),
        ("0 of 2 care consultants have signed", "now"),
        ("Report published", "next"),
    ]
    now = home.checklist.steps[6]
    assert now.text == "Care consultants only"
    assert now.url == f"{AT_OURS}reports/{report.slug}/"
    assert "Next" in now.tag
    for consultant in (cast.consultant, cast.consultant_2):
        sign_off_report(actor=consultant, report=report)
    assert titles(home_as(cast, "coordinator"))[0] == "A report is ready to publish"
    publish_report(actor=cast.coordinator, report=report)
    home = home_as(cast, "coordinator")
    assert titles(home) == ["No meeting is planned"]
    assert home.checklist is None


def test_the_checklist_says_what_is_late_and_who_takes_each_step(cast: Cast) -> None:
    make_action(cast)
    meeting = make_meeting(cast)
    home = home_as(cast, "coordinator")
    assert home.checklist is not None
    steps = {step.title: step for step in home.checklist.steps}
    assert steps["0 of 1 action has had an update in 60 days"].text == "Officers and partners"
    assert steps["Papers published"].when == f"Before the meeting {when_of(meeting.starts_at)}"
    assert all(step.url for step in steps.values())
    assert all("Late" not in step.tag for step in steps.values())
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=days_from_now(-2))
    home = home_as(cast, "coordinator")
    assert home.checklist is not None
    assert titles(home)[0] == "Was this meeting held?"
    late = [step.title for step in home.checklist.steps if "Late" in step.tag]
    assert late == ["Agenda ready", "Papers published", "Meeting held"]


def test_next_never_stands_on_an_undone_step_before_a_done_one(cast: Cast) -> None:
    make_action(cast)
    papers_out(cast)
    checklist = home_as(cast, "coordinator").checklist
    assert checklist is not None
    steps = [(step.title, step.state, "Next" in step.tag) for step in checklist.steps]
    assert steps[2:5] == [
        ("0 of 1 action has had an update in 60 days", "next", False),
        ("Papers published", "done", False),
        ("0 of 2 members have read the workplan", "now", True),
    ]
    assert [title for title, _, is_next in steps if is_next] == [steps[4][0]]


def test_the_checklist_is_that_of_the_group_that_meets(cast: Cast) -> None:
    """Who leads and who writes the agenda, by its seats; a quarter only where it meets in one."""
    make_action(cast)
    meeting = make_meeting(cast)
    body = meeting.body

    def told() -> tuple[str, str, str]:
        checklist = home_as(cast, "coordinator").checklist
        assert checklist is not None
        steps = {step.title: step.text for step in checklist.steps}
        return checklist.title, steps["Agenda ready"], steps["Meeting held"]

    both = "The coordinator and care consultants"
    Body.objects.filter(pk=body.pk).update(meetings_a_year=4)
    assert told() == (
        f"{meeting.title}: the quarter’s checklist",
        "Care consultants",
        "Care consultants lead it",
    )
    Body.objects.filter(pk=body.pk).update(format=BodyFormat.COMMITTEE, meetings_a_year=None)
    heading = f"{meeting.title}: checklist"
    assert told() == (heading, both, f"Led by the chair of {body}")
    Seat.objects.create(body=body, title="Executive Member", kind=SeatKind.CHAIR)
    Seat.objects.create(body=body, title="Foster carer")
    assert told() == (heading, both, "Led by the chair: Executive Member")
    Body.objects.filter(pk=body.pk).update(meetings_a_year=2)
    assert told()[0] == heading
    # Whoever leads this one meeting comes first.
    meeting.led_by.add(cast.consultant)
    assert told()[1:] == ("Care consultants", "Care consultants lead it")


def _hold(cast: Cast, meeting: Meeting) -> Meeting:
    from cooperative.enums import Presence
    from cooperative.operations.meetings import hold_meeting, record_attendance

    meeting = Meeting.objects.get(pk=meeting.pk)
    record_attendance(
        actor=cast.consultant, meeting=meeting, presence={cast.consultant: Presence.PRESENT}
    )
    return hold_meeting(actor=cast.consultant, meeting=Meeting.objects.get(pk=meeting.pk))


def test_the_coordinator_looks_after_invitations_and_sees_what_is_overdue(cast: Cast) -> None:
    invitation, _ = invite(
        actor=cast.coordinator, name="Robin Ash", email="robin@new.example", role="officer"
    )
    card = next(c for c in home_as(cast, "coordinator").waiting if c.title == "Invitations")
    assert card.lines == ("1 person has been invited but hasn’t joined yet.",)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=days_from_now(-1))
    make_overdue(make_challenge(cast))
    home = home_as(cast, "coordinator")
    card = next(c for c in home.waiting if c.title == "Invitations")
    assert card.lines == ("1 invitation link has expired: Robin Ash.",)
    assert news(home) == ["1 late challenge"]


def test_the_executive_endorses_the_year_and_then_can_download_it(cast: Cast) -> None:
    report = draft_report(cast)
    for consultant in (cast.consultant, cast.consultant_2):
        sign_off_report(actor=consultant, report=report)
    publish_report(actor=cast.coordinator, report=report)
    annual = compose_annual_report(actor=cast.coordinator, period=cast.year)
    assert "The annual report needs your foreword" in titles(home_as(cast, "consultant"))
    home = home_as(cast, "executive")
    assert home.number == 0
    assert home.news[0].label == "Read the draft"
    annual = sign_foreword(actor=cast.consultant, annual=annual, foreword="We asked.", version=None)
    assert home_as(cast, "executive").waiting[0].label == "Read and endorse"
    endorse_annual_report(actor=cast.executive, annual=annual, despite_gaps=True)
    home = home_as(cast, "executive")
    assert home.number == 0
    assert home.news[0].label == "View and download"


def test_the_executive_sees_every_outcome_at_a_glance(cast: Cast) -> None:
    make_action(cast)
    late, done = make_action(cast), make_action(cast)
    Action.objects.filter(pk=late.pk).update(due_on=in_days(-1))
    record_progress(actor=cast.officer, action=done, status="done", done="Done.", difference="Yes.")
    (board,) = home_as(cast, "executive").boards
    assert board.outcome == cast.happy
    assert board.counts == [
        ("done", "Done", 1),
        ("not-started", "Not started", 2),
        ("behind", "Late", 1),
    ]


def test_the_safeguarding_page_is_honest(cast: Cast) -> None:
    page = cast.client(cast.safeguarding).get(HOME).content.decode()
    assert "Nothing to check" in page
    assert "Nobody watches this page all the time." in page
    assert "follow your council’s safeguarding procedure." in page


def test_the_executive_reads_the_year_in_a_few_sentences(cast: Cast) -> None:
    assert home_as(cast, "executive").year is None
    late, done, judged = make_action(cast), make_action(cast), make_action(cast)
    Action.objects.filter(pk=late.pk).update(due_on=in_days(-1))
    record_progress(actor=cast.officer, action=done, status="done", done="Done.", difference="Yes.")
    give_verdict(actor=cast.consultant, about=done, feels="not-yet")
    give_verdict(actor=cast.consultant, about=done, feels="yes")
    give_verdict(actor=cast.consultant, about=judged, feels="not-yet")
    make_overdue(make_challenge(cast))
    year = home_as(cast, "executive").year
    assert year is not None
    assert year.sentences == [
        "1 of 3 actions is done.",
        "1 is late.",
        "Care consultants have given a verdict on 2: 1 feels really different, 1 no different yet.",
        "1 challenge is waiting for an answer (1 late).",
    ]
    page = cast.client(cast.executive).get(HOME).content.decode()
    assert f"{cast.year.name} so far" in page
    assert f"Figures as at {date_format(timezone.localdate(), 'l j F Y')}" in page
    for row in year.downloads:
        assert f'href="{row.url}"' in page
        answer = cast.client(cast.executive).get(row.url)
        assert answer.status_code == 200, row.url
        close(answer)


def test_what_was_done_is_drawn_month_by_month(cast: Cast) -> None:
    this = timezone.localdate().replace(day=1)
    months = [this]
    while len(months) < 4:
        months.insert(0, (months[0] - datetime.timedelta(days=1)).replace(day=1))
    Period.objects.filter(pk=cast.year.pk).update(starts_on=months[0])
    for month in (months[0], months[0], months[2]):
        action = make_action(cast)
        record_progress(
            actor=cast.officer, action=action, status="done", done="Done.", difference="Yes."
        )
        moment = timezone.make_aware(datetime.datetime.combine(month, datetime.time(12)))
        Action.objects.filter(pk=action.pk).update(status_changed_at=moment)
    year = home_as(cast, "executive").year
    assert year is not None
    assert year.chart is not None
    assert list(year.chart.series[0].values) == [2, 2, 3, 3]
    assert year.chart.aim is None
    assert year.chart.says.startswith("1 action has been completed since 1 ")
    page = cast.client(cast.executive).get(HOME).content.decode()
    assert "Actions done and due, month by month" in page


def test_an_executive_sees_the_outcomes_that_are_planned_under_now(cast: Cast) -> None:
    make_action(cast)
    assert [one.outcome for one in home_as(cast, "executive").boards] == [cast.happy]
    OutcomeSet.objects.filter(pk=cast.happy.outcome_set_id).update(is_main=False)
    assert home_as(cast, "executive").boards == []


@pytest.mark.parametrize("name", ["member", "officer", "partner", "executive"])
def test_what_is_stuck_with_their_group_waits_for_whoever_has_a_seat(cast: Cast, name: str) -> None:
    escalation = make_escalation(cast, actor=cast.lead, obstacle="No bus pass for trainers.")
    card = "A problem needs a decision from Corporate Family Cooperative"
    assert card not in titles(home_as(cast, name))
    seat = give_seat_to(cast.people[name], cast.cooperative)
    home = home_as(cast, name)
    shown = next(one for one in home.waiting if one.title == card)
    assert shown.quote == "No bus pass for trainers."
    assert shown.url == f"{AT_OURS}escalations/{escalation.pk}/"
    assert shown.label == "Read and decide"
    seat.delete()
    assert card not in titles(home_as(cast, name))


def test_what_is_stuck_waits_for_nobody_who_only_reads(cast: Cast) -> None:
    make_escalation(cast, actor=cast.lead)
    for name in ("consultant", "coordinator", "safeguarding"):
        give_seat_to(cast.people[name], cast.cooperative)
        assert not any("needs a decision" in title for title in titles(home_as(cast, name)))
