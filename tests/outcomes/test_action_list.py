"""The list of actions: whose they are, how late, what blocks them, and what of them is shown."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accounts.models import Membership
from impact.operations.reports import compose_report
from outcomes.enums import ActionStatus
from outcomes.models import Action
from outcomes.operations.progress import record_progress
from outcomes.policies import can_propose_action, can_record_progress
from tests.cooperative.things import held, make_escalation, make_meeting
from tests.factories import in_days, make_action, make_priority
from tests.support.cast import Cast
from tests.support.closing import close
from tests.support.places import AT_OURS

pytestmark = pytest.mark.django_db
LIST = f"{AT_OURS}actions/"


def titles(client: Client, query: str = "") -> set[str]:
    return {row.title for row in client.get(f"{LIST}{query}").context["rows"]}


@pytest.fixture
def three(cast: Cast) -> dict[str, Action]:
    """One of the officer's own, one they help with, one of a colleague."""
    Membership.objects.filter(pk=cast.officer_2.pk).update(
        organisation=cast.officer.organisation_id or cast.partner.organisation_id
    )
    Membership.objects.filter(pk=cast.officer.pk).update(
        organisation=cast.officer.organisation_id or cast.partner.organisation_id
    )
    return {
        "own": make_action(cast, title="Own"),
        "helped": make_action(
            cast, title="Helped", owner=cast.other_partner, collaborators=[cast.officer]
        ),
        "ours": make_action(cast, title="Ours", owner=cast.officer_2),
    }


def test_mine_and_my_organisations_are_apart_and_mine_first(
    cast: Cast, three: dict[str, Action]
) -> None:
    client = cast.client(Membership.objects.get(pk=cast.officer.pk), Client)
    assert titles(client) == titles(client, "?whose=mine") == {"Own"}
    assert titles(client, "?status=open") == {"Own"}
    assert titles(client, "?whose=helping") == {"Helped"}
    assert titles(client, "?whose=organisation") == {"Own", "Ours"}
    assert titles(client, "?whose=") == {"Own", "Helped", "Ours"}
    # A link to an outcome means all of its actions.
    assert titles(client, "?outcome=happy&status=open") == {"Own", "Helped", "Ours"}


@pytest.mark.parametrize("who", ["consultant", "member", "executive", "coordinator"])
def test_who_owns_none_sees_everyones(cast: Cast, three: dict[str, Action], who: str) -> None:
    assert titles(cast.client(cast.people[who], Client)) == {"Own", "Helped", "Ours"}


def test_the_way_to_all_leads_to_all(cast: Cast, three: dict[str, Action]) -> None:
    client = cast.client(cast.officer, Client)
    page = client.get(LIST).content.decode()
    assert "Showing only:" in page
    (way,) = re.findall(r'class="filtered">.*?href="([^"]*)"', page)
    assert titles(client, way) == {"Own", "Helped", "Ours"}


def test_who_owns_none_now_is_shown_the_way_to_the_others(cast: Cast) -> None:
    make_action(cast)
    page = cast.client(cast.other_partner, Client).get(LIST).content.decode()
    assert "You own no open actions" in page


def test_status_and_late_have_a_column_each_and_days_a_year(cast: Cast) -> None:
    action = make_action(cast, title="Late one")
    record_progress(actor=cast.officer, action=action, status="at-risk", done="Slow.")
    day = in_days(-52)
    Action.objects.update(due_on=day, first_due_on=day)
    make_action(cast, title="Later", due_on=in_days(200))
    page = cast.client(cast.officer, Client).get(LIST).content.decode()
    cells = {
        label: re.sub(r"<[^>]+>", "", cell).strip()
        for label, cell in re.findall(r'<td data-label="([^"]+)">(.*?)</td>', page)[:6]
    }
    assert cells["Late"] == "52 days late"
    assert cells["Status"] == "At risk"
    assert cells["Due"] == f"{day.day} {day:%B %Y}"
    assert "The officer says" not in page
    assert all(
        re.fullmatch(r"\d+ \w+ \d{4}", found)
        for found in re.findall(r'<td data-label="Due">([^<]+)<', page)
    )


