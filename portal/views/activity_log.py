"""The audit trail: who did what, when. Who reads it, and who takes it away, is in it too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from core import audit
from core.components import Filter
from core.decisions import require
from core.http import record_access
from core.paging import page_of
from core.spreadsheets import list_response
from portal.policies import can_read_trail
from portal.queries.activity_log import (
    APPS,
    COLUMNS,
    TrailFilters,
    events_by_id,
    reads_only_concerns,
    removals,
    trail_rows,
)
from portal.queries.activity_log import (
    activity_log as trail_of,
)
from portal.queries.log_changes import changes_in_words, thing_in_words
from portal.queries.log_deeds import DEEDS, deed_in_words


@permitted("read_working", methods=("GET",), records_view=True)
def activity_log(request: HttpRequest, actor: Membership) -> HttpResponse:
    """A page of the trail, narrowed by what, who, when and about which thing."""
    require(can_read_trail(actor))
    record_access(
        request,
        lambda: audit.record_view("portal.trail.viewed", actor=actor, about=actor.authority),
    )
    filters = TrailFilters.from_address(request.GET)
    page = page_of(trail_of(actor, filters), request.GET)
    events = events_by_id(page.ids)
    removed = removals(actor.authority_id, events)
    rows = [
        (
            event,
            deed_in_words(event.code, actor.authority),
            removed.get(event.pk)
            or changes_in_words(event.changes, event.object_type, actor.authority),
        )
        for event in events
    ]
    concerns = reads_only_concerns(actor)
    context = {
        "page": page,
        "rows": rows,
        "questions": _questions(actor, filters, concerns=concerns),
        "concerns": concerns,
        "mark": audit.MARK,
    }
    return render(request, "portal/trail.html", context)


def _questions(actor: Membership, filters: TrailFilters, *, concerns: bool) -> list[Filter]:
    """What the trail can be narrowed by. An address may name one deed, or one thing, which no list
    offers."""
    deeds = [(f"{value}.", str(label)) for value, label in APPS.items()] if not concerns else []
    if filters.code and filters.code not in dict(deeds):
        known = filters.code in DEEDS
        words = deed_in_words(filters.code, actor.authority) if known else filters.code
        deeds.append((filters.code, words))
    since, until = (day.isoformat() if day else "" for day in (filters.since, filters.until))
    things = (
        [(filters.about, thing_in_words(filters.about, actor.authority))] if filters.about else []
    )
    return [
        *([Filter("code", _("What"), filters.code, deeds, anything=_("All"))] if deeds else []),
        *(
            [Filter("about", _("About"), filters.about, things, anything=_("All"))]
            if things
            else []
        ),
        Filter("person", _("Who"), filters.person, kind="search"),
        Filter("since", _("From"), since, kind="date"),
        Filter("until", _("To"), until, kind="date"),
        *([] if concerns else [_automatic(filters)]),
    ]


def _automatic(filters: TrailFilters) -> Filter:
    """The tick that brings in what the program did of its own accord."""
    label = _("Include what Golden Thread does by itself, such as making PDFs")
    return Filter("automatic", label, "1" if filters.automatic else "", kind="tick")


@permitted("read_working", methods=("GET",), records_view=True)
def trail_export(request: HttpRequest, actor: Membership) -> HttpResponse:
    """All of it, as narrowed, as a file. Recorded each time, with what it was narrowed to."""
    require(can_read_trail(actor))
    filters = TrailFilters.from_address(request.GET)
    record_access(
        request,
        lambda: audit.record_view(
            "portal.trail.exported",
            actor=actor,
            about=actor.authority,
            every_time=True,
            changes=filters.as_kept(),
        ),
    )
    events = trail_of(actor, filters)
    day = timezone.localdate().isoformat()
    stem = f"{actor.authority.slug}-activity-log-{day}"
    return list_response(request, stem, COLUMNS, trail_rows(events, actor.authority))
