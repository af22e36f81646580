"""The pages of expectations: what they show to whom, their form, how many queries they take."""

import csv
import io
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from expectations.models import Expectation, ExpectationSet, ExpectationVerdict
from expectations.operations.sets import record_evidence, set_expectation, set_expectation_set
from expectations.operations.verdicts import judge_expectation
from outcomes.models import Action
from outcomes.operations.progress import give_verdict, record_progress
from tests.expectations.test_verdicts import newer_version
from tests.factories import days_from_now, in_days, make_action, make_priority
from tests.support.cast import Cast
from tests.support.places import AT_OURS

LIST = f"{AT_OURS}expectations/"


def text_of(cast: Cast, who: str, url: str = LIST) -> str:
    answer = cast.client(cast.people[who], Client).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def page_of(expectation: Expectation) -> str:
    return f"{LIST}{expectation.pk}/"


def judge(cast: Cast, index: int, feels: str, words: str = "", *, days_ago: int = 0) -> None:
    with time_machine.travel(days_from_now(-days_ago)):
        judge_expectation(
            actor=cast.consultant,
            expectation=cast.expectations[index],
            feels=feels,
            words=words,
        )


def test_the_list_says_what_was_judged_and_what_was_not(cast: Cast) -> None:
    judge(cast, 0, "not-yet", "We still wait.", days_ago=200)
    judge(cast, 1, "yes")
    page = text_of(cast, "member")
    assert "Our expectations" in page
    assert "Not kept yet" in page
    assert "“We still wait.”" in page
    assert "Jay Moss" in page
    assert page.count('<p class="meta">No verdict yet</p>') == 1
    assert "1 of 3 has never had a verdict." in page


def test_the_list_counts_open_late_and_done_work(cast: Cast) -> None:
    serving: dict[str, Any] = {
        "expectations": cast.expectations[:1],
        "priority": make_priority(cast),
    }
    done = make_action(cast, **serving)
    make_action(cast, **serving)
    late = make_action(cast, **serving)
    Action.objects.filter(pk=late.pk).update(due_on=in_days(-3))
    record_progress(actor=cast.officer, action=done, status="done", done="A.", difference="B.")
    page = text_of(cast, "officer")
    for words in ("<b>1</b> done", "<b>2</b> not started", "1 of these is late"):
        assert words in page
    assert page.count("No action supports this yet.") == 2


def test_who_did_not_want_a_name_has_none(cast: Cast) -> None:
    consultant = cast.consultant
    consultant.listing, consultant.listed_as = "unnamed", "Care consultant"
    consultant.save()
    judge(cast, 0, "a-bit")
    for url in (LIST, page_of(cast.expectations[0])):
        page = text_of(cast, "officer", url)
        assert "Jay Moss" not in page
        assert "Care consultant" in page


def test_the_list_is_narrowed_and_taken_away(cast: Cast) -> None:
    judge(cast, 0, "not-yet", "=1+1", days_ago=200)
    judge(cast, 1, "yes")
    for standing, numbers in {
        "": "123",
        "never": "3",
        "long-ago": "1",
        "yes": "2",
        "not-yet": "1",
        "a-bit": "",
        "nonsense": "123",
    }.items():
        page = text_of(cast, "consultant", f"{LIST}?judged={standing}")
        shown = "".join(n for n in "123" if f"{n}. Expectation {n}</a>" in page)
        assert shown == numbers, standing
    assert "No results" in text_of(cast, "consultant", f"{LIST}?judged=a-bit")
    sheet = text_of(cast, "consultant", f"{LIST}export/?judged=not-yet")
    header, row = csv.reader(io.StringIO(sheet))
    assert len(header) == len(row)
    assert row[:2] == ["1", "Expectation 1"]
    assert row[4:7] == ["Not kept yet", "'=1+1", "Jay Moss"]


