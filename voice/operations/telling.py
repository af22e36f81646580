"""Who is told of points. Never a word of them, in a notice or an email."""

from django.urls import reverse

from accounts.models import Membership
from accounts.operations.notices import notify, settle_notices
from voice.models import Ask


def tell_of_waiting(actor: Membership, ask: Ask) -> None:
    """Whoever may release it."""
    page = reverse("voice:ask-review", args=[actor.authority.slug, ask.pk])
    notify(
        "ask-waits",
        about=ask,
        page=page,
        actor=actor,
        to_holders_of="release_asks",
        mark=ask.version,
    )


def waits_no_more(ask: Ask) -> None:
    """Nobody has to release it, or to read it at once, any more."""
    settle_notices("ask-waits", ask)
    settle_notices("concern-raised", ask)


def tell_of_concern(actor: Membership, ask: Ask) -> None:
    """The safeguarding leads, or the coordinators while there is none: whoever may read it."""
    page = reverse("voice:ask-review", args=[actor.authority.slug, ask.pk])
    mark = ask.handed_on_at
    notify(
        "concern-raised",
        about=ask,
        page=page,
        actor=actor,
        to_holders_of="release_asks",
        mark=mark,
    )
