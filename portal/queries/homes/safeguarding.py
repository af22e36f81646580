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
            _("Points written down by care consultants and the coordinator. No names, no cases."),
        ),
        waits=0,
    )
    return Home(
        waiting=[],
        news=joined([read], meeting_news(actor, next_meeting(actor)), report_news(actor)),
        quiet=Quiet(
            _("There are no answers to look through"),
            _(
                "Golden Thread does not take answers from young people yet. What stands here was "
                "written down by care consultants and the coordinator. If you are worried about a "
                "child now, do not wait for this page: use your council’s own way."
            ),
        ),
    )
