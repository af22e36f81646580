"""A bare Django page: the same middleware, a sign-in, a table of 50 rows of the same table, and
nothing else. What everything here is measured by."""

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


@cache
def _template() -> Any:
    """Made once, as the pages' own are."""
    return engines["django"].from_string(TEMPLATE)


def bare_page(request: HttpRequest) -> HttpResponse:
    """The first 50 actions as instances, with a count: what a plain list view does. Found by their
    key, and people are counted and not actions: with a table that grows it does not, so that
    nothing seems fast beside it."""
    assert request.user.is_authenticated
    actions: QuerySet[Action] = Action.objects.order_by("pk").select_related(
        "workplan__outcome", "owner__person", "owner__organisation"
    )
    context = {"actions": actions[:50], "total": Person.objects.count()}
    return HttpResponse(_template().render(context, request))