def test_one_expectation_shows_its_work_in_both_voices_and_its_evidence(cast: Cast) -> None:
    expectation = cast.expectations[0]
    action = make_action(cast, title="Link us to clubs", expectations=[expectation])
    record_progress(actor=cast.officer, action=action, status="on-track", done="Ten linked.")
    give_verdict(actor=cast.consultant, about=action, feels="not-yet", words="Not me.")
    record_evidence(
        actor=cast.coordinator,
        authority=cast.manchester,
        slug="clubs",
        text="Linked 100 children",
        expectations=[expectation],
    )
    judge(cast, 0, "not-yet", "Early days.", days_ago=9)
    judge(cast, 0, "a-bit", "Better.")
    page = text_of(cast, "member", page_of(expectation))
    for words in ("Link us to clubs", "Ten linked.", "Not me.", "Linked 100 children"):
        assert words in page
    assert page.index("Better.") < page.index("Early days.")
    assert "Only care consultants can say whether it feels kept." in page


def test_late_work_comes_first_and_finished_work_last(cast: Cast) -> None:
    expectation, priority = cast.expectations[0], make_priority(cast)
    for title, days in (("Finished", 5), ("Far off", 90), ("Soon", 9), ("Behind", 30)):
        action = make_action(
            cast,
            title=title,
            due_on=in_days(days),
            priority=priority,
            expectations=[expectation],
        )
        if title == "Finished":
            record_progress(
                actor=cast.officer, action=action, status="done", done="A.", difference="B."
            )
    Action.objects.filter(title="Behind").update(due_on=in_days(-3))
    page = text_of(cast, "officer", page_of(expectation))
    places = [page.index(f">{title}</a>") for title in ("Behind", "Soon", "Far off", "Finished")]
    assert places == sorted(places)


def test_what_cannot_be_met_is_shown_with_its_reason(cast: Cast) -> None:
    expectation = cast.expectations[1]
    expectation.cannot_be_met_because = "There are too few homes for brothers and sisters."
    expectation.save()
    for url in (LIST, page_of(expectation), f"{page_of(expectation)}verdict/"):
        assert "There are too few homes" in text_of(cast, "consultant", url)


def test_a_verdict_is_given_on_a_plain_form(cast: Cast) -> None:
    expectation = cast.expectations[0]
    url = f"{page_of(expectation)}verdict/"
    client = cast.client(cast.consultant, Client)
    assert "(optional)" in client.get(url).content.decode()
    blank = client.post(url, {"words": "Half of it."})
    assert blank.status_code == 422
    assert "Half of it." in blank.content.decode()
    about_one = client.post(url, {"feels": "yes", "words": "R (14) says so."})
    assert "Is this about one child?" in about_one.content.decode()
    assert not ExpectationVerdict.objects.exists()
    sent = {"feels": "a-bit", "words": "", "once": str(uuid.uuid4())}
    for _ in range(2):
        assert client.post(url, sent)["Location"] == page_of(expectation)
    assert ExpectationVerdict.objects.get().feels == "a-bit"
    assert "Last answer from Jay Moss" in client.get(url).content.decode()


def test_who_may_not_is_told_why_and_sees_no_button(cast: Cast) -> None:
    url = f"{page_of(cast.expectations[0])}verdict/"
    answer = cast.client(cast.officer, Client).post(url, {"feels": "yes"})
    assert answer.status_code == 403
    assert "Only care consultants can say whether it feels kept." in answer.content.decode()
    assert "/verdict/" not in text_of(cast, "officer")
    assert text_of(cast, "consultant").count("/verdict/") == 3


def test_a_new_version_begins_unjudged_and_the_former_is_still_read(cast: Cast) -> None:
    judge(cast, 0, "not-yet", "Of the old words.")
    newer = newer_version(cast)
    page = text_of(cast, "consultant")
    assert newer.text in page
    assert "Of the old words." not in page
    assert "1 of 1 has never had a verdict." in page
    former = ExpectationSet.objects.get(authority=cast.manchester, version="1")
    page = text_of(cast, "consultant", f"{LIST}?set={former.pk}")
    assert "Of the old words." in page
    assert "This is an earlier version. We keep what people said about it." in page
    assert "/verdict/" not in page


