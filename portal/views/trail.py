"""The audit trail: who did what, when."""

import csv
import io
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from core.components import Filter
from core.paging import page_of
from portal.queries.trail import (
    APPS,
    COLUMNS,
    TrailFilters,
    changes_in_words,
    code_in_words,
    events_by_id,
    trail_rows,
)
from portal.queries.trail import (
    trail as trail_of,
)


@permitted("read_trail", methods=("GET",))
def trail(request: HttpRequest, actor: Membership) -> HttpResponse:
    """A page of the trail, narrowed by what, who and when."""
    filters = TrailFilters.from_address(request.GET)
    page = page_of(trail_of(actor, filters), request.GET)
    rows = [
        (event, code_in_words(event.code), changes_in_words(event.changes))
        for event in events_by_id(page.ids)
    ]
    context = {"page": page, "rows": rows, "questions": _questions(filters)}
    return render(request, "portal/trail.html", context)


def _questions(filters: TrailFilters) -> list[Filter]:
    """What the trail can be narrowed by. An address may name one deed, which no list offers."""
    deeds = [(f"{value}.", str(label)) for value, label in APPS.items()]
    if filters.code and filters.code not in dict(deeds):
        deeds.append((filters.code, filters.code))
    since, until = (day.isoformat() if day else "" for day in (filters.since, filters.until))
    return [
        Filter("code", _("What"), filters.code, deeds, anything=_("Anything")),
        Filter("person", _("Who"), filters.person, kind="search"),
        Filter("since", _("From"), since, kind="date"),
        Filter("until", _("To"), until, kind="date"),
    ]


@permitted("read_trail", methods=("GET",))
def trail_export(request: HttpRequest, actor: Membership) -> HttpResponse:
    """All of it, as narrowed, as a file."""
    events = trail_of(actor, TrailFilters.from_address(request.GET))
    day = timezone.localdate().isoformat()
    response = HttpResponse(_csv(trail_rows(events)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="{actor.authority.slug}-trail-{day}.csv"'
    )
    return response


def _csv(rows: Iterator[list[str]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return file.getvalue()