def test_a_row_of_the_spreadsheet_is_read_against_its_headings(cast: Cast) -> None:
    action = make_action(cast, title="Late one")
    record_progress(actor=cast.officer, action=action, status="at-risk", done="Slow.")
    Action.objects.update(due_on=in_days(5), first_due_on=in_days(-9), times_moved=1)
    answer = cast.client(cast.officer, Client).get(f"{LIST}export/?whose=mine")
    text = answer.getvalue().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["Action"] == "Late one"
    assert (row["Due"], row["Days late"]) == (in_days(5).isoformat(), "9")
    assert (row["Status"], row["What was done"]) == ("At risk", "Slow.")


# --- Blocked --------------------------------------------------------------------------------------


def test_blocked_is_said_wherever_the_action_is_shown(cast: Cast) -> None:
    action = make_action(cast, title="Blocked one", owner=cast.officer)
    meeting = make_meeting(cast)
    problem = make_escalation(cast, action=action)
    since = f"With {problem.body} since today"
    client = cast.client(cast.member, Client)
    workplan = action.workplan
    pages = [
        f"{LIST}?whose=&status=",
        f"{LIST}{action.pk}/",
        reverse("outcomes:workplan-detail",
                args=["manchester", workplan.outcome.slug, workplan.period.slug]),
        f"{AT_OURS}journey/{action.priority_id}/",
        f"{AT_OURS}meetings/{meeting.pk}/",
        f"{AT_OURS}meetings/{meeting.pk}/workplan/",
        f"{AT_OURS}brief/{meeting.pk}/",
    ]  # fmt: skip
    for page in pages:
        html = client.get(page).content.decode()
        assert since in html, page
    # Who may not see the problem itself is told that it is blocked, and no word of the problem.
    for page in pages[:3]:
        html = cast.client(cast.other_partner, Client).get(page).content.decode()
        assert since in html, page
        assert problem.obstacle not in html, page


def test_a_report_says_that_it_is_blocked(cast: Cast) -> None:
    action = make_action(cast, title="Blocked one")
    problem = make_escalation(cast, action=action)
    report = compose_report(actor=cast.consultant, meeting=held(cast))
    line = report.lines.get(action=action, part="achieved")
    assert f"It’s blocked. {problem.body} was asked on " in line.text


def test_nothing_is_blocked_once_it_is_decided(cast: Cast) -> None:
    problem = make_escalation(cast, action=make_action(cast))
    type(problem).objects.update(status="resolved")
    page = cast.client(cast.officer, Client).get(LIST).content.decode()
    assert "Blocked" not in page


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_takes_as_many_queries_for_one_as_for_thirty(cast: Cast, number: int) -> None:
    for _ in range(number):
        make_escalation(cast, action=make_action(cast))
    client = cast.client(cast.officer, Client)
    client.get(LIST)
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)
    assert len(queries) <= 8, [query["sql"] for query in queries]


# --- What the tests did not notice ----------------------------------------------------------------


@pytest.mark.parametrize("status", list(ActionStatus))
def test_progress_is_recorded_on_agreed_work_only(cast: Cast, status: ActionStatus) -> None:
    action = make_action(cast)
    Action.objects.update(status=status)
    action.refresh_from_db()
    allowed = status not in (ActionStatus.PROPOSED, ActionStatus.DECLINED)
    assert bool(can_record_progress(cast.officer, action)) == allowed


