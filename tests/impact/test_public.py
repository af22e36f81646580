"""What everyone may read: published, with consent, small numbers hidden, nobody named."""

import csv
import datetime
import io
import json

import pytest
import time_machine

from accounts.kept_pages import forget_kept_pages
from expectations.models import Expectation, ExpectationSet
from expectations.operations.verdicts import judge_expectation
from impact.models import ImpactReport
from impact.operations.reports import compose_report
from outcomes.enums import WorkplanStatus
from outcomes.operations.priorities import change_priority, close_priority
from outcomes.operations.progress import give_verdict, record_progress
from tests.factories import make_action, make_priority
from tests.impact.quarter import Quarter, make_ask, make_quarter
from tests.support.cast import Cast
from tests.support.reports import publish
from voice.operations.consents import withdraw_consent

pytestmark = pytest.mark.django_db

PAGES = (
    "",
    "reports/",
    "you-said/",
    "expectations/",
    "outcomes/",
    "meetings/",
    "open-data/",
    *(
        f"open-data/{name}.{kind}"
        for name in ("priorities", "actions", "expectations", "reports")
        for kind in ("json", "csv")
    ),
)


@pytest.fixture
def quarter(cast: Cast) -> Quarter:
    return make_quarter(cast)


@pytest.fixture
def report(cast: Cast, quarter: Quarter) -> ImpactReport:
    return compose_report(actor=cast.consultant, meeting=quarter.meeting)


def read(cast: Cast, page: str) -> str:
    response = cast.client(None).get(f"/manchester/{page}")
    assert response.status_code == 200, page
    return response.content.decode()


def everything(cast: Cast) -> str:
    return "\n".join(read(cast, page) for page in PAGES)


def test_a_draft_is_nowhere(cast: Cast, report: ImpactReport) -> None:
    words = everything(cast)
    assert report.slug not in words
    assert "61 of 100 linked so far" not in words
    assert "We wait for legal advice" not in words
    for client in (cast.client(None), cast.client(cast.consultant)):
        assert client.get(f"/manchester/reports/{report.slug}/").status_code == 404


def test_once_published_it_is_everywhere(cast: Cast, report: ImpactReport) -> None:
    publish(cast, report)
    for page in ("", "reports/", "meetings/", "open-data/reports.json"):
        assert report.slug in read(cast, page), page
    page = read(cast, f"reports/{report.slug}/")
    assert "What we said we would do" in page
    assert "What we didn’t do, and why" in page
    assert "This isn’t done yet." in page
    assert "23 days late" in page
    assert "2 care consultants" in page
    # Another authority does not have it.
    assert cast.client(None).get(f"/bury/reports/{report.slug}/").status_code == 404


def test_nobody_is_named_in_public(cast: Cast, report: ImpactReport) -> None:
    publish(cast, report)
    words = everything(cast) + read(cast, f"reports/{report.slug}/")
    for person in cast.people.values():
        assert person.label not in words
        assert person.person.email not in words


def test_whoever_asked_to_be_listed_is(cast: Cast, report: ImpactReport) -> None:
    cast.consultant.listed_as = "Jay"
    cast.consultant.save()
    publish(cast, report)
    page = read(cast, f"reports/{report.slug}/")
    assert "Jay, 1 other care consultant" in page


def test_you_said_we_did(cast: Cast, quarter: Quarter, report: ImpactReport) -> None:
    page = read(cast, "you-said/")
    assert "Clubs cost too much." in page
    assert "Said by 43 of you" in page
    assert "Every one of us tries something new" in page
    assert "23 days late" in page
    # Between reports an officer's free words stay inside.
    assert "Two boxing gyms joined" not in page
    publish(cast, report)
    page = read(cast, "you-said/")
    assert "Two boxing gyms joined" in page
    assert f"/manchester/reports/{report.slug}/#line-" in page


def test_we_could_not_because(cast: Cast, quarter: Quarter) -> None:
    close_priority(
        actor=cast.consultant,
        priority=quarter.priority,
        version=quarter.priority.version,
        met=False,
        words="There is no bus at night.",
        words_are_public=True,
    )
    page = read(cast, "you-said/")
    assert "We couldn’t do this because:" in page
    assert "There is no bus at night." in page


def test_words_that_stay_inside_are_nowhere_outside(cast: Cast, quarter: Quarter) -> None:
    """A verdict's, a closing's, and why: unless the writer said that everyone may read them."""
    give_verdict(actor=cast.consultant, about=quarter.clubs, feels="a-bit", words="Inside one.")
    give_verdict(actor=cast.consultant, about=quarter.priority, feels="a-bit", words="Inside two.")
    change_priority(
        actor=cast.consultant, priority=quarter.priority, version=None,
        title="Every one of us tries something new", why="Inside three.", asks=[quarter.ask],
    )  # fmt: skip
    other = make_priority(cast, title="A bus at night")
    close_priority(
        actor=cast.consultant, priority=other, version=None, met=False, words="Inside four."
    )
    report = publish(cast, compose_report(actor=cast.consultant, meeting=quarter.meeting))
    words = everything(cast) + read(cast, f"reports/{report.slug}/")
    words += json.dumps([line.facts for line in report.lines.all()])
    assert "Inside" not in words


