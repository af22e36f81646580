"""Markup in everything that people write: rows and voices that Python draws show it as words."""

from typing import Any

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import reverse

from accounts.models import Organisation, Person
from cooperative.models import Body, Escalation
from impact.models import ScrutinyComment
from outcomes.models import Action, Outcome, Priority, ProgressUpdate, Verdict
from outcomes.operations.progress import give_verdict, record_progress
from tests.cooperative.things import make_escalation
from tests.factories import make_action
from tests.support.cast import Cast

PLANTED, SHOWN = '<i id="p">', "&lt;i id=&quot;p&quot;&gt;"
WRITTEN: dict[type[models.Model], tuple[str, ...]] = {
    Action: ("title", "description", "success_measure", "unit"),
    Body: ("name",),
    Escalation: ("obstacle", "needed"),
    Organisation: ("name",),
    Outcome: ("name",),
    Person: ("name",),
    Priority: ("title", "why"),
    ProgressUpdate: ("done", "difference"),
    ScrutinyComment: ("text",),
    Verdict: ("words",),
}


def test_what_python_draws_escapes_what_people_wrote(cast: Cast) -> None:
    action = make_action(cast)
    record_progress(actor=cast.officer, action=action, status="on-track", done="Going.")
    give_verdict(actor=cast.consultant, about=action, feels="not-yet", words="No.")
    make_escalation(cast, action=action)
    for model, fields in WRITTEN.items():
        rows = model._default_manager.all()
        assert rows.update(**{name: Concat(F(name), Value(PLANTED)) for name in fields})
    pages: dict[str, list[Any]] = {
        "outcomes:action-list": ["manchester"],
        "outcomes:workplan-detail": ["manchester", "happy", cast.year.slug],
        "cooperative:escalation-list": ["manchester"],
        "impact:scrutiny-list": ["manchester"],
        "outcomes:action-detail": ["manchester", action.pk],
    }
    for name, arguments in pages.items():
        page = cast.client(cast.coordinator).get(reverse(name, args=arguments) + "?whose=")
        shown = page.content.decode()
        assert PLANTED not in shown, name
        assert SHOWN in shown, name
