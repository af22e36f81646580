"""Whose word is wanted on what: where a two-minute update begins."""

from accounts.models import Membership
from outcomes.queries.rounds import MOST, Round
from portal.queries.homes.owed import own_actions


def round_of(actor: Membership) -> Round | None:
    """What wants a word from the actor today, late ones first; None when nothing does. One
    statement."""
    ids = tuple(one.id for one in own_actions(actor) if one.wants_a_word)[:MOST]
    return Round(ids, 0) if ids else None