def test_words_that_everyone_may_read_are_there(cast: Cast, quarter: Quarter) -> None:
    give_verdict(
        actor=cast.consultant, about=quarter.clubs, feels="a-bit", words="Out one.", is_public=True
    )
    change_priority(
        actor=cast.consultant, priority=quarter.priority, version=None, why_is_public=True,
        title="Every one of us tries something new", why="Out three.", asks=[quarter.ask],
    )  # fmt: skip
    report = publish(cast, compose_report(actor=cast.consultant, meeting=quarter.meeting))
    assert "Out one." in read(cast, f"reports/{report.slug}/")
    assert table(cast, "priorities")[0]["why"] == "Out three."
    # Where a point it came from must not be published, its words must not be read here either.
    quarter.ask.may_be_published = False
    quarter.ask.save()
    assert table(cast, "priorities")[0]["why"] == ""


def test_without_consent_words_are_nowhere(cast: Cast, quarter: Quarter) -> None:
    report = publish(cast, compose_report(actor=cast.consultant, meeting=quarter.meeting))
    assert "Clubs cost too much." in everything(cast)
    assert "Clubs cost too much." in read(cast, f"reports/{report.slug}/")
    # Consent taken back: gone from the published report, too (SG-112).
    withdraw_consent(actor=cast.coordinator, ask=quarter.ask)
    assert "Clubs cost too much." not in everything(cast)
    assert "Clubs cost too much." not in read(cast, f"reports/{report.slug}/")


@pytest.mark.parametrize(
    ("said_by", "words"),
    [
        (1, "Said by a few of you"),
        (2, "Said by a few of you"),
        (5, "Said by a few of you"),
        (6, "Said by 6 of you"),
    ],
)
def test_small_numbers_are_hidden(cast: Cast, said_by: int, words: str) -> None:
    make_ask(cast, "I was not asked.", said_by=said_by)
    page = read(cast, "you-said/")
    assert words in page
    if said_by < 6:
        assert f"Said by {said_by}" not in page


def test_a_workplan_being_written_is_not_public(cast: Cast, quarter: Quarter) -> None:
    cast.workplan.status = WorkplanStatus.DRAFT
    cast.workplan.save()
    words = everything(cast)
    assert "Every one of us tries something new" not in words
    assert "Link 100 young people" not in words


def test_a_proposal_is_not_public(cast: Cast, quarter: Quarter) -> None:
    make_action(cast, priority=quarter.priority, title="Only an idea")
    from outcomes.models import Action

    Action.objects.filter(title="Only an idea").update(status="proposed")
    assert "Only an idea" not in everything(cast)


def test_where_young_people_meet_is_not_said(cast: Cast, quarter: Quarter) -> None:
    quarter.meeting.place = "The Blue Room"
    quarter.meeting.save()
    assert "The Blue Room" not in everything(cast)


def test_another_authoritys_pages_are_its_own(cast: Cast, report: ImpactReport) -> None:
    publish(cast, report)
    for page in PAGES:
        response = cast.client(None).get(f"/bury/{page}")
        assert response.status_code == 200, page
        assert report.title not in response.content.decode(), page
        assert "Clubs cost too much" not in response.content.decode(), page
    assert cast.client(None).get("/nowhere/").status_code == 404


def test_the_public_reads_which_verdict_stands_and_its_day_and_no_words(cast: Cast) -> None:
    first, second, _third = cast.expectations
    with time_machine.travel(datetime.datetime(2026, 3, 3, 12, tzinfo=datetime.UTC)):
        judge_expectation(actor=cast.consultant, expectation=first, feels="yes")
        judge_expectation(actor=cast.consultant, expectation=first, feels="not-yet", words="Never.")
    page = read(cast, "expectations/")
    assert "Not kept yet" in page
    assert "It feels kept" not in page
    assert "Tuesday 3 March 2026" in page
    assert page.count("No verdict from care consultants yet.") == 2
    rows = table(cast, "expectations")
    assert [(row["kept"], row["judged_on"]) for row in rows[:2]] == [
        ("not-yet", "2026-03-03"),
        ("", ""),
    ]
    for words in ("Never.", "Jay", "Moss"):
        assert words not in everything(cast)
    cast.consultant.listing, cast.consultant.listed_as = "first", "Jay"
    cast.consultant.save()
    forget_kept_pages()  # by no operation, so it is not in the trail
    assert "Jay, Tuesday 3 March 2026" in read(cast, "expectations/")


