"""Mistakes: an update undone at once or corrected later, an action removed within the hour."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from core.decisions import Refused
from core.models import AuditEvent
from core.suppression import EXACT
from impact.operations.reports import compose_report
from outcomes.models import Action, EvidenceFile, ProgressUpdate
from outcomes.operations.actions import remove_action
from outcomes.operations.progress import give_verdict, record_progress, undo_update
from outcomes.policies import can_correct_update, can_remove_action, can_undo_update
from outcomes.queries.charts import reached_chart
from tests.cooperative.things import held, make_challenge
from tests.factories import make_action, make_priority
from tests.impact.quarter import make_ask
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def told(cast: Cast, action: Action, status: str = "on-track", **more: Any) -> ProgressUpdate:
    return record_progress(actor=cast.officer, action=action, status=status, done="Going.", **more)


def later(**time: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + datetime.timedelta(**time), tick=False)


def test_an_undone_update_is_as_if_it_had_not_been(cast: Cast) -> None:
    action = make_action(cast, target=100)
    with later(hours=-3):
        first = told(cast, action, "at-risk", reached=40)
    file = SimpleUploadedFile("list.csv", b"a,b\n")
    slip = told(cast, action, "done", reached=400, difference="All.", files=[file])
    undo_update(actor=cast.officer, update=slip)
    action.refresh_from_db()
    assert (action.status, action.reached) == ("at-risk", 40)
    assert action.status_changed_at == first.at
    assert list(action.updates.all()) == [first]
    assert not EvidenceFile.objects.exists()
    event = AuditEvent.objects.get(code="outcomes.progress.undone")
    assert event.changes == {"status": ["done", "at-risk"]}


def test_the_only_update_undone_leaves_an_action_that_has_not_started(cast: Cast) -> None:
    action = make_action(cast, target=100)
    undo_update(actor=cast.officer, update=told(cast, action, reached=3))
    action.refresh_from_db()
    assert (action.status, action.reached) == ("not-started", None)


def test_who_was_told_that_it_is_done_is_told_again_when_it_is(cast: Cast) -> None:
    priority = make_priority(cast, asks=[make_ask(cast)])
    action = make_action(cast, priority=priority)
    slip = told(cast, action, "done", difference="All.")
    assert Notice.objects.filter(what="ask-done").exists()
    undo_update(actor=cast.officer, update=slip)
    assert not Notice.objects.filter(what="ask-done").exists()
    told(cast, action, "done", difference="All.")
    assert Notice.objects.filter(what="ask-done").exists()


def test_only_its_writer_undoes_it_and_only_for_ten_minutes(cast: Cast) -> None:
    update = told(cast, make_action(cast))
    assert "person who wrote" in can_undo_update(cast.lead, update).reason
    assert not can_undo_update(cast.bury_people["officer"], update)
    with later(minutes=9, seconds=59):
        assert can_undo_update(cast.officer, update)
    with later(minutes=10, seconds=1):
        assert "ten minutes" in can_undo_update(cast.officer, update).reason
        with pytest.raises(Refused):
            undo_update(actor=cast.officer, update=update)
        assert can_correct_update(cast.officer, update)


def test_what_has_a_newer_update_is_neither_undone_nor_corrected(cast: Cast) -> None:
    action = make_action(cast)
    first = told(cast, action)
    told(cast, action, "at-risk")
    assert "Only the newest" in can_undo_update(cast.officer, first).reason
    assert "Only the newest" in can_correct_update(cast.officer, first).reason


def test_what_a_report_uses_is_corrected_not_undone(cast: Cast) -> None:
    meeting = held(cast)
    update = told(cast, make_action(cast))
    report = compose_report(actor=cast.consultant, meeting=meeting)
    assert report.lines.filter(progress=update).exists()
    with pytest.raises(ValidationError, match="A report already uses"):
        undo_update(actor=cast.officer, update=update)
    update.action.refresh_from_db()
    assert update.action.status == "on-track"


def test_a_correction_names_what_it_puts_right_and_both_stay(cast: Cast) -> None:
    action = make_action(cast, target=100)
    with later(days=-3):
        wrong = told(cast, action, reached=400)
    client = cast.client(cast.officer, Client)
    page = reverse("outcomes:action-detail", args=["manchester", action.pk])
    url = reverse("outcomes:update-correct", args=["manchester", action.pk, wrong.pk])
    assert url in client.get(page).content.decode()
    form = client.get(url).context["form"]
    assert form["done"].value() == "Going."
    answer = client.post(
        url,
        {
            "status": "at-risk", "done": "Forty, not four hundred.", "reached": 40,
            "version": form["version"].value(), "once": form["once"].value(),
        },
    )  # fmt: skip
    assert answer.status_code == 302
    newest = action.updates.first()
    assert newest is not None
    assert newest.corrects == wrong
    html = client.get(page).content.decode()
    assert f"Corrects the update of {wrong.at.day} {wrong.at:%B %Y}" in html
    assert "Corrected since" in html
    assert "Going." in html
    action.refresh_from_db()
    assert (action.status, action.reached) == ("at-risk", 40)


def test_a_chart_leaves_out_what_was_corrected(cast: Cast) -> None:
    action = make_action(cast, target=100)
    for days, number in ((-9, 1), (-6, 400), (-3, 40)):
        with later(days=days):
            told(cast, action, reached=number)
    wrong = action.updates.get(reached=400)
    newest = action.updates.get(reached=40)
    ProgressUpdate.objects.filter(pk=newest.pk).update(corrects=wrong)
    told(cast, action, reached=50)
    chart = reached_chart(action, list(action.updates.all()), EXACT)
    assert chart is not None
    assert list(chart.series[0].values) == [1, 40, 50]


# --- An action added by mistake -------------------------------------------------------------------


def test_an_action_added_by_mistake_is_removed_and_the_log_keeps_it(cast: Cast) -> None:
    action = make_action(cast, title="Twice the same", collaborators=[cast.officer_2])
    assert Notice.objects.filter(about_type="outcomes.action", about_id=action.pk).exists()
    client = cast.client(cast.lead, Client)
    page = client.get(reverse("outcomes:action-detail", args=["manchester", action.pk]))
    url = reverse("outcomes:action-remove", args=["manchester", action.pk])
    assert url in page.content.decode()
    form = client.get(url).context["form"]
    assert client.post(url, {"once": form["once"].value()}).status_code == 302
    assert not Action.objects.exists()
    assert not Notice.objects.filter(about_id=action.pk, about_type="outcomes.action").exists()
    assert AuditEvent.objects.get(code="outcomes.action.removed").summary == "Twice the same"
    assert make_action(cast, title="Twice the same").number == 2


def test_who_may_remove_one_and_until_when(cast: Cast) -> None:
    action = make_action(cast)
    may = {name for name, one in cast.people.items() if can_remove_action(one, action)}
    assert may == {"lead", "coordinator"}
    with later(minutes=61):
        assert "more than an hour" in can_remove_action(cast.lead, action).reason


@pytest.mark.parametrize("what", ["update", "verdict", "challenge"])
def test_what_others_have_spoken_of_stays(cast: Cast, what: str) -> None:
    action = make_action(cast)
    if what == "update":
        told(cast, action)
    elif what == "verdict":
        give_verdict(actor=cast.consultant, about=action, feels="a-bit", words="")
    else:
        make_challenge(cast, action=action)
    with pytest.raises((Refused, ValidationError)):
        remove_action(actor=cast.lead, action=action)
    assert Action.objects.filter(pk=action.pk).exists()
    assert not AuditEvent.objects.filter(code="outcomes.action.removed").exists()
    assert Notice.objects.filter(about_type="outcomes.action", about_id=action.pk).exists()
