"""A report composes itself from records: each line is linked, and what was not done is said."""

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from cooperative.models import Meeting
from core.decisions import Refused
from core.models import AuditEvent
from impact.enums import Part
from impact.models import ImpactReport, ReportLine
from impact.operations.lines import change_line, leave_out_line
from impact.operations.reports import compose_report, recompose_report
from impact.queries.composition import compose_lines
from impact.queries.content import report_content
from impact.queries.facts import Facts
from impact.queries.highlights import words_of_undone
from outcomes.models import Action
from outcomes.operations.priorities import close_priority
from outcomes.operations.progress import give_verdict, record_progress
from tests.factories import make_action
from tests.impact.quarter import Quarter, make_meeting, make_quarter
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.reports import make_report, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter(cast: Cast) -> Quarter:
    return make_quarter(cast)


def texts(report: ImpactReport, part: str) -> list[str]:
    return list(report.lines.filter(part=part).order_by("position").values_list("text", flat=True))


def test_the_three_parts_in_plain_sentences(cast: Cast, quarter: Quarter) -> None:
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    late_day = f"{quarter.late.due_on.day} {quarter.late.due_on:%B %Y}"
    clubs_day = f"{quarter.clubs.due_on.day} {quarter.clubs.due_on:%B %Y}"
    quiet_day = f"{quarter.quiet.due_on.day} {quarter.quiet.due_on:%B %Y}"
    assert texts(report, Part.SAID)[:3] == [
        "Priority 1, in care consultants’ words: “Every one of us tries something new.”",
        f"Link 100 young people to a club they choose. Leisure promised to do this by {clubs_day}.",
        f"Make one yes enough for a trip. Leisure promised to do this by {late_day}.",
    ]
    assert texts(report, Part.ACHIEVED) == [
        "Link 100 young people to a club they choose. 61 of 100 linked so far. "
        "Two boxing gyms joined. Going out is normal now.",
        "Make one yes enough for a trip. This isn’t done yet. We wait for legal advice.",
        f"Ask every carer. We haven’t started this yet. It’s due by {quiet_day}.",
    ]
    following = texts(report, Part.NEXT)
    assert following[0] == "We agreed: Travel to clubs is free."
    assert following[1].startswith("Give every one of us a bus pass. Leisure will do this by ")
    assert following[2].startswith(
        "Care consultants asked Leisure: “Who is holding this up?” An answer is due by "
    )
    assert following[3] == (
        f"We’ll carry on with “Link 100 young people to a club they choose”, due by {clubs_day}."
    )
    assert following[4] == (
        f"We’ll finish “Make one yes enough for a trip”, which was due by {late_day}."
    )
    assert following[5] == f"We’ll start “Ask every carer”, due by {quiet_day}."


def test_every_line_leads_to_its_record(cast: Cast, quarter: Quarter) -> None:
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    achieved = report.lines.get(part=Part.ACHIEVED, action=quarter.clubs)
    assert achieved.progress == quarter.clubs.updates.get()
    assert achieved.verdict == quarter.clubs.verdicts.get()
    assert achieved.priority == quarter.priority
    agreed = report.lines.get(part=Part.NEXT, action=quarter.agreed)
    assert agreed.decision == quarter.decision
    assert report.lines.filter(challenge=quarter.challenge).count() == 1
    # What this meeting has just agreed was not a promise before it.
    assert not report.lines.filter(part=Part.SAID, action=quarter.agreed).exists()
    client = cast.client(cast.consultant)
    urls = {line.source_url for part in report_content(report).parts for line in part.lines}
    assert len(urls) >= 6
    for url in urls:
        assert client.get(url.partition("#")[0]).status_code == 200, url


def test_no_name_of_a_person_leaves_the_house(cast: Cast, quarter: Quarter) -> None:
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    words = " ".join(report.lines.values_list("text", flat=True)) + report.introduction
    for person in cast.people.values():
        assert person.label not in words


def test_a_small_count_is_not_published(cast: Cast, quarter: Quarter) -> None:
    record_progress(
        actor=cast.officer, action=quarter.clubs, status="on-track", done="Slow", reached=3
    )
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    line = report.lines.get(part=Part.ACHIEVED, action=quarter.clubs)
    assert "A few of 100 linked so far" in line.text
    figure = report_content(report).figures[0]
    assert figure.big == "A few of 100"


