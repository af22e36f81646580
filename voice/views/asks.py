"""What we heard: the list, what waits, and one point."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from core import audit
from core.components import Filter
from core.http import record_access
from core.paging import none_yet, page_of
from voice.enums import AskSource, AskState
from voice.models import Ask
from voice.policies import (
    can_change_consent,
    can_correct_ask,
    can_hand_on_ask,
    can_record_ask,
    can_release_ask,
    can_return_ask,
    can_withdraw_ask,
)
from voice.queries import (
    BECAME,
    AskFilters,
    asks,
    asks_by_id,
    consents_of,
    other_releasers,
    recorded_asks,
    unconfirmed_consents,
    waiting_asks,
)


@permitted("read_everything", methods=("GET",))
def ask_list(request: HttpRequest, actor: Membership) -> HttpResponse:
    """Every released point, with what became of it."""
    filters = AskFilters.from_address(request.GET)
    page = page_of(asks(actor, filters), request.GET)
    context = {
        "filters": filters,
        "page": page,
        "asks": asks_by_id(page.ids),
        "none_yet": none_yet(page.ids, Ask.objects.visible_to(actor)),
        "questions": [
            Filter(
                "source",
                _("How we heard it"),
                filters.source,
                AskSource.choices,
                anything=_("Any"),
            ),
            Filter(
                "became",
                _("What happened next"),
                filters.became,
                list(BECAME.items()),
                anything=_("All"),
            ),
        ],
        "may_record": can_record_ask(actor),
        "releases": actor.holds("release_asks"),
    }
    return render(request, "voice/ask_list.html", context)


@permitted("record_asks", methods=("GET",))
def ask_mine(request: HttpRequest, actor: Membership) -> HttpResponse:
    """What the actor wrote down, and where each point is now."""
    page = page_of(recorded_asks(actor), request.GET)
    rows = Ask.everything.in_bulk(page.ids)
    return render(
        request, "voice/ask_mine.html", {"page": page, "asks": [rows[one] for one in page.ids]}
    )


@permitted("release_asks", methods=("GET",))
def ask_queue(request: HttpRequest, actor: Membership) -> HttpResponse:
    """What waits to be released, oldest first, below what was handed to the safeguarding lead."""
    page = page_of(waiting_asks(actor), request.GET)
    rows = Ask.everything.select_related("recorded_by__person").in_bulk(page.ids)
    context = {
        "page": page,
        "asks": [rows[one] for one in page.ids],
        "consents": unconfirmed_consents(actor)[:20],
    }
    return render(request, "voice/ask_queue.html", context)


@permitted("record_asks", methods=("GET",), records_view=True)
def ask_review(request: HttpRequest, actor: Membership, ask: int) -> HttpResponse:
    """One point, with what may be done about it. Reading one that was handed on is recorded."""
    everyone = Ask.everything.select_related("recorded_by__person", "released_by__person")
    found = get_object_or_404(everyone & Ask.everything.readable_by(actor), pk=ask)
    if found.state == AskState.HELD:
        record_access(
            request, partial(audit.record_view, "voice.concern.read", actor=actor, about=found)
        )
    release = can_release_ask(actor, found)
    own = found.recorded_by.person_id == actor.person_id
    context = {
        "ask": found,
        "consents": consents_of(found),
        "release": release,
        "hand_on": can_hand_on_ask(actor, found),
        "send_back": can_return_ask(actor, found),
        "correct": can_correct_ask(actor, found),
        "withdraw": can_withdraw_ask(actor, found),
        "change_consent": can_change_consent(actor, found),
        "releases": actor.holds("release_asks"),
        "nobody_else": own
        and found.state == AskState.WAITING
        and actor.holds("release_asks")
        and not other_releasers(actor),
    }
    return render(request, "voice/ask_review.html", context)
