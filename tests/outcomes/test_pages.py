"""The pages of outcomes: what they show, what bad input is told, how many queries they take."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import HandedOver
from outcomes.models import Action, Priority, ProgressUpdate
from outcomes.operations.progress import give_verdict, record_progress
from tests.cooperative.things import make_escalation
from tests.factories import in_days, make_action, make_bury_action, make_priority
from tests.support.cast import Cast

PLAN = ("happy",)


def plan_url(cast: Cast, name: str = "workplan-detail") -> str:
    return reverse(f"outcomes:{name}", args=["manchester", "happy", cast.year.slug])


def test_a_priority_is_set_through_its_page(cast: Cast) -> None:
    client = cast.client(cast.consultant)
    url = plan_url(cast, "priority-create")
    assert client.get(url).status_code == 200
    answer = client.post(url, {"title": "Clubs", "why": "They cost too much."}, follow=True)
    assert "Priority set" in answer.content.decode()
    assert Priority.objects.get().set_by == cast.consultant


def test_a_blank_form_comes_back_with_what_was_typed(cast: Cast) -> None:
    client = cast.client(cast.consultant)
    answer = client.post(plan_url(cast, "priority-create"), {"title": "", "why": "Kept \x00 words"})
    assert answer.status_code == 422
    assert "Kept" in answer.content.decode()
    assert not Priority.objects.exists()


def test_what_looks_like_a_childs_data_is_asked_about_before_it_is_saved(cast: Cast) -> None:
    client = cast.client(cast.consultant)
    sent = {"title": "Clubs", "why": "R (14) cannot go to football."}
    answer = client.post(plan_url(cast, "priority-create"), sent)
    assert answer.status_code == 422
    assert "Is this about one child?" in answer.content.decode()
    assert not Priority.objects.exists()
    client.post(plan_url(cast, "priority-create"), {**sent, "save_anyway": "on"})
    assert Priority.objects.get().why == "R (14) cannot go to football."


def test_pressing_twice_does_it_once(cast: Cast) -> None:
    client = cast.client(cast.consultant)
    sent = {"title": "Clubs", "why": "Cost.", "once": str(uuid.uuid4())}
    for _ in range(2):
        assert client.post(plan_url(cast, "priority-create"), sent).status_code == 302
    assert Priority.objects.count() == 1


def test_who_may_not_is_told_why(cast: Cast) -> None:
    answer = cast.client(cast.officer).get(plan_url(cast, "priority-create"))
    assert answer.status_code == 403
    assert "Only care consultants can set priorities." in answer.content.decode()


def test_a_bad_action_is_told_beside_the_field(cast: Cast) -> None:
    priority = make_priority(cast)
    url = reverse("outcomes:action-create", args=["manchester", priority.pk])
    answer = cast.client(cast.lead).post(
        url,
        {
            "title": "Open the gym",
            "owner": cast.officer.pk,
            "due_on": in_days(-3).isoformat(),
            "success_measure": "Kept words",
        },
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "That date has passed" in text
    assert "Kept words" in text
    assert not Action.objects.exists()


def test_another_authoritys_owner_cannot_be_chosen(cast: Cast) -> None:
    priority = make_priority(cast)
    url = reverse("outcomes:action-create", args=["manchester", priority.pk])
    answer = cast.client(cast.lead).post(
        url,
        {
            "title": "x",
            "owner": cast.bury_people["officer"].pk,
            "due_on": in_days(3).isoformat(),
            "success_measure": "y",
        },
    )
    assert answer.status_code == 422
    assert not Action.objects.exists()


def test_progress_with_a_false_file_keeps_the_words(cast: Cast) -> None:
    action = make_action(cast)
    url = reverse("outcomes:action-progress", args=["manchester", action.pk])
    answer = cast.client(cast.officer).post(
        url,
        {
            "status": "on-track",
            "done": "Words I typed",
            "version": 1,
            "files": SimpleUploadedFile("plan.pdf", b"PK\x03\x04"),
        },
    )
    assert answer.status_code == 422
    assert "isn’t the type of file its name says" in answer.content.decode()
    assert "Words I typed" in answer.content.decode()
    assert not ProgressUpdate.objects.exists()


def test_two_editors_see_both_versions(cast: Cast) -> None:
    action = make_action(cast)
    url = reverse("outcomes:action-progress", args=["manchester", action.pk])
    sent = {"status": "on-track", "done": "First", "version": 1}
    assert cast.client(cast.officer).post(url, sent).status_code == 302
    answer = cast.client(cast.lead).post(url, {**sent, "done": "Second"})
    assert answer.status_code == 409
    assert "Second" in answer.content.decode()
    assert ProgressUpdate.objects.count() == 1
    again = cast.client(cast.lead).post(url, {**sent, "done": "Second", "version": 2})
    assert again.status_code == 302
    assert ProgressUpdate.objects.count() == 2


def test_an_evidence_file_is_a_download_for_those_who_see_the_action(cast: Cast) -> None:
    action = make_action(cast)
    record_progress(
        actor=cast.officer,
        action=action,
        status="on-track",
        done="A.",
        files=[SimpleUploadedFile("list.csv", b"a,b\n1,2\n")],
    )
    file = action.updates.get().files.get()
    url = reverse("outcomes:evidence-file", args=["manchester", file.pk])
    answer = cast.client(cast.member).get(url)
    assert answer["Content-Disposition"] == 'attachment; filename="list.csv"'
    assert b"".join(answer) == b"a,b\n1,2\n"
    assert cast.client(cast.bury_people["officer"]).get(url).status_code == 404
    swapped = reverse("outcomes:evidence-file", args=["bury", file.pk])
    assert cast.client(cast.bury_people["officer"]).get(swapped).status_code == 404
    assert cast.client(None).get(url).status_code == 302


def test_the_export_carries_no_formula_and_nobody_elses(cast: Cast) -> None:
    make_action(cast, title="=HYPERLINK(1)")
    make_bury_action(cast)
    url = reverse("outcomes:action-export", args=["manchester"])
    text = cast.client(cast.officer).get(url).content.decode()
    assert "'=HYPERLINK(1)" in text
    assert len(text.strip().splitlines()) == 2


def test_the_list_opens_with_what_is_still_owed(cast: Cast) -> None:
    done = make_action(cast, title="Finished thing")
    record_progress(actor=cast.officer, action=done, status="done", done="A.", difference="B.")
    make_action(cast, title="Owed thing")
    client = cast.client(cast.member)
    url = reverse("outcomes:action-list", args=["manchester"])
    first, everything = client.get(url).content.decode(), client.get(url + "?status=").content
    assert "Owed thing" in first
    assert "Finished thing" not in first
    assert b"Finished thing" in everything


def fill(cast: Cast, number: int) -> None:
    priority = make_priority(cast)
    for _ in range(number):
        action = make_action(cast, priority=priority, expectations=cast.expectations)
        record_progress(actor=cast.officer, action=action, status="on-track", done="A.")
        give_verdict(actor=cast.consultant, about=action, feels="a-bit")


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("outcomes:action-list", 8), ("outcomes:outcome-list", 9), ("plan", 12)],
)
def test_queries_do_not_grow(
    cast: Cast,
    django_assert_num_queries: DjangoAssertNumQueries,
    name: str,
    queries: int,
    number: int,
) -> None:
    fill(cast, number)
    url = plan_url(cast) if name == "plan" else reverse(name, args=["manchester"])
    client = cast.client(cast.officer)
    client.get(url)
    with django_assert_num_queries(queries):
        assert client.get(url).status_code == 200


def whole_action(cast: Cast) -> Action:
    """One with all that its page reads."""
    return make_action(cast, expectations=cast.expectations, collaborators=[cast.partner])


def tell(cast: Cast, action: Action, status: str) -> None:
    """Its owner tells how it goes, with a file."""
    record_progress(
        actor=cast.officer,
        action=action,
        status=status,
        # Each says something new: the same twice on one day is refused.
        done=f"Step {action.updates.count() + 1}.",
        files=[SimpleUploadedFile("list.csv", b"a,b\n1,2\n")],
    )


@pytest.mark.parametrize("number", [1, 30])
def test_an_actions_page_does_not_grow_with_its_updates(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    action = whole_action(cast)
    for count in range(number):
        tell(cast, action, "on-track")
        give_verdict(actor=cast.consultant, about=action, feels="a-bit", words=f"{count}")
    client = cast.client(cast.officer)
    url = reverse("outcomes:action-detail", args=["manchester", action.pk])
    client.get(url)
    with django_assert_num_queries(11):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_nor_with_what_stands_in_its_way(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    action = whole_action(cast)
    tell(cast, action, "off-track")
    for _ in range(number):
        make_escalation(cast, action=action)
    url = reverse("outcomes:action-detail", args=["manchester", action.pk])
    for who in (cast.officer, cast.consultant):
        client = cast.client(who)
        client.get(url)
        with django_assert_num_queries(12):
            page = client.get(url).content.decode()
        assert page.count("With Corporate Family Cooperative since today:") == number
    assert "Report a problem" in cast.client(cast.officer).get(url).content.decode()
    assert "Report a problem" not in page


@pytest.mark.parametrize("number", [1, 30])
def test_nor_with_how_often_it_was_handed_over(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    action = whole_action(cast)
    tell(cast, action, "on-track")
    HandedOver.objects.bulk_create(
        HandedOver(
            authority=cast.manchester, deed=uuid.uuid4(), kind="action", thing=action.pk,
            called=action.title, giver=cast.lead, taker=cast.officer, by=cast.coordinator,
        )
        for _ in range(number)
    )  # fmt: skip
    url = reverse("outcomes:action-detail", args=["manchester", action.pk])
    for who in (cast.officer, cast.consultant):
        client = cast.client(who)
        client.get(url)
        with django_assert_num_queries(12):
            page = client.get(url).content.decode()
        assert page.count("handed this over from Hana Lind") == number
