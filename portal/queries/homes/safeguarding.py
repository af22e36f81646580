"""The safeguarding lead's home: honest about what there is, and what there is not yet."""

from django.utils.translation import gettext as _

from accounts.models import Membership
from portal.queries.homes.cards import Card, Home, Quiet, joined, link
from portal.queries.homes.shared import meeting_news, next_meeting, report_news


def safeguarding_home(actor: Membership) -> Home:
    """Two statements."""
    read = Card(
        _("What young people said"),
        url=link(actor, "voice:ask-list"),
        label=_("Read what we heard"),
        lines=(
            _(
                "Points written down by care consultants and the coordinator. No names and no "
                "case details."
            ),
        ),
        waits=0,
    )
    return Home(
        waiting=[],
        news=joined([read], meeting_news(actor, next_meeting(actor)), report_news(actor)),
        quiet=Quiet(
            _("No answers to check"),
            _(
                "Golden Thread doesn’t collect answers from young people yet. Care consultants "
                "and the coordinator wrote down everything you see here. If you’re worried about "
                "a child now, don’t wait for this page. Follow your council’s safeguarding "
                "procedure."
            ),
        ),
    )