def test_every_button_of_a_workplan_answers_who_sees_it(cast: Cast) -> None:
    priority = make_priority(cast)
    url = reverse(
        "outcomes:workplan-detail",
        args=["manchester", cast.workplan.outcome.slug, cast.workplan.period.slug],
    )
    offered = {}
    for name, person in cast.people.items():
        client = cast.client(person, Client)
        html = client.get(url).content.decode()
        main = html[html.index("<main") : html.index("</main>")]
        offered[name] = "Add an action" in main
        for link in set(re.findall(rf'<a[^>]+href="({AT_OURS}[^"#]+)"', main)):
            assert client.get(link).status_code == 200, (name, link)
    # Who may propose one sees the same button; who may do neither sees none.
    may = {name for name, one in cast.people.items() if can_propose_action(one, priority)}
    may |= {"lead", "coordinator"}
    assert {name for name, shown in offered.items() if shown} == may
    assert may < set(cast.people)


# --- Small truths of one action -------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["per cent paid within ten days", "% paid", "percent paid"])
def test_a_percentage_is_not_counted_of_a_hundred(cast: Cast, unit: str) -> None:
    action = make_action(cast, target=100, unit=unit)
    record_progress(actor=cast.officer, action=action, status="on-track", done="Going.", reached=66)
    html = cast.client(cast.officer, Client).get(f"{LIST}{action.pk}/").content.decode()
    text = re.sub(r"<[^>]+>", "", html)
    assert f"66{'' if unit.startswith('%') else ' '}{unit} (aim 100)" in text
    assert "66 of 100" not in text
    form = cast.client(cast.officer, Client).get(f"{LIST}{action.pk}/progress/").content.decode()
    assert "of 100" not in form


def sent_as(client: Client, address: str) -> tuple[str, str]:
    """The kind of a file, and whether it is shown or downloaded."""
    answer = client.get(address)
    kind, how = answer.headers["Content-Type"], answer.headers["Content-Disposition"]
    close(answer)
    return kind, how.partition(";")[0]


def test_a_picture_is_shown_and_another_file_is_a_download(cast: Cast) -> None:
    action = make_action(cast)
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "orange").save(out, "PNG")
    files = [
        SimpleUploadedFile("poster.png", out.getvalue()),
        SimpleUploadedFile("list.csv", b"a,b\n"),
    ]
    record_progress(
        actor=cast.officer, action=action, status="on-track", done="Going.", files=files
    )
    client = cast.client(cast.member, Client)
    html = client.get(f"{LIST}{action.pk}/").content.decode()
    (shown,) = re.findall(r'<img class="evidence" src="([^"]+)" alt="Picture: poster.png"', html)
    assert sent_as(client, shown) == ("image/png", "inline")
    for address in re.findall(rf'href="({AT_OURS}files/\d+/)"', html):
        assert sent_as(client, address)[1] == "attachment"
        if f"{address}?shown=1" != shown:
            assert sent_as(client, f"{address}?shown=1")[1] == "attachment"


def test_a_challenge_about_an_action_is_for_its_owner_first(cast: Cast) -> None:
    action = make_action(cast, owner=cast.officer_2)
    page = cast.client(cast.consultant, Client).get(f"{AT_OURS}challenges/new/?action={action.pk}")
    assert page.context["form"]["asked_of"].value() == cast.officer_2.pk
    page = cast.client(cast.consultant, Client).get(f"{AT_OURS}challenges/new/?action=x")
    assert page.status_code == 200


def test_nobody_is_called_the_officer(cast: Cast) -> None:
    action = make_action(cast, owner=cast.partner)
    record_progress(actor=cast.partner, action=action, status="on-track", done="Going.")
    url = reverse(
        "outcomes:workplan-detail",
        args=["manchester", cast.workplan.outcome.slug, cast.workplan.period.slug],
    )
    journey = f"{AT_OURS}journey/{action.priority_id}/"
    for page in (url, f"{LIST}{action.pk}/", journey, LIST):
        html = cast.client(cast.consultant, Client).get(page).content.decode()
        assert "officer says" not in html.lower(), page
    html = cast.client(cast.consultant, Client).get(url).content.decode()
    assert f"{cast.partner.label} says" in html