def test_stopped_and_at_risk_say_why(cast: Cast, quarter: Quarter) -> None:
    record_progress(actor=cast.officer, action=quarter.quiet, status="stopped", done="No money")
    record_progress(actor=cast.officer, action=quarter.clubs, status="at-risk", done="Buses")
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    stopped = report.lines.get(part=Part.ACHIEVED, action=quarter.quiet)
    assert stopped.text == "Ask every carer. We stopped this. The reason: No money."
    assert stopped.facts["not_done"] is True
    risky = report.lines.get(part=Part.ACHIEVED, action=quarter.clubs)
    assert "This is at risk, and we may not finish by" in risky.text
    assert "The reason: Buses." in risky.text
    # Stopped work is not carried on.
    assert not report.lines.filter(part=Part.NEXT, action=quarter.quiet).exists()


def test_late_without_a_word_is_said(cast: Cast, quarter: Quarter) -> None:
    quarter.late.updates.all()._raw_delete("default")
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    line = report.lines.get(part=Part.ACHIEVED, action=quarter.late)
    assert line.text.endswith("Nobody has said why yet.")


def test_a_closed_priority_says_what_we_could_not(cast: Cast, quarter: Quarter) -> None:
    priority = quarter.priority
    close_priority(
        actor=cast.consultant,
        priority=priority,
        version=priority.version,
        met=False,
        words="There is no bus.",
        words_are_public=True,
    )
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    line = report.lines.get(part=Part.ACHIEVED, priority=priority, action=None)
    assert line.text == (
        "We couldn’t do this: “Every one of us tries something new.” There is no bus."
    )


def test_a_verdict_on_a_priority_has_its_line(cast: Cast, quarter: Quarter) -> None:
    give_verdict(
        actor=cast.consultant, about=quarter.priority, feels="yes", words="It does", is_public=True
    )
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    line = report.lines.get(part=Part.ACHIEVED, priority=quarter.priority, action=None)
    assert line.text == (
        "Care consultants say that “Every one of us tries something new” feels really different "
        "now. It does."
    )
    assert line.verdict == quarter.priority.verdicts.get()


def test_there_is_one_report_for_a_meeting(cast: Cast, quarter: Quarter) -> None:
    compose_report(actor=cast.consultant, meeting=quarter.meeting)
    with pytest.raises(Refused, match="already has a report"):
        compose_report(actor=cast.coordinator, meeting=quarter.meeting)
    assert AuditEvent.objects.filter(code="impact.report.composed").count() == 1


def test_a_second_compose_leads_to_the_first(cast: Cast, quarter: Quarter) -> None:
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    url = f"{AT_OURS}meetings/{quarter.meeting.pk}/report/compose/"
    response = cast.client(cast.coordinator).post(url)
    assert response.status_code == 409
    page = response.content.decode()
    assert "already has a report" in page
    assert f"{AT_OURS}reports/{report.slug}/" in page
    assert ImpactReport.objects.count() == 1


def test_a_double_click_composes_once(cast: Cast, quarter: Quarter) -> None:
    url = f"{AT_OURS}meetings/{quarter.meeting.pk}/report/compose/"
    client = cast.client(cast.consultant)
    key = {"once": "1b1b1b1b-0000-4000-8000-000000000001"}
    assert client.post(url, key).status_code == 302
    assert client.post(url, key).status_code == 302
    assert ImpactReport.objects.count() == 1


def test_nothing_to_report_is_said(cast: Cast) -> None:
    meeting = make_meeting(cast)
    with pytest.raises(ValidationError, match="no workplan, decisions or questions"):
        compose_report(actor=cast.consultant, meeting=meeting)
    response = cast.client(cast.consultant).post(f"{AT_OURS}meetings/{meeting.pk}/report/compose/")
    assert response.status_code == 422
    assert "no workplan, decisions or questions" in response.content.decode()


def test_the_next_report_promises_what_this_meeting_agreed(cast: Cast, quarter: Quarter) -> None:
    compose_report(actor=cast.consultant, meeting=quarter.meeting)
    later = make_meeting(cast, number=2)
    later.starts_at = quarter.meeting.starts_at.replace(year=quarter.meeting.starts_at.year + 1)
    later.save()
    report = compose_report(actor=cast.consultant, meeting=later)
    assert report.lines.filter(part=Part.SAID, action=quarter.agreed).exists()
    assert ImpactReport.objects.values("slug").distinct().count() == 2


