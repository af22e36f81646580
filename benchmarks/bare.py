"""Bare Django pages: the same middleware, a sign-in, a table of 50 rows of the same table or one
thing with its 20 entries, and nothing else. What everything here is measured by."""

from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import engines

from accounts.models import Person
from outcomes.models import Action

TEMPLATE = """<!doctype html><html lang="en"><head><title>Bare</title></head><body>
<p>{{ request.user.name }}</p><p>{{ total }}</p><table>{% for action in actions %}
<tr><th><a href="/x/{{ action.pk }}/">{{ action.title }}</a></th>
<td>{{ action.workplan.outcome.short_name }}</td><td>{{ action.owner.person.name }}</td>
<td>{{ action.due_on|date:"j F" }}</td><td>{{ action.get_status_display }}</td>
<td>{{ action.success_measure }}</td></tr>{% endfor %}</table></body></html>"""

DETAIL = """<!doctype html><html lang="en"><head><title>Bare</title></head><body>
<p>{{ request.user.name }}</p><h1>{{ action.title }}</h1>
<p>{{ action.workplan.outcome.short_name }}</p><p>{{ action.owner.person.name }}</p>
<p>{{ action.due_on|date:"j F" }}</p><p>{{ action.get_status_display }}</p>
<p>{{ action.success_measure }}</p><ol>{% for entry in entries %}
<li><b>{{ entry.by.person.name }}</b> {{ entry.at|date:"j F" }} {{ entry.get_status_display }}
<p>{{ entry.done }}</p></li>{% endfor %}</ol></body></html>"""


@cache
def _template(source: str) -> Any:
    """Made once, as the pages' own are."""
    return engines["django"].from_string(source)


def bare_page(request: HttpRequest) -> HttpResponse:
    """The first 50 actions as instances, with a count: what a plain list view does. Found by their
    key, and people are counted and not actions: with a table that grows it does not, so that
    nothing seems fast beside it."""
    assert request.user.is_authenticated
    actions: QuerySet[Action] = Action.objects.order_by("pk").select_related(
        "workplan__outcome", "owner__person", "owner__organisation"
    )
    context = {"actions": actions[:50], "total": Person.objects.count()}
    return HttpResponse(_template(TEMPLATE).render(context, request))


def bare_detail(request: HttpRequest, action: int) -> HttpResponse:
    """One action and its 20 newest entries: what a plain detail view does."""
    assert request.user.is_authenticated
    found = Action.objects.select_related(
        "workplan__outcome", "owner__person", "owner__organisation"
    ).get(pk=action)
    context = {"action": found, "entries": found.updates.select_related("by__person")[:20]}
    return HttpResponse(_template(DETAIL).render(context, request))
