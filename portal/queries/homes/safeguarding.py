"""The safeguarding lead's home: honest about what there is, and what there is not yet."""

from accounts.models import Membership
from portal.queries.homes.cards import Card, Home, joined, link
from portal.queries.homes.shared import meeting_news, next_meeting, report_news


def safeguarding_home(actor: Membership) -> Home:
    """Two statements."""
    read = Card(
        "What young people said",
        url=link(actor, "voice:ask-list"),
        label="Read what we heard",
        lines=("Points written down by care consultants and the coordinator. No names, no cases.",),
        waits=0,
    )
    return Home(
        waiting=[],
        news=joined([read], meeting_news(actor, next_meeting(actor)), report_news(actor)),
        quiet=(
            "No consultation is open, so there are no answers to look through. When one opens, "
            "every answer comes to you first and nobody else sees it until you release it. If you "
            "are worried about a child now, do not wait for this page: use your council’s own way."
        ),
    )