def test_composing_again_renews_only_what_nobody_touched(cast: Cast, quarter: Quarter) -> None:
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    clubs = report.lines.get(part=Part.ACHIEVED, action=quarter.clubs)
    change_line(actor=cast.consultant, line=clubs, text="61 of us joined.", version=1)
    out = leave_out_line(
        actor=cast.consultant, line=report.lines.get(part=Part.NEXT, action=quarter.late)
    )
    record_progress(
        actor=cast.officer_2, action=quarter.late, status="off-track", done="Advice is here"
    )
    new = make_action(cast, priority=quarter.priority, title="A new promise")
    recompose_report(actor=cast.coordinator, report=report)
    assert ReportLine.objects.get(pk=clubs.pk).text == "61 of us joined."
    assert ReportLine.objects.get(pk=out.pk).removed_at is not None
    renewed = report.lines.get(part=Part.ACHIEVED, action=quarter.late)
    assert "Advice is here" in renewed.text
    assert report.lines.filter(part=Part.SAID, action=new).count() == 1
    event = AuditEvent.objects.get(code="impact.report.recomposed")
    assert event.changes["added"] == 3
    assert event.changes["gone"] == 0


def test_a_settled_challenge_leaves_when_composed_again(cast: Cast, quarter: Quarter) -> None:
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    quarter.challenge.status = "accepted"
    quarter.challenge.save()
    recompose_report(actor=cast.coordinator, report=report)
    assert not report.lines.filter(challenge=quarter.challenge).exists()


def test_what_is_on_one_page(cast: Cast, quarter: Quarter) -> None:
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    chosen = report.lines.filter(on_one_page=True)
    assert chosen.filter(part=Part.ACHIEVED, action=quarter.late).exists()
    assert chosen.filter(part=Part.ACHIEVED, action=quarter.clubs).exists()
    assert chosen.filter(part=Part.NEXT, action=quarter.agreed).exists()
    assert not chosen.filter(part=Part.SAID, action=None).exists()