def test_a_promise_that_is_only_named_is_no_empty_page(cast: Cast) -> None:
    """Solihull's strategy names a pledge and gives no words; it lists what others commit to."""
    Expectation.objects.all().delete()
    ExpectationSet.objects.filter(authority=cast.manchester).update(
        name="The pledge", status="named-only", introduction="The strategy names it."
    )
    page = read(cast, "expectations/")
    for words in ("The pledge", "The strategy names it.", "Name only (we don’t have the text)"):
        assert words in page
    cast.manchester.details = {"commitments": [{"text": "Mentors", "by": "Directors"}]}
    cast.manchester.save()
    forget_kept_pages()  # by no operation, here and below
    assert "Responsible: Directors" in read(cast, "expectations/")
    ExpectationSet.objects.all().delete()
    forget_kept_pages()
    assert "None here yet" not in read(cast, "expectations/")
    cast.manchester.details = {}
    cast.manchester.save()
    forget_kept_pages()
    assert "None here yet" in read(cast, "expectations/")


def test_a_public_page_takes_no_post(cast: Cast) -> None:
    for page in PAGES:
        assert cast.client(None).post(f"/manchester/{page}").status_code == 405, page


# --- Open data ---------------------------------------------------------------------------------


def table(cast: Cast, name: str) -> list[dict[str, str]]:
    text = read(cast, f"open-data/{name}.csv").removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_files_say_the_same_and_the_dictionary_knows_every_column(
    cast: Cast, report: ImpactReport
) -> None:
    publish(cast, report)
    page = read(cast, "open-data/")
    for name in ("priorities", "actions", "expectations", "reports"):
        found = json.loads(read(cast, f"open-data/{name}.json"))
        rows = table(cast, name)
        assert len(rows) == len(found["rows"]) > 0, name
        columns = [column["name"] for column in found["columns"]]
        assert list(found["rows"][0]) == columns, name
        assert list(rows[0]) == columns, name
        for column in columns:
            assert f"<code>{column}</code>" in page, (name, column)


def test_the_files_hide_small_numbers_and_what_would_give_them_away(
    cast: Cast, quarter: Quarter
) -> None:
    assert table(cast, "priorities")[0]["said_by"] == "43"
    few = make_ask(cast, "Few of us.", said_by=3)
    quarter.priority.asks.add(few)
    # 43 is public and the total would be 46: the 3 could be worked out.
    assert table(cast, "priorities")[0]["said_by"] == "c"
    make_priority(cast, title="Nobody raised it")
    assert table(cast, "priorities")[1]["said_by"] == ":"


def test_points_that_stay_inside_are_not_counted(cast: Cast, quarter: Quarter) -> None:
    quarter.priority.asks.add(make_ask(cast, "Also ours.", said_by=8))
    assert table(cast, "priorities")[0]["said_by"] == "51"
    quarter.priority.asks.add(
        make_ask(cast, "They said no.", said_by=18, may_be_published=False),
        make_ask(cast, "Nobody released it.", said_by=28, state="waiting"),
    )
    assert table(cast, "priorities")[0]["said_by"] == "51"


def test_a_cell_is_never_a_formula(cast: Cast, quarter: Quarter) -> None:
    make_priority(cast, title="=HYPERLINK(1)", why="+1 for this", why_is_public=True)
    row = table(cast, "priorities")[1]
    assert row["priority"] == "'=HYPERLINK(1)"
    assert row["why"] == "'+1 for this"


def test_actions_are_counted_by_outcome_and_status(cast: Cast, quarter: Quarter) -> None:
    record_progress(actor=cast.officer, action=quarter.quiet, status="stopped", done="No money")
    assert [(row["outcome"], row["status"], row["actions"]) for row in table(cast, "actions")] == [
        ("Happy", "on-track", "1"),
        ("Happy", "not-started", "1"),
        ("Happy", "off-track", "1"),
        ("Happy", "stopped", "1"),
        # Again, of those above.
        ("Happy", "late", "1"),
    ]


@pytest.mark.parametrize("name", ["people.csv", "priorities.xml", "priorities.xlsx"])
def test_there_is_no_other_file(cast: Cast, name: str) -> None:
    assert cast.client(None).get(f"/manchester/open-data/{name}").status_code == 404


# --- Other authorities' words --------------------------------------------------------------------


def test_an_authoritys_own_words_are_used(cast: Cast, quarter: Quarter) -> None:
    cast.manchester.terminology = {
        "care consultant": {"one": "youth adviser", "many": "youth advisers"},
        "priority": {"one": "aim", "many": "aims"},
    }
    cast.manchester.save()
    report = publish(cast, compose_report(actor=cast.consultant, meeting=quarter.meeting))
    page = read(cast, f"reports/{report.slug}/")
    assert "Aim 1, in youth advisers’ words:" in page
    assert "Youth advisers asked Leisure:" in page
    assert "2 youth advisers" in page
    assert "are consultants" not in page.replace("Care consultants say", "")
