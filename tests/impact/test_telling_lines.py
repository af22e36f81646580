"""What gives a hidden number away is named before a report is signed or published (FT-041, 045)."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from impact.enums import ReportStatus
from impact.models import ImpactReport, ReportLine
from impact.operations.lines import change_line
from impact.operations.reports import compose_report, publish_report, sign_off_report
from outcomes.models import Action
from outcomes.operations.progress import record_progress
from tests.factories import make_action, make_priority
from tests.impact.quarter import make_meeting
from tests.support.cast import Cast
from tests.support.places import AT_OURS
from tests.support.reports import publish

pytestmark = pytest.mark.django_db


def counted(cast: Cast, **fields: Any) -> Action:
    values: dict[str, Any] = {
        "title": "Train us to show people round",
        "target": 60,
        "unit": "trained",
    } | fields
    return make_action(cast, priority=make_priority(cast), **values)


def report_of(cast: Cast, action: Action, number: int, done: str, meeting: int = 1) -> ImpactReport:
    action.refresh_from_db()
    record_progress(actor=cast.officer, action=action, status="on-track", done=done, reached=number)
    return compose_report(actor=cast.coordinator, meeting=make_meeting(cast, meeting))


def line_of(report: ImpactReport, action: Action) -> ReportLine:
    return report.lines.get(action=action, part="achieved")


def test_a_line_that_tells_is_not_signed_until_it_is_said_otherwise(cast: Cast) -> None:
    action = counted(cast)
    report = report_of(cast, action, 2, "Two are trained.")
    line = line_of(report, action)
    assert "A few of 60 trained so far. Two are trained." in line.text
    with pytest.raises(ValidationError) as caught:
        sign_off_report(actor=cast.consultant, report=report)
    assert len(caught.value.messages) == 1
    assert caught.value.messages[0].startswith("“Train us to show people round.")
    assert "too small to show: “Two”. Edit the line" in caught.value.messages[0]
    client = cast.client(cast.consultant, Client)
    page = client.post(f"{AT_OURS}reports/{report.slug}/sign/", {}).content.decode()
    assert "Edit the line and say it without the number" in page
    assert not report.sign_offs.exists()

    change_line(
        actor=cast.consultant, line=line, text="A few of 60 trained so far.", version=line.version
    )
    publish(cast, report)
    public = cast.client(None, Client).get(f"/manchester/reports/{report.slug}/").content.decode()
    # Nor do the officer's own words stand beside it.
    assert "Two are trained" not in public
    assert "A few of 60" in public
    data = cast.client(None, Client).get("/manchester/open-data/reports.json").content.decode()
    assert "Two are trained" not in data


def test_what_is_signed_already_is_looked_at_again(cast: Cast) -> None:
    action = counted(cast)
    report = report_of(cast, action, 30, "It goes well.")
    for who in (cast.consultant, cast.consultant_2):
        sign_off_report(actor=who, report=report)
    report.refresh_from_db()
    # The council now hides more than it did.
    cast.manchester.details = {"small_numbers": {"highest": 30}}
    cast.manchester.save()
    line_of(report, action)
    with pytest.raises(ValidationError, match="too small to show: “30”"):
        publish_report(actor=cast.coordinator, report=ImpactReport.objects.get(pk=report.pk))
    report.refresh_from_db()
    assert report.status == ReportStatus.SIGNED_OFF


def test_a_difference_to_what_everyone_can_read_is_named(cast: Cast) -> None:
    action = counted(cast)
    publish(cast, report_of(cast, action, 20, "It goes well."))
    second = report_of(cast, action, 23, "More of us came.", meeting=2)
    line = line_of(second, action)
    # What the program itself composes does not tell.
    assert "A few more than 20 of 60 trained so far." in line.text
    # Somebody who knows better writes it in; or the number counted as shown when it was composed.
    ReportLine.objects.filter(pk=line.pk).update(
        text="23 of 60 are trained.", facts={**line.facts, "last_shown": 23}
    )
    with pytest.raises(ValidationError) as caught:
        sign_off_report(actor=cast.consultant, report=second)
    assert "This line says 23 and an earlier report says 20." in caught.value.messages[0]


@pytest.mark.parametrize(
    ("unit", "part", "named"),
    [("trained", 41, True), ("trained", 30, False), ("linked", 41, False), ("trained", 44, False)],
)
def test_a_whole_beside_its_part_is_named(cast: Cast, unit: str, part: int, named: bool) -> None:
    whole = counted(cast)
    beside = make_action(
        cast, priority=whole.priority, title="Train girls to do so", target=60, unit=unit
    )
    record_progress(
        actor=cast.officer, action=beside, status="on-track", done="It goes well.", reached=part
    )
    report = report_of(cast, whole, 44, "It goes well.")
    if not named:
        sign_off_report(actor=cast.consultant, report=report)
        return
    with pytest.raises(ValidationError) as caught:
        sign_off_report(actor=cast.consultant, report=report)
    assert "says 44 trained and another line says 41 trained." in " ".join(caught.value.messages)
    line = line_of(report, beside)
    change_line(actor=cast.consultant, line=line, text="It goes well.", version=line.version)
    sign_off_report(actor=cast.consultant, report=report)


def test_so_few_young_people_are_named_without_a_count(cast: Cast) -> None:
    action = make_action(cast, priority=make_priority(cast), title="Book a week away")
    report = compose_report(actor=cast.coordinator, meeting=make_meeting(cast))
    line = report.lines.filter(action=action)[0]
    change_line(
        actor=cast.consultant, line=line, text="Three girls came along.", version=line.version
    )
    with pytest.raises(ValidationError, match="“Three girls”"):
        sign_off_report(actor=cast.consultant, report=report)


def test_things_are_no_problem(cast: Cast) -> None:
    action = counted(cast, unit="evenings held", target=12)
    report = report_of(cast, action, 4, "Four evenings, all full.")
    assert "4 of 12 evenings held so far. Four evenings, all full." in line_of(report, action).text
    publish(cast, report)


@pytest.mark.parametrize(
    ("done", "warned"), [("Two are trained.", True), ("The first are trained.", False)]
)
def test_whoever_writes_an_update_is_asked_first(cast: Cast, done: str, warned: bool) -> None:
    action = counted(cast)
    url = f"{AT_OURS}actions/{action.pk}/progress/"
    given = {"status": "on-track", "done": done, "reached": "2", "version": "1"}
    client = cast.client(cast.officer, Client)
    response = client.post(url, given)
    assert (response.status_code == 422) == warned
    if warned:
        assert "“Two” gives away a number of people" in response.content.decode()
        assert client.post(url, {**given, "save_anyway": "on"}).status_code == 302
    assert action.updates.count() == 1


def test_the_question_of_how_many_does_not_tell_what_it_was(cast: Cast) -> None:
    action = counted(cast)
    record_progress(actor=cast.officer, action=action, status="on-track", done="A.", reached=4)
    url = f"{AT_OURS}actions/{action.pk}/progress/"
    page = cast.client(cast.officer, Client).get(url)
    assert page.context["form"]["reached"].value() is None
    assert "Last time: a few of 60." in page.content.decode()
    # Left empty, it stays.
    given = {"status": "on-track", "done": "Still.", "reached": "", "version": "2"}
    assert cast.client(cast.officer, Client).post(url, given).status_code == 302
    action.refresh_from_db()
    assert action.reached == 4
