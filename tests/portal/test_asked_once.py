"""Whoever has said how something feels is not asked as if nobody had."""

from outcomes.operations.progress import give_verdict
from tests.factories import make_action, make_priority
from tests.support.cast import Cast

FIRST, AGAIN = "Does it feel different?</a>", "Say how it feels now</a>"


def test_the_button_knows_of_a_judgement(cast: Cast) -> None:
    priority = make_priority(cast)
    action = make_action(cast, priority=priority)
    client = cast.client(cast.consultant)
    work = "/manchester/work"
    pages = {
        f"{work}/actions/{action.pk}/": action,
        f"{work}/journey/{priority.pk}/": priority,
        f"{work}/outcomes/{cast.happy.slug}/{cast.year.slug}/": priority,
    }
    for page in pages:
        assert FIRST in client.get(page).content.decode(), page
    for about in (action, priority):
        give_verdict(actor=cast.consultant, about=about, feels="not-yet", words="Not yet.")
    for page in pages:
        shown = client.get(page).content.decode()
        assert AGAIN in shown, page
        assert FIRST not in shown, page
