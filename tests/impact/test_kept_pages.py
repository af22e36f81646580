"""Public pages are kept for the next visitor, and never show what has changed since."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import kept_pages
from accounts.operations.authorities import set_up_authority
from accounts.operations.look import set_colour
from core.models import AuditEvent
from expectations.operations.verdicts import judge_expectation
from outcomes.operations.priorities import close_priority
from outcomes.operations.progress import record_progress
from tests.factories import days_from_now, in_days, make_action, make_priority
from tests.impact.quarter import make_ask
from tests.support.cast import Cast
from voice.models import Ask
from voice.operations.consents import withdraw_consent

pytestmark = pytest.mark.django_db

KEPT = ("", "reports/", "you-said/", "expectations/", "outcomes/", "meetings/")


def read(page: str, client: Client | None = None, **more: Any) -> str:
    response = (client or Client()).get(f"/manchester/{page}", **more)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("page", KEPT)
def test_the_next_visitor_costs_one_statement(cast: Cast, page: str) -> None:
    first = read(page)
    with CaptureQueriesContext(connection) as asked:
        assert read(page) == first
    assert len(asked) == 1


def _withdraw(cast: Cast) -> None:
    withdraw_consent(actor=cast.coordinator, ask=Ask.everything.get())


def _done(cast: Cast) -> None:
    action = cast.workplan.actions.get()
    record_progress(
        actor=cast.officer,
        action=action,
        status="done",
        done="Opened the club.",
        difference="We go there.",
    )


def _closed(cast: Cast) -> None:
    priority = cast.workplan.priorities.get()
    close_priority(
        actor=cast.consultant, priority=priority, met=True, words="It is there.", version=None
    )


def _named(cast: Cast) -> None:
    set_up_authority(
        actor=None, slug="manchester", name="Greater Manchester", short_name="Manchester"
    )


DEEDS: dict[str, tuple[str, Callable[[Cast], object]]] = {
    "consent withdrawn": ("you-said/", _withdraw),
    "action done": ("outcomes/", _done),
    "priority closed": ("you-said/", _closed),
    "promise judged": (
        "expectations/",
        lambda cast: judge_expectation(
            actor=cast.consultant, expectation=cast.expectations[0], feels="yes"
        ),
    ),
    "colour chosen": ("", lambda cast: set_colour(actor=cast.coordinator, colour="#0b5d3b")),
    "name changed by the program": ("", _named),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_shows_at_once(cast: Cast, deed: str) -> None:
    page, do = DEEDS[deed]
    ask = make_ask(cast)
    make_action(cast, priority=make_priority(cast, asks=[ask]))
    before = read(page)
    do(cast)
    after = read(page)
    kept_pages.forget_kept_pages()
    assert after == read(page)
    assert after != before


def test_a_consent_runs_out_with_the_day(cast: Cast) -> None:
    make_priority(cast, asks=[make_ask(cast, public_until=in_days(1))])
    assert "Clubs cost too much." in read("you-said/")
    with time_machine.travel(days_from_now(2)):
        assert "Clubs cost too much." not in read("you-said/")


def test_who_is_signed_in_gets_their_own_and_leaves_nothing(cast: Cast) -> None:
    client = cast.client(cast.lead)
    own, strange = read("", client), read("")
    assert own != strange
    assert "/sign-out/" not in strange
    assert read("", client).count("csrfmiddlewaretoken") == own.count("csrfmiddlewaretoken")
    assert read("") == strange
    assert len(kept_pages._kept) == 1


def test_each_language_is_kept_by_itself(cast: Cast) -> None:
    welsh = Client()
    welsh.cookies[settings.LANGUAGE_COOKIE_NAME] = "cy"
    assert 'lang="en-GB"' in read("")
    assert 'lang="cy"' in read("", welsh)
    assert 'lang="en-GB"' in read("")


@pytest.mark.parametrize("asked", ["?a=b", "?page=x", "?page=123456", "?page=1&a=b"])
def test_nobody_fills_it_with_made_up_addresses(cast: Cast, asked: str) -> None:
    read(f"you-said/{asked}")
    assert not kept_pages._kept


def test_it_holds_so_many_pages(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_pages, "MOST", 2)
    for page in KEPT:
        read(page)
    assert [name[0] for name in kept_pages._kept] == [f"/manchester/{page}" for page in KEPT[-2:]]


def test_an_authority_that_is_not_there_is_not_found_and_not_kept(cast: Cast) -> None:
    assert Client().get("/nowhere/outcomes/").status_code == 404
    assert not kept_pages._kept


@pytest.mark.parametrize("of_nobody", [False, True])
def test_a_deed_that_was_begun_first_and_committed_last_counts(cast: Cast, of_nobody: bool) -> None:
    authority = None if of_nobody else cast.manchester.pk
    newest = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    _event(newest + 2, authority)
    read("")
    _event(newest + 1, authority)
    read("")
    assert len(kept_pages._kept) == 2


def test_another_authoritys_deeds_leave_a_page_where_it_is(cast: Cast) -> None:
    read("")
    newest = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    _event(newest + 1, cast.bury.pk)
    read("")
    assert len(kept_pages._kept) == 1


def _event(pk: int, authority: int | None) -> None:
    AuditEvent.objects.create(
        pk=pk, code="outcomes.action.changed", actor_label="Somebody", authority_id=authority,
        object_type="outcomes.action", object_id="1",
    )  # fmt: skip
