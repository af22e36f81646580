"""The safeguarding lead's home: what was handed to them first, then what waits to be released."""

from django.utils.translation import gettext as _

from accounts.models import Membership
from portal.queries.homes.cards import Card, Home, Quiet, joined, link
from portal.queries.homes.points import points_waiting
from portal.queries.homes.shared import meeting_news, next_meeting, report_news


def safeguarding_home(actor: Membership) -> Home:
    """Three statements."""
    read = Card(
        _("What young people said"),
        url=link(actor, "voice:ask-list"),
        label=_("Read what we heard"),
        lines=(
            _(
                "Points that someone wrote down and someone else checked. No names and no case "
                "details."
            ),
        ),
        waits=0,
    )
    return Home(
        waiting=points_waiting(actor),
        news=joined([read], meeting_news(actor, next_meeting(actor)), report_news(actor)),
        quiet=Quiet(
            _("Nothing to check"),
            _(
                "When someone records what young people said, or is worried about someone, you’ll "
                "see it here. Nobody watches this page all the time. If you’re worried about a "
                "child now, follow your council’s safeguarding procedure."
            ),
        ),
    )
