"""What waits of what young people said, for those who release it. Never a word of it on a home."""

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from core.templatetags.words import ago
from portal.queries.homes.cards import Card, link
from voice.enums import AskState
from voice.models import Ask


def points_waiting(actor: Membership) -> list[Card]:
    """What was handed to the safeguarding lead, on top, and what waits. One statement."""
    found = (
        Ask.everything.unreleased_for(actor)
        .order_by()
        .aggregate(
            held=Count("pk", filter=Q(state=AskState.HELD)),
            waiting=Count("pk", filter=Q(state=AskState.WAITING)),
            oldest=Min("recorded_at", filter=Q(state=AskState.WAITING)),
        )
    )
    url, cards = link(actor, "voice:ask-queue"), []
    if found["held"]:
        title = ngettext(
            "%(n)s concern: someone may not be safe",
            "%(n)s concerns: someone may not be safe",
            found["held"],
        )
        cards.append(
            Card(
                title % {"n": found["held"]},
                url=url,
                label=_("Read it now"),
                lines=(_("Only you can read what was recorded. Please look now."),),
                waits=found["held"],
            )
        )
    if found["waiting"]:
        title = ngettext(
            "%(n)s thing waiting to be released",
            "%(n)s things waiting to be released",
            found["waiting"],
        )
        cards.append(
            Card(
                title % {"n": found["waiting"]},
                url=url,
                label=_("Check and release"),
                lines=(
                    _("Recorded for young people. The oldest was recorded %(when)s.")
                    % {"when": ago(found["oldest"])},
                ),
                waits=found["waiting"],
            )
        )
    return cards
