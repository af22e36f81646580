"""The audit trail: who did what, when."""

import csv
import io
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import permitted
from accounts.models import Membership
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
    context = {"filters": filters, "page": page, "rows": rows, "apps": APPS.items()}
    return render(request, "portal/trail.html", context)


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
