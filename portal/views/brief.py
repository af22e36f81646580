"""The five-minute brief before a meeting, as a page to read or to print."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.access import permitted
from accounts.models import Membership
from cooperative.policies import can_ask_member_question, can_mark_workplan_read
from cooperative.queries.meetings import days_until
from cooperative.queries.reading import meetings_to_read
from portal.queries.brief import BriefPage, brief_page, next_to_read


@permitted("read_working", methods=("GET",))
def brief_next(request: HttpRequest, actor: Membership) -> HttpResponse:
    """The brief of the next meeting; a word about when there will be one, when there is none."""
    meeting = next_to_read(actor)
    found = brief_page(actor, meeting) if meeting is not None else None
    return _page(request, actor, found)


@permitted("read_working", methods=("GET",))
def brief(request: HttpRequest, actor: Membership, meeting: int) -> HttpResponse:
    """The brief of one meeting. 404 when it has no workplan that the actor may read."""
    found = brief_page(actor, get_object_or_404(meetings_to_read(actor), pk=meeting))
    if found is None:
        raise Http404("There is no workplan to read for this meeting.")
    return _page(request, actor, found)


def _page(request: HttpRequest, actor: Membership, found: BriefPage | None) -> HttpResponse:
    if found is None:
        return render(request, "portal/brief.html", {"page": None})
    context = {
        "page": found,
        "brief": found.brief,
        "meeting": found.meeting,
        "days": days_until(found.meeting),
        "reads": actor.holds("review_workplans"),
        "may_read": can_mark_workplan_read(actor, found.meeting),
        "may_ask": can_ask_member_question(actor, found.meeting),
        "key": uuid.uuid4(),
    }
    return render(request, "portal/brief.html", context)