def test_composing_costs_the_same_for_many_actions(
    cast: Cast, quarter: Quarter, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def measured() -> None:
        meeting = Meeting.objects.select_related("authority").get(pk=quarter.meeting.pk)
        with django_assert_num_queries(9):
            compose_lines(meeting)

    measured()
    for number in range(29):
        action = make_action(cast, priority=quarter.priority, title=f"More {number}")
        record_progress(actor=cast.officer, action=action, status="on-track", done="Begun")
        give_verdict(actor=cast.consultant, about=action, feels="yes")
    measured()


def test_a_sentence_says_nothing_twice(cast: Cast, quarter: Quarter) -> None:
    record_progress(
        actor=cast.officer,
        action=quarter.clubs,
        status="on-track",
        done="61 are linked now. The busiest day is Sunday",
        reached=61,
    )
    record_progress(
        actor=cast.officer,
        action=quarter.quiet,
        status="stopped",
        done="We stopped it. Carers told us that a letter is no way to ask",
    )
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    told = texts(report, Part.ACHIEVED)
    assert told[0] == (
        "Link 100 young people to a club they choose. 61 of 100 linked so far. "
        "The busiest day is Sunday."
    )
    assert told[2] == (
        "Ask every carer. We stopped this. Carers told us that a letter is no way to ask."
    )


def test_each_voice_says_once_what_it_says(cast: Cast, quarter: Quarter) -> None:
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    lines = {line.pk: line for part in report_content(report).parts for line in part.lines}
    clubs = lines[report.lines.get(part=Part.ACHIEVED, action=quarter.clubs).pk]
    # The officer's words are in the sentence; the judgement is a badge before care consultants'.
    assert (clubs.officer_says, clubs.feels, clubs.consultants_say) == (
        "",
        "a-bit",
        "Travel is hard.",
    )
    for part in (Part.SAID, Part.NEXT):
        for row in report.lines.filter(part=part):
            assert (lines[row.pk].feels, lines[row.pk].consultants_say) == ("", "")
    # In other words than the officer's, the officer's own stand beside them.
    line = report.lines.get(part=Part.ACHIEVED, action=quarter.clubs)
    change_line(actor=cast.consultant, line=line, text="61 of us joined.", version=1)
    content = report_content(ImpactReport.objects.get(pk=report.pk))
    shown = next(one for part in content.parts for one in part.lines if one.pk == line.pk)
    assert shown.officer_says == "Two boxing gyms joined."


def test_a_report_composed_before_says_nothing_twice_either(cast: Cast, quarter: Quarter) -> None:
    """Facts were kept with the judgement before the words."""
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    line = report.lines.get(part=Part.ACHIEVED, action=quarter.clubs)
    line.facts |= {
        "officer_says": "On track. Two boxing gyms joined.",
        "consultants_say": "A bit different. Travel is hard.",
    }
    line.save()
    content = report_content(ImpactReport.objects.get(pk=report.pk))
    shown = next(one for part in content.parts for one in part.lines if one.pk == line.pk)
    assert (shown.officer_says, shown.consultants_say) == ("", "Travel is hard.")


def test_figures_are_sentences_without_a_zero(cast: Cast, quarter: Quarter) -> None:
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    figures = {one.words: one.big for one in report_content(report).figures}
    assert figures["promises are done."] == "0 of 3"
    felt = "promises we’ve judged feel really different. 1 feels a bit different. "
    assert figures[felt + "1 feels no different yet."] == "0 of 2"
    give_verdict(actor=cast.consultant, about=quarter.late, feels="a-bit")
    recompose_report(actor=cast.coordinator, report=report)
    words = [one.words for one in report_content(report).figures]
    assert "promises we’ve judged feel really different. 2 feel a bit different." in words


def test_whatever_is_not_done_stands_there_or_is_counted(cast: Cast, quarter: Quarter) -> None:
    record_progress(actor=cast.officer_2, action=quarter.late, status="on-track", done="Begun")
    type(quarter.late).objects.update(
        first_due_on=quarter.clubs.due_on, due_on=quarter.clubs.due_on
    )
    report = compose_report(actor=cast.consultant, meeting=quarter.meeting)
    achieved = report_content(report).parts[1]
    assert [line.text.partition(".")[0] for line in achieved.undone] == ["Ask every carer"]
    assert achieved.untold == ""
    line = report.lines.get(part=Part.ACHIEVED, action=quarter.quiet)
    assert line.on_one_page
    leave_out_line(actor=cast.consultant, line=line)
    left = report_content(ImpactReport.objects.get(pk=report.pk)).parts[1]
    assert left.undone == []
    assert left.untold == (
        "1 of our 3 promises isn’t done, and this report doesn’t say why. 2 of our 3 promises "
        "aren’t done yet, but they’re on track."
    )
    page = cast.client(cast.consultant).get(f"{AT_OURS}reports/{report.slug}/sign/")
    assert left.untold in page.content.decode()


@pytest.mark.parametrize(
    ("done", "at_risk", "said"),
    [
        (0, 0, "None of our 5 promises are done yet, but they’re all on track."),
        (2, 0, "3 of our 5 promises aren’t done yet, but they’re on track."),
        (4, 0, "1 of our 5 promises isn’t done yet, but it’s on track."),
        (5, 0, ""),
        (
            0,
            2,
            "2 of our 5 promises aren’t done, and this report doesn’t say why. 3 of our 5 promises "
            "aren’t done yet, but they’re on track.",
        ),
    ],
)
def test_promises_on_track_are_counted_as_not_done_yet(done: int, at_risk: int, said: str) -> None:
    statuses = ["done"] * done + ["at-risk"] * at_risk
    statuses += ["on-track"] * (5 - len(statuses))
    assert words_of_undone(Facts(source="action", label="", status=one) for one in statuses) == said


def test_a_report_with_nothing_done_says_so_in_a_section_of_its_own(cast: Cast) -> None:
    report = make_report(cast, actions=5)
    for action in Action.objects.all():
        record_progress(actor=cast.officer, action=action, status="on-track", done="Begun.")
    recompose_report(actor=cast.consultant, report=report)
    said = "None of our 5 promises are done yet, but they’re all on track."
    publish(cast, report)
    page = cast.client(None).get(f"/manchester/reports/{report.slug}/").content.decode()
    assert "What we didn’t do, and why" in page
    assert said in page