def test_a_set_beside_the_main_one_is_there_to_be_read(cast: Cast) -> None:
    law = set_expectation_set(
        actor=None, authority=cast.manchester, slug="law", name="The law", voice="principle"
    )
    set_expectation(actor=None, expectation_set=law, number=1, text="To act in their interests")
    assert "The law (1)" in text_of(cast, "consultant")
    page = text_of(cast, "consultant", f"{LIST}?set={law.pk}")
    assert "Care consultants only give verdicts on the main one." in page
    assert "To act in their interests" in page
    for words in ("has never had a verdict", '<p class="meta">No verdict yet</p>', "/verdict/"):
        assert words not in page


def test_changing_an_action_keeps_what_it_served_of_an_earlier_version(cast: Cast) -> None:
    action = make_action(cast, expectations=cast.expectations[:1])
    newer = newer_version(cast)
    client = cast.client(cast.lead, Client)
    url = reverse("outcomes:action-edit", args=["manchester", action.pk])
    page = client.get(url)
    assert "1. Expectation 1 (earlier version)" in page.content.decode()
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    served = sent.pop("expectations")
    sent |= {"expectations": [*served, newer.pk], "collaborators": []}
    assert client.post(url, sent).status_code == 302
    assert set(action.expectations.all()) == {cast.expectations[0], newer}
    # What it never served of the earlier version cannot be added.
    sent |= {"expectations": [cast.expectations[1].pk], "version": sent["version"] + 1}
    assert client.post(url, {**sent, "once": str(uuid.uuid4())}).status_code == 422


def test_a_set_that_is_only_named_says_so_and_shows_what_was_promised(cast: Cast) -> None:
    url = reverse("outcomes:expectation-list", args=["bury"])
    client = cast.client(cast.bury_people["officer"], Client)
    page = client.get(url).content.decode()
    assert "None here yet" in page
    # No coordinator has a page to add them on.
    assert "They’re loaded from your council’s set-up file." in page
    set_expectation_set(
        actor=None,
        authority=cast.bury,
        slug="pledge",
        name="The pledge",
        voice="promise",
        status="named-only",
        is_main=True,
    )
    page = client.get(url).content.decode()
    assert "The pledge" in page
    assert "No words yet" in page
    cast.bury.details = {"commitments": [{"text": "Mentors for care leavers", "by": "Directors"}]}
    cast.bury.save()
    page = client.get(url).content.decode()
    assert "Mentors for care leavers" in page
    assert "Responsible: Directors" in page


def fill(cast: Cast, number: int) -> None:
    """So many expectations, actions of the first, pieces of evidence and verdicts."""
    first = cast.expectations[0]
    priority = make_priority(cast)
    for index in range(number):
        expectation = set_expectation(
            actor=None,
            expectation_set=first.expectation_set,
            number=10 + index,
            text=f"One more, {index}",
        )
        action = make_action(cast, priority=priority, expectations=[first, expectation])
        give_verdict(actor=cast.consultant, about=action, feels="a-bit")
        record_evidence(
            actor=None,
            authority=cast.manchester,
            slug=f"evidence-{index}",
            text="It was done.",
            expectations=[first],
        )
        judge_expectation(
            actor=cast.consultant, expectation=first, feels="a-bit", words=f"Time {index}."
        )
        judge_expectation(actor=cast.consultant_2, expectation=expectation, feels="yes")


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize(
    ("page", "queries"), [("", 8), ("export/", 9), ("detail", 10), ("verdict", 6)]
)
def test_queries_do_not_grow(
    cast: Cast,
    django_assert_num_queries: DjangoAssertNumQueries,
    page: str,
    queries: int,
    number: int,
) -> None:
    fill(cast, number)
    one = page_of(cast.expectations[0])
    url = {"detail": one, "verdict": f"{one}verdict/"}.get(page, f"{LIST}{page}")
    client = cast.client(cast.consultant, Client)
    client.get(url)
    with django_assert_num_queries(queries):
        assert client.get(url).status_code == 200
